"""Children with more than one application: which is decided on, from when, and that a place is given up once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.presence import present
from optimizer.rounds.instance import make_instance
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, ROUND_DATE, Build

#: 35 months, the age of the transition, on 1 April, within the horizon and after the window
MOVES_IN_APRIL = date(2024, 5, 1)
MOVES_IN_MARCH = date(2024, 4, 1)
MAY_2026, JUNE_2026 = date(2026, 5, 1), date(2026, 6, 1)


def waiting(build: Build) -> set[str]:
    """The applications set aside by both halves."""
    behind = set(build.case().basis.several.behind)
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    assert {a for a, why in instance.aside.items() if why == "other_application_first"} == behind
    return behind


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        ({"registered_date": JUNE_2026}, {"registered_date": MAY_2026}, "A"),
        ({"registered_date": MAY_2026}, {"registered_date": MAY_2026}, "B"),
        ({"registered_date": MAY_2026, "need_date": APR}, {"registered_date": JUNE_2026}, "A"),
        ({"registered_date": MAY_2026, "need_date": JUN}, {"registered_date": JUNE_2026, "need_date": MAY}, "A"),
        ({"registered_date": MAY_2026, "accepts_until": date(2027, 1, 1)}, {"registered_date": JUNE_2026, "need_date": MAY}, "A"),
        ({"kind": "transfer", "registered_date": JUNE_2026}, {"registered_date": MAY_2026}, "A"),
    ],
)
def test_of_two_for_one_care_who_may_start_soonest_goes_first_then_the_one_registered_first(first: dict, second: dict, waits: str) -> None:  # type: ignore[type-arg]
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", child="c", **first)
    build.apply("B", "u", child="c", **second)
    assert waiting(build) == {waits}


def test_a_transition_out_of_a_place_goes_before_all_others_for_that_care() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.child("c", MOVES_IN_APRIL)
    build.apply("A", child="c", registered_date=MAY_2026)
    build.apply("B", "", "transition", child="c", registered_date=JUNE_2026)
    assert waiting(build) == {"B"}
    build.enrol("c", "v")
    assert waiting(build) == {"A"}


def test_the_younger_stay_ends_where_the_older_begins() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", MOVES_IN_APRIL)
    build.apply("A", "v", child="c", care="0-2")
    build.apply("B", "b", child="c", wants_guarantee=True, guarantee_date=FEB)
    assert waiting(build) == set()
    subject = build.case().basis.subjects["B"]
    assert (subject.earliest, subject.garantidato) == (2, APR)
    assert check(build.case(A=("v", MAR), B=("b", APR))) == []
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
    assert [(r.unit_id, r.start_date) for r in record.allocation] == [("v", FEB), ("b", APR)]


def test_without_a_start_in_the_younger_care_the_older_is_as_it_was_written() -> None:
    build = Build()
    build.child("c", MOVES_IN_APRIL)
    build.apply("A", child="c", care="0-2", need_date=APR)
    build.apply("B", child="c")
    assert build.case().basis.subjects["B"].earliest == 0


def test_another_younger_place_waits_for_a_transition_in_the_window() -> None:
    build = Build()
    for name in "vw":
        build.unit(name, 1, "vuggestue", max_age_months=60)
    build.child("c", MOVES_IN_MARCH)
    build.enrol("c", "v")
    build.apply("A", "w", "transfer", child="c", care="0-2")
    build.apply("T", "", "transition", child="c")
    assert waiting(build) == {"A"}
    assert build.case().basis.several.after == {}  # nothing younger comes before it


def test_a_place_is_given_up_once_by_the_move_that_comes_first() -> None:
    """c goes from v to w in February and is foreseen in b from April; v has one place, which then is free once."""
    build = Build()
    for name in "vw":
        build.unit(name, 1, "vuggestue", max_age_months=60)
    build.unit("b", 1)
    build.child("c", MOVES_IN_APRIL)
    build.enrol("c", "v")
    build.apply("A", "w", "transfer", child="c", care="0-2")
    build.apply("T", "b", "transition", child="c", wants_guarantee=True, guarantee_date=APR)
    for name, need in (("N", FEB), ("O", APR)):
        build.apply(name, "v", care="0-2", need_date=need, birth=date(2025, 12, 1), registered_date=date(2026, 7, 1))
    assert waiting(build) == set()
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
    got = {r.application_id: (r.unit_id, r.start_date) for r in record.allocation}
    assert got == {"A": ("w", FEB), "T": ("b", APR), "N": ("v", FEB), "O": (None, None)}
    both = build.case(A=("w", FEB), T=("b", APR), N=("v", FEB), O=("v", APR))
    assert {v.rule for v in check(both)} == {"places"}
    assert [present(both, step)["w"] for step in (0, 1)] == [["c"], ["c"]]
    assert present(both, 0)["v"] == ["cN"]


def test_a_new_place_for_a_displaced_child_goes_before_what_else_it_has_asked_for() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 2)
    build.enrol("c", "u", end=date(2027, 3, 15))
    build.apply("A", "v", child="c", need_date=APR)
    build.apply("B", "w", child="c", care="0-2")
    build.changes = [CapacityChange("u", MAR, 0)]
    assert waiting(build) == {"A", "B"}


def test_a_child_displaced_from_the_younger_care_goes_on_to_the_older_where_that_ends() -> None:
    build = Build()
    build.unit("u", 1, "vuggestue")
    build.child("c", MOVES_IN_APRIL)
    build.enrol("c", "u")
    build.apply("A", child="c")
    build.apply("B", child="c", registered_date=date(2026, 7, 1))
    build.changes = [CapacityChange("u", FEB, 0)]
    assert waiting(build) == {"B"}
    assert build.case().basis.subjects["A"].earliest == 2


@pytest.mark.parametrize(("begun", "ended", "taken"), [(APR, None, [1, 1, 1, 1]), (date(2026, 8, 1), MAR, [1, 1, 1, 1])])
def test_an_offer_of_the_place_that_a_child_has_is_the_same_stay(begun: date, ended: date | None, taken: list[int]) -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", child="c")
    build.enrol("c", "u", begun, ended)
    build.offers = [Offer("A", "u", FEB, date(2027, 1, 10))]
    load = build.case().basis.enrolled_load.total["places", "u"]
    assert list(load) == taken
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    assert [row for name, row in zip(instance.limits.names, instance.base.tolist(), strict=True) if name == "places"] == [taken]


def test_nothing_is_held_for_a_transition_whose_place_may_be_left_before() -> None:
    """N would take b's only place in February; it is held for T, unless c might leave v by its transfer first."""
    build = Build()
    for name in "vw":
        build.unit(name, 1, "vuggestue", max_age_months=36)
    build.unit("b", 1)
    build.child("c", MOVES_IN_APRIL)
    build.enrol("c", "v")
    build.apply("T", "b", "transition", child="c", wants_guarantee=True, guarantee_date=MAY)
    build.apply("N", "b")
    policy = replace(POLICY, reserve=True)
    assert run_round(build.snapshot(), policy, ROUND_DATE).certificate["held"] == [["T", "b", "2027-05-01"]]
    build.apply("A", "w", "transfer", child="c", care="0-2")
    record = run_round(build.snapshot(), policy, ROUND_DATE)
    assert record.certificate["held"] == []
    assert verify_round(build.snapshot(), policy, ROUND_DATE, record) == []


def test_an_offer_of_a_younger_place_is_held_beyond_the_transition_that_its_child_has_asked_for() -> None:
    """c goes in v, waits to answer an offer of w, and may move to b on 1 March. Its family may still say yes to w, which it would then
    keep until it moves: N finds no room in w in March, and b waits for the answer.
    """
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("w", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", MOVES_IN_MARCH)
    build.enrol("c", "v")
    build.apply("O", "w", child="c", care="0-2")
    build.offers = [Offer("O", "w", FEB, date(2027, 1, 10))]
    build.apply("T", "b", "transition", child="c")
    build.apply("N", "w", care="0-2", birth=date(2026, 1, 1), need_date=MAR)
    assert build.case().basis.enrolled_load.total["places", "w"] == [1, 1, 1, 1]
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert {row.application_id: row.outcome for row in record.allocation} == {"O": "waiting", "T": "kept", "N": "waiting"}
    # 10 points for a first wish, and both go without
    assert {level["name"]: level["value"] for level in record.summary["levels"]}["wishes"] == 2 * 10
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
    build.offers = [replace(build.offers[0], accepted=False)]
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert {row.application_id: row.outcome for row in record.allocation}["T"] == "moved_on"


def test_an_offer_to_go_on_in_the_present_place_stands_in_the_way_of_a_move_until_it_is_answered() -> None:
    """c is in u until 1 March and waits to answer whether it will go on there. With v it would have two places."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u", end=MAR)
    build.apply("O", "u", child="c")
    build.offers = [Offer("O", "u", MAR, date(2027, 1, 10))]
    build.apply("T", "v", "transfer", child="c", need_date=MAR)
    assert build.case().basis.enrolled_load.total["places", "u"] == [1, 1, 1, 1]
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert {row.application_id: row.outcome for row in record.allocation} == {"O": "waiting", "T": "kept"}
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
    build.offers.clear()
    del build.applications["O"]
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert {row.application_id: row.outcome for row in record.allocation} == {"T": "wish"}
