"""The office's settings: what a municipality has decided for all its rounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Engine, delete, insert, select

from data.database.engine import reading, writing
from data.database.tables.desk import OfficeSetting
from data.stores.audit import write_audit

#: two officers must approve each decision · the municipality's published guidelines are points
Switch = Literal["four_eyes", "points_published"]
SWITCHES: tuple[Switch, ...] = ("four_eyes", "points_published")


def switch(connection: Connection, name: Switch) -> bool:
    """Whether a setting is on; off until somebody turns it on."""
    value = connection.scalar(select(OfficeSetting.value).where(OfficeSetting.name == name))
    return bool(value and value["is"])


def switches(engine: Engine) -> dict[Switch, bool]:
    """All settings."""
    with reading(engine) as connection:
        return {name: switch(connection, name) for name in SWITCHES}


def set_switch(engine: Engine, name: Switch, *, on: bool, actor: str) -> None:
    """Turn a setting on or off; nothing is entered where it stands so already."""
    with writing(engine) as connection:
        if switch(connection, name) == on:
            return
        connection.execute(delete(OfficeSetting).where(OfficeSetting.name == name))
        connection.execute(insert(OfficeSetting).values(name=name, value={"is": on}, actor=actor, at=datetime.now(UTC)))
        write_audit(connection, actor, "setting", f"office_settings {name}", {"is": on})
