"""Guarantees that cannot be kept: what is said of them holds in every decision of small towns, and nobody in a proof can be spared."""

from __future__ import annotations

from datetime import date

import numpy as np

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision
from optimizer.rounds.instance import make_instance
from optimizer.rounds.objectives.breaches import months
from optimizer.rounds.run import run_round
from optimizer.rounds.shortfall import Contest, Shortfall, Shortfalls
from optimizer.rounds.taken_up import take_up
from tests.optimizer.bruteforce import all_choices, decisions
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build
from tests.optimizer.rounds.test_nearest import window_rows
from tests.optimizer.test_solver import town


def shortfalls(build: Build) -> Shortfalls:
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE, 1)
    return Shortfalls(instance, np.full(len(instance.subjects), -1))


def owing(build: Build, name: str, due: date, wishes: str = "") -> None:
    build.apply(name, wishes, wants_guarantee=True, guarantee_date=due)


def test_three_children_and_two_places() -> None:
    """Two units with a place each on 1 February; a third place comes free on 1 March, when nobody more is due."""
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("c", "w", end=MAR)
    for name in "ABC":
        owing(build, name, FEB)
    (group,) = shortfalls(build).groups()
    assert group == Shortfall(0, (0, 1, 2), 3, (0, 1), 2, (2,))
    assert group.missing == 1


def test_a_child_that_could_leave_leaves_its_place() -> None:
    """The only place is that of a child that would move to v: it may be free on 1 February."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("cT", "u")
    build.apply("T", "v", "transfer", child="cT")
    owing(build, "A", FEB)
    owing(build, "B", FEB)
    assert shortfalls(build).groups() == []
    owing(build, "C", FEB)
    (group,) = shortfalls(build).groups()
    assert (group.children, group.places) == (3, 2)


def test_each_date_counts_those_due_by_then() -> None:
    """One place on 1 February, two on 1 March; A is due then and B, C a month later: too few in March only."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "v", end=MAR)
    owing(build, "A", FEB)
    owing(build, "B", MAR)
    owing(build, "C", MAR)
    (group,) = shortfalls(build).groups()
    assert (group.step, group.children, group.places) == (1, 3, 2)


def test_a_child_that_no_unit_can_take_stands_alone() -> None:
    """u has a place but no support points; the others have no place: A's guarantee needs no rival to fail."""
    build = Build()
    build.unit("u", 2, support_points=0)
    build.unit("v", 1)
    build.child("cA", support_points=1)
    build.enrol("c", "v")
    owing(build, "A", FEB)
    owing(build, "B", FEB)
    found = shortfalls(build)
    assert found.against(0) == Shortfall(0, (0,), 1, (), 0, (0, 1))
    assert found.against(1) is None


def test_only_those_needed_for_the_proof_are_named() -> None:
    """A and B can only be in u, which has one place; C can be in u and v, which has two: A and B suffice."""
    left = np.array([1, 2])
    contest = Contest(0, {0: frozenset({0}), 1: frozenset({0}), 2: frozenset({0, 1})}, {0: 1, 1: 1, 2: 1}, left)
    for subject in (0, 1):
        assert contest.against(subject) == Shortfall(0, (0, 1), 2, (0,), 1)
    assert contest.against(2) is None
    assert [group.subjects for group in contest.components()] == [(0, 1)]


def test_no_decision_of_a_town_keeps_more_guarantees_than_is_said() -> None:
    groups = told = 0
    for seed in range(2000, 2140):
        drawn = town(seed, "points", 4)
        record = run_round(*drawn)
        round_ = take_up(*drawn, record)
        displaced = np.where(round_.decided, -1, round_.choice)
        found = Shortfalls(round_.instance, displaced)
        against = [group for i in range(len(round_.instance.subjects)) if (group := found.against(i)) is not None]
        proofs = found.groups() + against
        if not proofs:
            continue
        frame = Case(round_.case.basis, round_.case.options, round_.case.order, Decision({}))
        listed = all_choices(frame, window_rows(record))
        if np.prod([float(len(choices)) for choices in listed]) > 4_000:
            continue
        ids = [s.id for s in round_.instance.subjects]
        last = round_.instance.grid.window_dates[-1]
        best = dict.fromkeys(proofs, 0)
        for case in decisions(frame, listed):
            if check(case):
                continue
            subjects = case.basis.subjects
            kept = {k: len(s.members) for k, s in subjects.items() if months(case, s, case.window_plan(s), last) == 0}
            for group in proofs:
                best[group] = max(best[group], sum(kept.get(ids[i], 0) for i in group.subjects))
        assert all(most <= group.places for group, most in best.items()), seed
        for group in against:
            # nobody can be spared: without any one child the rest are not too many
            contest = found.contests[group.step]
            spared = [
                i for i in group.subjects if len(group.subjects) > 1 and contest.shortfall(frozenset(group.subjects) - {i}).missing > 0
            ]
            assert all(found.against(i) == group for i in spared)
        groups += len(proofs)
        told += len(against)
    assert groups > 15
    assert told > 10
