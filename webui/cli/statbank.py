"""`redekasse statbank`: a municipality's public figures as tables of a data package."""

from __future__ import annotations

import os
from pathlib import Path

import click

from data.exporters.package import ISO, table_bytes
from data.fields import tables as specs
from data.package import canonical
from data.statbank import Asked, Statbank, fetch
from data.statbank.client import ADDRESS
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number
from webui.errors import UserFault
from webui.i18n import N_


@click.command("statbank", cls=Command, help=COMMANDS["statbank"])
@options.folder()
@click.option("--municipality", metavar="KODE", required=True, help=N_("Kommunens kode i Statistikbanken, tre cifre, fx 751."))
@click.option("--from", "first", metavar="ÅR", type=click.IntRange(2008, 2199), required=True, help=N_("Det første år, tidligst 2008."))
@click.option("--to", "last", metavar="ÅR", type=click.IntRange(2008, 2199), required=True, help=N_("Det sidste år, der er talt i."))
@click.option("--projection", metavar="TABEL", default="", help=N_("Danmarks Statistiks fremskrivning for kommunen, fx FRKM126."))
@click.option("--births", metavar="TABEL", default="FOD207", help=N_("Tabellen med fødte; ellers FOD207."))
@click.option("--care", metavar="TABEL", default="BOERN2", help=N_("Tabellen med børn i pasning; ellers BOERN2."))
@click.option(
    "--without", "left_out", type=click.Choice(["births", "care", "nation"]), multiple=True, help=N_("Hent ikke dette; kan gentages.")
)
@click.option("--address", metavar="URL", help=N_("API'ets adresse; ellers REDEKASSE_STATBANK, ellers Danmarks Statistiks egen."))
@options.common
@click.pass_obj
def statbank(
    console: Console, folder: Path, municipality: str, first: int, last: int, projection: str, births: str, care: str,
    left_out: tuple[str, ...], address: str | None,
) -> None:  # fmt: skip
    """Fetch and write population.csv, births.csv and takeup.csv; never over somebody's data."""
    asked = Asked(
        municipality.strip().lstrip("0").zfill(3), first, last, projection=projection, nation="nation" not in left_out,
        births="" if "births" in left_out else births, care="" if "care" in left_out else care,
    )  # fmt: skip
    there = [path for name in ("population", "births", "takeup") if (path := folder / f"{name}.csv").exists()]
    if there:
        raise UserFault(_("%(file)s findes allerede: vælg en anden mappe", file=there[0]))
    service = Statbank(address or os.environ.get("REDEKASSE_STATBANK") or ADDRESS)
    with console.progress(_("Henter fra Statistikbanken")) as report:
        found = fetch(service, asked, lambda share: report(share, ""))
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in found.items():
        if len(frame):
            (folder / f"{name}.csv").write_bytes(table_bytes(specs()[name], canonical(specs()[name], frame), ISO))
    rows = {name: len(frame) for name, frame in found.items()}
    console.emit({"source": service.source, "municipality": asked.municipality, "rows": rows})
    for name, count in rows.items():
        console.say(_("%(num)s rækker i %(file)s", num=number(count), file=folder / f"{name}.csv"))
    console.say(_("Kilde: Danmarks Statistik, %(source)s", source=service.source))
