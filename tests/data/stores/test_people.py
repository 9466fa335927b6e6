"""Who may sign in, for how long, and what is remembered of what they looked at; on both back ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from data.database.engine import reading, writing
from data.database.faults import NotPossible, NotStored
from data.stores import access, accounts
from data.stores.audit import list_audit

PASSWORD, OTHER = "korrekt hest batteri klamme", "en ny og lang adgangskode"
NOW = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
def eva(engine: Engine) -> str:
    accounts.add_account(engine, "eva", PASSWORD, ["officer", "approver"], "root")
    return "eva"


def test_an_account_signs_in_with_its_password_alone(engine: Engine, eva: str) -> None:
    token = accounts.sign_in(engine, eva, PASSWORD)
    assert token is not None
    account = accounts.whose(engine, token)
    assert account is not None
    assert (account.name, account.roles) == ("eva", ("approver", "officer"))
    assert accounts.sign_in(engine, eva, PASSWORD + "x") is None
    assert accounts.sign_in(engine, "bo", PASSWORD) is None
    assert accounts.whose(engine, "x") is None
    assert [entry.action for entry in list_audit(engine)] == ["sign-in failed", "sign-in", "account add"]


def test_neither_password_nor_token_stands_in_the_database(engine: Engine, eva: str) -> None:
    token = accounts.sign_in(engine, eva, PASSWORD)
    with reading(engine) as connection:
        held = str(connection.execute(text("SELECT * FROM accounts")).all()) + str(connection.execute(text("SELECT * FROM sessions")).all())
    held += str(list_audit(engine))
    assert "$argon2id$" in held
    assert PASSWORD not in held
    assert str(token) not in held


@pytest.mark.parametrize("password", ["kort", "x" * 14, "x" * 201])
def test_a_password_is_long_enough(engine: Engine, password: str) -> None:
    with pytest.raises(NotPossible, match="mellem 15 og 200 tegn"):
        accounts.add_account(engine, "bo", password, ["officer"], "root")
    assert not accounts.any_account(engine)


def test_what_is_no_account(engine: Engine, eva: str) -> None:
    with pytest.raises(NotPossible, match="allerede en konto, der hedder eva"):
        accounts.add_account(engine, "eva", PASSWORD, ["officer"], "root")
    with pytest.raises(NotPossible, match="mindst én rolle"):
        accounts.add_account(engine, "bo", PASSWORD, [], "root")
    with pytest.raises(NotStored, match="ingen konto, der hedder bo"):
        accounts.change_account(engine, "bo", "root", disabled=True)


def test_a_session_ends_by_itself(engine: Engine, eva: str) -> None:
    token = accounts.sign_in(engine, eva, PASSWORD, NOW)
    assert token is not None
    for minutes in (29, 58, 87):
        assert accounts.whose(engine, token, NOW + timedelta(minutes=minutes))
    assert accounts.whose(engine, token, NOW + timedelta(minutes=87 + 31)) is None
    busy = accounts.sign_in(engine, eva, PASSWORD, NOW)
    assert busy is not None
    for step in range(1, 24):
        assert accounts.whose(engine, busy, NOW + timedelta(minutes=25 * step))
    assert accounts.whose(engine, busy, NOW + timedelta(minutes=601)) is None


def test_signing_out_and_changes_end_sessions(engine: Engine, eva: str) -> None:
    first, second = accounts.sign_in(engine, eva, PASSWORD), accounts.sign_in(engine, eva, PASSWORD)
    assert first
    assert second
    accounts.sign_out(engine, first)
    assert accounts.whose(engine, first) is None
    assert accounts.whose(engine, second)
    accounts.change_account(engine, eva, "root", roles=["auditor"])
    assert accounts.whose(engine, second) is None
    accounts.change_account(engine, eva, "root", disabled=True)
    assert accounts.sign_in(engine, eva, PASSWORD) is None
    accounts.change_account(engine, eva, "root", disabled=False, password=OTHER)
    assert accounts.sign_in(engine, eva, PASSWORD) is None
    assert accounts.sign_in(engine, eva, OTHER)


def test_wrong_passwords_let_an_account_rest(engine: Engine, eva: str) -> None:
    for _attempt in range(accounts.PATIENCE):
        assert accounts.sign_in(engine, eva, "forkert adgangskode!", NOW) is None
    assert accounts.sign_in(engine, eva, PASSWORD, NOW + timedelta(minutes=14)) is None
    assert accounts.sign_in(engine, eva, PASSWORD, NOW + timedelta(minutes=16))


def test_looks_at_children_are_remembered(engine: Engine) -> None:
    access.log_access(engine, "eva", "view", "children.show", round_id=1, children=["B1"])
    access.log_access(engine, "bo", "list", "rounds.applications", round_id=1, children=["B1", "B2", "B2"])
    access.log_access(engine, "bo", "search", "rounds.search", criterion="Alma " * 100)
    assert [(look.actor, look.action, look.children) for look in access.latest(engine)] == [
        ("bo", "search", 0), ("bo", "list", 2), ("eva", "view", 1),
    ]  # fmt: skip
    assert [look.action for look in access.latest(engine, actor="eva")] == ["view"]
    assert len(access.latest(engine)[0].criterion) == 200
    assert [look.actor for look in access.about_child(engine, "B1")] == ["eva", "bo"]
    assert access.about_child(engine, "B9") == []


def test_a_sample_is_drawn_from_the_last_days(engine: Engine) -> None:
    for number in range(30):
        access.log_access(engine, f"p{number}", "view", "children.show")
    with writing(engine) as connection:
        connection.execute(text("UPDATE access_log SET at = :old WHERE id <= 10"), {"old": "2020-01-01 00:00:00"})
    drawn = {look.actor for look in access.sample(engine, 15)}
    assert len(drawn) == 15
    assert drawn <= {f"p{number}" for number in range(10, 30)}
    assert len({frozenset(look.actor for look in access.sample(engine, 5)) for _again in range(8)}) > 1
