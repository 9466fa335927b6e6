"""Tables and migrations say the same, on both back ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from data.database.engine import migrate, migration_config, writing
from data.database.tables import METADATA
from tests.data.database.backends import BACKENDS, empty_database

#: everything that Alembic's own comparison does not look at: collations, deferred constraints, order of columns, AUTOINCREMENT
SCHEMA = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE tbl_name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite%'"],
    "postgresql": [
        "SELECT table_name, ordinal_position, column_name, data_type, is_nullable, collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'alembic%'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%'",
        "SELECT c.relname, d.objsubid, d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid"
        " WHERE c.relnamespace = 'public'::regnamespace",
    ],
}


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables."""
    with empty_database(request, tmp_path) as opened:
        yield opened


def schema(connection: Connection) -> set[tuple[str, ...]]:
    """All that the database says of its tables, but for white space."""
    rows = [row for query in SCHEMA[connection.dialect.name] for row in connection.execute(text(query))]
    return {tuple(" ".join(str(cell).split()) for cell in row) for row in rows}


def test_migrations_make_the_tables_that_are_declared(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_migrations_and_declared_tables_are_the_same_to_the_letter(empty: Engine) -> None:
    with writing(empty) as connection:
        METADATA.create_all(connection)
        declared = schema(connection)
        METADATA.drop_all(connection)
    migrate(empty)
    with empty.connect() as connection:
        migrated = schema(connection)
    assert migrated == declared
    assert len(declared) > len(METADATA.tables)


def test_down_to_nothing_and_up_again(empty: Engine) -> None:
    migrate(empty)
    with writing(empty) as connection:
        before = schema(connection)
        command.downgrade(migration_config(connection), "base")
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate(empty)
    with empty.connect() as connection:
        assert schema(connection) == before


def test_a_migration_that_fails_leaves_nothing(empty: Engine) -> None:
    with writing(empty) as connection:
        connection.exec_driver_sql("CREATE TABLE audit (id INTEGER)")
    with pytest.raises(Exception, match="audit"):
        migrate(empty)
    with empty.connect() as connection:
        assert inspect(connection).get_table_names() == ["audit"]
