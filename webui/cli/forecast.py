"""`redekasse forecast`: demand for places by district, kind of care and month."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table
from sqlalchemy import Engine

from data.database.frames import values_of
from data.package import Package
from forecasts.assumptions import Assumptions
from forecasts.language import Language, chance
from forecasts.outcome import CARES
from forecasts.shortfall import shortfall
from forecasts.tables import gap_table
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, language, number
from webui.errors import UserFault
from webui.forecasts.files import need_parquet, summary, write_charts, write_summary, write_tables
from webui.forecasts.make import DRAWS, SEED, YEARS, Made, make, remedies_told, store
from webui.i18n import N_
from webui.labels import UNIT_KINDS

PHASES = {
    "load": N_("Historien læses"),
    "forecast": N_("Prognosen regnes"),
    "backtest": N_("Prognosen prøves på historien"),
}


@click.command("forecast", cls=Command, help=COMMANDS["forecast"])
@options.folder(required=False)
@click.option("--years", type=click.IntRange(1, 25), default=YEARS, metavar="N", help=N_("År frem, 1-25; ellers 10."))
@click.option(
    "--draws", type=click.IntRange(50, 10_000), default=DRAWS, metavar="N", help=N_("Forløb, der trækkes, 50-10000; ellers 1000.")
)
@click.option("--seed", type=click.IntRange(min=0), default=SEED, metavar="S", help=N_("Samme tal giver samme prognose; ellers 1."))
@click.option("--scenario", metavar="FIL", type=click.Path(path_type=Path), help=N_("Et scenarie som TOML-fil; ellers går alt som hidtil."))
@click.option("--out", metavar="MAPPE", type=click.Path(path_type=Path), help=N_("Mappe til tabeller, figurer og summary.json."))
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", help=N_("Tabellernes form; ellers csv."))
@click.option("--no-backtest", is_flag=True, help=N_("Prøv ikke prognosen på historien."))
@click.option("--no-store", is_flag=True, help=N_("Gem ikke prognosen i databasen."))
@options.leave_out
@options.database
@options.common
@click.pass_obj
def forecast(
    console: Console, folder: Path | None, years: int, draws: int, seed: int, scenario: Path | None, out: Path | None, form: str,
    no_backtest: bool, no_store: bool, leave_out: tuple[str, ...], database: str | None,
) -> None:  # fmt: skip
    """Read, forecast, judge; then files, the database, or both."""
    engine = work.ready_database(database) if folder is None or database is not None else None
    stored = engine is not None and not no_store
    if out is None and not stored:
        raise UserFault(_("Angiv --out, eller lad prognosen blive gemt i en database"))
    if form == "parquet":
        need_parquet(_("Parquet kræver pyarrow: installér det med »pip install redekasse[parquet]«, eller brug --format csv"))
    assumptions = _scenario(scenario)
    clock = Clock()
    package = work.read_folder(folder, leave_out, clock) if folder is not None else work.read_database(_needed(engine), clock)
    with console.progress(_("Prognosen regnes")) as report, clock.phase("forecast"):
        made = make(
            package, assumptions, years=years, draws=draws, seed=seed, judged=not no_backtest,
            report=lambda share, phase: report(share, _(PHASES[phase])),
        )  # fmt: skip
    document = {**made.summary, "scenario": assumptions.name, "assumptions": assumptions.as_table(), **summary(made.forecast, spoken())}
    if out is not None:
        with clock.phase("store"), console.progress(_("Tabeller og figurer skrives")) as report:
            _write(made, package, out, form, lambda share: report(share, _("Figurer tegnes")))
            write_summary(document, out)
    if stored:
        name = assumptions.name or _("Som hidtil")
        document["forecast_id"] = store(_needed(engine), made, name, work.actor(), package if folder is not None else None)
    _tell(console, made, out)
    console.emit({**document, "seconds": clock.seconds})


def spoken() -> Language:
    """The command line's language, as sentences take it."""
    return "en" if language() == "en" else "da"


def _scenario(path: Path | None) -> Assumptions:
    if path is None:
        return Assumptions()
    try:
        return Assumptions.from_table(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UserFault(_("%(path)s er ikke en TOML-fil: %(why)s", path=path, why=fault)) from None


def _needed(engine: Engine | None) -> Engine:
    assert engine is not None  # noqa: S101 - without a folder there is a database
    return engine


def _write(made: Made, package: Package, out: Path, form: str, done: Callable[[float], None]) -> None:
    districts = package.tables["districts"]
    spots = zip(districts["district_id"], values_of(districts["easting"]), values_of(districts["northing"]), strict=True)
    positions = {str(area): (east, north) for area, east, north in spots if east is not None and north is not None}
    write_tables(made.forecast, out, "parquet" if form == "parquet" else "csv", spoken())
    whole = len(made.forecast.areas) - 1
    when = {care: shortfall(made.forecast, whole, care).month for care in range(len(CARES))}
    write_charts(made.forecast, positions, when, out / "charts", spoken(), done)


def _tell(console: Console, made: Made, out: Path | None) -> None:
    """The finding of the municipality, the gap per district in the years ahead, and what was mended."""
    found = summary(made.forecast, spoken())["findings"]
    for finding in found[-len(CARES) :]:
        console.say(finding["sentence"])
    gaps = gap_table(made.forecast)
    years = sorted({int(year) for year in gaps["year"]})[:SHOWN_YEARS]
    table = Table(
        title=_("Pladser til overs (−: mangler) i årets knappeste måned, og risikoen for mangel"), title_justify="left", box=SIMPLE_HEAD
    )
    table.add_column(_("Distrikt"))
    table.add_column(_("Pasning"))
    for year in years:
        table.add_column(str(year), justify="right")
    for (area, care), rows in gaps.groupby(["area_id", "care_kind"], sort=False):
        cells = [_cell(row["gap"], row["shortage"]) for row in rows.to_dict("records") if row["year"] in years]
        table.add_row(str(rows["area"].iloc[0]) if str(area) else _("Hele kommunen"), _(UNIT_KINDS[str(care)]), *cells)
    console.say(table)
    for line in remedies_told(made.summary, spoken()):
        console.note(_("Rettet i tallene: %(text)s", text=line))
    if out is not None:
        console.say(_("Tabeller, figurer og summary.json ligger i %(folder)s", folder=out))


#: years that the terminal has room for
SHOWN_YEARS = 5


def _cell(gap: float, shortage: float) -> str:
    return _("ukendt") if math.isnan(gap) else f"{number(gap)} ({chance(shortage, spoken())})"
