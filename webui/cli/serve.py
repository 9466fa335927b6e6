"""`redekasse serve`: the pages, on this machine."""

from __future__ import annotations

import ipaddress

import click
from sqlalchemy import Engine
from waitress import create_server  # type: ignore[import-untyped]

from data.stores.accounts import any_account
from webui.app import create_app
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _
from webui.errors import UserFault
from webui.i18n import N_
from webui.jobs.worker import Worker

#: the address of this machine alone
LOCAL = "127.0.0.1"


@click.command("serve", cls=Command, help=COMMANDS["serve"])
@click.option("--host", default=LOCAL, metavar="ADRESSE", help=N_("Adresse, der lyttes på; ellers 127.0.0.1."))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="N", help=N_("Port; 0 vælger en ledig; ellers 8000."))
@options.database
@options.common
@click.pass_obj
def serve(console: Console, host: str, port: int, database: str | None) -> None:
    """Serve the pages until interrupted."""
    serve_pages(console, work.ready_database(database), host, port)


def serve_pages(console: Console, engine: Engine, host: str, port: int) -> None:
    """Print the address and answer requests until the user interrupts."""
    if not _is_local(host) and not any_account(engine):
        raise UserFault(_("Siderne viser personoplysninger, og ingen skal logge ind: lav først en konto med »redekasse account add«"))
    server = create_server(create_app(engine), host=host, port=port)
    address = f"http://{host}:{server.effective_port}/"
    console.emit({"address": address})
    console.say(_("Siderne vises på %(address)s (Ctrl+C stopper)", address=address))
    worker = Worker(engine)
    worker.start()
    try:
        server.run()
    finally:
        worker.end()


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
