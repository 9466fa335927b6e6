"""A forecast as a folder of files: tables as CSV or Parquet, charts as SVG, and a summary that a machine reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from data.exporters.formulas import shielded
from forecasts.charts.fan import fan
from forecasts.charts.picture import Picture
from forecasts.charts.tilemap import Positions, tilemap
from forecasts.language import Language, say
from forecasts.outcome import CARES, QUANTILES, Forecast
from forecasts.shortfall import shortfall
from forecasts.tables import children_table, demand_table, gap_table
from forecasts.words import sentence
from webui.errors import UserFault

Form = Literal["csv", "parquet"]


def need_parquet(remedy: str) -> None:
    """Raise UserFault with the remedy when this installation cannot write Parquet."""
    if find_spec("pyarrow") is None:
        raise UserFault(remedy)


def write_tables(forecast: Forecast, out: Path, form: Form, language: Language) -> list[Path]:
    """Write `demand`, `gap` and `children`; the paths. The municipality has no id, and "Hele kommunen" for its name."""
    tables = {"demand": demand_table(forecast), "gap": gap_table(forecast), "children": children_table(forecast)}
    whole = say("whole", language)
    named = {name: table.assign(area=table["area"].mask(table["area_id"] == forecast.areas[-1], whole)) for name, table in tables.items()}
    return [write_table(table, out / f"{name}.{form}", form) for name, table in named.items()]


def write_table(table: pd.DataFrame, path: Path, form: Form) -> Path:
    """Write one table; the path. Texts in a CSV file can never be formulas."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        table.to_parquet(path, index=False)
        return path
    texts = {name: table[name].map(lambda cell: shielded(str(cell))) for name in table.columns if table[name].dtype == object}
    table.assign(**texts).to_csv(path, index=False, float_format="%.4f", date_format="%Y-%m", lineterminator="\n")
    return path


def write_charts(
    forecast: Forecast, positions: Positions, when: Mapping[int, int], out: Path, language: Language, done: Callable[[float], None]
) -> list[Path]:
    """Write a fan for every area and kind of care, and a map for every kind in its month `when`; the paths."""
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    total = (len(forecast.areas) + 1) * len(CARES)
    for care, code in enumerate(CARES):
        pictures: dict[str, Callable[[], Picture]] = {f"map-{code}": partial(tilemap, forecast, care, when[care], positions, language)}
        for area in range(len(forecast.areas)):
            pictures[f"fan-{area + 1:02d}-{code}"] = partial(fan, forecast, area, care, language)
        for name, drawn in pictures.items():
            path = out / f"{name}.svg"
            path.write_text(drawn().svg(), encoding="utf-8")
            paths.append(path)
            done(len(paths) / total)
    return paths


def summary(forecast: Forecast, language: Language) -> dict[str, Any]:
    """What the forecast says, per area and kind of care, as plain values: the finding, its month and figures, the sentence."""
    return {
        "origin": forecast.origin.isoformat(),
        "first_month": forecast.months[0].isoformat(),
        "last_month": forecast.months[-1].isoformat(),
        "findings": [finding(forecast, area, care, language) for area in range(len(forecast.areas)) for care in range(len(CARES))],
    }


def finding(forecast: Forecast, area: int, care: int, language: Language) -> dict[str, Any]:
    """The finding of one area and kind of care; figures of its month, None where the capacity is not known."""
    found = shortfall(forecast, area, care)
    known = found.kind != "unknown"
    figures = {
        name: round(float(getattr(forecast, field)[area, care, found.month]), digits) if known else None
        for name, field, digits in (("places", "capacity", 1), ("chance", "shortage", 4), ("lack", "lack", 1), ("worst", "worst", 1))
    }
    demand = {f"q{100 * share:g}": round(float(forecast.demand[q, area, care, found.month]), 1) for q, share in enumerate(QUANTILES)}
    return {
        "area_id": forecast.areas[area], "area": forecast.names[area], "care_kind": CARES[care], "kind": found.kind,
        "month": forecast.months[found.month].isoformat(), "demand": demand, **figures,
        "sentence": sentence(forecast, area, care, language),
    }  # fmt: skip


def write_summary(document: Mapping[str, Any], out: Path) -> Path:
    """Write `summary.json`; its path."""
    path = out / "summary.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return path
