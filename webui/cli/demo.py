"""`redekasse demo`: the whole main job on an invented municipality, from nothing to a page."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from data.stores.packages import import_package
from forecasts.assumptions import Assumptions
from webui.cli import options, play, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.report import show_summary
from webui.cli.sample import SAMPLE_DAY, write_sample
from webui.cli.serve import LOCAL, serve_pages
from webui.cli.texts import _
from webui.errors import UserFault
from webui.forecasts.make import make
from webui.forecasts.make import store as store_forecast
from webui.i18n import N_

#: marks a folder as the demo's own, which may be emptied
MARK = ".redekasse-demo"


@click.command("demo", cls=Command, help=COMMANDS["demo"])
@options.births
@options.sample_seed
@click.option("--folder", type=click.Path(path_type=Path), default=Path("demo"), metavar="DIR", help=N_("Demoens egen mappe; ellers demo."))
@click.option("--no-serve", is_flag=True, help=N_("Vis ikke siderne bagefter."))
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help=N_("Port; 0 (standard) vælger en ledig."))
@options.common
@click.pass_obj
def demo(console: Console, births: int, seed: int, folder: Path, no_serve: bool, port: int) -> None:
    """Draw, import, allocate, store and show, on SQLite in the demo's own folder."""
    _make_empty(folder)
    console.note(_("Kommunen tegnes: %(births)s fødsler om året", births=births))
    write_sample(folder / "data", births, seed, SAMPLE_DAY)
    clock = Clock()
    package = work.read_folder(folder / "data", (), clock)
    engine = work.ready_database(f"sqlite:///{folder / 'redekasse.db'}")
    console.note(_("Data indlæses i databasen"))
    import_package(engine, package, "demo", work.actor())
    rules = work.choose_policy(None, folder / "data")
    job = play.Work(package, rules, work.choose_date(None, rules), seed)
    record = play.run(job, console, clock)
    record, number = play.store(record, clock, out=folder / "result", engine=engine, label=_("Demo"))
    show_summary(console, record.summary)
    console.note(_("Prognosen for behovet for pladser regnes og prøves på historien"))
    store_forecast(engine, make(package, Assumptions()), _("Som hidtil"), work.actor())
    console.say(_("Data, resultat og database ligger i %(folder)s", folder=folder))
    if no_serve:
        console.emit({**record.summary, "round_id": number})
    else:
        serve_pages(console, engine, LOCAL, port)


def _make_empty(folder: Path) -> None:
    """An empty folder with the demo's mark; a folder that is somebody else's is left alone."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise UserFault(_("%(folder)s er ikke en demomappe: vælg en anden med --folder", folder=folder))
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
