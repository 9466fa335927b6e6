"""A round that was run before: read from its folder or by its number in the database, with the data it was run on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from data.exporters.results import read_results
from data.package import Package
from data.policies import parse_policy
from data.snapshot import to_snapshot
from data.stores.packages import load_package
from data.stores.rounds import load_round
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.taken_up import TakenUp, take_up
from webui.cli import work
from webui.cli.clock import Clock
from webui.cli.texts import _
from webui.errors import UserFault


@dataclass(frozen=True)
class Past:
    """A finished round; `engine` is its database, None where it was read from a folder."""

    record: RoundRecord
    name: str
    engine: Engine | None = None

    def package(self, folder: Path | None) -> Package:
        """The data the round was run on: those in `folder`, else the version that the database keeps."""
        version = self.record.summary["data_hash"]
        if folder is None:
            if self.engine is None:
                raise UserFault(_("Angiv --data: det skal regnes på de data, runden blev kørt på"))
            return load_package(self.engine, str(version))
        package = work.read_folder(folder, work.left_out(self.record), Clock())
        if package.version != version:
            raise UserFault(_("Resultatet er regnet på andre data end dem i %(folder)s", folder=folder))
        return package

    def taken_up(self, package: Package) -> TakenUp:
        """The round, ready to be asked about."""
        policy = parse_policy(self.record.policy_toml, "policy.toml")
        return take_up(to_snapshot(package, self.record.ways), policy, date.fromisoformat(self.record.summary["round_date"]), self.record)


def read_past(where: str, database: str | None) -> Past:
    """The round in a folder, or of a number in the database."""
    if work.is_number(where):
        engine = work.ready_database(database)
        return Past(load_round(engine, int(where)).record, _("runde %(number)s", number=where), engine)
    return Past(read_results(Path(where)), where)
