"""`redekasse sample`: an invented municipality as a data package."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from data.exporters.package import DANISH, ISO, TAB, write_package
from data.policies import load_policy, policy_to_toml, with_changes
from data.synthetic import draw_municipality
from data.synthetic.every_rule import EVERY_RULE, with_every_rule
from webui.cli import options
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number
from webui.errors import UserFault
from webui.i18n import N_

DIALECTS = {"iso": ISO, "danish": DANISH, "tab": TAB}
#: the day on which an invented municipality stands still, so that the same births and seed always give the same data
SAMPLE_DAY = date(2027, 1, 15)


@click.command("sample", cls=Command, help=COMMANDS["sample"])
@options.folder()
@options.births
@options.sample_seed
@click.option(
    "--round", "round_date", type=options.Day(), default=SAMPLE_DAY.isoformat(), metavar="DATO", help=N_("Rundens dato; ellers 2027-01-15.")
)
@click.option(
    "--format", "form", type=click.Choice(list(DIALECTS)), default="iso",
    help=N_("iso (ellers): komma og UTF-8; danish: semikolon, Windows-1252 og danske datoer; tab: tabulator og UTF-8 med BOM."),
)  # fmt: skip
@click.option(
    "--all-rules", is_flag=True, help=N_("Tegn også afgørelser, reservationer, tilbud og andet, så alle rundens regler kommer i brug.")
)
@options.common
@click.pass_obj
def sample(console: Console, folder: Path, births: int, seed: int, round_date: date, form: str, all_rules: bool) -> None:
    """Draw a municipality and write it with a policy that holds its round date; never over somebody's data."""
    if folder.is_dir() and any(folder.iterdir()):
        raise UserFault(_("%(folder)s er ikke tom: vælg en ny mappe", folder=folder))
    document = write_sample(folder, births, seed, round_date, form, all_rules=all_rules)
    console.emit(document)
    console.say(_("%(num)s børn i %(folder)s, runde %(date)s", num=number(document["rows"]["children"]), folder=folder, date=round_date))


def write_sample(
    folder: Path, births: int, seed: int, round_date: date, form: str = "iso", *, all_rules: bool = False
) -> dict[str, dict[str, int]]:
    """Write the sample municipality and its policy; rows per table. `all_rules`: with what makes every rule of a round decide."""
    tables = draw_municipality(births, seed, round_date)
    if all_rules:
        tables = with_every_rule(tables, births, seed, round_date)
    write_package(tables, folder, DIALECTS[form])
    policy = with_changes(load_policy("standard"), round_date=round_date, **(EVERY_RULE if all_rules else {}))
    (folder / "policy.toml").write_text(policy_to_toml(policy), encoding="utf-8")
    return {"rows": {name: len(frame) for name, frame in tables.items()}}
