"""`redekasse explain`: for each wish of a child, what happened and why."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from data.exporters.results import read_results
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from webui import labels
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, language
from webui.errors import UserFault


@click.command("explain", cls=Command, help=COMMANDS["explain"])
@options.folder("out", metavar="OUT")
@click.argument("child_id", metavar="CHILD_ID")
@options.common
@click.pass_obj
def explain(console: Console, out: Path, child_id: str) -> None:
    """Print the officer's explanation of a child's applications."""
    record = read_results(out)
    rows = [row for row in record.allocation if child_id in (row.child_id, row.application_id)]
    if not rows:
        raise UserFault(_("%(id)s er hverken et barn eller en ansøgning i %(folder)s", id=child_id, folder=out))
    console.emit([_document(row, _reasons(record, row)) for row in rows])
    for row in rows:
        for line in _lines(row, _reasons(record, row)):
            console.say(line)


def _reasons(record: RoundRecord, row: AllocationRow) -> list[ExplanationRow]:
    return [reason for reason in record.explanations if reason.application_id == row.application_id]


def _document(row: AllocationRow, reasons: list[ExplanationRow]) -> dict[str, object]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(row).items()}
    return {**plain, "explanations": [asdict(reason) for reason in reasons]}


def _lines(row: AllocationRow, reasons: list[ExplanationRow]) -> list[str]:
    lines = [
        _(
            "Ansøgning %(id)s, barn %(child)s: %(outcome)s",
            id=row.application_id,
            child=row.child_id,
            outcome=_(labels.OUTCOMES[row.outcome]),
        )
    ]
    if row.unit_id is not None and row.start_date is not None:
        lines.append(_("  %(unit)s fra %(date)s", unit=row.unit_id, date=row.start_date.isoformat()))
    if row.guarantee_date is not None:
        lines.append(_("  garantidato %(date)s", date=row.guarantee_date.isoformat()))
    if language() == "da" and row.reason:
        lines.append(f"  {row.reason}")
    return lines + [f"  {_place(reason)}: {reason.text_da if language() == 'da' else reason.text_en}" for reason in reasons]


def _place(reason: ExplanationRow) -> str:
    wish = _("%(rank)s. ønske", rank=reason.rank) if reason.rank is not None else _("ikke ønsket")
    return f"{wish}, {reason.unit_id}" if reason.unit_id else wish
