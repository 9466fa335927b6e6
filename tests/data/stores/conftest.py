"""A database with all tables, on each back end in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.database.engine import migrate
from tests.data.database.backends import BACKENDS, empty_database


@pytest.fixture(params=BACKENDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """The database."""
    with empty_database(request, tmp_path) as opened:
        migrate(opened)
        yield opened
