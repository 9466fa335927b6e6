"""Forecasts go in whole and come back as they were, with who made them; on both back ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.database.engine import migrate
from data.database.faults import NotStored
from data.stores.audit import list_audit
from data.stores.forecasts import list_forecasts, load_forecast, save_forecast
from data.stores.packages import import_package
from tests.data.database.backends import BACKENDS, empty_database, small_package


@pytest.fixture(params=BACKENDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with empty_database(request, tmp_path) as opened:
        migrate(opened)
        yield opened


def a_forecast(**changed: Any) -> dict[str, Any]:
    return {
        "scenario": "Som hidtil", "origin": date(2027, 1, 1), "data_version": small_package().version,
        "assumptions": {"fertility": 1.0, "capacity": [{"area": "D1", "places": -12}]}, "summary": {"draws": 500, "remedies": []},
        "backtest": [{"method": "cohort", "mape": 0.05, "size": None}], "actor": "anna", **changed,
    }  # fmt: skip


def test_a_forecast_comes_back_as_it_was_stored(engine: Engine) -> None:
    import_package(engine, small_package(), "prøve", "anna")
    content = bytes(range(256))
    first = save_forecast(engine, content, **a_forecast())
    second = save_forecast(engine, b"other", **a_forecast(scenario="Ny bydel", backtest=[]))
    kept = load_forecast(engine, first)
    assert (kept.content, kept.backtest) == (content, [{"method": "cohort", "mape": 0.05, "size": None}])
    assert (kept.head.scenario, kept.head.origin, kept.head.actor) == ("Som hidtil", date(2027, 1, 1), "anna")
    assert kept.head.assumptions == {"fertility": 1.0, "capacity": [{"area": "D1", "places": -12}]}
    assert kept.head.summary == {"draws": 500, "remedies": []}
    assert [head.id for head in list_forecasts(engine)] == [second, first]
    assert list_forecasts(engine)[1] == kept.head


def test_who_made_a_forecast_stands_in_the_audit_trail(engine: Engine) -> None:
    import_package(engine, small_package(), "prøve", "anna")
    number = save_forecast(engine, b"", **a_forecast(actor="bo"))
    entry = list_audit(engine)[0]
    assert (entry.actor, entry.action, entry.object) == ("bo", "forecast", f"forecasts {number}")
    assert entry.details["scenario"] == "Som hidtil"


def test_the_data_must_be_known_or_given(engine: Engine) -> None:
    with pytest.raises(NotStored, match="indlæs de data først"):
        save_forecast(engine, b"", **a_forecast())
    assert list_forecasts(engine) == []
    save_forecast(engine, b"", **a_forecast(), package=small_package())
    assert len(list_forecasts(engine)) == 1


def test_data_of_another_version_are_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="the forecast was made from data version x"):
        save_forecast(engine, b"", **a_forecast(data_version="x"), package=small_package())


def test_a_forecast_that_is_not_there(engine: Engine) -> None:
    with pytest.raises(NotStored, match="ingen prognose 7"):
        load_forecast(engine, 7)
