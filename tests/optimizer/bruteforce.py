"""The oracle: every decision of a small town, tried.

No cleverness but one: a choice that already overfills a limit is not followed further. That is sound, because a subject not yet
decided upon counts as absent, and deciding upon it can only add.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.basis import Basis
from optimizer.rounds.checking.case import Case, Plan, make_case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision, Move
from optimizer.rounds.checking.levels import level_names, level_value
from optimizer.rounds.checking.options import Options
from optimizer.rounds.checking.resources import Load
from optimizer.rounds.checking.subjects import Subject

Choice = Plan | None
#: (application id, unit id, ISO date) of places held before the window was decided
Held = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Best:
    """The best values, level by level, and every decision that has them."""

    vector: dict[str, int]
    decisions: list[Decision]
    #: decisions that keep the rules
    lawful: int


class TooMany(ValueError):
    """The town has more combinations than may be tried."""


def choices(basis: Basis, options: Options, subject: Subject) -> list[Choice]:
    """None, and all options of the subject: asked one by one, unit by unit and step by step."""
    found: list[Choice] = [None]
    for unit_id in basis.snapshot.units:
        for step, start in enumerate(basis.grid.dates):
            if options.kind_of(subject, unit_id, step) is not None:
                found.append(Plan(unit_id, step, start))
    return found


def all_choices(frame: Case, given: Decision | None, held: Held = ()) -> list[list[Choice]]:
    """What each subject may get.

    Without `given`: everything; then every start after the window of a child with a guarantee is a held place. With it: the
    displaced children have the plans that it gives them, and so have later starts that it holds; the others start in the window, or as it
    has it after the window, or not at all. (Later starts that are not held never stand in the way; a held place may need one that leaves.)
    """
    basis, window = frame.basis, frame.basis.grid.window
    listed = [choices(basis, frame.options, subject) for subject in basis.subjects.values()]
    if given is None:
        return listed
    fixed = Case(basis, frame.options, frame.order, given)
    places = {basis.subject_of[a]: Plan(u, basis.grid.dates.index(date.fromisoformat(d)), date.fromisoformat(d)) for a, u, d in held}
    for subject, found in zip(basis.subjects.values(), listed, strict=True):
        plan = fixed.plans.get(subject.key)
        if subject.kind == "displaced":
            found[:] = [plan]
            continue
        early = [choice for choice in found if choice is not None and choice.step < window]
        late = plan is not None and plan.step >= window
        if subject.key in places:
            found[:] = [places[subject.key], *early]
            continue
        found[:] = [plan, *early] if fixed.is_held(subject) else [*([plan] if late else []), None, *early]
    return listed


def displaced_choices(frame: Case) -> list[list[Choice]]:
    """All choices of the displaced children, while everybody else stays."""
    return [choices(frame.basis, frame.options, s) if s.kind == "displaced" else [None] for s in frame.basis.subjects.values()]


def combinations(snapshot: Snapshot, policy: Policy, round_date: date, seed: int = 1) -> int:
    """How many decisions there are before any is thrown away."""
    return prod(len(found) for found in all_choices(make_case(snapshot, policy, round_date, seed, Decision({})), None))


def decisions(frame: Case, listed: list[list[Choice]]) -> Iterator[Case]:
    """Every decision out of the listed choices that keeps section 6; whether it keeps the other rules, `check` must say.

    So it must of section 6 where two moves of a child give up the same place: here that frees it twice.
    """
    subjects = list(frame.basis.subjects.values())
    load = Load(frame.basis.resources, frame.basis.enrolled_load.total)
    for subject in subjects:
        _lay(frame, load, subject, None, -1)
    chosen: list[Choice] = []

    def descend() -> Iterator[Case]:
        if len(chosen) == len(subjects):
            moves = {
                m.application_id: Move(m.application_id, plan.unit_id, plan.start)
                for s, plan in zip(subjects, chosen, strict=True)
                if plan is not None
                for m in s.members
            }
            yield Case(frame.basis, frame.options, frame.order, Decision(moves))
            return
        subject = subjects[len(chosen)]
        for plan in listed[len(chosen)]:
            _lay(frame, load, subject, plan, 1)
            chosen.append(plan)
            if next(load.broken(), None) is None:
                yield from descend()
            chosen.pop()
            _lay(frame, load, subject, plan, -1)

    yield from descend()


def _lay(frame: Case, load: Load, subject: Subject, plan: Choice, sign: int) -> None:
    """Put the subject, which counted as absent, where the choice has it (or take it away again)."""
    for stay in frame.present_left(subject, date.min):
        load.add(stay, sign)
    if plan is not None:
        frame.put(load, subject, plan, sign)


def best(
    snapshot: Snapshot,
    policy: Policy,
    round_date: date,
    seed: int = 1,
    levels: tuple[str, ...] | None = None,
    given: Decision | None = None,
    held: Held = (),
    limit: int = 200_000,
) -> Best:
    """The lexicographically best values over all decisions, with all decisions that reach them.

    `levels` are the names to compare, in order; None means all that the policy's mode has. `given` is a decision whose plans of
    displaced children and whose held places stand (see `all_choices`); `held` are
    those held beforehand, which only their own child gives up. Raises `TooMany` above `limit` combinations.
    """
    frame = make_case(snapshot, policy, round_date, seed, Decision({}))
    return _search(frame, all_choices(frame, given, held), tuple(level_names(policy)) if levels is None else levels, limit)


def best_displaced(snapshot: Snapshot, policy: Policy, round_date: date, seed: int = 1, limit: int = 200_000) -> Best:
    """The best plans of the displaced children among themselves when everybody else stays (specification, end of section 8)."""
    frame = make_case(snapshot, policy, round_date, seed, Decision({}))
    names = tuple(name for name in level_names(policy) if name != "order")
    return _search(frame, displaced_choices(frame), names, limit)


def _search(frame: Case, listed: list[list[Choice]], names: tuple[str, ...], limit: int) -> Best:
    if prod(len(found) for found in listed) > limit:
        raise TooMany(f"more than {limit} combinations")
    record: tuple[int, ...] | None = None
    reached: list[Decision] = []
    lawful = 0
    for case in decisions(frame, listed):
        if check(case):
            continue
        lawful += 1
        values = _values(case, names, record)
        if values is None:
            continue
        if record is None or values < record:
            record, reached = values, []
        reached.append(case.decision)
    if record is None:
        raise AssertionError("not even the decision that moves nobody keeps the rules")
    return Best(dict(zip(names, record, strict=True)), reached, lawful)


def _values(case: Case, names: tuple[str, ...], record: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The values of a case, or None as soon as it is worse than the record."""
    values: list[int] = []
    for n, name in enumerate(names):
        values.append(level_value(case, name))
        if record is not None and tuple(values) > record[: n + 1]:
            return None
    return tuple(values)
