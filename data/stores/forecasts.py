"""Forecasts: stored whole with their scenario and their back-test, listed, and opened again, however old.

The figures come as bytes that this room does not read: `forecasts.packing` writes and reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, insert, select

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.packing import pack, unpack
from data.database.tables.forecasts import StoredForecast
from data.package import Package
from data.stores.audit import write_audit
from data.stores.versions import has_version, store_version


@dataclass(frozen=True, slots=True)
class ForecastHead:
    """What a list of forecasts shows; `created_at` in UTC."""

    id: int
    created_at: datetime
    actor: str
    scenario: str
    origin: date
    data_version: str
    #: the scenario's assumptions as plain values
    assumptions: dict[str, Any]
    #: how it was made, and what was mended in the data
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """A forecast in the database."""

    head: ForecastHead
    #: the figures, packed
    content: bytes
    #: the table of the back-test, a dict of plain values a row; empty where none was made
    backtest: list[dict[str, Any]]


_HEAD: list[Any] = [getattr(StoredForecast, field.name) for field in fields(ForecastHead)]


def save_forecast(
    engine: Engine, content: bytes, *, scenario: str, origin: date, data_version: str, assumptions: dict[str, Any], summary: dict[str, Any],
    backtest: list[dict[str, Any]], actor: str, package: Package | None = None,
) -> int:  # fmt: skip
    """Store a forecast in one transaction, with an entry in the audit trail; its number.

    The data it was made from must be stored: they were imported, or are given as `package`.

    Raises:
        NotStored: the data are neither.
        ValueError: `package` is another version than `data_version`.
    """
    if package is not None and package.version != data_version:
        raise ValueError(f"the forecast was made from data version {data_version}, the package given is {package.version}")
    with writing(engine) as connection:
        if package is not None:
            store_version(connection, package)
        elif not has_version(connection, data_version):
            raise NotStored(
                f"prognosen er lavet på dataversion {data_version}, som ikke er i databasen: indlæs de data først",
                f"the forecast was made from data version {data_version}, which is not in the database: import those data first",
            )
        row = {
            "created_at": datetime.now(UTC), "actor": actor, "scenario": scenario, "origin": origin, "data_version": data_version,
            "assumptions": assumptions, "summary": summary, "content": content, "backtest": pack(backtest),
        }  # fmt: skip
        number = int(connection.execute(insert(StoredForecast).values(row).returning(StoredForecast.id)).scalar_one())
        details = {"scenario": scenario, "origin": origin.isoformat(), "data_version": data_version, "assumptions": assumptions}
        write_audit(connection, actor, "forecast", f"forecasts {number}", details)
        return number


def list_forecasts(engine: Engine) -> list[ForecastHead]:
    """All forecasts, newest first."""
    with reading(engine) as connection:
        rows = connection.execute(select(*_HEAD).order_by(StoredForecast.id.desc()))
        return [ForecastHead(**row) for row in rows.mappings()]


def load_forecast(engine: Engine, number: int) -> KeptForecast:
    """A forecast by its number. Raises NotStored when there is none."""
    with reading(engine) as connection:
        row = connection.execute(
            select(*_HEAD, StoredForecast.content, StoredForecast.backtest).where(StoredForecast.id == number)
        ).mappings().one_or_none()  # fmt: skip
    if row is None:
        raise NotStored(f"der er ingen prognose {number} i databasen", f"there is no forecast {number} in the database")
    head = ForecastHead(**{field.name: row[field.name] for field in fields(ForecastHead)})
    return KeptForecast(head, row["content"], unpack(row["backtest"]))
