"""`redekasse account`: accounts made, shown and changed; the password never stands in the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.database.engine import open_database
from data.stores import accounts
from tests.webui.cli.support import Command

PASSWORD = "korrekt hest batteri klamme"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a.db'}"


def test_an_account_is_made_listed_changed(redekasse: Command, database: str) -> None:
    ended = redekasse("account", "add", "eva", "--role", "officer", "--role", "approver", "--database", database, typed=PASSWORD)
    assert (ended.code, ended.out.split()) == (0, ["eva:", "approver,", "officer"])
    engine = open_database(database)
    assert accounts.sign_in(engine, "eva", PASSWORD)
    ended = redekasse("account", "change", "eva", "--role", "auditor", "--disable", "--database", database, "--json")
    assert json.loads(ended.out)["accounts"] == [{"name": "eva", "roles": ["auditor"], "disabled": True}]
    redekasse("account", "change", "eva", "--enable", "--password", "--database", database, typed="en helt anden adgangskode")
    assert accounts.sign_in(engine, "eva", "en helt anden adgangskode")
    assert "eva: auditor" in redekasse("account", "list", "--database", database).out
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (["add"], "Angiv kontoens navn"),
        (["add", "bo", "--role", "unit"], "kræver --facility"),
        (["add", "bo", "--role", "officer"], "mellem 15 og 200 tegn"),
        (["change", "bo", "--disable"], "ingen konto, der hedder bo"),
        (["add", "bo", "--role", "konge"], "konge"),
    ],
)
def test_what_cannot_be_an_account(redekasse: Command, database: str, asked: list[str], fault: str) -> None:
    ended = redekasse("account", *asked, "--database", database, typed="kort")
    assert ended.code == 1
    assert fault in ended.err
