"""The occupancy while children are placed: the same as the checker's, step by step, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.checking.case import Case
from optimizer.rounds.composition import NAME as COMPOSITION
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.rules import composition
from optimizer.rounds.state import State, could_ever_fit, keeps_limits
from tests.optimizer.baselines.decisions import case_of, town
from tests.optimizer.checking.build import APR, POLICY, ROUND_DATE, Build

KIND = {"places": "places", "support_points": "support", "infants": "infants", "integrated_house": "house"}


def some_choice(instance: Instance, turn: int) -> list[int]:
    """One option for each subject, now and then none; whether they fit together does not matter."""
    first = instance.options.first
    listed = [range(int(first[i]), int(first[i + 1])) for i in range(len(instance.subjects))]
    return [rows[(turn + i) % len(rows)] if len(rows) and (turn + i) % 4 else -1 for i, rows in enumerate(listed)]


def option(instance: Instance, subject: str, unit: str, step: int) -> int:
    """The row of an option."""
    options = instance.options
    i = [s.id for s in instance.subjects].index(subject)
    where = (options.subject == i) & (options.unit == instance.places.index[unit]) & (options.start == step)
    return int(np.flatnonzero(where)[0])


def assert_same_load(state: State, case: Case) -> None:
    limits = state.instance.limits
    present = [row for row, name in enumerate(limits.names) if name != COMPOSITION]
    names = [(KIND.get(limits.names[row], limits.names[row]), limits.owner[row]) for row in present]
    assert state.load[present].tolist() == [case.load.total[name] for name in names]


@pytest.mark.parametrize("seed", range(60))
def test_the_load_is_the_checkers_and_undoing_brings_it_back(seed: int) -> None:
    drawn = town(seed)
    instance = make_instance(*drawn)
    state = State(instance)
    for turn in range(3):
        choice = np.array(some_choice(instance, turn), dtype=np.int64)
        for k in choice[choice >= 0].tolist():
            state.place(k)
        assert_same_load(state, case_of(drawn, instance, choice))
        assert (State(instance, choice).room == state.room).all()
        for k in choice[choice >= 0].tolist():
            state.undo(k)
        assert (state.load == instance.base).all()


@pytest.mark.parametrize("seed", range(60))
def test_what_fits_is_what_the_checker_lets_pass(seed: int) -> None:
    """Every option of those left, on top of what the list gives: `fits` is false where section 6 would be broken, and only there."""
    drawn = town(seed)
    instance = make_instance(*drawn)
    choice = queue(instance)
    state = State(instance, choice)
    possible = could_ever_fit(instance, state.comes)
    assert keeps_limits(state, choice)
    for k, i in enumerate(instance.options.subject.tolist()):
        if choice[i] >= 0:
            continue
        more = choice.copy()
        more[i] = k
        case = case_of(drawn, instance, more)
        broken = any(case.load.broken()) or any(composition.check(case))
        assert state.fits(k) is not broken
        assert keeps_limits(State(instance, more), more) is not broken
        assert possible[k] or broken
        assert (k in state.open(np.array([k]))) or broken
        assert state.first_fit(np.array([k])) == (-1 if broken else k)


@pytest.mark.parametrize("seed", range(60))
def test_any_start_is_placed_as_an_option_is(seed: int) -> None:
    """But for the composition rule, which knows of decided starts alone."""
    snapshot, policy, day = town(seed)
    instance = make_instance(snapshot, replace(policy, composition_share=100), day)
    state = State(instance, queue(instance))
    before = state.room.copy()
    options = instance.options
    for k in range(len(options)):
        i, unit, start = int(options.subject[k]), int(options.unit[k]), int(options.start[k])
        if instance.subjects[i].transition is not None:
            continue  # its own transition's stay is of the other care
        assert state.fits_stay(i, unit, start) == state.fits(k)
        assert (state.room == before).all()
        other = state.copy()
        other.place_stay(i, unit, start)
        state.place(k)
        assert (other.room == state.room).all()
        state.undo(k)


def test_a_unit_over_its_places_takes_nobody_until_it_is_below() -> None:
    build = Build()
    build.unit("u", 1)
    build.enrol("a", "u")
    build.enrol("b", "u", end=date(2027, 3, 1))
    build.apply("A", "u")
    build.enrol("c", "u", end=date(2027, 3, 1))
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    state = State(instance)
    assert not state.fits(option(instance, "A", "u", 0))
    assert not state.fits(option(instance, "A", "u", 1))
    build.enrolments[0] = replace(build.enrolments[0], to_date=date(2027, 3, 1))
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    state = State(instance)
    assert not state.fits(option(instance, "A", "u", 0))
    assert state.fits(option(instance, "A", "u", 1))


def test_a_mover_makes_room_for_itself_in_a_house_with_a_ceiling() -> None:
    build = Build()
    build.facility("F", max_units=2)
    build.unit("v", 1, "vuggestue", "F", max_age_months=60)
    build.unit("b", 1, "boernehave", "F")
    build.enrol("cA", "v")
    build.apply("A", "b", "transition")
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    state = State(instance)
    move = option(instance, "A", "b", 0)
    assert state.fits(move)
    assert not state.admits(move)
    state.place(move)
    assert state.load[instance.limits.unit_rows[instance.places.index["b"], 3]].tolist() == [1, 1, 1, 1]


def test_a_start_after_the_window_takes_its_place_from_then_on() -> None:
    build = Build()
    build.unit("u", 1)
    build.changes = [CapacityChange("u", APR, 2)]
    build.enrol("a", "u")
    build.apply("A", "u")
    instance = make_instance(build.snapshot(), POLICY, ROUND_DATE)
    state = State(instance)
    assert [state.fits_stay(0, 0, step) for step in range(4)] == [False, False, True, True]
    state.place_stay(0, 0, 3)
    assert state.room[0].tolist() == [0, 0, 1, 0]
