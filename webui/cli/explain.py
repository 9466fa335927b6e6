"""`redekasse explain`: for each wish of a child, what happened and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import click

from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from optimizer.rounds.taken_up import TakenUp
from webui import labels
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.past import read_past
from webui.cli.texts import _, language
from webui.cli.whatif import tell_answer, tell_helps
from webui.errors import UserFault
from webui.i18n import N_


@click.command("explain", cls=Command, help=COMMANDS["explain"])
@click.argument("where", metavar="OUT eller N")
@click.argument("child_id", metavar="CHILD_ID")
@click.option(
    "--data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=N_("Data, runden blev kørt på; ellers databasens. Til de næste valg."),
)
@click.option("--unit", metavar="ENHED", help=N_("Hvad nu hvis: hvem betaler, hvis barnet får plads i enheden."))
@click.option("--start", metavar="DATO", type=options.Day(), help=N_("Sammen med --unit: startdatoen; ellers en af rundens."))
@click.option("--in-time", is_flag=True, help=N_("Hvad nu hvis: hvem betaler, hvis barnet får en plads inden for garantien."))
@click.option("--what-helps", is_flag=True, help=N_("Hvad der ville have hjulpet: en plads eller et ønske mere."))
@options.database
@options.common
@click.pass_obj
def explain(
    console: Console, where: str, child_id: str, data: Path | None, unit: str | None, start: date | None, in_time: bool, what_helps: bool,
    database: str | None,
) -> None:  # fmt: skip
    """Print the officer's explanation of a child's applications, who would pay for a change, and what would have helped."""
    asked = Asked(unit, start, in_time, what_helps)
    if start is not None and unit is None:
        raise UserFault(_("--start hører sammen med --unit"))
    past = read_past(where, database)
    record = past.record
    rows = [row for row in record.allocation if child_id in (row.child_id, row.application_id)]
    if not rows:
        raise UserFault(_("%(id)s er hverken et barn eller en ansøgning i %(folder)s", id=child_id, folder=past.name))
    round_ = past.taken_up(past.package(data)) if asked.anything else None
    documents = []
    for row in rows:
        for line in _lines(row, _reasons(record, row)):
            console.say(line)
        more = {} if round_ is None else asked.answers(console, round_, row.application_id)
        documents.append({**_document(row, _reasons(record, row)), **more})
    console.emit(documents)


@dataclass(frozen=True)
class Asked:
    """What is asked beside the explanation itself."""

    unit: str | None
    start: date | None
    in_time: bool
    what_helps: bool

    @property
    def anything(self) -> bool:
        """Whether something has to be solved anew."""
        return self.unit is not None or self.in_time or self.what_helps

    def answers(self, console: Console, round_: TakenUp, application_id: str) -> dict[str, object]:
        """Say and return all answers for an application."""
        found: dict[str, object] = {}
        if self.unit is not None:
            console.say(_("Hvad nu hvis barnet får plads i %(unit)s?", unit=self.unit))
            found["what_if"] = tell_answer(console, round_, application_id, self.unit, self.start)
        if self.in_time:
            console.say(_("Hvad nu hvis barnet får en plads inden for garantien?"))
            found["in_time"] = tell_answer(console, round_, application_id, None, None)
        if self.what_helps:
            console.say(_("Hvad ville have hjulpet?"))
            found["would_help"] = tell_helps(console, round_, application_id)
        return found


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
