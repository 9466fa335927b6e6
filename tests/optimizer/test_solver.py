"""The solver, the independent checker and brute force agree on small random towns."""

from __future__ import annotations

import dataclasses
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.engine import cpsat, lexicographic
from optimizer.rounds.certify import recheck
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.rules import RULES
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.agreement import MODES, compare, decides, town, values
from tests.optimizer.without import WITHOUT


@pytest.mark.parametrize("seed", range(2000, 2120))
@pytest.mark.parametrize("mode", MODES)
def test_a_random_town_is_solved_checked_and_verified(seed: int, mode: str) -> None:
    """Nothing that the checker or the certificate's re-computation looks at disagrees with the record."""
    drawn = town(seed, mode)
    assert verify_round(*drawn, run_round(*drawn), recheck) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_brute_force_finds_nothing_better(seed: int, mode: str) -> None:
    """Every decision of the town is tried, the places held and the displaced children's plans given: level by level none is better."""
    compare(seed, mode)


@pytest.mark.parametrize("rule", WITHOUT)
def test_every_rule_decides_in_some_of_these_towns(rule: str) -> None:
    """What brute force is compared in hangs on each rule: without it, the best decision of some town is worth something else."""
    assert any(decides(rule, town(seed, mode)) for seed in range(1000, 1300) for mode in MODES)


def test_no_rule_is_left_out_of_the_count() -> None:
    """A second offer is found after the decision and changes none: test_alternatives.py counts that rule."""
    assert set(WITHOUT) == {rule.NAME for rule in RULES} - {"alternative_offer"}


#: towns in which the solver and the checker once read the specification apart
@pytest.mark.parametrize("seed", [2131, 2140, 2281, 3037, 3063, 3102, 3360, 3554, 3647, 3650, 4276, 4340])
@pytest.mark.parametrize("mode", MODES)
def test_towns_that_once_disagreed(seed: int, mode: str) -> None:
    drawn = town(seed, mode)
    assert verify_round(*drawn, run_round(*drawn), recheck) == []
    compare(seed, mode)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(MODES))
def test_any_town(seed: int, mode: str) -> None:
    """Towns that nobody has chosen."""
    drawn = town(seed, mode)
    assert verify_round(*drawn, run_round(*drawn), recheck) == []
    compare(seed, mode)


def test_the_search_in_a_process_of_its_own_reaches_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT in a child process, which only larger models use, against the search in this one; not every town needs a search."""
    answers: list[cpsat.Answer] = []
    processes: set[int] = set()
    search = cpsat.CpSat.search

    def counted(process: cpsat.CpSat, task: cpsat.Task) -> cpsat.Answer:
        answer = search(process, task)
        assert process.process is not None
        processes.add(process.process.pid)
        answers.append(answer)
        return answer

    monkeypatch.setattr(cpsat.CpSat, "search", counted)
    searched = 0
    for seed in range(2000, 2040):
        drawn = town(seed, "legal", 6)
        here = values(run_round(*drawn))
        assert not answers
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(lexicographic, "SMALL", 0)
            record = run_round(*drawn)
        assert values(record) == here
        assert verify_round(*drawn, record, recheck) == []
        if any(answer.x is not None for answer in answers):
            assert len(processes) == 1
            assert os.getpid() not in processes
            searched += 1
        answers.clear()
        processes.clear()
        if searched == 3:
            return
    raise AssertionError("too few towns needed a search")


def timeless(record: RoundRecord) -> RoundRecord:
    """The record but for how long it took."""
    return dataclasses.replace(record, summary={k: v for k, v in record.summary.items() if k != "seconds"})


@pytest.mark.parametrize("mode", MODES)
def test_a_round_run_again_gives_the_same_record(mode: str) -> None:
    for seed in range(2000, 2010):
        drawn = town(seed, mode)
        assert timeless(run_round(*drawn)) == timeless(run_round(*drawn)), seed
