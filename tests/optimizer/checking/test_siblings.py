"""Where the children of a family are when one of them loses its place, in pairs counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.certify import recheck
from optimizer.rounds.objectives import siblings
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import APR, FEB, POLICY, ROUND_DATE, Build

POLICY_WITH_SIBLINGS = replace(POLICY, objectives=(*POLICY.objectives, "siblings"), sibling_overlap_months=3)


def one_must_leave() -> Build:
    """c, who came last, must leave v on 1 April; it has applied for b too, which is full. Its sibling s may stay in v."""
    build = Build()
    build.unit("v", 2, "vuggestue")
    build.unit("w", 1, "vuggestue")
    build.unit("b", 0)
    for name, start in (("s", date(2026, 1, 1)), ("c", date(2026, 8, 1))):
        build.child(name, date(2025, 6, 1), household_id="h")
        build.enrol(name, "v", start)
    build.apply("A", "b", child="c")
    build.changes = [CapacityChange("v", APR, 1)]
    return build


def pairs_apart(build: Build) -> int:
    """As the checker counts them, and a whole round with it."""
    record = run_round(build.snapshot(), POLICY_WITH_SIBLINGS, ROUND_DATE)
    assert verify_round(build.snapshot(), POLICY_WITH_SIBLINGS, ROUND_DATE, record, recheck) == []
    found = siblings.value(build.case(POLICY_WITH_SIBLINGS, Xc=("w", APR)))
    assert {level["name"]: level["value"] for level in record.summary["levels"]}["siblings"] == found
    return found


def test_a_place_that_is_lost_is_where_nobody_is_whatever_else_the_child_has_applied_for() -> None:
    """Apart from s are c with its new place, in w, and c as an applicant for b, who is nowhere for long enough."""
    assert pairs_apart(one_must_leave()) == 2


def test_of_two_places_only_the_one_that_is_lost_ends() -> None:
    """The other part of its combination offer goes on, in x with its sibling t: as an applicant c is there, and its new place is in w.

    Apart are c in w from s and t, and c in x from s.
    """
    build = one_must_leave()
    build.unit("x", 2, "vuggestue")
    build.child("t", date(2025, 6, 1), household_id="h")
    build.enrol("t", "x")
    build.enrolments[1] = replace(build.enrolments[1], combination=True)
    build.enrol("c", "x", date(2026, 9, 1), combination=True)
    assert pairs_apart(build) == 3


def test_of_twins_each_is_where_it_stays_long_enough() -> None:
    """A moves on to 3-5 care on 1 May, a month too soon, B, born a day later, on 1 June: only B is in one place with s."""
    build = Build()
    build.unit("v", 3, "vuggestue")
    build.child("s", date(2025, 6, 1), household_id="h")
    build.enrol("s", "v")
    for name, day in (("A", 1), ("B", 2)):
        build.child("c" + name, date(2024, 6, day), household_id="h", twin_group="t")
        build.apply(name, "v", care="0-2")
    assert siblings.value(build.case(POLICY_WITH_SIBLINGS, A=("v", FEB), B=("v", FEB))) == 1
