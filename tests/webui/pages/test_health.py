"""The address that tells whether the server can answer."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask.testing import FlaskClient

from data.database.engine import migrate, open_database
from webui.app import create_app


def test_a_server_with_its_database_is_well(client: FlaskClient) -> None:
    answer = client.get("/sundhed")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_server_without_its_database_is_not(tmp_path: Path) -> None:
    engine = open_database(folder=tmp_path / "data")
    migrate(engine)
    client = create_app(engine, testing=True).test_client()
    assert client.get("/sundhed").status_code == 200
    engine.dispose()
    shutil.rmtree(tmp_path / "data")
    answer = client.get("/sundhed")
    assert (answer.status_code, answer.text) == (503, "database\n")
