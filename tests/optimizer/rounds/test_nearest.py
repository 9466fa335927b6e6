"""The nearest decision with a certain place, against brute force on random towns and on towns made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer.rounds import nearest
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision, read_decision
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.checking.levels import levels
from optimizer.rounds.nearest import Nearest, find_nearest
from optimizer.rounds.objectives.breaches import months
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.taken_up import TakenUp, take_up
from tests.optimizer.bruteforce import all_choices, decisions
from tests.optimizer.test_solver import town
from tests.optimizer.towns import Town


def window_rows(record: RoundRecord) -> Decision:
    """What the round decides: starts in the window and the displaced children's, and held places."""
    held = {p["application_id"] for p in record.summary["places_held"]}
    decided = ("wish", "guarantee", "moved_on")
    return read_decision(
        r
        for r in record.allocation
        if r.application_id.startswith("X") or r.outcome in decided or r.application_id in held or early(r, record)
    )


def early(row: object, record: RoundRecord) -> bool:
    """A late guarantee that is still met in the window."""
    start = getattr(row, "start_date", None)
    return start is not None and start <= date.fromisoformat(record.summary["window"][-1])


def vector(case: Case, before: Case) -> tuple[int, ...]:
    """Section 10's levels of a decision, counted by the checker's half."""
    last = case.basis.grid.window_dates[-1]
    paid = changed = 0
    for subject in case.basis.subjects.values():
        if subject.kind == "displaced":
            continue
        new, old = case.window_plan(subject), before.window_plan(subject)
        paid += max(0, months(case, subject, new, last) - months(before, subject, old, last))
        changed += len(subject.members) * (new != old)
    found = find_cases(case)
    cases = (len(found.idle) + len(found.envy),) if case.policy.mode == "legal" else ()
    return (*cases, paid, changed, *(value for name, value in levels(case).items() if name != "order"))


def oracle(drawn: Town, record: RoundRecord, key: str, unit_id: str) -> tuple[int, ...] | None:
    """The best vector over all decisions that give the subject the unit; None when none does; `TooMany` above a limit."""
    given = window_rows(record)
    before = take_up(*drawn, record).case
    frame = Case(before.basis, before.options, before.order, Decision({}))
    listed = all_choices(frame, given, record.certificate["held"])
    for subject, found in zip(frame.basis.subjects.values(), listed, strict=True):
        if subject.key == key:
            found[:] = [plan for plan in found if plan is not None and plan.unit_id == unit_id and plan.step < frame.basis.grid.window]
    if np.prod([float(len(found)) for found in listed]) > 4_000:
        return ()
    vectors = [vector(case, before) for case in decisions(frame, listed) if not check(case)]
    return min(vectors, default=None)


def stated(found: Nearest, round_: TakenUp) -> tuple[int, ...]:
    """The vector that the search states, the displaced children's share of the aims added."""
    legal = round_.instance.policy.mode == "legal"
    cases = (len(found.cases.idle) + len(found.cases.envy),) if legal else ()
    aims = {name: value for name, value in levels(found.case).items() if name != "order"}
    assert [level.name for level in found.levels] == ["paid", "moved", *aims]
    return (*cases, *(level.value for level in found.levels[:2]), *aims.values())


@pytest.mark.parametrize("mode", ["legal", "points"])
def test_brute_force_finds_nothing_nearer(mode: str) -> None:
    compared = refused = cases = 0
    for seed in range(2000, 2080):
        drawn = town(seed, mode, 4)
        if drawn[1].reserve:
            drawn = (drawn[0], replace(drawn[1], reserve=False), drawn[2])
        record = run_round(*drawn)
        round_ = take_up(*drawn, record)
        table = round_.instance.options
        for i, subject in enumerate(round_.instance.subjects):
            units = np.unique(table.unit[table.first[i] : table.first[i + 1]]).tolist()
            if subject.kind == "displaced" or not units:
                continue
            unit = int(units[seed % len(units)])
            best = oracle(drawn, record, subject.id, round_.instance.places.ids[unit])
            if best == ():
                continue
            rows = np.arange(table.first[i], table.first[i + 1])
            found = find_nearest(round_, rows[table.unit[rows] == unit])
            if best is None:
                assert found is None, seed
                refused += 1
                continue
            assert found is not None, (seed, subject.id)
            assert check(found.case) == []
            if mode == "points" or best[0] == 0:
                assert stated(found, round_) == best, (seed, subject.id)
            else:
                assert stated(found, round_) >= best
                cases += 1
            compared += 1
            break
    assert compared > 20
    assert refused > 1
    assert mode == "points" or cases > 1


@pytest.mark.parametrize("mode", ["legal", "points"])
def test_what_is_found_nearby_is_lawful_and_its_bounds_hold_for_every_decision(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search nearby, which a village is too small for, on towns in which every decision can be counted."""
    monkeypatch.setattr(nearest, "SMALL", -1)
    compared = refused = exact = 0
    for seed in range(2000, 2060):
        drawn = town(seed, mode, 4)
        if drawn[1].reserve:
            drawn = (drawn[0], replace(drawn[1], reserve=False), drawn[2])
        record = run_round(*drawn)
        round_ = take_up(*drawn, record)
        table = round_.instance.options
        for i, subject in enumerate(round_.instance.subjects):
            units = np.unique(table.unit[table.first[i] : table.first[i + 1]]).tolist()
            if subject.kind == "displaced" or not units:
                continue
            unit = int(units[seed % len(units)])
            best = oracle(drawn, record, subject.id, round_.instance.places.ids[unit])
            if best == ():
                continue
            rows = np.arange(table.first[i], table.first[i + 1])
            found = find_nearest(round_, rows[table.unit[rows] == unit])
            assert (found is None) == (best is None), (seed, subject.id)
            if found is None or best is None:
                refused += 1
                continue
            assert check(found.case) == []
            assert stated(found, round_) >= best, (seed, subject.id)
            paid, moved_ = found.levels[:2]
            first = 1 if mode == "legal" else 0
            assert paid.bound <= best[first], (seed, subject.id)
            assert moved_.bound <= best[first + 1] or paid.value < best[first], (seed, subject.id)
            exact += stated(found, round_) == best
            compared += 1
            break
    assert compared > 15
    assert refused > 1
    assert exact > compared * 3 // 4
