"""The command line `redekasse`: one file per command, in the order of the work."""

from __future__ import annotations

import click

from webui.cli import options
from webui.cli.base import MainGroup
from webui.i18n import N_


@click.group(
    "redekasse",
    cls=MainGroup,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
    help=N_("Redekasse anviser pladser i en kommunes dagtilbud, med et bevis for resultatet og en grund til hver afgørelse."),
)
@options.common
def main() -> None:
    """The group; what every command shares is read by its options."""
