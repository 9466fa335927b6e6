"""Where the pages get their rounds from: the stores, with the last rounds kept in memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd
from flask import current_app
from sqlalchemy import Engine

from data.database.frames import values_of
from data.policies import parse_policy
from data.snapshot import to_snapshot
from data.stores.packages import current_version, load_package
from data.stores.rounds import RoundHead, list_rounds, load_round
from data.stores.touched import children_touched
from webui.rounds.book import RoundBook

#: rounds kept in memory; a round of a large city takes some hundred megabytes
KEPT = 2


@dataclass(frozen=True, slots=True)
class Guardian:
    """One who has custody of a child; `language` as the data have it."""

    name: str
    address: tuple[str, ...]
    language: str


class Shelf:
    """The rounds of a database. A stored round never changes, so one that was read is kept."""

    def __init__(self, engine: Engine) -> None:
        """A shelf over the database of `engine`."""
        self.engine = engine
        self._book = lru_cache(maxsize=KEPT)(self._read)
        self._guardians = lru_cache(maxsize=KEPT)(self._guardians_of)
        self._touched = lru_cache(maxsize=KEPT)(self._differing)

    def rounds(self) -> list[RoundHead]:
        """All rounds, the newest first."""
        return list_rounds(self.engine)

    def book(self, round_id: int) -> RoundBook:
        """That round with its data. NotStored when there is none."""
        return self._book(round_id)

    def touched(self, round_id: int) -> dict[str, set[str]]:
        """Children whose data are others in the last import than when the round was run, with the tables that differ."""
        run_on, current = self.book(round_id).head.data_version, current_version(self.engine)
        return {} if current is None or current == run_on else self._touched(run_on, current)

    def guardians(self, round_id: int) -> dict[str, list[Guardian]]:
        """Whom letters about each child go to, by child id: those with custody, by name."""
        return self._guardians(self.book(round_id).head.data_version)

    def _guardians_of(self, version: str) -> dict[str, list[Guardian]]:
        frame = load_package(self.engine, version).tables["guardians"].sort_values(["child_id", "name"])
        columns = ("child_id", "name", "address", "postcode", "language", "custody")
        found: dict[str, list[Guardian]] = defaultdict(list)
        for child, name, address, postcode, language, custody in zip(*(values_of(frame[column]) for column in columns), strict=True):
            if custody is not False:
                found[child].append(Guardian(name, tuple(line for line in (address, postcode) if line), language or "da"))
        return found

    def _differing(self, old: str, new: str) -> dict[str, set[str]]:
        return children_touched(load_package(self.engine, old), load_package(self.engine, new))

    def _read(self, round_id: int) -> RoundBook:
        stored = load_round(self.engine, round_id)
        package = load_package(self.engine, stored.head.data_version)
        children = package.tables["children"]
        names = zip(children["child_id"], values_of(children["name"]), strict=True)
        return RoundBook(
            head=stored.head,
            record=stored.record,
            policy=parse_policy(stored.record.policy_toml, "policy.toml"),
            snapshot=to_snapshot(package, stored.record.ways),
            names={child_id: name for child_id, name in names if name},
            protected=_protected(children),
        )


def _protected(children: pd.DataFrame) -> frozenset[str]:
    """Children whose address is protected, and those who live with one: their home is the same."""
    marked = children["protected_address"].fillna(value=False).astype(bool)
    homes = children.loc[marked, "household_id"].dropna()
    return frozenset(children.loc[marked | children["household_id"].isin(homes), "child_id"])


def shelf() -> Shelf:
    """The shelf of the application under way."""
    found = current_app.extensions["redekasse_shelf"]
    assert isinstance(found, Shelf)  # noqa: S101 - tells the type checker what create_app put there
    return found
