"""From a finished round to the textbook problem of its window: the same options, limits and levels, without the order."""

from __future__ import annotations

import numpy as np

from benchmarks.rivals.problem import Problem, Target
from optimizer.engine.model import RowBuilder
from optimizer.rounds.certify import decided_options, rebuild
from optimizer.rounds.instance import Instance
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.resources import add_resource_rows


def textbook(instance: Instance, record: RoundRecord) -> Problem:
    """The window of `record`: a row for every limit and step that no other one implies, as the engine has them.

    Displaced children are served and places held for later before the window is decided: they count as taken, and what
    the displaced lose is part of every level, as in the record.
    """
    window = rebuild(instance, record, "window")
    plans = len(window.options)
    plan_of = np.full(len(instance.options), -1, dtype=np.int64)
    plan_of[window.options] = np.arange(plans)
    builder = RowBuilder()
    _, switches = add_resource_rows(builder, instance, window.resources, plan_of, plans)
    matrix, _, upper = builder.matrix(plans + switches)
    more = np.zeros(switches, dtype=np.int64)
    before = lost_before(instance, record)
    levels = tuple(
        Target(aim.name, np.concatenate([aim.cost[:plans], more]), aim.constant + lost)
        for aim, lost in zip(window.model.aims, before, strict=True)
    )
    return Problem(instance.options.subject[window.options], matrix.tocsr(), upper, levels)


def lost_before(instance: Instance, record: RoundRecord) -> list[int]:
    """What the displaced children lose on each level."""
    if not any(subject.kind == "displaced" for subject in instance.subjects):
        return [0] * len(instance.policy.objectives)
    window = rebuild(instance, record, "displaced")
    chosen = np.isin(window.options, decided_options(instance, record, True))
    return [int(aim.cost[: len(chosen)][chosen].sum()) + aim.constant for aim in window.model.aims]
