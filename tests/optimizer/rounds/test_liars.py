"""The search nearby lies: what it proposes is unlawful, or is not what it claims to be. Nothing of that reaches anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.domain.errors import Defect
from optimizer.engine.local import PartSearch, Reached, solve_part
from optimizer.engine.witness import Refusal
from optimizer.rounds import nearby, nearest
from optimizer.rounds.certify import recheck
from optimizer.rounds.checking.check import check
from optimizer.rounds.helps import what_would_help
from optimizer.rounds.nearby import Near, Nearby
from optimizer.rounds.nearest import find_nearest
from optimizer.rounds.resolve import Lock, resolve
from optimizer.rounds.run import run_round
from optimizer.rounds.taken_up import TakenUp, take_up
from optimizer.rounds.verify import verify_round
from optimizer.rounds.whatif import Answer, ask
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build

Lie = Callable[[TakenUp, Near], Near]
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def always_nearby(monkeypatch: Patch) -> None:
    """A village is searched nearby too."""
    monkeypatch.setattr(nearest, "SMALL", -1)


@pytest.fixture
def queue_of_two() -> TakenUp:
    """A has the one place of u, B behind it has none; w, far away, takes anybody whose guarantee is due, as A's is."""
    build = Build()
    build.facility("far", east=3000)
    build.unit("u", 1)
    build.unit("w", 1, facility="far")
    build.apply("A", "u", registered_date=ROUND_DATE.replace(year=2026), wants_guarantee=True, guarantee_date=FEB)
    build.apply("B", "u")
    snapshot = build.snapshot()
    return take_up(snapshot, POLICY, ROUND_DATE, run_round(snapshot, POLICY, ROUND_DATE))


def decided(round_: TakenUp, **places: str | None) -> Any:
    """[subject] option of the place named, on 1 February."""
    table, ids = round_.instance.options, round_.instance.places.ids
    choice = np.full(len(round_.choice), -1, dtype=np.int64)
    for k in np.flatnonzero(table.start == 0).tolist():
        subject = int(table.subject[k])
        if places[round_.instance.subjects[subject].id] == ids[int(table.unit[k])]:
            choice[subject] = k
    return choice


def both_in_one_place(round_: TakenUp, found: Near) -> Near:
    """B comes, and A need not go."""
    return replace(found, choice=decided(round_, A="u", B="u"), cases=[])


def not_what_was_asked(round_: TakenUp, found: Near) -> Near:
    """All stays as it is, which is lawful, and B has no place."""
    return replace(found, choice=round_.choice, cases=[])


def for_nothing(_: TakenUp, found: Near) -> Near:
    """What is found costs nobody anything."""
    return replace(found, cases=[], values=tuple(0 for _ in found.values))


def lying(monkeypatch: Patch, lie: Lie) -> list[Near]:
    """Makes the search lie; the list grows by each lie told."""
    honest = Nearby.run
    told: list[Near] = []

    def lies(self: Nearby, paid: int, moved: int) -> Near:
        found = honest(self, paid, moved)
        assert found is not None
        told.append(lie(self.round, found))
        return told[-1]

    monkeypatch.setattr(Nearby, "run", lies)
    return told


def honest_answer(round_: TakenUp) -> Answer:
    """What comes of asking for B's place in u: A must go to w, and is passed over."""
    answer = ask(round_, "B", "u", FEB)
    assert {(c.application_id, c.after) for c in answer.changes} == {("A", ("w", FEB)), ("B", ("u", FEB))}
    assert answer.cases == (("envy", "A", "u", FEB),)
    assert answer.proofs == {"paid": (0, 0), "moved": (2, 2)}
    return answer


@pytest.mark.parametrize("lie", [both_in_one_place, not_what_was_asked])
def test_a_proposal_that_is_full_or_not_what_was_asked_is_a_defect(queue_of_two: TakenUp, monkeypatch: Patch, lie: Lie) -> None:
    told = lying(monkeypatch, lie)
    with pytest.raises(Defect, match="does not hold the demand, or passes a limit"):
        ask(queue_of_two, "B", "u", FEB)
    with pytest.raises(Defect, match="does not hold the demand, or passes a limit"):
        resolve(queue_of_two, [Lock("B", "u", FEB)])
    assert len(told) == 2


def test_the_checker_finds_what_the_model_lets_pass(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    """The model has forgotten its limits, and so believes the search: the checker, which knows nothing of it, does not."""
    told = lying(monkeypatch, both_in_one_place)
    monkeypatch.setattr(nearest, "counted", lambda *_: told[-1].values)
    with pytest.raises(Defect, match="rules broken, first: places"):
        ask(queue_of_two, "B", "u", FEB)
    with pytest.raises(Defect, match="rules broken, first: places"):
        resolve(queue_of_two, [Lock("B", "u", FEB)])
    assert len(told) == 2


def test_values_are_counted_and_not_believed(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    honest, lock = honest_answer(queue_of_two), Lock("B", "u", FEB)
    levels = resolve(queue_of_two, [lock]).record.summary["levels"]
    told = lying(monkeypatch, for_nothing)
    assert ask(queue_of_two, "B", "u", FEB) == honest
    again = resolve(queue_of_two, [lock])
    assert again.record.summary["levels"] == levels
    assert again.record.summary["justified_envy"] == 1
    assert again.nearest.levels[1].value == 2
    assert verify_round(queue_of_two.instance.written, POLICY, ROUND_DATE, again.record, recheck) == []
    assert {sum(lie.values) for lie in told} == {0}


def test_the_checker_counts_who_is_moved_where_the_model_does_not(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    told = lying(monkeypatch, for_nothing)
    monkeypatch.setattr(nearest, "counted", lambda *_: told[-1].values)
    with pytest.raises(Defect, match="the checker counts"):
        ask(queue_of_two, "B", "u", FEB)


def test_nobody_is_helped_at_anothers_cost_whatever_the_search_says(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    """With a place more in u both could be there; the search puts A into w all the same."""
    subject = queue_of_two.subject("B")
    assert ("places", "u") in [(found.what, found.unit_id) for found in what_would_help(queue_of_two, subject)]
    lying(monkeypatch, lambda round_, found: replace(found, choice=decided(round_, A="w", B="u"), values=(0, 1)))
    with pytest.raises(Defect, match="does not hold the demand"):
        what_would_help(queue_of_two, subject)


# --- the search of a part ------------------------------------------------------------------------------------------------------


def test_a_part_that_claims_to_be_better_than_it_is_changes_no_value(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    honest = honest_answer(queue_of_two)

    def lies(*asked: Any) -> Reached | None:
        found = solve_part(*asked)
        return None if found is None else Reached(found.x, tuple(-7 for _ in found.values), found.values)

    monkeypatch.setattr(nearby, "solve_part", lies)
    assert ask(queue_of_two, "B", "u", FEB) == honest


def test_a_part_with_everybody_in_every_place_is_a_defect(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    def lies(*asked: Any) -> Reached | None:
        found = solve_part(*asked)
        return None if found is None else replace(found, x=np.ones_like(found.x))

    monkeypatch.setattr(nearby, "solve_part", lies)
    with pytest.raises(Defect, match="does not hold the demand, or passes a limit"):
        ask(queue_of_two, "B", "u", FEB)


def test_a_part_that_finds_nothing_proves_nothing(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    """The whole window is searched then, and the decision found is lawful and the same."""
    honest = honest_answer(queue_of_two)
    monkeypatch.setattr(nearby, "solve_part", lambda *_: None)
    assert ask(queue_of_two, "B", "u", FEB) == honest
    rows = np.flatnonzero((queue_of_two.instance.options.subject == queue_of_two.subject("B")) & (queue_of_two.instance.options.start == 0))
    found = find_nearest(queue_of_two, rows)
    assert found is not None
    assert check(found.case) == []


def test_a_part_that_calls_the_possible_impossible_is_found_out_by_the_other_solver(queue_of_two: TakenUp, monkeypatch: Patch) -> None:
    def lies(self: PartSearch, *_: Any) -> int:
        self.x, self.refusal = None, Refusal(self.problem, "a part", "HiGHS")
        return 0

    monkeypatch.setattr(PartSearch, "solve", lies)
    for day in (FEB, MAR):
        with pytest.raises(Defect, match="HiGHS finds nothing possible for a part, but CP-SAT found a solution"):
            ask(queue_of_two, "B", "u", day)
