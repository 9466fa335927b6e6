"""How Alembic runs the migrations: on the connection it is given, else on the database in the environment."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from data.database.engine import open_database, writing
from data.database.tables import METADATA


def run(connection: Connection) -> None:
    """Run the migrations asked for in the connection's own transaction: all of them, or none."""
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with writing(open_database()) as opened:
        run(opened)
