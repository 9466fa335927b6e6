"""Where the pages get their forecasts from, and where new ones are made: one at a time, beside the pages."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import lru_cache
from threading import Lock

from flask import current_app
from sqlalchemy import Engine

from data.database.frames import values_of
from data.stores.forecasts import ForecastHead, list_forecasts, load_forecast
from data.stores.packages import current_version, load_package
from data.stores.scenarios import save_scenario
from forecasts.assumptions import Assumptions
from forecasts.faults import Unusable
from forecasts.inputs import Inputs
from forecasts.packing import unpack
from forecasts.reading import read_inputs
from webui.forecasts.book import ForecastBook
from webui.forecasts.make import last_counted, make, store

#: forecasts kept in memory
KEPT = 8
#: seconds that an answer waits for a forecast before it tells that it is under way
PATIENCE = 2.0


class ForecastShelf:
    """The forecasts of a database, and the one that is being made."""

    def __init__(self, engine: Engine) -> None:
        """A shelf over the database of `engine`."""
        self._engine = engine
        self._book = lru_cache(maxsize=KEPT)(self._read)
        self._inputs = lru_cache(maxsize=KEPT)(self._read_inputs)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prognose")
        self._lock = Lock()
        self._under_way: Future[int] | None = None

    def heads(self) -> list[ForecastHead]:
        """All forecasts, the newest first."""
        return list_forecasts(self._engine)

    def book(self, number: int) -> ForecastBook:
        """That forecast. NotStored when there is none."""
        return self._book(number)

    def known(self) -> Inputs:
        """What is known now: the newest data, or those of the newest forecast where nothing can be forecast from the newest."""
        try:
            return self._inputs(current_version(self._engine) or self.heads()[0].data_version)
        except Unusable:
            return self._inputs(self.heads()[0].data_version)

    def books(self) -> list[ForecastBook]:
        """The last forecast made from each day of count, the newest first: what is held against what came.

        A scenario with other births or moves is no forecast of what would come, so it is not judged.
        """
        plain = (head for head in self.heads() if head.assumptions.get("fertility", 1) == head.assumptions.get("migration", 1) == 1)
        last = {head.origin: head.id for head in reversed(list(plain))}
        return [self._book(number) for _day, number in sorted(last.items(), reverse=True)]

    def begin(self, name: str, assumptions: Assumptions, actor: str) -> Future[int]:
        """Make a forecast from the current data and store it as `actor`'s; what is under way already goes first.

        The future holds the number of the stored forecast, or what went wrong.
        """
        with self._lock:
            self._under_way = self._worker.submit(self._make, name, assumptions, actor)
            return self._under_way

    def under_way(self) -> Future[int] | None:
        """The forecast last asked for, as long as it is not done or went wrong."""
        with self._lock:
            found = self._under_way
            return None if found is None or (found.done() and found.exception() is None) else found

    def forget(self) -> None:
        """Leave a forecast that went wrong behind."""
        with self._lock:
            if self._under_way is not None and self._under_way.done():
                self._under_way = None

    def close(self) -> None:
        """Wait for what is under way, and take nothing more."""
        self._worker.shutdown(cancel_futures=True)

    def _make(self, name: str, assumptions: Assumptions, actor: str) -> int:
        package = load_package(self._engine)
        save_scenario(self._engine, name, assumptions.as_table(), actor)
        return store(self._engine, make(package, assumptions), name, actor)

    def _read(self, number: int) -> ForecastBook:
        kept = load_forecast(self._engine, number)
        districts = load_package(self._engine, kept.head.data_version).tables["districts"]
        spots = zip(districts["district_id"], values_of(districts["easting"]), values_of(districts["northing"]), strict=True)
        positions = {str(area): (east, north) for area, east, north in spots if east is not None and north is not None}
        return ForecastBook(kept.head, unpack(kept.content), kept.backtest, positions)

    def _read_inputs(self, data_version: str) -> Inputs:
        tables = load_package(self._engine, data_version).tables
        return read_inputs(tables, last_day=last_counted(tables))


def waited(future: Future[int]) -> int | None:
    """The number when the forecast is ready within `PATIENCE` seconds; None when it is not, or went wrong."""
    ready, _under_way = wait([future], timeout=PATIENCE)
    return future.result() if ready and future.exception() is None else None


def shelf() -> ForecastShelf:
    """The shelf of the application under way."""
    found = current_app.extensions["redekasse_forecasts"]
    assert isinstance(found, ForecastShelf)  # noqa: S101 - tells the type checker what create_app put there
    return found
