"""Ways in the database: measured once for each home, kept while the home is asked for and the source is the same."""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, and_, delete, insert, select

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.packing import pack, unpack
from data.database.tables.ways import KeptWays, RoundWays
from data.distances.measure import Measurer, Whole, make_ways
from data.distances.sites import Floats, Sites
from data.stores.audit import write_audit
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways

#: stands for a way that was not asked for yet
_UNKNOWN = -2
_Place = tuple[float, float]
Ints = NDArray[np.int64]
_LENGTH = struct.Struct("<q")


def measure_ways(engine: Engine, sites: Sites, policy: Policy, measurer: Measurer, actor: str, *, fresh: bool = False) -> tuple[Ways, int]:
    """The ways between `sites`, those already kept taken from the database unless `fresh`; and how many were measured now.

    Afterwards the database keeps the ways of these homes by the method and mode, and of no others: a home that nobody asks about
    any more is not left behind.
    """
    kept: dict[_Place, bytes] = {}
    if not fresh:
        with reading(engine) as connection:
            kept = _kept(connection, policy, measurer.source)
    homes = [(x, y) for x, y in sites.homes.tolist()]
    table = _known(kept, homes, sites.facilities)
    measured = _measure_missing(table, sites, measurer)
    if measured or set(kept) != set(homes):
        with writing(engine) as connection:
            _keep(connection, policy, measurer.source, homes, sites.facilities, table)
            told = {"method": policy.distance_method, "mode": policy.travel_mode, "homes": len(homes), "facilities": len(sites.facilities)}
            write_audit(connection, actor, "distances", "kept_ways", {**told, "measured": measured})
    return make_ways(sites, policy, measurer.source, table[0], table[1]), measured


def _known(kept: dict[_Place, bytes], homes: list[_Place], facilities: Floats) -> Whole:
    """[metres or seconds, home, facility] what is kept, _UNKNOWN elsewhere."""
    table = np.full((2, len(homes), len(facilities)), _UNKNOWN, dtype=np.int32)
    found: dict[bytes, tuple[Ints, Ints]] = {}
    for home, place in enumerate(homes):
        if place in kept:
            places, values = _unpacked(kept[place])
            if places not in found:
                at = {(x, y): k for k, (x, y) in enumerate(np.frombuffer(places, "<f8").reshape(-1, 2).tolist())}
                where = np.array([at.get((x, y), -1) for x, y in facilities.tolist()], dtype=np.int64)
                found[places] = np.flatnonzero(where >= 0), where[where >= 0]
            columns, there = found[places]
            table[:, home, columns] = values[:, there]
    return table


def _measure_missing(table: Whole, sites: Sites, measurer: Measurer) -> int:
    """Fill in what is unknown: homes that lack the same facilities are asked for together. How many ways were measured."""
    alike: dict[bytes, list[int]] = defaultdict(list)
    for home, unknown in enumerate(table[0] == _UNKNOWN):
        if unknown.any():
            alike[unknown.tobytes()].append(home)
    measured = 0
    for pattern, lacking in alike.items():
        columns = np.flatnonzero(np.frombuffer(pattern, dtype=np.bool_))
        metres, seconds = measurer.table(sites.homes[lacking], sites.facilities[columns])
        pairs = np.ix_(np.array(lacking), columns)
        table[0][pairs] = metres
        table[1][pairs] = seconds
        measured += metres.size
    return measured


def _kept(connection: Connection, policy: Policy, source: str) -> dict[_Place, bytes]:
    query = select(KeptWays.easting, KeptWays.northing, KeptWays.content).where(_of(policy), KeptWays.source == source)
    return {(row.easting, row.northing): row.content for row in connection.execute(query)}


def _keep(connection: Connection, policy: Policy, source: str, homes: list[_Place], facilities: Floats, table: Whole) -> None:
    connection.execute(delete(KeptWays).where(_of(policy)))
    head = {"method": policy.distance_method, "mode": policy.travel_mode, "source": source}
    rows = [
        {**head, "easting": east, "northing": north, "content": _packed(facilities, table[:, k])} for k, (east, north) in enumerate(homes)
    ]
    if rows:
        connection.execute(insert(KeptWays), rows)


def _of(policy: Policy) -> Any:
    return and_(KeptWays.method == policy.distance_method, KeptWays.mode == policy.travel_mode)


def _packed(facilities: Floats, values: Whole) -> bytes:
    """Number of facilities, their coordinates, metres, seconds; little-endian."""
    parts = (_LENGTH.pack(len(facilities)), facilities.astype("<f8").tobytes(), values.astype("<i4").tobytes())
    return zlib.compress(b"".join(parts), 1)


def _unpacked(content: bytes) -> tuple[bytes, Whole]:
    """The facilities' coordinates as they were packed, and [metres or seconds, facility]."""
    raw = zlib.decompress(content)
    (count,) = _LENGTH.unpack_from(raw)
    begin = _LENGTH.size + 16 * count
    return raw[_LENGTH.size : begin], np.frombuffer(raw, "<i4", 2 * count, begin).reshape(2, -1).astype(np.int32)


def store_round_ways(connection: Connection, round_id: int, ways: Ways) -> None:
    """Store the ways of a round beside it."""
    content = pack(
        {
            "method": ways.method, "mode": ways.mode, "source": ways.source, "rows": dict(ways.rows), "columns": dict(ways.columns),
            "metres": ways.metres.tolist(), "seconds": ways.seconds.tolist(), "estimated": sorted(ways.estimated),
        }
    )  # fmt: skip
    connection.execute(insert(RoundWays).values(round_id=round_id, content=content))


def round_ways(connection: Connection, round_id: int) -> Ways | None:
    """The ways of a round; None for straight lines."""
    content = connection.scalar(select(RoundWays.content).where(RoundWays.round_id == round_id))
    if content is None:
        return None
    told = unpack(content)
    numbers = {name: array("i", told.pop(name)) for name in ("metres", "seconds")}
    return Ways(**told | numbers | {"estimated": frozenset(told["estimated"])})


class Kept:
    """What the database keeps by the policy's method and mode, and nothing else: for a machine without the map or the service."""

    def __init__(self, engine: Engine, policy: Policy) -> None:
        """NotStored when nothing is kept."""
        with reading(engine) as connection:
            source = connection.scalar(select(KeptWays.source).where(_of(policy)).limit(1))
        if source is None:
            raise _not_kept(policy)
        self.source = source
        self._policy = policy

    def table(self, homes: Floats, facilities: Floats) -> tuple[Whole, Whole]:
        """As `Measurer`: NotStored, for what is asked for is not kept."""
        raise _not_kept(self._policy, len(homes))


def _not_kept(policy: Policy, homes: int | None = None) -> NotStored:
    how = f"{policy.distance_method}, {policy.travel_mode}"
    da = f"veje fra {homes} hjem" if homes else "veje"
    en = f"ways from {homes} homes" if homes else "ways"
    return NotStored(
        f"databasen har ikke de {da} ({how}), som politikken måler ved: kør »redekasse distances« med politikken først",
        f'the database lacks the {en} ({how}) that the policy measures by: run "redekasse distances" with the policy first',
    )
