"""Commands and groups whose help speaks the user's language, and the one place where the program ends."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import click

from webui.cli.commands import COMMANDS, load
from webui.cli.console import Console
from webui.cli.texts import _, choose, language
from webui.errors import Failure, failure_of, safe_traceback
from webui.i18n import LANGUAGES


class Command(click.Command):
    """A command whose texts are Danish message ids, translated when its help is shown."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, with its text in the language asked for."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Vis denne hjælp.")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The line that shows how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Brug:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options in the order in which they were declared."""
        shown = (_translated(option) for option in self.get_params(ctx) if isinstance(option, click.Option))
        records = [record for option in shown if (record := option.get_help_record(ctx))]
        with formatter.section(_("Valg")):
            formatter.write_dl(records)


class MainGroup(Command, click.Group):
    """The commands in the order in which they were added; ends the program with the exit code that fits what happened."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The order of the work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now: nobody waits for the solver to see the help."""
        return load(cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section(_("Kommandoer")):
            formatter.write_dl([(name, _(COMMANDS[name])) for name in self.list_commands(ctx)])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command; always ends in SystemExit, with 0, 1, 2, 3 or 130."""
        asked = os.environ.get("REDEKASSE_LANGUAGE", "")
        choose(asked if asked in LANGUAGES else "da")
        given = sys.argv[1:] if args is None else list(args)
        # known before the arguments are parsed, for they may be what is wrong
        console = Console(json="--json" in given, debug="--debug" in given)
        with Reported(console):
            code = super().main(given, prog_name or "redekasse", complete_var, standalone_mode=False, obj=console, **extra)
            raise SystemExit(code if isinstance(code, int) else 0)


class Reported(AbstractContextManager[None]):
    """Turns whatever is raised inside into lines on stderr, JSON on stdout if asked for, and an exit code."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> Literal[False]:
        """Report the error and leave with its exit code."""
        if error is None or isinstance(error, SystemExit):
            return False
        failure = failure_of(error, language())
        for line in failure.lines:
            self.console.note(line)
        if isinstance(error, click.UsageError) and error.ctx is not None and not isinstance(error, click.exceptions.NoArgsIsHelpError):
            self.console.note(_("Se »%(command)s --help«.", command=error.ctx.command_path))
        self.console.emit(failure.to_dict())
        if failure.kind == "defect" and self.console.debug:
            self.console.note(_("Logfil: %(path)s", path=_log(error, failure)))
        raise SystemExit(failure.exit_code) from None


def _log(error: BaseException, failure: Failure) -> Path:
    path = Path(f"redekasse-{failure.error_id}.log").resolve()
    path.write_text(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {failure.error_id}\n{safe_traceback(error)}", encoding="utf-8")
    return path


def _translated(option: click.Option) -> click.Option:
    shown = copy.copy(option)
    shown.help = _(option.help) if option.help else ""
    return shown
