"""What a decision is worth, and what its rows must say, in numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.facilities import CapacityChange
from optimizer.domain.policy import OBJECTIVES as NAMES
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.levels import OBJECTIVES, VALUES, level_names, levels
from optimizer.rounds.checking.outcomes import days_late, held_places, outcome_of, rank_of, wish_ranks
from optimizer.rounds.objectives import breaches
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, Build


def outcome(case: Case, key: str) -> str:
    subject = case.basis.subjects[key]
    return outcome_of(case, subject, subject.members[0])


def late(case: Case, key: str) -> int | None:
    subject = case.basis.subjects[key]
    return days_late(case, subject, subject.members[0])


def test_level_names_follow_the_mode_and_the_policys_order() -> None:
    assert level_names(POLICY) == ["order", "breaches", "wishes", "distance", "tie_break"]
    points = replace(POLICY, mode="points", objectives=("breaches", ("siblings", "distance"), "wishes"))
    assert level_names(points) == ["breaches", "siblings+distance", "wishes", "tie_break"]
    assert list(levels(Build().case())) == ["order", "breaches", "wishes", "distance", "tie_break"]


def drawn(case: Case) -> dict[str, int]:
    """The levels but for the draws, which no hand computes."""
    return {name: value for name, value in levels(case).items() if name != "tie_break"}


def test_every_aim_carries_its_specification() -> None:
    assert {part.NAME for part in OBJECTIVES} == {"order", *NAMES, "tie_break"}
    for part in OBJECTIVES:
        text = part.__doc__ or ""
        assert VALUES[part.NAME] is part.value
        assert part.UNIT
        assert all(word in text for word in ("Formula:", "Symbols:", "Source:")), part.NAME


def test_order_is_the_sum_of_both_kinds_of_cases() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u", registered_date=date(2026, 1, 1))
    build.apply("B", "u")
    build.apply("C", "v", need_date=MAR)
    assert VALUES["order"](build.case(B=("u", FEB))) == 2


def guaranteed(due: date) -> Build:
    build = Build()
    build.unit("u", 2)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=due)
    return build


def test_breach_months_run_to_the_start_in_the_window_or_to_the_end_of_the_horizon() -> None:
    for due, by_start in {
        # due on 1 February: in time, one month late, and June less February for a later start or none
        FEB: (0, 1, 4, 4),
        date(2026, 5, 5): (0, 1, 4, 4),
        date(2027, 2, 10): (0, 1, 4, 4),  # 10 February to 1 June: three months and a bit
        MAR: (0, 0, 3, 3),
        date(2027, 3, 2): (0, 0, 0, 0),  # due after the last window date: not decided on this round
    }.items():
        build = guaranteed(due)
        plans: list[dict[str, tuple[str, date]]] = [{"A": ("u", FEB)}, {"A": ("u", MAR)}, {"A": ("u", APR)}, {}]
        assert tuple(breaches.value(build.case(**plan)) for plan in plans) == by_start, due


def test_expected_breaches_count_later_starts_and_later_guarantees() -> None:
    def expected(due: date) -> list[int]:
        build = guaranteed(due)
        return [breaches.expected(build.case(A=("u", day))) for day in (MAR, APR, MAY)] + [breaches.expected(build.case())]

    assert expected(FEB) == [1, 2, 3, 4]
    assert expected(date(2027, 4, 15)) == [0, 0, 1, 2]
    assert expected(JUN) == [0, 0, 0, 0]


def test_no_breach_for_transfers_and_those_who_want_none() -> None:
    build = Build()
    build.unit("u", 1)
    build.enrol("cT", "u")
    build.apply("T", kind="transfer", wants_guarantee=True, guarantee_date=FEB)
    build.apply("N", guarantee_date=FEB)
    assert breaches.value(build.case()) == 0
    assert {outcome(build.case(), key) for key in "TN"} == {"kept", "waiting"}


def test_a_transition_is_due_when_it_outgrows_its_unit() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=36)
    build.unit("u", 1)
    build.child("c", date(2024, 3, 10))
    build.enrol("c", "v")
    build.apply("A", "u", "transition", child="c", wants_guarantee=True, guarantee_date=FEB)
    policy = replace(POLICY, window_months=3)
    # 36 months on 10 March 2027: from then to 1 April one begun month, to 1 June three
    assert [breaches.value(build.case(policy, A=("u", day))) for day in (MAR, APR)] == [0, 1]
    assert breaches.value(build.case(policy)) == 3
    assert [outcome(build.case(policy, A=("u", day)), "A") for day in (MAR, APR)] == ["moved_on", "breach"]
    assert late(build.case(policy, A=("u", APR)), "A") == 22
    # in a window that ends on 1 March it is not due yet
    assert [outcome(build.case(), "A"), breaches.value(build.case())] == ["kept", 0]


def test_twins_count_twice() -> None:
    build = Build()
    build.facility("far", east=700)
    build.unit("u", 2)
    build.unit("w", 2, facility="far")
    for name in "AB":
        build.child("c" + name, household_id="h")
        build.apply(name, "u w", wants_guarantee=True, guarantee_date=FEB)
    none, second = build.case(), build.case(A=("w", FEB), B=("w", FEB))
    assert drawn(none) == {"order": 4, "breaches": 8, "wishes": 20, "distance": 1400}
    assert drawn(second) == {"order": 1, "breaches": 0, "wishes": 6, "distance": 1400}
    assert wish_ranks(second) == {2: 2}


def test_wishes_lose_points_by_rank_and_all_for_what_was_not_wished_in_the_window() -> None:
    build = Build()
    for u in ("a", "b", "c", "d", "g"):
        build.unit(u, 1)
    build.apply("A", "a b c d", wants_guarantee=True, guarantee_date=FEB)
    points = replace(POLICY, wish_points=(10, 7, 5))
    lost = [VALUES["wishes"](build.case(points, A=(u, FEB))) for u in ("a", "b", "c", "d", "g")]
    assert lost == [0, 3, 5, 5, 10]
    assert VALUES["wishes"](build.case(points, A=("a", APR))) == 10
    assert VALUES["wishes"](build.case(points)) == 10
    # with no option in the window nothing can be lost there
    build.apply("A", "a", need_date=APR)
    assert VALUES["wishes"](build.case(points)) == 0


def test_one_with_a_guarantee_and_no_wishes_loses_all_points() -> None:
    build = Build()
    build.unit("g", 1)
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    assert VALUES["wishes"](build.case()) == POLICY.wish_points[0]
    assert VALUES["wishes"](build.case(A=("g", FEB))) == POLICY.wish_points[0]


def test_displaced_children_lose_only_what_they_wished() -> None:
    build = Build()
    build.facility("far", east=300)
    for u in ("u", "v"):
        build.unit(u, 1)
    build.unit("w", 1, facility="far")
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    assert drawn(build.case()) == {"order": 0, "breaches": 3, "wishes": 0, "distance": 300}
    assert drawn(build.case(Xc=("w", MAR))) == {"order": 0, "breaches": 0, "wishes": 0, "distance": 300}
    assert drawn(build.case(Xc=("v", MAR))) == {"order": 0, "breaches": 0, "wishes": 0, "distance": 0}
    build.apply("T", "w", "transfer", child="c")
    assert VALUES["wishes"](build.case()) == 10
    assert VALUES["wishes"](build.case(Xc=("w", MAR))) == 0
    build.changes = [CapacityChange("u", APR, 0)]
    # after the window: no option in it, but a place is decided
    assert drawn(build.case()) == {"order": 0, "breaches": 2, "wishes": 0, "distance": 0}
    assert drawn(build.case(Xc=("v", APR))) == {"order": 0, "breaches": 0, "wishes": 0, "distance": 0}
    assert [outcome(build.case(), "Xc"), outcome(build.case(Xc=("v", APR)), "Xc")] == ["breach", "displaced"]


def test_distance_is_beyond_the_nearest_candidate() -> None:
    build = Build()
    build.child("cA", easting=10.0)
    build.child("cB", easting=10.0)
    for name, east in (("n", 40), ("m", 140), ("f", 1040)):
        build.facility("F" + name, east=east)
        build.unit(name, 1, facility="F" + name)
    build.apply("A", "n m", wants_guarantee=True, guarantee_date=MAY)
    build.apply("B", "m f")
    # A: nearest 30, farthest 1030 (the unwished one, from 1 May); B: nearest 130, farthest 1030
    assert VALUES["distance"](build.case()) == 1000 + 900
    assert VALUES["distance"](build.case(A=("m", FEB))) == 100 + 900
    assert VALUES["distance"](build.case(A=("n", APR), B=("m", FEB))) == 1000 + 0


def test_outcomes_of_new_applications() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("g", 1)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=date(2027, 2, 15))
    assert outcome(build.case(A=("u", FEB)), "A") == "wish"
    assert outcome(build.case(A=("g", FEB)), "A") == "guarantee"
    assert outcome(build.case(A=("u", MAR)), "A") == "breach"
    assert late(build.case(A=("u", MAR)), "A") == 14
    assert outcome(build.case(), "A") == "breach"
    assert late(build.case(), "A") is None
    assert late(build.case(A=("u", FEB)), "A") == 0
    build.apply("A", "u", wants_guarantee=True, guarantee_date=date(2027, 1, 31))
    assert outcome(build.case(A=("u", FEB)), "A") == "breach"
    build.apply("A", "u", wants_guarantee=True, guarantee_date=MAR)
    assert [outcome(build.case(A=("u", day)), "A") for day in (MAR, APR)] == ["wish", "breach"]
    assert outcome(build.case(), "A") == "breach"
    build.apply("A", "u", wants_guarantee=True, guarantee_date=date(2027, 3, 2))
    assert outcome(build.case(A=("u", APR)), "A") == "provisional"
    assert outcome(build.case(), "A") == "waiting"
    assert rank_of(build.case(), build.case().basis.subjects["A"]) is None


def test_outcomes_of_those_who_have_a_place() -> None:
    build = Build()
    for u in ("u", "w"):
        build.unit(u, 1)
    build.unit("v", 1, "vuggestue")
    build.enrol("k", "u")
    build.apply("K", "w", "transfer", child="k")
    build.child("t", date(2024, 2, 1))
    build.enrol("t", "v")
    build.apply("T", "w", "transition", child="t")
    assert [outcome(build.case(), key) for key in "KT"] == ["kept", "kept"]
    assert outcome(build.case(K=("w", FEB)), "K") == "wish"
    assert outcome(build.case(K=("w", APR)), "K") == "provisional"
    assert outcome(build.case(T=("w", FEB)), "T") == "moved_on"
    assert outcome(build.case(T=("w", MAY)), "T") == "provisional"


def test_held_places() -> None:
    build = Build()
    build.unit("u", 3)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=APR)
    build.apply("B", "u")
    plans = {"A": ("u", APR), "B": ("u", APR)}
    assert held_places(build.case(**plans)) == {("A", "u", APR)}
    assert held_places(build.case(replace(POLICY, reserve=False), **plans)) == set()
    assert held_places(build.case(A=("u", MAR))) == set()
