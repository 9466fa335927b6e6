"""Every published instance by the engine and by the rivals, one after the other, with one setting for all.

python -m benchmarks.published.race c d        # families; JSON lines to standard output
"""

from __future__ import annotations

import json
import math
import pickle
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.published.gap import Gap, cost_of, read_all, to_model
from benchmarks.rivals.problem import Problem, Target
from benchmarks.rivals.race import run
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Lexicographic, Settings

#: the one setting: deterministic effort of an instance, chosen so that it takes less than SECONDS on a two-core machine
EFFORT = 10.0
#: what a rival gets
SECONDS = 20.0
RIVALS = ("mip", "scip", "cpsat_lp")
#: how far from the best known cost a value that is not proven may be
ALLOWED = 0.003


def by_engine(gap: Gap, effort: float = EFFORT) -> dict[str, Any]:
    """What the engine reaches; the cost is recomputed from the file."""
    wall, work = time.perf_counter(), time.process_time()
    with CpSat() as cpsat:
        found = Lexicographic(to_model(gap), lambda _: [], Settings(effort=effort), lambda *_: None, cpsat).run()
    level = found.levels[0]
    if not found.feasible or cost_of(gap, found.x) != level.value:
        raise RuntimeError(f"{gap.name}: the cost is not what the engine says")
    return reached(gap, "engine", level.value, level.bound, time.perf_counter() - wall) | {"own_cpu": time.process_time() - work}


def by_rival(gap: Gap, rival: str, seconds: float = SECONDS) -> dict[str, Any]:
    """What a rival reaches on the same plans."""
    model = to_model(gap)
    limits = model.matrix.tocsr()[gap.cost.shape[1] :]
    aim = model.aims[0]
    problem = Problem(model.group, limits, gap.capacity, (Target(aim.name, aim.cost, 0),), must=True)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "problem"
        path.write_bytes(pickle.dumps(problem))
        levels = run(rival, path, seconds, 0.0)
    if not levels or levels[0]["value"] is None:
        return reached(gap, rival, None, None, seconds)
    return reached(gap, rival, levels[0]["value"], math.ceil(levels[0]["bound"] - 1e-6), levels[0]["seconds"])


def reached(gap: Gap, who: str, value: int | None, bound: int | None, seconds: float) -> dict[str, Any]:
    """One line of results. `off` is the share by which the value is above the best known."""
    return {
        "instance": gap.name,
        "family": gap.family,
        "best": gap.best,
        "who": who,
        "value": value,
        "bound": bound,
        "proven": value is not None and bound is not None and value <= bound,
        "off": None if value is None else value / gap.best - 1,
        "seconds": round(seconds, 2),
    }


def race(families: Sequence[str] = (), rivals: Sequence[str] = RIVALS) -> Iterator[dict[str, Any]]:
    """All results, instance by instance. Raises Absent where the set is not at hand."""
    for gap in read_all(tuple(families)):
        yield by_engine(gap)
        for rival in rivals:
            yield by_rival(gap, rival)


if __name__ == "__main__":
    for line in race(sys.argv[1:]):
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
