"""Named scenarios: the assumptions of a forecast as somebody left them; a change makes a version, and no version is lost."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from data.database.engine import reading, writing
from data.database.faults import NotStored
from data.database.tables.forecasts import Scenario
from data.stores.audit import write_audit


@dataclass(frozen=True, slots=True)
class ScenarioVersion:
    """One version of a scenario; `created_at` in UTC."""

    name: str
    #: from 1
    number: int
    created_at: datetime
    actor: str
    #: plain values
    assumptions: dict[str, Any]
    #: put away: no longer offered
    retired: bool


_COLUMNS: list[Any] = [getattr(Scenario, field.name) for field in fields(ScenarioVersion)]


def save_scenario(engine: Engine, name: str, assumptions: dict[str, Any], actor: str, *, seen: int | None = None) -> ScenarioVersion:
    """Store the assumptions under the name: a new version where they differ from the last, the last one where they do not.

    `seen` is the version that the user began from (0 = none); it guards against overwriting what somebody else has left since.

    Raises:
        NotStored: the name is empty, or the last version is not the one that was seen.
    """
    told = name.strip()
    if not told:
        raise NotStored("scenariet mangler et navn: skriv et", "the scenario has no name: write one")
    with writing(engine) as connection:
        last = _last(connection, told)
        number = last.number if last else 0
        if seen is not None and seen != number:
            raise NotStored(
                f"scenariet »{told}« er ændret imens (version {number}): åbn det igen, før du gemmer",
                f'the scenario "{told}" was changed meanwhile (version {number}): open it again before you save',
            )
        if last and last.assumptions == assumptions and not last.retired:
            return last
        return _store(connection, told, number + 1, assumptions, actor, retired=False)


def retire_scenario(engine: Engine, name: str, actor: str) -> None:
    """Put a scenario away; saving it again takes it out. Raises NotStored when there is none."""
    with writing(engine) as connection:
        last = _last(connection, name)
        if last is None or last.retired:
            raise _none(name)
        _store(connection, name, last.number + 1, last.assumptions, actor, retired=True)


def list_scenarios(engine: Engine, *, retired: bool = False) -> list[ScenarioVersion]:
    """The last version of each scenario by name; those put away too when asked for."""
    newest = select(Scenario.name, func.max(Scenario.number).label("number")).group_by(Scenario.name).subquery()
    query = select(*_COLUMNS).join(newest, (Scenario.name == newest.c.name) & (Scenario.number == newest.c.number)).order_by(Scenario.name)
    with reading(engine) as connection:
        found = [ScenarioVersion(**row) for row in connection.execute(query).mappings()]
    return [one for one in found if retired or not one.retired]


def load_scenario(engine: Engine, name: str, number: int | None = None) -> ScenarioVersion:
    """A version of a scenario, the last one unless told which. Raises NotStored when there is none."""
    with reading(engine) as connection:
        found = _last(connection, name) if number is None else _version(connection, name, number)
    if found is None:
        raise _none(name, number)
    return found


def scenario_versions(engine: Engine, name: str) -> list[ScenarioVersion]:
    """Every version of a scenario, newest first; none where there is no such scenario."""
    query = select(*_COLUMNS).where(Scenario.name == name).order_by(Scenario.number.desc())
    with reading(engine) as connection:
        return [ScenarioVersion(**row) for row in connection.execute(query).mappings()]


def _last(connection: Connection, name: str) -> ScenarioVersion | None:
    query = select(*_COLUMNS).where(Scenario.name == name).order_by(Scenario.number.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else ScenarioVersion(**row)


def _version(connection: Connection, name: str, number: int) -> ScenarioVersion | None:
    query = select(*_COLUMNS).where(Scenario.name == name, Scenario.number == number)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else ScenarioVersion(**row)


def _store(
    connection: Connection, name: str, number: int, assumptions: dict[str, Any], actor: str, *, retired: bool
) -> ScenarioVersion:  # fmt: skip
    version = ScenarioVersion(name, number, datetime.now(UTC), actor, assumptions, retired)
    connection.execute(insert(Scenario).values({field.name: getattr(version, field.name) for field in fields(version)}))
    details = {"version": number, "assumptions": assumptions, "retired": retired}
    write_audit(connection, actor, "scenario", f"scenarios {name}", details)
    return version


def _none(name: str, number: int | None = None) -> NotStored:
    which = "" if number is None else f" version {number}"
    return NotStored(f"der er intet scenarie »{name}«{which} i databasen", f'there is no scenario "{name}"{which} in the database')
