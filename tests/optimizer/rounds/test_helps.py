"""What would have helped a child, against brute force on random towns and on towns made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.helps import Help, retaken, roomier, what_would_help, with_more_room
from optimizer.rounds.objectives.breaches import months
from optimizer.rounds.run import run_round
from optimizer.rounds.taken_up import TakenUp, take_up
from tests.optimizer.bruteforce import Choice, all_choices, decisions
from tests.optimizer.checking.build import FEB, POLICY, ROUND_DATE, Build
from tests.optimizer.rounds.test_nearest import window_rows
from tests.optimizer.test_solver import town

EARLY, LATE = date(2026, 3, 1), date(2026, 10, 1)


def helps(build: Build, application: str, **rules: object) -> list[Help]:
    policy = replace(POLICY, **rules)  # type: ignore[arg-type]
    snapshot = build.snapshot()
    round_ = take_up(snapshot, policy, ROUND_DATE, run_round(snapshot, policy, ROUND_DATE))
    return what_would_help(round_, round_.subject(application))


def queue_of_three() -> Build:
    """A before B before C at u, which has one place."""
    build = Build()
    build.unit("u", 1)
    for name, day in (("A", EARLY), ("B", date(2026, 5, 1)), ("C", LATE)):
        build.apply(name, "u", registered_date=day)
    return build


def test_a_place_more_helps_the_next_in_the_order_and_nobody_behind() -> None:
    build = queue_of_three()
    assert helps(build, "A") == []
    assert helps(build, "B") == [Help("places", "u", FEB, 1, FEB, 0)]
    # the one place more would be B's by law
    assert helps(build, "C") == []


def test_with_points_a_place_more_helps_anybody() -> None:
    build = queue_of_three()
    lucky = [name for name in "ABC" if helps(build, name, mode="points") == []]
    assert len(lucky) == 1


def test_a_place_more_is_told_from_the_day_it_lacks() -> None:
    """The last place is free in February and March; from April it is somebody's who comes then."""
    build = Build()
    build.unit("u", 1)
    build.enrol("c", "u", date(2027, 4, 1))
    build.apply("A", "u")
    assert helps(build, "A") == [Help("places", "u", FEB, 1, date(2027, 4, 1), 0)]


def test_a_heavy_child_needs_two_places_more() -> None:
    build = Build()
    build.unit("u", 1, "dagpleje", max_age_months=48)
    build.child("cA", date(2025, 10, 1), place_weight=2)
    build.enrol(build.child("c", date(2025, 10, 1)), "u")
    build.apply("A", "u", care="0-2")
    assert helps(build, "A") == [Help("places", "u", FEB, 2, FEB, 0)]


def test_support_points_more() -> None:
    build = Build()
    build.unit("u", 2, support_points=1)
    build.child("cA", support_points=3)
    build.apply("A", "u")
    assert helps(build, "A") == [Help("support", "u", FEB, 2, FEB, 0)]


def test_a_wish_for_the_nearest_unit_with_room() -> None:
    """v is full as u is; x lies nearer than w, and both have room."""
    build = Build()
    for name, places, east in (("u", 1, 0), ("v", 1, 100), ("w", 1, 900), ("x", 1, 400)):
        build.facility("F" + name, east=east)
        build.unit(name, places, facility="F" + name)
    build.enrol("c", "u")
    build.enrol("d", "v")
    build.apply("A", "u")
    found = helps(build, "A")
    assert found[0] == Help("places", "u", FEB, 1, FEB, 0)
    assert found[1:] == [Help("wish", "x", FEB, metres=400), Help("wish", "w", FEB, metres=900)]


def test_a_vacancy_may_come_round_to_the_child() -> None:
    """With one place more in u, B goes there from v, its second wish, and A gets v: the place more helps A in v only by way of B."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u")
    build.apply("B", "u v", registered_date=EARLY)
    build.apply("A", "v", registered_date=LATE)
    assert helps(build, "A") == [Help("places", "v", FEB, 1, FEB, 0)]
    assert helps(build, "B") == [Help("places", "u", FEB, 1, FEB, 0)] or helps(build, "B") == [Help("places", "u", FEB, 1, FEB, 1)]


def as_good(case: Case, before: Case, key: str) -> bool:
    """Whether a subject likes its result in the window at least as well as before."""
    subject = case.basis.subjects[key]
    new, old = case.window_plan(subject), before.window_plan(subject)
    return liking(subject.ranks, new) <= liking(subject.ranks, old)


def liking(ranks: object, plan: Plan | None) -> tuple[float, ...]:
    """Section 7's preference, smaller is better."""
    if plan is None:
        return (10**9,)
    return (dict(ranks).get(plan.unit_id, 10**6), plan.step)  # type: ignore[call-overload]


def paid(case: Case, before: Case) -> int:
    last = case.basis.grid.window_dates[-1]
    lost = [
        months(case, s, case.window_plan(s), last)
        - months(before, before.basis.subjects[k], before.window_plan(before.basis.subjects[k]), last)
        for k, s in case.basis.subjects.items()
        if s.kind != "displaced"
    ]
    return sum(max(0, loss) for loss in lost)


def oracle(round_: TakenUp, other: TakenUp, key: str, unit_id: str, step: int) -> bool | None:
    """Whether some decision gives the subject the place and takes nothing from anybody; None when there are too many."""
    frame = Case(other.case.basis, other.case.options, other.case.order, Decision({}))
    listed: list[list[Choice]] = all_choices(frame, window_rows(round_.record), round_.record.certificate["held"])
    for subject, found in zip(frame.basis.subjects.values(), listed, strict=True):
        if subject.key == key:
            found[:] = [plan for plan in found if plan is not None and (plan.unit_id, plan.step) == (unit_id, step)]
    if np.prod([float(len(found)) for found in listed]) > 3_000:
        return None
    most = cases_of(round_.case)
    others = [k for k, s in frame.basis.subjects.items() if k != key and s.kind != "displaced"]
    return any(
        all(as_good(case, round_.case, k) for k in others)
        and not check(case)
        and paid(case, round_.case) == 0
        and (case.policy.mode == "points" or cases_of(case) <= most)
        for case in decisions(frame, listed)
    )


def cases_of(case: Case) -> int:
    found = find_cases(case)
    return len(found.idle) + len(found.envy)


@pytest.mark.parametrize("mode", ["legal", "points"])
def test_brute_force_agrees_that_a_place_more_helps_or_does_not(mode: str) -> None:
    answers = []
    for seed in range(2000, 2100):
        snapshot, policy, day = town(seed, mode, 4)
        drawn = (snapshot, replace(policy, reserve=False), day)
        round_ = take_up(*drawn, run_round(*drawn))
        table = round_.instance.options
        if mode == "legal" and cases_of(round_.case):
            continue
        for i, subject in enumerate(round_.instance.subjects):
            rows = np.arange(table.first[i], table.first[i + 1])
            rows = rows[(rows != round_.choice[i]) & (table.start[rows] < round_.instance.grid.window)]
            if subject.kind == "displaced" or not len(rows):
                continue
            option = int(rows[seed % len(rows)])
            unit_id, since = round_.instance.places.ids[int(table.unit[option])], round_.instance.grid.dates[int(table.start[option])]
            other = retaken(round_, roomier(snapshot, unit_id, "places", 1, since))
            truth = None if other is None else oracle(round_, other, subject.id, unit_id, int(table.start[option]))
            if truth is None:
                continue
            found = with_more_room(round_, i, option, "places", 1, since)
            assert (found is not None) == truth, (seed, subject.id)
            answers.append(truth)
            break
    assert answers.count(True) > 5
    assert answers.count(False) > 5


@pytest.mark.parametrize("seed", range(2000, 2040))
def test_nothing_that_is_told_asks_for_an_earlier_registration(seed: int) -> None:
    drawn = town(seed, "legal")
    round_ = take_up(*drawn, run_round(*drawn))
    for i in range(len(round_.instance.subjects)):
        for told in what_would_help(round_, i):
            assert told.what in ("places", "support", "wish")
            assert told.start in round_.instance.grid.window_dates
