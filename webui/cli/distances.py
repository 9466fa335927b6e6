"""`redekasse distances`: measure the ways from homes to facilities before a round."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Engine

from data.distances.measure import estimate, make_ways
from data.distances.sites import sites_of
from data.exporters.ways import write_matrix
from data.package import Package
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.measure import Means, ways_of
from webui.cli.texts import _, number
from webui.errors import UserFault
from webui.i18n import N_


@click.command("distances", cls=Command, help=COMMANDS["distances"])
@options.folder(required=False)
@options.policy
@options.map_file
@options.osrm
@click.option("--fresh", is_flag=True, help=N_("Mål også det igen, som databasen har."))
@click.option(
    "--out", metavar="FIL", type=click.Path(path_type=Path), help=N_("Skriv vejene som en fil, der kan bruges som distances.csv.")
)
@options.leave_out
@options.database
@options.common
@click.pass_obj
def distances(
    console: Console, folder: Path | None, policy: str | None, map_file: Path | None, osrm: str | None, fresh: bool, out: Path | None,
    leave_out: tuple[str, ...], database: str | None,
) -> None:  # fmt: skip
    """Measure by the policy's method; what is measured is kept in the database, or written to a file, or both."""
    rules = work.choose_policy(policy, folder)
    stored = folder is None or database is not None
    if out is None and (not stored or rules.distance_method == "straight"):
        raise UserFault(_("Vejene ville gå tabt: angiv --out, eller gem dem i en database med --database, når politikken måler ad vej"))
    engine = work.ready_database(database) if stored else None
    package = _package(folder, leave_out, engine)
    ways = ways_of(package, rules, Means(folder, map_file, osrm, engine, fresh), console, Clock()) or straight_ways(package, rules)
    if out is not None:
        console.say(_("%(num)s veje skrevet i %(file)s", num=number(write_matrix(ways, out)), file=out))
    told = {"method": ways.method, "mode": ways.mode, "source": ways.source, "hash": ways.hash}
    counts = {"children": len(ways.rows), "facilities": len(ways.columns), "ways": len(ways.metres), "estimated": len(ways.estimated)}
    console.emit({**told, **counts})
    console.say(_("Veje fra %(children)s børns hjem til %(facilities)s steder.", **{k: number(v) for k, v in counts.items()}))


def _package(folder: Path | None, leave_out: tuple[str, ...], engine: Engine | None) -> Package:
    if folder is not None:
        return work.read_folder(folder, leave_out, Clock())
    return work.read_database(work.ready_database(None) if engine is None else engine, Clock())


def straight_ways(package: Package, policy: Policy) -> Ways:
    """The straight lines times the detour as ways: a file to begin with."""
    sites = sites_of(package)
    return make_ways(sites, policy, "", *estimate(sites.homes, sites.facilities, policy))
