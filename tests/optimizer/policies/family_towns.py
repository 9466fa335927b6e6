"""Small towns in which a line about a child's family, home or other wishes decides; told as in `towns`."""

from __future__ import annotations

from typing import Any

from optimizer.domain.facilities import District
from optimizer.domain.policy import Policy
from tests.optimizer.checking.build import FEB, MAR, Build
from tests.optimizer.policies.towns import EARLY, LATE, D, small, two


def _sibling(sibling_in: str, **enrolment: Any) -> Build:
    """A, the junior, has a sibling in the unit; u and v are in one house."""
    build = Build()
    build.facility("H")
    build.unit("u", 1 + (sibling_in == "u"), facility="H")
    build.unit("v", 9, facility="H")
    build.child("a", household_id="h")
    build.child("s", D(2022, 6, 1), household_id="h")
    build.enrol("s", sibling_in, **enrolment)
    build.apply("A", "u", child="a", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    return build


def sibling_next_door(policy: Policy) -> Build:
    """A, the junior, has a sibling in another unit of the house."""
    return _sibling("v")


def half_sibling(policy: Policy) -> Build:
    """A, the junior, has a half-sibling in the house, who lives in another home."""
    build = _sibling("v")
    for name, home in (("a", "h"), ("s", "other")):
        build.child(name, build.children[name].birth_date, household_id=home, guardians=frozenset({1}))
    return build


def sibling_until_mid_march(policy: Policy) -> Build:
    """A, the junior, has a sibling in u, who leaves the house on 15 March: both want u on 1 February and not later."""
    build = _sibling("v", end=D(2027, 3, 15))
    for name in "AB":
        build.applications[name] = build.applications[name].__class__(**{**_plain(build.applications[name]), "accepts_until": FEB})
    return build


def _plain(application: Any) -> dict[str, Any]:
    return {name: getattr(application, name) for name in application.__slots__}


def siblings_apply_together(policy: Policy) -> Build:
    """A, the junior, and its sibling S ask for the same house; nobody of the family is there."""
    build = Build()
    build.facility("H")
    build.unit("u", 1, facility="H")
    build.unit("v", 9, "vuggestue", facility="H")
    build.child("a", household_id="h")
    build.child("s", D(2025, 9, 1), household_id="h")
    build.apply("A", "u", child="a", registered_date=LATE)
    build.apply("S", "v", child="s", care="0-2", registered_date=LATE)
    build.apply("B", "u", registered_date=EARLY)
    return build


def kept_wish_or_transfer(policy: Policy) -> Build:
    """A, the junior, was written up as new and has taken a place in v; B, the senior, has asked to move from there."""
    build = two(b={"kind": "transfer", "registered_date": EARLY}, a={"registered_date": LATE})
    build.unit("v", 2)
    build.enrol("cA", "v")
    build.enrol("cB", "v")
    return build


def guarantee_or_list(policy: Policy) -> Build:
    """A, the junior, has wished u; B's guarantee is due on 1 February and it has wished nothing."""
    return two(
        small(D(2025, 9, 1), LATE),
        small(D(2025, 6, 1), EARLY, wishes="", wants_guarantee=True, guarantee_date=FEB, accepts_until=FEB),
        "vuggestue",
    )


def better_wish_in_march(policy: Policy) -> Build:
    """A, the senior, can start in v in February; its first wish u is free in March, when B wants it."""
    build = two({"wishes": "u v"}, {"need_date": MAR})
    build.unit("v", 1)
    build.child("c")
    build.enrol("c", "u", end=MAR)
    return build


def lives_elsewhere(policy: Policy) -> Build:
    """A, the senior, lives in another municipality."""
    build = two()
    build.child("cA", residence="999")
    return build


def own_code(policy: Policy) -> Build:
    """A's residence is written with the municipality's code, its guarantee is due, and it has wished nothing."""
    build = Build()
    build.unit("u", 1)
    build.child("cA", residence=policy.outsiders_own_code or "999")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB, registered_date=EARLY)
    return build


def from_a_listed_area(policy: Policy) -> Build:
    """A, the senior, lives in a listed area; nobody else has come to u this year."""
    build = two()
    build.child("cA", vulnerable_area=True)
    return build


def from_a_listed_area_at_work(policy: Policy) -> Build:
    """A's parents have declared to be at work."""
    build = two()
    build.child("cA", vulnerable_area=True, employed_parents=True)
    return build


def area_off_the_list(policy: Policy) -> Build:
    """A's district left the list a year ago."""
    build = two()
    build.districts["D"] = District("D", "By", vulnerable_area=True, listed_from=D(2020, 12, 1), listed_to=D(2026, 1, 1))
    build.child("cB", vulnerable_area=False)
    return build
