"""`redekasse backtest`: how well forecasts made in earlier years would have done, beside simple ways."""

from __future__ import annotations

import math
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.table import Table

from forecasts.backtest.report import Report, run
from forecasts.charts.backtest import backtest_chart, backtest_words, overall
from forecasts.language import say
from forecasts.reading import read_inputs
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.forecast import spoken
from webui.cli.texts import _, number, percent
from webui.errors import UserFault
from webui.forecasts.files import write_table
from webui.forecasts.make import last_counted, rows_of
from webui.i18n import N_


@click.command("backtest", cls=Command, help=COMMANDS["backtest"])
@options.folder("folder", metavar="DATA")
@click.option("--out", metavar="MAPPE", type=click.Path(path_type=Path), help=N_("Mappe til tabellen og figuren."))
@options.leave_out
@options.common
@click.pass_obj
def backtest(console: Console, folder: Path, out: Path | None, leave_out: tuple[str, ...]) -> None:
    """Forecast from every earlier year, seeing nothing after it, and compare with what came."""
    clock = Clock()
    package = work.read_folder(folder, leave_out, clock)
    history = read_inputs(package.tables, last_day=last_counted(package.tables)).history
    with console.progress(_("Prognosen prøves på historien")) as report, clock.phase("backtest"):
        try:
            found = run(history, progress=lambda done, all_: report(done / max(all_, 1), _("Prognosen prøves på historien")))
        except ValueError:
            raise UserFault(
                _("Historien har %(num)s års tal, og en prøve kræver mindst fem: læg flere år i population", num=len(history.years))
            ) from None
    table = found.frame()
    if out is not None:
        write_table(table, out / "backtest.csv", "csv")
        (out / "backtest.svg").write_text(backtest_chart(table, spoken()).svg(), encoding="utf-8")
    console.say(backtest_words(table, spoken()))
    console.say(_shown(found))
    console.emit({"years": [int(year) for year in history.years], "lines": rows_of(table), "seconds": clock.seconds})


def _shown(found: Report) -> Table:
    table = Table(title=_("Alle distrikter og alle år under ét"), title_justify="left", box=SIMPLE_HEAD)
    for heading in (_("Alder"), _("År frem"), _("Metode")):
        table.add_column(heading)
    for heading in ("MAPE", "WAPE", "RMSE", _("I 80 pct.-intervallet"), _("I 95 pct.-intervallet")):
        table.add_column(heading, justify="right")
    for row in overall(found.frame()).sort_values(["group", "horizon"], kind="stable").to_dict("records"):
        shares = [percent(_known(row[name]), 1) for name in ("mape", "wape")]
        inside = [percent(_known(row[name]), 0) for name in ("inside80", "inside95")]
        method = say(str(row["method"]), spoken())
        table.add_row(str(row["group"]), str(row["horizon"]), method, *shares, number(_known(row["rmse"]), 1), *inside)
    return table


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
