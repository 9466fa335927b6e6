"""`redekasse allocate`: the main job, from data to a proven and explained allocation."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from optimizer.domain.policy import Mode
from webui.cli import options, play, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.measure import Means, ways_of
from webui.cli.report import show_summary
from webui.cli.texts import _
from webui.errors import UserFault
from webui.i18n import N_


@click.command("allocate", cls=Command, help=COMMANDS["allocate"])
@options.folder(required=False)
@options.policy
@options.round_date
@click.option("--months", type=int, metavar="N", help=N_("Måneder, hvis starter bliver besluttet, i stedet for politikkens."))
@click.option("--mode", type=click.Choice(get_args(Mode)), help=N_("Lovens rækkefølge eller point, i stedet for politikkens."))
@click.option("--seed", type=int, default=1, metavar="N", help=N_("Lodtrækning; samme tal giver samme resultat; ellers 1."))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help=N_("Grænse for regnetiden i sekunder."),
)
@click.option(
    "--price-of-order", is_flag=True, help=N_("Løs også runden på den anden måde (lovens rækkefølge eller point), og vis hvad det koster.")
)
@click.option(
    "--last",
    metavar="DIR|N",
    help=N_("Den sidste runde, en mappe, et nummer eller none: dens løfter ændres mindst muligt; ellers databasens sidste."),
)
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help=N_("Mappe til resultatets filer."))
@options.map_file
@options.osrm
@options.leave_out
@click.option("--label", metavar="TEKST", default="", help=N_("Rundens navn i databasen."))
@click.option("--no-store", is_flag=True, help=N_("Gem ikke runden i databasen."))
@options.database
@options.common
@click.pass_obj
def allocate(
    console: Console, folder: Path | None, policy: str | None, round_date: date | None, months: int | None, mode: str | None, seed: int,
    time_limit: float | None, price_of_order: bool, last: str | None, out: Path | None, map_file: Path | None, osrm: str | None,
    leave_out: tuple[str, ...], label: str, no_store: bool, database: str | None,
) -> None:  # fmt: skip
    """Run a round from a folder or the database.

    From the database the round is stored there, unless `--no-store`. From a folder it is stored only when `--database` is written
    on the command line, and the data are then kept as a version of their own beside what was imported.
    """
    stored = not no_store and (folder is None or database is not None)
    _check(folder, out, leave_out, stored)
    rules = work.choose_policy(policy, folder, mode=mode, window_months=months)
    clock = Clock()
    # a database that is named may hold the ways, also when the round is not to be stored in it
    wanted = stored or folder is None or database is not None or work.is_number(last)
    engine = work.ready_database(database) if wanted else None
    day = work.choose_date(round_date, rules)
    last = work.choose_last(last, engine, rules, day)
    promised = work.read_promises(last, engine)
    if promised:
        console.note(_("Løfterne fra runde %(last)s ændres mindst muligt", last=last))
    if folder is not None:
        package = work.read_folder(folder, leave_out, clock)
    else:
        package = work.read_database(work.ready_database(database) if engine is None else engine, clock)
    ways = ways_of(package, rules, Means(folder, map_file, osrm, engine), console, clock)
    job = play.Work(package, rules, day, seed, time_limit, price_of_order, ways, promised)
    record = play.run(job, console, clock)
    target = engine if stored else None
    record, number = play.store(record, clock, out=out, engine=target, package=package if folder is not None else None, label=label)
    console.emit({**record.summary, "round_id": number})
    show_summary(console, record.summary)
    if out is not None:
        console.say(_("Resultatet ligger i %(folder)s", folder=out))
    if number is not None:
        console.say(_("Gemt i databasen som runde %(number)s", number=number))


def _check(folder: Path | None, out: Path | None, leave_out: tuple[str, ...], stored: bool) -> None:
    """Tell combinations of options that cannot be meant before anything is run."""
    if out is None and not stored:
        raise UserFault(_("Resultatet ville gå tabt: angiv --out, eller gem runden i en database med --database"))
    if leave_out and folder is None:
        raise UserFault(_("--leave-out gælder data i en mappe; data i databasen blev kontrolleret, da de blev indlæst"))
    if out is not None and folder is not None and out.resolve() == folder.resolve():
        raise UserFault(_("--out skal være en anden mappe end den med data"))
