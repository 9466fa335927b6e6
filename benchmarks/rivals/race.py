"""Runs a rival in a process of its own, and ends it when its time is up."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rivals.problem import Problem, Reached

#: name -> what it is
RIVALS = {
    "cpsat": "CP-SAT, default parameters, 2 workers",
    "cpsat_lp": "CP-SAT, subsolvers max_lp and reduced_costs, 2 workers",
    "mip": "HiGHS MIP, 2 threads",
    "highs": "HiGHS MIP in MathOpt",
    "scip": "SCIP in MathOpt, 2 threads",
}
#: how many times our seconds a rival gets
TIMES = 20
#: seconds past its limit after which a rival that does not look at the clock is ended
GRACE = 10.0


def run(rival: str, problem: Path, seconds: float, gap: float) -> list[dict[str, Any]]:
    """What `rival` reached on each level of the problem in the file within `seconds`; the levels it did not come to are missing."""
    command = [sys.executable, "-m", "benchmarks.rivals.race", rival, str(problem), str(seconds), str(gap)]
    # a file, not a pipe: what a rival wrote before it was ended is kept
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, cwd=Path(__file__).resolve().parents[2])
        try:
            code = process.wait(seconds + GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            code = 0
        if code:
            raise RuntimeError(f"rival {rival} ended with code {code}")
        out.seek(0)
        return [json.loads(line) for line in out]


def race(measured: dict[str, Any], problem: Path, cap: float | None = None) -> list[dict[str, Any]]:
    """All rivals on the window of a measured round, each with 20 times our seconds (at most `cap`), to the same gap.

    `ratio` is the rival's seconds by ours; for a rival that is not `done` on every level in its time it is a lower bound.
    """
    ours = max(measured["seconds"]["solve"], 0.001)
    limit = min(TIMES * ours, cap or TIMES * ours)
    aims = [level["name"] for level in measured["levels"]]
    out = []
    for rival in RIVALS:
        levels = run(rival, problem, limit, measured["gap"])
        done = len(levels) == len(aims) and all(level["done"] for level in levels)
        seconds = sum(level["seconds"] for level in levels) if done else limit
        out.append({"rival": rival, "levels": levels, "done": done, "limit": limit, "seconds": seconds, "ratio": seconds / ours})
    return out


def solve(rival: str, problem: Problem, seconds: float, gap: float) -> Iterator[Reached]:
    """The rival's own solve, in this process."""
    if rival == "mip":
        from benchmarks.rivals.mip import solve as by_mip  # noqa: PLC0415 - only one of the two libraries can be loaded

        return by_mip(problem, seconds, gap)
    if rival in {"highs", "scip"}:
        from benchmarks.rivals.mathopt import solve as by_mathopt  # noqa: PLC0415

        return by_mathopt(problem, seconds, gap, rival)
    from benchmarks.rivals.cpsat import LP_SUBSOLVERS  # noqa: PLC0415
    from benchmarks.rivals.cpsat import solve as by_cpsat  # noqa: PLC0415

    return by_cpsat(problem, seconds, gap, LP_SUBSOLVERS if rival == "cpsat_lp" else ())


def main(rival: str, path: str, seconds: str, gap: str) -> None:
    """The child: one JSON line a level, as soon as it is known."""
    problem = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by our own process
    for reached in solve(rival, problem, float(seconds), float(gap)):
        sys.stdout.write(json.dumps(reached.to_dict()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
