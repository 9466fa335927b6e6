"""From a finished round to the textbook problem of its window: the same options, limits and levels, without the order."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from benchmarks.rivals.problem import Problem, Target
from optimizer.engine.model import FREE
from optimizer.rounds.certify import rebuild
from optimizer.rounds.instance import Instance
from optimizer.rounds.record import RoundRecord


def textbook(instance: Instance, record: RoundRecord) -> Problem:
    """The window of `record`: the engine's own rows and columns, a row for every limit and step that no other one implies.

    Displaced children are served and places held for later before the window is decided: they count as taken, and what
    the displaced lose is in the constant of every level, as in the record.
    """
    model = rebuild(instance, record, "window").model
    rows, above, below = sparse.csr_array(model.matrix), model.upper < FREE, model.lower > -FREE
    matrix = sparse.csr_array(sparse.vstack([rows[above], -rows[below]]))
    levels = tuple(Target(aim.name, aim.cost, aim.constant) for aim in model.aims)
    return Problem(model.group, matrix, np.concatenate([model.upper[above], -model.lower[below]]), levels)
