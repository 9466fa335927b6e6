"""Secrets of the server: made when first needed, the same for all its processes and after a restart."""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, insert, select

from data.database.engine import reading, writing
from data.database.tables.desk import ServerKey

#: bytes of a key
LENGTH = 32


def server_key(engine: Engine, name: str) -> bytes:
    """The key of that name; every process that asks gets the same."""
    asked = select(ServerKey.value).where(ServerKey.name == name)
    with reading(engine) as connection:
        found = connection.scalar(asked)
    if found is None:
        with writing(engine) as connection:
            found = connection.scalar(asked)
            if found is None:
                found = secrets.token_bytes(LENGTH)
                connection.execute(insert(ServerKey).values(name=name, value=found))
    return bytes(found)
