"""Twins, displaced children and wishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Offer, Wish
from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange, District
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, ROUND_DATE, Build


def test_twins_are_one_subject() -> None:
    build = Build()
    for u in "uvwx":
        build.unit(u, 2)
    for name in ("1", "2"):
        build.child("t" + name, household_id="h")
    build.apply("B", "u v w", child="t1", need_date=MAR, accepts_until=MAY, registered_date=date(2026, 3, 1), guarantee_date=APR)
    build.apply("A", "v x", child="t2", accepts_until=APR, wants_guarantee=True, guarantee_date=MAY, priority=True)
    (subject,) = build.case().basis.subjects.values()
    assert subject.key == "A"
    assert [m.application_id for m in subject.members] == ["A", "B"]
    assert (subject.earliest, subject.latest) == (1, 2)
    assert subject.wants_guarantee
    assert subject.garantidato == APR
    assert subject.special_need
    # sums: u 1+3, v 2+1, w 3+3, x 4+2 (a missing unit has the number of that member's ranks + 1)
    assert subject.ranks == {"v": 1, "u": 2, "w": 3, "x": 3}


def test_triplets_are_one_subject_too() -> None:
    build = Build()
    for u in "uvw":
        build.unit(u, 3)
    for name, wishes, day in (("A", "u v", 3), ("C", "v", 1), ("B", "w v u", 2)):
        build.child("c" + name, twin_group="t")
        build.apply(name, wishes, child="c" + name, registered_date=date(2026, 3, day), wants_guarantee=name == "B", guarantee_date=APR)
    (subject,) = build.case().basis.subjects.values()
    assert [m.application_id for m in subject.members] == ["A", "B", "C"]
    assert subject.wants_guarantee
    # sums: u 1+3+2, v 2+2+1, w 3+1+2
    assert subject.ranks == {"v": 1, "u": 2, "w": 2}


def test_twins_by_group_or_by_household_and_birth_date() -> None:
    build = Build()
    build.child("a", household_id="h", twin_group="t")
    build.child("b", household_id="h", twin_group="t")
    build.child("c", household_id="h")
    build.child("d", household_id="h")
    build.child("e", household_id="h", birth=date(2023, 6, 2))
    build.child("f")
    build.child("g")
    for name in "abcdefg":
        build.apply(name.upper(), child=name)
    assert sorted("".join(m.application_id for m in s.members) for s in build.case().basis.subjects.values()) == ["AB", "CD", "E", "F", "G"]


def test_twins_stay_apart_when_they_ask_for_different_things() -> None:
    build = Build()
    build.unit("b", 3)
    for name in "ab":
        build.child(name, household_id="h")
    build.apply("A", child="a")
    build.apply("B", "b", "transfer", child="b")
    assert len(build.case().basis.subjects) == 2
    build.child("c", household_id="h")
    build.apply("C", child="c")
    assert [len(s.members) for s in build.case().basis.subjects.values()] == [2, 1]
    build.apply("C", child="c", care="0-2")
    assert len(build.case().basis.subjects) == 3


def test_pooled_wishes_name_every_open_unit_of_the_care() -> None:
    build = Build()
    build.districts = {d: District(d, d, parent) for d, parent in (("G", None), ("D", "G"), ("E", None))}
    build.facility("H")
    build.unit("hv", 1, "vuggestue", "H")
    build.unit("hb", 1, "boernehave", "H")
    build.unit("hb2", 1, "boernehave", "H", open_to_list=False)
    for name, district, operator in (("p", "D", "municipal"), ("q", "E", "municipal"), ("r", "D", "private")):
        build.facility("F" + name, "dagpleje", district=district, operator=operator)
        build.unit(name, 1, "dagpleje", "F" + name)
    dagpleje = Wish(2, "district_dagpleje", "G")
    listed = (Wish(1, "facility", "H"), dagpleje, Wish(3, "unit", "p"), Wish(4, "unit", "q"), Wish(5, "unit", "r"))
    build.apply("A", care="0-2", listed=listed, birth=date(2026, 1, 1))
    build.apply("B", listed=listed)
    subjects = build.case().basis.subjects
    assert subjects["A"].ranks == {"hv": 1, "p": 2, "q": 4}
    assert subjects["B"].ranks == {"hb": 1}


def test_transition_adds_its_own_house_last_and_nobody_names_the_present_unit() -> None:
    build = Build()
    build.facility("H")
    build.unit("v", 5, "vuggestue", "H")
    build.unit("b1", 5, "boernehave", "H")
    build.unit("b2", 5, "boernehave", "H")
    build.unit("o", 5)
    build.child("t", date(2024, 3, 1))
    build.enrol("t", "v")
    build.apply("T", "o b1", "transition", child="t")
    build.child("k")
    build.enrol("k", "b1")
    build.apply("K", "b1 o", "transfer", child="k")
    subjects = build.case().basis.subjects
    assert subjects["T"].ranks == {"o": 1, "b1": 2, "b2": 3}
    assert subjects["K"].ranks == {"o": 2}


def displaced(build: Build) -> dict[str, int]:
    return {s.key: s.earliest for s in build.case().basis.subjects.values() if s.kind == "displaced"}


def test_last_enrolled_leaves_first_then_the_youngest_then_by_id() -> None:
    build = Build()
    build.unit("u", 4)
    build.changes = [CapacityChange("u", MAR, 2), CapacityChange("u", MAY, 1)]
    build.enrol("old", "u", date(2025, 1, 1))
    build.child("young", date(2023, 9, 1))
    build.enrol("young", "u", date(2026, 1, 1))
    build.enrol("b", "u", date(2026, 1, 1))
    build.enrol("a", "u", date(2026, 1, 1))
    assert displaced(build) == {"Xyoung": 1, "Xa": 1, "Xb": 3}


def test_only_a_fall_displaces() -> None:
    build = Build()
    build.unit("u", 1)
    build.enrol("a", "u", date(2025, 1, 1))
    build.enrol("b", "u", date(2026, 1, 1))
    assert displaced(build) == {}
    build.changes = [CapacityChange("u", date(2026, 12, 1), 0)]
    assert displaced(build) == {"Xa": 0, "Xb": 0}
    build.changes = [CapacityChange("u", date(2026, 12, 1), 2), CapacityChange("u", date(2027, 2, 15), 1)]
    # 1 place in the column, 2 from December, 1 from the middle of February: the first step has 1, which is no fall
    assert displaced(build) == {}
    build.changes = [CapacityChange("u", FEB, 2), CapacityChange("u", date(2027, 3, 15), 1)]
    assert displaced(build) == {"Xb": 1}


def test_weights_count_in_dagpleje_and_leavings_are_awaited() -> None:
    build = Build()
    build.unit("d", 4, "dagpleje")
    build.changes = [CapacityChange("d", MAR, 2)]
    for name, start, end in (("first", date(2026, 1, 1), None), ("heavy", date(2026, 2, 1), None), ("gone", date(2026, 3, 1), MAR)):
        build.child(name, date(2025, 6, 1))
        build.enrol(name, "d", start, end)
    assert displaced(build) == {}
    build.decisions = [ChildDecision("heavy", "place_weight", 2, date(2026, 2, 1))]
    assert displaced(build) == {"Xheavy": 1}


def test_transition_child_moves_on_before_it_is_displaced_but_not_when_the_unit_closes() -> None:
    build = Build()
    build.unit("v", 2, "vuggestue")
    build.unit("w", 2, "vuggestue")
    build.unit("b", 2)
    build.child("stays", date(2025, 6, 1))
    build.enrol("stays", "v", date(2025, 12, 1))
    build.child("moves", date(2024, 4, 1))
    build.enrol("moves", "v", date(2026, 1, 1))
    build.apply("T", "b", "transition", child="moves", guarantee_date=MAR, wants_guarantee=True)
    build.changes = [CapacityChange("v", APR, 1)]
    assert displaced(build) == {}
    # 35 months on the very day that places fall
    build.child("moves", date(2024, 5, 1))
    assert displaced(build) == {}
    build.child("moves", date(2024, 5, 2))
    assert displaced(build) == {"Xmoves": 2}
    build.child("moves", date(2024, 4, 1))
    build.changes = [CapacityChange("v", APR, 0)]
    case = build.case()
    assert displaced(build) == {"Xstays": 2, "Xmoves": 2}
    assert case.basis.replaced == {"T": "Xmoves"}
    subject = case.basis.subjects["Xmoves"]
    assert subject.ranks == {"b": 1}
    # its own transition may start on 1 March (35 months) or 1 April; past its transition date a 0-2 place would end at once
    assert case.options.unit_steps(subject) == {"b": [1, 2]}
    assert case.options.unit_steps(case.basis.subjects["Xstays"]) == {"w": [2]}
    assert case.basis.enrolled_load.total["places", "v"] == [2, 2, 0, 0]
    # it gives up its old place when it moves
    assert build.case(Xmoves=("b", MAR)).load.total["places", "v"] == [2, 1, 0, 0]


def test_displaced_transition_child_that_is_too_young_by_then_has_no_transition() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("w", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 6, 1))
    build.enrol("c", "v")
    build.apply("T", "b", "transition", child="c")
    build.changes = [CapacityChange("v", MAR, 0)]
    subject = build.case().basis.subjects["Xc"]
    assert subject.ranks == {}
    assert build.case().options.unit_steps(subject) == {"w": [1]}


def test_displaced_child_keeps_the_wishes_of_its_transfer_of_the_same_care() -> None:
    build = Build()
    for u in "uvw":
        build.unit(u, 1)
    build.facility("Fx", language="en")
    build.unit("x", 1, facility="Fx")
    build.enrol("c", "u")
    build.apply("T", "w u", "transfer", child="c", need_date=JUN)
    build.changes = [CapacityChange("u", MAR, 0)]
    case = build.case(replace(POLICY, guarantee_area="municipality"))
    assert case.basis.subjects["Xc"].ranks == {"w": 1}
    assert case.options.unit_steps(case.basis.subjects["Xc"]) == {"w": [1], "v": [1]}


def test_a_child_is_displaced_once() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u", combination=True)
    build.enrol("c", "v", combination=True)
    build.changes = [CapacityChange("u", APR, 0), CapacityChange("v", MAR, 0)]
    case = build.case()
    assert displaced(build) == {"Xc": 1}
    assert case.basis.enrolled_load.total["places", "v"] == [1, 0, 0, 0]
    assert case.basis.enrolled_load.total["places", "u"] == [1, 1, 1, 1]


def test_an_offer_in_a_closing_unit_displaces_only_a_child_without_a_place() -> None:
    """w closes on 1 March. c waits to answer an offer of it: beside its place in u that is nothing lost, by itself it is the only place."""
    build = Build()
    build.unit("u", 1)
    build.unit("w", 1)
    build.apply("A", "w", child="c")
    build.offers = [Offer("A", "w", FEB, date(2027, 1, 10))]
    build.changes = [CapacityChange("w", MAR, 0)]
    assert displaced(build) == {"Xc": 1}
    build.enrol("c", "u")
    assert displaced(build) == {}
    total = build.case().basis.enrolled_load.total
    assert (total["places", "u"], total["places", "w"]) == ([1, 1, 1, 1], [1, 0, 0, 0])
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert [(row.application_id, row.outcome) for row in record.allocation] == [("A", "waiting")]
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
    # when u closes too, that is the place that the child loses, and x the only one left
    build.unit("x", 1)
    build.changes.append(CapacityChange("u", MAR, 0))
    case = build.case()
    assert displaced(build) == {"Xc": 1}
    assert case.basis.subjects["Xc"].members[0].present is not None
    assert case.basis.subjects["Xc"].members[0].present.unit_id == "u"
    total = case.basis.enrolled_load.total
    assert (total["places", "u"], total["places", "w"]) == ([1, 0, 0, 0], [1, 0, 0, 0])
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert [(row.application_id, row.unit_id) for row in record.allocation if row.outcome == "displaced"] == [("Xc", "x")]
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []


def test_what_would_go_on_in_the_unit_that_a_child_loses_is_lost_with_it() -> None:
    """c is in w until 1 April and waits to answer whether it will go on there; w closes on 1 March."""
    build = Build()
    build.unit("w", 1)
    build.unit("x", 1)
    build.enrol("c", "w", end=APR)
    build.apply("A", "w", child="c")
    build.offers = [Offer("A", "w", APR, date(2027, 1, 10))]
    assert build.case().basis.enrolled_load.total["places", "w"] == [1, 1, 1, 1]
    build.changes = [CapacityChange("w", MAR, 0)]
    assert displaced(build) == {"Xc": 1}
    assert build.case().basis.enrolled_load.total["places", "w"] == [1, 0, 0, 0]
    record = run_round(build.snapshot(), POLICY, ROUND_DATE)
    assert [(row.application_id, row.unit_id) for row in record.allocation if row.outcome == "displaced"] == [("Xc", "x")]
    assert verify_round(build.snapshot(), POLICY, ROUND_DATE, record) == []
