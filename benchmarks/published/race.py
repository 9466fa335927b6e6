"""Every published instance by the engine and by the rivals, one after the other, with one setting for all.

python -m benchmarks.published.race c d --json FILE       # families (default: all); --alone: without the rivals
"""

from __future__ import annotations

import argparse
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
from benchmarks.registry import Absent
from benchmarks.report import machine, percent, say, table
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


def summary(lines: Sequence[dict[str, Any]]) -> str:
    """A Markdown table: by family and solver, how many are proven, and how far the worst is from the best known cost."""
    rows = []
    for family in dict.fromkeys(line["family"] for line in lines):
        for who in dict.fromkeys(line["who"] for line in lines):
            own = [line for line in lines if (line["family"], line["who"]) == (family, who)]
            if not own:
                continue
            found = [line["off"] for line in own if line["off"] is not None]
            worst = percent(max(found)) if len(found) == len(own) else f"{len(own) - len(found)} without a solution"
            seconds = max(line["seconds"] for line in own)
            rows.append([family, who, len(own), sum(line["proven"] for line in own), worst, f"{seconds:.1f}"])
    return table(["family", "solver", "instances", "proven", "worst above the best known", "longest s"], rows)


def short_of(lines: Sequence[dict[str, Any]]) -> list[str]:
    """Instances that the engine neither proves nor brings within what is allowed of the best known cost."""
    ours = [line for line in lines if line["who"] == "engine"]
    return [line["instance"] for line in ours if not line["proven"] and (line["off"] is None or line["off"] > ALLOWED)]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published.race", description="Generalised assignment by engine and rivals.")
    parser.add_argument("families", nargs="*", help="gap1 ... gap12, a, b, c, d; default: all")
    parser.add_argument("--alone", action="store_true", help="without the rivals")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    given = parser.parse_args()
    lines = []
    try:
        for line in race(given.families, () if given.alone else RIVALS):
            say(f"{line['instance']} {line['who']}: {line['value']} (bound {line['bound']}), {line['seconds']} s")
            lines.append(line)
    except Absent as absent:
        say(f"skipped: {absent}")
        return
    sys.stdout.write(summary(lines) + "\n")
    if given.json:
        given.json.write_text(json.dumps({"about": machine(), "effort": EFFORT, "results": lines}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
