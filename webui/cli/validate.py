"""`redekasse validate`: is this folder of data sound?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.report import show_warnings
from webui.cli.texts import _, language, number


@click.command("validate", cls=Command, help=COMMANDS["validate"])
@options.folder()
@options.policy
@options.round_date
@options.leave_out
@options.common
@click.pass_obj
def validate(console: Console, folder: Path, policy: str | None, round_date: date | None, leave_out: tuple[str, ...]) -> None:
    """Read and check a package as a round would; faults end in exit code 1, warnings do not."""
    rules = work.choose_policy(policy, folder)
    package = work.read_folder(folder, leave_out, Clock())
    work.check_round(package, rules, work.choose_date(round_date, rules))
    rows = {name: len(frame) for name, frame in package.tables.items() if len(frame)}
    warnings = [warning.to_dict(language()) for warning in package.warnings]
    console.emit({"sound": True, "version": package.version, "rows": rows, "warnings": warnings, "left_out_rows": list(package.left_out)})
    show_warnings(console, [warning["text"] for warning in warnings])
    for row in package.left_out:
        console.note(_("Udeladt: %(row)s", row=row))
    total, warned = number(sum(rows.values())), number(len(warnings))
    console.say(_("Data er i orden: %(rows)s rækker, %(warnings)s advarsler.", rows=total, warnings=warned))
