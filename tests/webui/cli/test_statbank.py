"""`redekasse statbank` and the example of docs/my-municipality.md, against a service on this machine."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.data.statbank.service import Service, error, served
from tests.webui.cli.support import Command

PAGE = (Path(__file__).parents[3] / "docs" / "my-municipality.md").read_text(encoding="utf-8")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> Iterator[Service]:
    with served() as running:
        monkeypatch.setenv("REDEKASSE_STATBANK", running.address)
        yield running


def test_the_example_runs_from_fetching_to_the_forecast(service: Service, redekasse: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = re.findall(r"^\$ (.*)$", PAGE, re.MULTILINE)
    ended = redekasse(*shlex.split(line)[1:])
    assert ended.code == 0, ended.err
    assert "Kilde: Danmarks Statistik" in ended.out
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "my-municipality.md", "exec"), {})  # noqa: S102 - the page's own code
    assert re.search(r"2030-1[12]-01|2031-0[12]-01", capsys.readouterr().out)


def test_what_is_written_is_what_was_fetched(service: Service, redekasse: Command) -> None:
    ended = redekasse("statbank", "ny", "--municipality", "0751", "--from", 2015, "--to", 2024, "--json")
    assert ended.document == {
        "source": service.address,
        "municipality": "751",
        "rows": {"population": 840, "births": 10, "takeup": 30},
    }
    assert sorted(path.name for path in Path("ny").iterdir()) == ["births.csv", "population.csv", "takeup.csv"]
    population = pd.read_csv("ny/population.csv", dtype={"area_id": str})
    assert set(population["area_id"]) == {"000", "751"}


def test_parts_can_be_left_out(service: Service, redekasse: Command) -> None:
    ended = redekasse(
        "statbank",
        "ny",
        "--municipality",
        "751",
        "--from",
        2020,
        "--to",
        2024,
        "--without",
        "births",
        "--without",
        "nation",
        "--without",
        "care",
    )
    assert ended.code == 0
    assert [path.name for path in Path("ny").iterdir()] == ["population.csv"]


def test_nothing_of_the_user_s_is_overwritten(service: Service, redekasse: Command) -> None:
    Path("ny").mkdir()
    Path("ny/births.csv").write_text("mine")
    ended = redekasse("statbank", "ny", "--municipality", "751", "--from", 2020, "--to", 2024)
    assert (ended.code, Path("ny/births.csv").read_text()) == (1, "mine")
    assert "births.csv findes allerede" in ended.err
    assert service.asked == []


def test_what_goes_wrong_is_told_in_the_user_s_language_and_nothing_is_written(service: Service, redekasse: Command) -> None:
    service.says = lambda _function, _asked: error("EXTRACT-NOTFOUND", "Tabellen blev ikke fundet")
    asked = ("ny", "--municipality", "751", "--from", 2020, "--to", 2024)
    assert "afviser spørgsmålet om FOLK1A (EXTRACT-NOTFOUND" in " ".join(redekasse("statbank", *asked).err.split())
    english = redekasse("--language", "en", "statbank", *asked)
    assert english.code == 1
    assert "refuses the question about FOLK1A" in " ".join(english.err.split())
    assert not Path("ny").exists()
