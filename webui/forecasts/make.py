"""A forecast with its back-test, from a municipality's data: here the tables meet the model."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from data.package import Package
from data.stores.forecasts import save_forecast
from forecasts.api import forecast
from forecasts.assumptions import Assumptions
from forecasts.backtest.report import run as backtest
from forecasts.cohort import fit
from forecasts.faults import told
from forecasts.history import History, Remedy
from forecasts.inputs import Inputs
from forecasts.language import Language
from forecasts.outcome import Forecast
from forecasts.packing import pack
from forecasts.reading import read_inputs

YEARS, DRAWS, SEED = 10, 1000, 1
#: share of the work that is not the back-test
FORECAST_SHARE = 0.4

#: takes the share that is done (0-1) and the code of what is being done
Report = Callable[[float, str], None]


def quiet(_share: float, _phase: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Made:
    """A forecast that was made, and how."""

    forecast: Forecast
    inputs: Inputs
    assumptions: Assumptions
    #: rows of the back-test's table; none when it was not asked for or the history is too short
    backtest: list[dict[str, Any]]
    #: years, draws, seed, seconds, remedies: plain values
    summary: dict[str, Any]


def make(
    package: Package, assumptions: Assumptions, *, years: int = YEARS, draws: int = DRAWS, seed: int = SEED, judged: bool = True,
    report: Report = quiet,
) -> Made:  # fmt: skip
    """A forecast from the data's history, under a scenario; `judged` also back-tests it.

    Raises:
        Unusable: the data do not do for a forecast; every fault is named.
        AssumptionFault: the scenario does not fit the data.
    """
    begun = time.perf_counter()
    report(0.0, "load")
    inputs = read_inputs(package.tables, last_day=last_counted(package.tables))
    report(0.1, "forecast")
    model = fit(inputs.history, years=years)
    made = forecast(inputs, assumptions, seed=seed, children=model.draws(years, draws, seed))
    seconds = time.perf_counter() - begun
    rows = back_test_rows(inputs.history, report) if judged else []
    summary = {
        "years": years, "draws": draws, "seed": seed, "data_version": package.version, "seconds": round(seconds, 3),
        "widened": [
            {"born": kind == "born", "years_ahead": ahead, "held": round(held, 4), "factor": round(factor, 4)}
            for kind, ahead, held, factor in model.calibration.too_narrow()
        ],
        "remedies": [{"code": remedy.code, "facts": dict(remedy.facts)} for remedy in inputs.history.remedies],
    }  # fmt: skip
    return Made(made, inputs, assumptions, rows, summary)


def last_counted(tables: Mapping[str, pd.DataFrame]) -> date:
    """The last day on which anything in the data can have been counted: today, or later where the data are set in the future.

    Rows of `population` after it are an official projection. An invented municipality may lie ahead of the calendar; its
    youngest child and its last registered application tell its day.
    """
    told = [tables["children"]["birth_date"].max(), tables["applications"]["registered_date"].max()]
    return max([datetime.now(UTC).date(), *(pd.Timestamp(day).date() for day in told if pd.notna(day))])


def back_test_rows(history: History, report: Report = quiet) -> list[dict[str, Any]]:
    """The table of a back-test on the history, as plain values; empty when the history is too short for one."""
    try:
        found = backtest(
            history, progress=lambda done, all_: report(FORECAST_SHARE + (1 - FORECAST_SHARE) * done / max(all_, 1), "backtest")
        )
    except ValueError:
        return []
    return rows_of(found.frame())


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as plain values; what is empty or not a number is None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.astype(object).to_dict("records")]


def _plain(value: Any) -> Any:
    if value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def table_of(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The table that `rows_of` was given."""
    return pd.DataFrame(rows).astype({"size": "Int64", "origin": "Int64"})


def remedies_told(summary: dict[str, Any], language: Language) -> list[str]:
    """What was mended in the data, a sentence each."""
    return [told(Remedy(found["code"], tuple(found["facts"].items())), language) for found in summary["remedies"]]


def store(engine: Any, made: Made, scenario: str, actor: str, package: Package | None = None) -> int:
    """Keep a forecast; its number. `package` is stored beside it when its data were never imported."""
    return save_forecast(
        engine, pack(made.forecast), scenario=scenario, origin=made.forecast.origin, data_version=made.summary["data_version"],
        assumptions=made.assumptions.as_table(), summary=made.summary, backtest=made.backtest, actor=actor, package=package,
    )  # fmt: skip
