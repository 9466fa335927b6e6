"""Back-tests every bed and writes the figures: python -m benchmarks.forecasting [--beds NAME ...] [--json FILE] [--docs]."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.forecasting.beds import BEDS, Bed
from benchmarks.registry import PROJECT, Absent
from benchmarks.report import say, table
from forecasts.backtest.baselines import baselines
from forecasts.backtest.measures import Measures
from forecasts.backtest.report import Report, run
from forecasts.cohort.method import cohort

DOCS = PROJECT / "docs" / "forecast-figures.md"
BEGIN, END = "<!-- tables: python -m benchmarks.forecasting --docs -->", "<!-- end of tables -->"
CELLS = [(group, horizon) for group in ("0-2", "3-5") for horizon in (1, 3, 5)]
HEAD = [f"{group} h{horizon}" for group, horizon in CELLS]


def tested(bed: Bed) -> dict[str, Report]:
    """The back-tests of a bed: one to five years ahead, and ten from the origins that allow it."""
    methods = {"Redekasse": cohort(), **baselines()}
    first, last = bed.origins
    near = run(bed.history, methods, origins=range(first, last + 1))
    first, last = bed.far
    reachable = range(max(first, int(bed.history.years[3])), min(last, int(bed.history.years[-1]) - 10) + 1)
    return {"near": near} | ({"far": run(bed.history, methods, origins=reachable, horizons=(10,))} if reachable else {})


def accuracy(report: Report) -> str:
    """MAPE / WAPE / RMSE of each way."""
    rows = [[way, *(point(report.line(way, *cell)) for cell in CELLS)] for way in report.asked.told]
    counts = ["area-origins", *(str(report.line("Redekasse", *cell).n) for cell in CELLS)]
    return table(["MAPE / WAPE / RMSE / bias", *HEAD], [*rows, counts])


def point(found: Measures) -> str:
    """Four measures in one cell; per cent but for the RMSE."""
    return f"{100 * found.mape:.2f} / {100 * found.wape:.2f} / {found.rmse:.0f} / {100 * found.bias:+.1f}"


def intervals(report: Report) -> str:
    """Coverage and scores of the ways that have intervals."""
    rows = []
    for way in report.asked.told:
        found = [report.line(way, *cell) for cell in CELLS]
        if found[0].inside80 == found[0].inside80:
            rows.append([f"{way}: inside 80 / 95 %", *(f"{100 * one.inside80:.0f} / {100 * one.inside95:.0f}" for one in found)])
            rows.append([f"{way}: width, score of 80 %", *(f"{100 * one.width80:.0f}, {100 * one.score80:.1f}" for one in found)])
        rows.append([f"{way}: CRPS", *(f"{100 * one.crps:.2f}" for one in found)])
    return table(["per cent of actual", *HEAD], rows)


def sizes(report: Report) -> str:
    """MAPE beside Hamilton-Perry and coverage, by size of the area."""
    rows = []
    for size in range(len(report.sizes) + 1):
        ours = [report.line("Redekasse", *cell, size=size) for cell in CELLS]
        if not max(one.n for one in ours):
            continue
        theirs = [report.line("HP-5", *cell, size=size) for cell in CELLS]
        cells = [
            f"{100 * one.mape:.2f} ({100 * other.mape:.2f}) {100 * one.inside80:.0f}" if one.n else "-"
            for one, other in zip(ours, theirs, strict=True)
        ]
        rows.append([report.size_name(size), *cells])
    return table(["children: MAPE (HP-5), inside 80 %", *HEAD], rows)


def by_origin(report: Report) -> str:
    """MAPE and coverage of each origin."""
    rows = []
    for origin in report.asked.origins:
        found = [report.line("Redekasse", *cell, origin=origin) for cell in CELLS]
        rows.append([origin, *(f"{100 * one.mape:.2f}, {100 * one.inside80:.0f}" if one.n else "-" for one in found)])
    return table(["origin: MAPE, inside 80 %", *HEAD], rows)


def far(report: Report) -> str:
    """Ten years ahead."""
    cells = [("0-2", 10), ("3-5", 10)]
    rows = []
    for way in report.asked.told:
        found = [report.line(way, *cell) for cell in cells]
        inside = [f"{100 * one.inside80:.0f} / {100 * one.inside95:.0f}" if one.inside80 == one.inside80 else "-" for one in found]
        rows.append([way, *(point(one) for one in found), *inside])
    return table(["MAPE / WAPE / RMSE / bias", "0-2 h10", "3-5 h10", "inside 80 / 95 %: 0-2", "3-5"], rows)


def markdown(results: dict[str, dict[str, Report]]) -> str:
    """All tables."""
    parts = []
    for name, reports in results.items():
        near = reports["near"]
        parts += [f"## {name}", f"{len(near.asked.areas)} areas, origins {near.asked.origins[0]}-{near.asked.origins[-1]}."]
        parts += [accuracy(near), intervals(near), sizes(near), by_origin(near)]
        if "far" in reports:
            parts.append(far(reports["far"]))
    return "\n\n".join(parts)


def figures(reports: dict[str, Report]) -> list[dict[str, Any]]:
    """Every cell, as rows for JSON (NaN as null)."""
    rows: list[dict[str, Any]] = []
    for kind, report in reports.items():
        for row in report.frame().astype(object).to_dict("records"):
            rows.append({"test": kind, **{str(key): None if pd.isna(value) else value for key, value in row.items()}})
    return rows


def main(given: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forecasting", description="Back-test the forecast on published series.")
    parser.add_argument("--beds", nargs="+", choices=BEDS, default=list(BEDS), metavar="NAME", help=", ".join(BEDS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every cell of the tables here")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/forecast-figures.md")
    asked = parser.parse_args(given)
    results = {}
    for name in asked.beds:
        try:
            results[name] = tested(BEDS[name]())
        except Absent as absent:
            say(f"skipped: {absent}")
            continue
        say(f"{name} done")
    text = markdown(results)
    if asked.json:
        asked.json.write_text(json.dumps({name: figures(reports) for name, reports in results.items()}), encoding="utf-8")
    if asked.docs:
        page = DOCS.read_text(encoding="utf-8")
        DOCS.write_text(f"{page.partition(BEGIN)[0]}{BEGIN}\n\n{text}\n\n{END}{page.partition(END)[2]}", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
