"""`redekasse forecast` and `backtest`: files that hold the forecast, a stored one in the database, faults with a remedy."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from unittest import mock

import pandas as pd
import pytest

from data.database.engine import open_database
from data.stores.forecasts import list_forecasts, load_forecast
from forecasts.outcome import CARES
from forecasts.packing import unpack
from forecasts.tables import demand_table
from tests.webui.cli.support import Command

FEW = ("--years", 2, "--draws", 60)


def test_a_folder_gives_files(redekasse: Command, village: Path, own_folder: Path) -> None:
    ended = redekasse("forecast", village, *FEW, "--out", "out", "--no-backtest")
    assert ended.code == 0, ended.err
    out = own_folder / "out"
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    demand = pd.read_csv(out / "demand.csv", keep_default_na=False)
    areas = demand["area_id"].nunique()
    assert len(demand) == areas * len(CARES) * 24
    assert len(summary["findings"]) == areas * len(CARES)
    assert list((out / "charts").glob("map-*.svg")) != []
    assert len(list((out / "charts").glob("*.svg"))) == (areas + 1) * len(CARES)
    assert summary["findings"][-1]["sentence"] in " ".join(ended.out.split())
    assert demand[demand["area_id"] == ""]["area"].unique() == ["Hele kommunen"]
    assert not (own_folder / "home").exists()


def test_the_same_seed_gives_the_same_forecast(redekasse: Command, village: Path, own_folder: Path) -> None:
    for out in ("one", "two"):
        redekasse("forecast", village, *FEW, "--seed", 5, "--out", out, "--no-backtest")
    assert (own_folder / "one" / "demand.csv").read_bytes() == (own_folder / "two" / "demand.csv").read_bytes()


def test_parquet_has_the_same_figures(redekasse: Command, village: Path, own_folder: Path) -> None:
    database = f"sqlite:///{own_folder / 'one.db'}"
    ended = redekasse("forecast", village, *FEW, "--out", "out", "--format", "parquet", "--no-backtest", "--database", database)
    assert ended.code == 0, ended.err
    stored = unpack(load_forecast(open_database(database), 1).content)
    read = pd.read_parquet(own_folder / "out" / "demand.parquet")
    assert read["q50"].tolist() == demand_table(stored)["q50"].tolist()


def test_parquet_without_pyarrow_says_what_to_do(redekasse: Command, village: Path) -> None:
    def found(name: str) -> object:
        return None if name == "pyarrow" else find_spec(name)

    with mock.patch("webui.forecasts.files.find_spec", found):
        ended = redekasse("forecast", village, "--out", "out", "--format", "parquet")
    assert ended.code == 1
    assert "pip install redekasse[parquet]" in ended.err


def test_the_databases_data_give_a_stored_forecast(redekasse: Command, village: Path, own_folder: Path) -> None:
    database = f"sqlite:///{own_folder / 'one.db'}"
    redekasse("import", village, "--database", database)
    (own_folder / "plan.toml").write_text('name = "Færre"\nfertility = 0.5\n', encoding="utf-8")
    ended = redekasse("forecast", *FEW, "--database", database, "--scenario", "plan.toml", "--no-backtest", "--json")
    assert ended.code == 0, ended.err
    assert ended.document["forecast_id"] == 1
    assert ended.document["assumptions"]["fertility"] == 0.5
    (head,) = list_forecasts(open_database(database))
    assert head.scenario == "Færre"


@pytest.mark.parametrize(
    ("scenario", "told"),
    [("name = ", "er ikke en TOML-fil"), ("fertility = 9.0", "fertility"), ("hovsa = 1", "hovsa")],
)
def test_a_scenario_that_cannot_be_used(redekasse: Command, village: Path, own_folder: Path, scenario: str, told: str) -> None:
    (own_folder / "plan.toml").write_text(scenario, encoding="utf-8")
    ended = redekasse("forecast", village, "--out", "out", "--scenario", "plan.toml")
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err


def test_data_without_counts_are_refused_with_the_remedy(redekasse: Command, village: Path, own_folder: Path) -> None:
    (village / "population.csv").unlink()
    ended = redekasse("forecast", village, "--out", "out")
    assert (ended.code, ended.out) == (1, "")
    assert "population: ventede mindst fire års folketal" in ended.err
    assert redekasse("backtest", village).code == 1


def test_a_forecast_must_go_somewhere(redekasse: Command, village: Path) -> None:
    ended = redekasse("forecast", village)
    assert (ended.code, ended.out) == (1, "")
    assert "Angiv --out" in ended.err


def test_the_back_test_shows_every_way_and_writes_it(redekasse: Command, village: Path, own_folder: Path) -> None:
    ended = redekasse("backtest", village, "--out", "out", "--json")
    assert ended.code == 0, ended.err
    lines = ended.document["lines"]
    assert {"cohort", "naive", "HP-5"} <= {line["method"] for line in lines}
    table = pd.read_csv(own_folder / "out" / "backtest.csv")
    assert len(table) == len(lines)
    assert (own_folder / "out" / "backtest.svg").read_text(encoding="utf-8").startswith("<svg")
    assert re.search(r"Redekasse .*\d,\d %", redekasse("backtest", village).out)


def test_a_back_test_of_too_few_years(redekasse: Command, village: Path) -> None:
    counts = pd.read_csv(village / "population.csv", dtype=str)
    years = sorted(set(counts["year"].dropna()) if counts["year"].notna().any() else {day[:4] for day in counts["date"]})[-4:]
    kept = counts["year"].isin(years) if counts["year"].notna().any() else counts["date"].str[:4].isin(years)
    counts[kept].to_csv(village / "population.csv", index=False)
    ended = redekasse("backtest", village)
    assert ended.code == 1
    assert "4 års tal" in ended.err
