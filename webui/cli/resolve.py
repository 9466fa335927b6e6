"""`redekasse resolve`: a finished round decided again after changes by hand, with as little else changed as possible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from optimizer.rounds.record import AllocationRow, RoundRecord
from optimizer.rounds.resolve import Forbid, Lock, NoSuch
from optimizer.rounds.resolve import resolve as resolved
from webui.changes.settle import NOT_GIVEN
from webui.cli import options, play
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.past import read_past
from webui.cli.report import levels
from webui.cli.texts import _, number
from webui.errors import UserFault
from webui.i18n import N_


@click.command("resolve", cls=Command, help=COMMANDS["resolve"])
@click.argument("where", metavar="OUT eller N")
@click.option(
    "--lock", "locks", metavar="ID=ENHED[@DATO]", multiple=True, help=N_("Barnet eller ansøgningen får en plads i enheden; kan gentages.")
)
@click.option(
    "--forbid", "forbids", metavar="ID[=ENHED[@DATO]]", multiple=True,
    help=N_("Barnet eller ansøgningen får ikke en plads (i enheden); kan gentages."),
)  # fmt: skip
@click.option("--data", metavar="DIR", type=click.Path(path_type=Path), help=N_("Data, runden blev kørt på; ellers databasens."))
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help=N_("Mappe til resultatets filer."))
@click.option("--label", metavar="TEKST", default="", help=N_("Rundens navn i databasen."))
@click.option("--no-store", is_flag=True, help=N_("Gem ikke runden i databasen."))
@options.database
@options.common
@click.pass_obj
def resolve(
    console: Console, where: str, locks: tuple[str, ...], forbids: tuple[str, ...], data: Path | None, out: Path | None, label: str,
    no_store: bool, database: str | None,
) -> None:  # fmt: skip
    """Decide a finished round again: what is locked holds, what is forbidden is not, everybody else keeps their place if they can.

    A round of the database is kept there as a new round, unless `--no-store`; one in a folder only goes to `--out`.
    """
    if not locks and not forbids:
        raise UserFault(_("Angiv mindst én ændring med --lock eller --forbid"))
    past = read_past(where, database)
    target = None if no_store else past.engine
    if out is None and target is None:
        raise UserFault(_("Resultatet ville gå tabt: angiv --out, eller gem runden i en database med --database"))
    wanted = [_lock(past.record, text) for text in locks]
    unwanted = [_forbid(past.record, text) for text in forbids]
    clock = Clock()
    with clock.phase("load"):
        round_ = past.taken_up(past.package(data))
    try:
        record = resolved(round_, wanted, unwanted).record
    except NoSuch as wrong:
        day = "" if wrong.change.start is None else wrong.change.start.isoformat()
        raise UserFault(_(NOT_GIVEN[wrong.what], id=wrong.change.application_id, unit=wrong.change.unit_id, day=day)) from None
    record, stored = play.store(record, clock, out=out, engine=target, label=label)
    changed = _changed(past.record, record)
    console.emit({**record.summary, "round_id": stored, "changed": [after.application_id for _before, after in changed]})
    console.say(_("%(num)s ansøgninger har fået et andet resultat:", num=number(len(changed))))
    for before, after in changed:
        console.say(f"  {after.application_id}: {_place(before)} -> {_place(after)}")
    console.say(levels(record.summary))
    if out is not None:
        console.say(_("Resultatet ligger i %(folder)s", folder=out))
    if stored is not None:
        console.say(_("Gemt i databasen som runde %(number)s", number=stored))


def _lock(record: RoundRecord, text: str) -> Lock:
    """The lock that is written ID=UNIT or ID=UNIT@DATE."""
    name, unit, start = _parts(text)
    if unit is None:
        raise UserFault(_("»%(text)s« er ikke en ændring: skriv fx A000012=H001-V@2027-03-01", text=text))
    return Lock(_application(record, name), unit, start)


def _forbid(record: RoundRecord, text: str) -> Forbid:
    """What is forbidden, written ID, ID=UNIT or ID=UNIT@DATE."""
    name, unit, start = _parts(text)
    return Forbid(_application(record, name), unit, start)


def _parts(text: str) -> tuple[str, str | None, date | None]:
    """(who, unit, date) of a change as it is written."""
    name, equals, place = text.partition("=")
    unit, at, day = place.partition("@")
    if not name or (equals and not unit) or (at and not day):
        raise UserFault(_("»%(text)s« er ikke en ændring: skriv fx A000012=H001-V@2027-03-01", text=text))
    return name, unit or None, options.Day().convert(day, None, None) if day else None


def _application(record: RoundRecord, name: str) -> str:
    """The application meant: its own id, or that of a child with one application."""
    found = [row.application_id for row in record.allocation if row.application_id == name]
    found = found or [row.application_id for row in record.allocation if row.child_id == name]
    if not found:
        raise UserFault(_("%(id)s er hverken et barn eller en ansøgning i runden", id=name))
    if len(found) > 1:
        raise UserFault(_("%(id)s har flere ansøgninger, nævn den ene: %(ids)s", id=name, ids=", ".join(found)))
    return found[0]


def _changed(old: RoundRecord, new: RoundRecord) -> list[tuple[AllocationRow, AllocationRow]]:
    """The rows whose place or date is another, as they were and as they are."""
    before = {row.application_id: row for row in old.allocation}
    pairs = [(before[row.application_id], row) for row in new.allocation]
    return [(was, is_) for was, is_ in pairs if (was.unit_id, was.start_date) != (is_.unit_id, is_.start_date)]


def _place(row: AllocationRow) -> str:
    """Where a row places the child, in words."""
    if row.unit_id is None or row.start_date is None:
        return _("ingen ny plads")
    return f"{row.unit_id}, {row.start_date.isoformat()}"
