"""A village of 50 births that was really run, in a database of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from data.database.engine import migrate, open_database
from data.importers import read_package
from data.package import Package
from data.policies import load_policy, policy_to_toml
from data.snapshot import to_snapshot
from data.stores.rounds import save_round
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from webui.cli.sample import SAMPLE_DAY, write_sample


@cache
def run(folder: Path) -> tuple[Package, RoundRecord]:
    """The village's data, written to `folder`, and its round."""
    write_sample(folder / "data", 50, 7, SAMPLE_DAY)
    package = read_package(folder / "data", (), "da")
    policy = load_policy("standard")
    record = run_round(to_snapshot(package), policy, SAMPLE_DAY)
    return package, replace(record, policy_toml=policy_to_toml(policy), summary={**record.summary, "data_hash": package.version})


def database(folder: Path, package: Package, record: RoundRecord) -> Engine:
    """A database in which the village's round is number 1."""
    engine = open_database(f"sqlite:///{folder / 'rounds.db'}")
    migrate(engine)
    save_round(engine, record, label="", actor="test", package=package)
    return engine
