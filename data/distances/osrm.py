"""Ways from an OSRM-compatible routing service: https://project-osrm.org/docs/v5.24.0/api/#table-service.

Only coordinates leave the house, and only to the address that the municipality has set on its own machine.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from data.distances.measure import NO_WAY, Whole
from data.distances.sites import Floats
from data.distances.utm import to_degrees
from data.faults import Mendable
from optimizer.domain.policy import TravelMode

#: names of OSRM's own profiles
PROFILES: dict[TravelMode, str] = {"foot": "foot", "bicycle": "bike", "car": "car"}
#: homes and facilities asked for at once: OSRM's default limit is 100 coordinates
BATCH = 50
SECONDS_TO_WAIT = 60.0


class ServiceFault(Mendable):
    """The routing service does not answer, or answers with something else than ways."""


class Osrm:
    """A service at an address such as http://osrm.example.dk:5000; `answered` is told the share done after each batch."""

    def __init__(
        self, address: str, mode: TravelMode, timeout: float = SECONDS_TO_WAIT, answered: Callable[[float], None] | None = None
    ) -> None:
        """ServiceFault when the address is none."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ServiceFault(
                f"»{address}« er ikke adressen på en OSRM-tjeneste: skriv fx http://localhost:5000, uden bruger og kode",
                f'"{address}" is not the address of an OSRM service: write e.g. http://localhost:5000, without user or password',
            )
        self.source = address.rstrip("/")
        self._mode, self._timeout = mode, timeout
        self._host, self._secure, self._path = parts.netloc, parts.scheme == "https", parts.path.rstrip("/")
        self._answered = answered or (lambda _share: None)

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """As `Measurer`; the service's own metres and seconds, rounded half up. ServiceFault."""
        metres = np.full((len(homes), len(facilities)), NO_WAY, dtype=np.int32)
        seconds = metres.copy()
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, timeout=self._timeout)
        try:
            for rows, columns, share in batches(len(homes), len(facilities)):
                answer = self._ask(connection, self.query(homes[rows], facilities[columns]))
                shape = (rows.stop - rows.start, columns.stop - columns.start)
                far, long = (self._numbers(answer, name, shape) for name in ("distances", "durations"))
                lost = np.isnan(far) | np.isnan(long)
                metres[rows, columns] = np.where(lost, NO_WAY, np.floor(np.nan_to_num(far) + 0.5))
                seconds[rows, columns] = np.where(lost, NO_WAY, np.floor(np.nan_to_num(long) + 0.5))
                self._answered(share)
        finally:
            connection.close()
        return metres, seconds

    def query(self, homes: Floats, facilities: Floats) -> str:
        """Path and query of one request: coordinates as longitude,latitude with six decimals (a tenth of a metre)."""
        places = np.concatenate([homes, facilities])
        east, north = to_degrees(places[:, 0], places[:, 1])
        listed = ";".join(f"{x:.6f},{y:.6f}" for x, y in zip(east, north, strict=True))
        sources = ";".join(map(str, range(len(homes))))
        destinations = ";".join(map(str, range(len(homes), len(places))))
        asked = f"sources={sources}&destinations={destinations}&annotations=duration,distance"
        return f"{self._path}/table/v1/{PROFILES[self._mode]}/{listed}?{asked}"

    def _ask(self, connection: http.client.HTTPConnection, query: str) -> dict[str, Any]:
        try:
            connection.request("GET", query, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            status, body = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            told = type(error).__name__ if not str(error) else str(error)
            raise self._fault(f"svarer ikke ({told})", f"does not answer ({told})") from None
        try:
            document = json.loads(body)
        except ValueError:
            document = None
        code = document.get("code") if isinstance(document, dict) else None
        if status != http.client.OK or code != "Ok" or not isinstance(document, dict):
            told = f"HTTP {status}" + (f", {code}" if isinstance(code, str) else "")
            raise self._fault(f"svarer uden veje ({told})", f"answers without ways ({told})")
        return document

    def _numbers(self, answer: dict[str, Any], name: str, shape: tuple[int, int]) -> Floats:
        try:
            found = np.array(answer.get(name), dtype=np.float64)
        except (TypeError, ValueError):
            found = np.zeros(0)
        if found.shape != shape or (found < 0).any():
            raise self._fault(f"svarer uden hele tabellen »{name}«", f'answers without the whole table "{name}"')
        return found

    def _fault(self, da: str, en: str) -> ServiceFault:
        return ServiceFault(
            f"OSRM-tjenesten på {self.source} {da}: se efter, at den kører, og at adressen er rigtig",
            f"the OSRM service at {self.source} {en}: see that it runs and that the address is right",
        )


def batches(homes: int, facilities: int) -> Iterator[tuple[slice, slice, float]]:
    """Homes and facilities of each request, and the share done when it has been answered."""
    total, done = homes * facilities, 0
    for row in range(0, homes, BATCH):
        rows = slice(row, min(row + BATCH, homes))
        for column in range(0, facilities, BATCH):
            columns = slice(column, min(column + BATCH, facilities))
            done += (rows.stop - rows.start) * (columns.stop - columns.start)
            yield rows, columns, done / total
