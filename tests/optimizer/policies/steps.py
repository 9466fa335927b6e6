"""Children with just one reason to go first: a child for each step of the order, and one for none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from optimizer.domain.dates import add_months
from optimizer.domain.facilities import District
from tests.optimizer.checking.build import FEB, Build

D = date
#: far beyond the horizon: the guarantee puts the child on its step and no more
SOME_DAY = D(2032, 1, 1)


def town() -> Build:
    """The house H with one free place in u, in district D1; D1 and D2 belong to G, S is another guarantee district."""
    build = Build()
    build.districts = {d: District(d, d, parent) for d, parent in (("G", None), ("D1", "G"), ("D2", "G"), ("S", None))}
    for facility, district in (("H", "D1"), ("near", "D1"), ("south", "S")):
        build.facility(facility, district=district)
    build.unit("u", 1, facility="H")
    build.unit("w", 9, facility="H")
    build.unit("v", 9, "vuggestue", facility="H")
    build.unit("n", 9, facility="near")
    build.unit("s", 9, facility="south")
    return build


def _moves(build: Build, key: str, registered: date, present: str = "n", priority: bool = False, **child: object) -> None:
    """A transfer to u."""
    build.child(key.lower(), **{"district_id": "D1", **child})
    build.enrol(key.lower(), present)
    build.apply(key, "u", "transfer", child=key.lower(), registered_date=registered, priority=priority)


def _new(build: Build, key: str, registered: date, district: str, guarantee: bool) -> None:
    build.child(key.lower(), district_id=district)
    build.apply(
        key, "u", child=key.lower(), registered_date=registered, wants_guarantee=guarantee, guarantee_date=SOME_DAY if guarantee else None
    )


def _sibling(build: Build, key: str, registered: date) -> None:
    _moves(build, key, registered, household_id="h" + key)
    build.child("s" + key, D(2022, 6, 1), household_id="h" + key, district_id="D1")
    build.enrol("s" + key, "w")


def _own_house(build: Build, key: str, registered: date) -> None:
    """Two months over the age for boernehave, so that no policy's age decides."""
    build.child(key.lower(), add_months(FEB, -38), district_id="S")
    build.enrol(key.lower(), "v")
    build.apply(key, "u", "transition", child=key.lower(), registered_date=registered)


#: step -> adds application `key` of a child that has that step and none that a policy puts before it
CHILD_OF: dict[str, Callable[[Build, str, date], None]] = {
    "special_need": lambda build, key, day: _moves(build, key, day, priority=True),
    "learning_offer": lambda build, key, day: _moves(build, key, day, learning_offer_from=D(2024, 6, 1)),
    "learning_offer_house": lambda build, key, day: _moves(build, key, day, "w", learning_offer_from=D(2024, 6, 1)),
    "sibling": _sibling,
    "own_house": _own_house,
    "guarantee_home_district": lambda build, key, day: _new(build, key, day, "D1", True),
    "guarantee_own_area": lambda build, key, day: _new(build, key, day, "D2", True),
    "unplaced_own_district": lambda build, key, day: _new(build, key, day, "D2", False),
    "guarantee": lambda build, key, day: _new(build, key, day, "S", True),
    "unplaced": lambda build, key, day: _new(build, key, day, "S", False),
    "transfer_from_outside": lambda build, key, day: _moves(build, key, day, "s"),
    "own_district": _moves,
    "": lambda build, key, day: _moves(build, key, day, "s", district_id="S"),
}
