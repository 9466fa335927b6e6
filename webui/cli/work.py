"""What a round is run on: the policy, the date, the data, the database."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data.database.engine import migrate, open_database
from data.exporters.results import read_results
from data.faults import PackageFaults
from data.importers import read_package, round_faults
from data.package import Package
from data.policies import load_policy, with_changes
from data.stores.packages import load_package
from data.stores.rounds import list_rounds, load_round
from optimizer.domain.policy import Policy
from optimizer.rounds.promises import Promises, promises_in
from optimizer.rounds.record import RoundRecord
from webui.cli.clock import Clock
from webui.cli.texts import language

#: what `--last` is given to look at no last run
NO_LAST = "none"


def choose_policy(name: str | None, folder: Path | None, **changes: Any) -> Policy:
    """The policy named, else `policy.toml` in the folder (of the workbook), else `standard`; then `changes` that are not None."""
    beside = None if folder is None else (folder.parent if folder.is_file() else folder) / "policy.toml"
    if name is None:
        name = str(beside) if beside is not None and beside.is_file() else "standard"
    policy = load_policy(name)
    return with_changes(policy, **{field: value for field, value in changes.items() if value is not None})


def choose_date(given: date | None, policy: Policy) -> date:
    """The date given, else the policy's, else today."""
    return given or policy.round_date or date.today()  # noqa: DTZ011 - the user's own day


def read_folder(path: Path, leave_out: Sequence[str], clock: Clock) -> Package:
    """The sound package at `path`; its reading and checking is one pass, counted as `load`."""
    with clock.phase("load"):
        return read_package(path, leave_out, language())


def left_out(record: RoundRecord) -> list[str]:
    """The rows that a round was run without, as `--leave-out` names them; the summary has them as "table line id"."""
    rows = [row.split(" ", 2) for row in record.summary.get("left_out_rows", [])]
    return [f"{table}:{row_id}" for table, _line, row_id in rows]


def read_database(engine: Engine, clock: Clock) -> Package:
    """The current data of the database."""
    with clock.phase("load"):
        return load_package(engine)


def is_number(last: str | None) -> bool:
    """Whether the last run is named by its number in the database."""
    return last is not None and last.isdecimal() and not Path(last).is_dir()


def choose_last(last: str | None, engine: Engine | None, policy: Policy, round_date: date) -> str | None:
    """The last run: the one named (`none`: none), else the latest earlier round in the database, where the policy asks for few moves."""
    if last is not None or engine is None or "few_moves" not in {name for level in policy.levels.values() for name in level}:
        return None if last == NO_LAST else last
    earlier = [head for head in list_rounds(engine) if head.round_date < round_date]
    return str(max(earlier, key=lambda head: (head.round_date, head.id)).id) if earlier else None


def read_promises(last: str | None, engine: Engine | None) -> Promises:
    """What the run in a folder, or of a number in the database, promised; nothing without one."""
    if last is None:
        return {}
    if is_number(last) and engine is not None:
        return promises_in(load_round(engine, int(last)).record.allocation)
    return promises_in(read_results(Path(last)).allocation)


def ready_database(url: str | None) -> Engine:
    """The database, with its tables up to date."""
    engine = open_database(url)
    migrate(engine)
    return engine


def check_round(package: Package, policy: Policy, round_date: date) -> None:
    """Raise PackageFaults when the data do not fit a round on that date."""
    faults = round_faults(package, policy, round_date)
    if faults:
        raise PackageFaults(faults, package.warnings, language())


def actor() -> str:
    """Who runs the command, for the audit trail."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user, as in some containers
        return "redekasse"
