"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from webui.cli import texts
from webui.cli.console import Console
from webui.i18n import LANGUAGES, N_

F = TypeVar("F", bound=Callable[..., Any])

_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


class Day(click.ParamType[date]):
    """A date as 2027-01-15, 15-01-2027 or 15.01.2027."""

    name = "dato"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; a usage fault when it is none."""
        if isinstance(value, date):
            return value
        for form in _FORMATS:
            try:
                return datetime.strptime(str(value), form).date()  # noqa: DTZ007 - a day has no time zone
            except ValueError:
                continue
        self.fail(texts._("»%(value)s« er ikke en dato: skriv den som 2027-01-15", value=value), param, ctx)


def _console(ctx: click.Context) -> Console:
    return ctx.ensure_object(Console)


# The group and the command both have these options: what is not given must not undo what was given to the other.
def _set_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        texts.choose(value)


def _set_json(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    _console(ctx).json |= value


def _set_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    _console(ctx).debug |= value


def common(command: F) -> F:
    """The options of every command: `--json`, `--language`, `--debug`."""
    debug = click.option(
        "--debug", is_flag=True, expose_value=False, callback=_set_debug, help=N_("Skriv en logfil, hvis Redekasse selv fejler.")
    )
    language = click.option(
        "--language", type=click.Choice(list(LANGUAGES)), is_eager=True, expose_value=False, callback=_set_language,
        help=N_("Sprog: dansk eller engelsk; ellers REDEKASSE_LANGUAGE, ellers dansk."),
    )  # fmt: skip
    as_json = click.option(
        "--json", is_flag=True, is_eager=True, expose_value=False, callback=_set_json,
        help=N_("Skriv resultatet som JSON på stdout og alle ord på stderr."),
    )  # fmt: skip
    return as_json(language(debug(command)))


def folder(name: str = "folder", *, metavar: str = "DIR", required: bool = True) -> Callable[[F], F]:
    """An argument that names a folder (or a workbook) with data; whether it is there is for the reader to say."""
    return click.argument(name, metavar=metavar, type=click.Path(path_type=Path), required=required)


database = click.option(
    "--database",
    metavar="URL",
    default=None,
    help=N_("Database, fx sqlite:///FIL eller postgresql://...; ellers REDEKASSE_DATABASE, ellers en SQLite-fil i brugerens egen mappe."),
)
leave_out = click.option(
    "--leave-out", metavar="TABEL:ID", multiple=True, help=N_("Udelad en navngiven række, fx wishes:A17/2; kan gentages.")
)
policy = click.option(
    "--policy",
    metavar="FIL",
    help=N_("Politik: en fil eller et navn (se »redekasse policy list«); ellers mappens policy.toml, ellers standard."),
)
round_date = click.option(
    "--round", "round_date", metavar="DATO", type=Day(), help=N_("Rundens dato; ellers politikkens, ellers dags dato.")
)
map_file = click.option(
    "--map", "map_file", metavar="FIL", type=click.Path(path_type=Path),
    help=N_("Udtræk af OpenStreetMap (.osm.pbf) til politikker, der måler på kortet; ellers REDEKASSE_MAP."),
)  # fmt: skip
osrm = click.option("--osrm", metavar="URL", help=N_("OSRM-tjenestens adresse til politikker, der måler ved den; ellers REDEKASSE_OSRM."))
births = click.option(
    "--births", type=click.IntRange(50, 60_000), default=700, metavar="N", help=N_("Fødsler om året, 50-60000; ellers 700.")
)
sample_seed = click.option(
    "--seed", type=click.IntRange(min=0), default=1, metavar="S", help=N_("Samme tal giver samme kommune; ellers 1.")
)
