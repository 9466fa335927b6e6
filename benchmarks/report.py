"""Measures municipalities and writes the tables of docs/benchmarks.md.

python -m benchmarks.report --instances village municipality --rivals --docs
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measure import measure_apart
from benchmarks.plot import write_plot
from benchmarks.registry import INSTANCES, PROJECT, Absent, sample_folder
from benchmarks.rivals.race import RIVALS, race

LIBRARIES = ("ortools", "highspy", "numpy", "scipy", "pandas", "sqlalchemy", "matching")
DOCS = PROJECT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- tables: python -m benchmarks.report --docs -->", "<!-- end of tables -->"
Results = list[dict[str, Any]]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "commit": commit(),
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def commit() -> str:
    """The project's commit, with + where files differ from it; empty where there is no repository."""
    git = shutil.which("git")
    if git is None or not (PROJECT / ".git").exists():
        return ""
    said = subprocess.run([git, "describe", "--always", "--dirty=+"], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False)
    return said.stdout.strip()


def measure_all(names: Sequence[str], mode: str, rivals: bool, cap: float | None) -> Results:
    """Each municipality in turn; absent samples are said and left out."""
    results = []
    for name in names:
        try:
            if INSTANCES[name].sample:
                sample_folder(INSTANCES[name])
        except Absent as absent:
            say(f"skipped: {absent}")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            measured = measure_apart(name, mode)
            say(f"{name}: {measured['total']} s")
            if rivals:
                problem = Path(scratch) / "problem"
                measured["points"] = measure_apart(name, "points", problem)
                measured["rivals"] = race(measured["points"], problem, cap)
                say(f"{name}: rivals done")
        results.append(measured)
    return results


def say(text: str) -> None:
    """How far the work is, to standard error."""
    sys.stderr.write(text + "\n")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table, figures right-aligned from the second column on."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def percent(gap: float | None) -> str:
    """A relative gap in per cent."""
    return "-" if gap is None else f"{100 * gap:.3f} %"


def phases(results: Results) -> str:
    """Seconds by phase and memory."""
    names = list(dict.fromkeys(phase for result in results for phase in result["seconds"]))
    head = ["municipality", "applications", *(f"{name} s" for name in names), "total s", "peak MB"]
    rows = []
    for result in results:
        seconds = [f"{result['seconds'].get(name, 0):.2f}" for name in names]
        rows.append([result["instance"], result["applications"], *seconds, f"{result['total']:.1f}", f"{result['peak_memory_mb']:.0f}"])
    return table(head, rows)


def levels(results: Results) -> str:
    """What each level reached and how it is proven."""
    rows = [
        [r["instance"], level["name"], level["value"], level["bound"], percent(level["gap"]), level["price_bound"], level["proven_by"]]
        for r in results
        for level in r["levels"]
    ]
    return table(["municipality", "level", "value", "bound", "gap", "bound by prices", "proven by"], rows)


def rivals_table(results: Results) -> str:
    """What each rival reached, and how many times our seconds it took."""
    rows = []
    for result in results:
        points = result["points"]
        ours = {level["name"]: level for level in points["levels"]}
        rows.append(
            [result["instance"], "Redekasse", *(reached(level) for level in ours.values()), f"{points['seconds']['solve']:.1f}", "1"]
        )
        for rival in result["rivals"]:
            found = {level["name"]: level for level in rival["levels"]}
            more = "" if rival["done"] else "> "
            cost = [f"{more}{rival[name]:.1f}" for name in ("seconds", "ratio")]
            rows.append([result["instance"], RIVALS[rival["rival"]], *(reached(found.get(name)) for name in ours), *cost])
    names = (level["name"] for level in results[0]["points"]["levels"])
    return table(["municipality", "model", *(f"{name} (gap)" for name in names), "s", "times ours"], rows)


def lists_table(results: Results) -> str:
    """What lists and deferred acceptance decide in the market of one period."""
    head = ["municipality", "decided by", "children", "places", "placed", "at the first wish", "passed over", "s"]
    names = ("way", "children", "places", "placed", "first", "passed_over", "seconds")
    return table(head, [[result["instance"], *(line[name] for name in names)] for result in results for line in result["points"]["lists"]])


def reached(level: dict[str, Any] | None) -> str:
    """Value and gap of a level."""
    if level is None:
        return "not reached"
    return "no solution" if level["value"] is None else f"{level['value']} ({percent(level['gap'])})"


def markdown(about: dict[str, Any], mode: str, results: Results) -> str:
    """The tables as Markdown."""
    parts = [f"Mode `{mode}`; " + ", ".join(f"{key} {value}" for key, value in about.items()) + ".", phases(results), levels(results)]
    raced = [result for result in results if "rivals" in result]
    if raced:
        parts.append("In mode `points`, to the same gap on every level:")
        parts.append(rivals_table(raced))
        parts.append("The market of one period, by lists and by deferred acceptance:")
        parts.append(lists_table(raced))
    return "\n\n".join(parts)


def write_docs(text: str, path: Path = DOCS) -> None:
    """Put the tables between the marks of the page."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report", description="Measure municipalities and write tables.")
    usual = ["village", "municipality"]
    parser.add_argument("--instances", nargs="+", choices=INSTANCES, default=usual, metavar="NAME", help=", ".join(INSTANCES))
    parser.add_argument("--rivals", action="store_true", help="give the same window to textbook models")
    parser.add_argument("--time-limit", type=float, metavar="S", help="at most so many seconds a rival (default: 20 times ours)")
    parser.add_argument("--points", action="store_true", help="in mode points: without the order")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/benchmarks.md")
    parser.add_argument("--plot", action="store_true", help="draw time against size into docs/benchmarks.svg")
    given = parser.parse_args()
    mode = "points" if given.points else "legal"
    about, results = machine(), measure_all(given.instances, mode, given.rivals, given.time_limit)
    text = markdown(about, mode, results)
    sys.stdout.write(text + "\n")
    if given.json:
        given.json.write_text(json.dumps({"about": about, "mode": mode, "results": results}, indent=1) + "\n", encoding="utf-8")
    if given.docs:
        write_docs(text)
    if given.plot:
        write_plot(mode, results)


if __name__ == "__main__":
    main()
