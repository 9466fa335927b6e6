"""Accounts and sessions: who may sign in, who is signed in. Passwords are hashed with Argon2id, tokens with SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from data.database.engine import reading, writing
from data.database.faults import NotPossible, NotStored
from data.database.tables.people import Account as AccountTable
from data.database.tables.people import Session
from data.stores.audit import write_audit

#: letters of a password, at least (ASVS 6.2) and at most
SHORTEST, LONGEST = 15, 200
#: wrong passwords after which an account rests, and for how long
PATIENCE, REST = 10, timedelta(minutes=15)
#: a session ends when it was not used for so long, and in any case after so long
IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=10)
_HASHER = PasswordHasher()
#: verified where there is no such account, so that the answer takes as long
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; `facility_id` is the house of a person with the role unit."""

    name: str
    roles: tuple[str, ...]
    facility_id: str | None
    disabled: bool
    locked_until: datetime | None


_SHOWN: list[Any] = [getattr(AccountTable, field.name) for field in fields(Account)]


def any_account(engine: Engine) -> bool:
    """Whether anybody may sign in at all; while nobody may, the pages answer on their own machine only."""
    with reading(engine) as connection:
        return bool(connection.scalar(select(func.count()).select_from(AccountTable)))


def list_accounts(engine: Engine) -> list[Account]:
    """All accounts by name."""
    with reading(engine) as connection:
        return [_account(row) for row in connection.execute(select(*_SHOWN).order_by(AccountTable.name))]


def add_account(engine: Engine, name: str, password: str, roles: Iterable[str], actor: str, *, facility_id: str | None = None) -> None:
    """Make an account. NotPossible: the name is taken or empty, the password too short or long, or there are no roles."""
    told, kept = name.strip(), sorted(set(roles))
    if not told or not kept:
        raise NotPossible("kontoen skal have et navn og mindst én rolle", "the account needs a name and at least one role")
    hashed = _hashed(password)
    with writing(engine) as connection:
        if connection.scalar(select(AccountTable.name).where(AccountTable.name == told)) is not None:
            raise NotPossible(f"der er allerede en konto, der hedder {told}", f"there is an account named {told} already")
        row = {"name": told, "password_hash": hashed, "roles": kept, "facility_id": facility_id, "disabled": False, "failures": 0}
        connection.execute(insert(AccountTable).values(**row, created_at=datetime.now(UTC)))
        write_audit(connection, actor, "account add", f"accounts {told}", {"roles": kept, "facility_id": facility_id})


def change_account(
    engine: Engine, name: str, actor: str, *, roles: Iterable[str] | None = None, password: str | None = None, disabled: bool | None = None
) -> None:
    """Change what is given; its sessions end, so that nobody goes on with rights that were taken away. NotStored: no such account."""
    new: dict[str, Any] = {} if roles is None else {"roles": sorted(set(roles))}
    if password is not None:
        new |= {"password_hash": _hashed(password), "failures": 0, "locked_until": None}
    if disabled is not None:
        new["disabled"] = disabled
    with writing(engine) as connection:
        if connection.scalar(select(AccountTable.name).where(AccountTable.name == name)) is None:
            raise NotStored(f"der er ingen konto, der hedder {name}", f"there is no account named {name}")
        connection.execute(update(AccountTable).where(AccountTable.name == name).values(**new))
        connection.execute(delete(Session).where(Session.account == name))
        shown = {key: value for key, value in new.items() if key in ("roles", "disabled")}
        write_audit(connection, actor, "account change", f"accounts {name}", {**shown, "password": password is not None})


def sign_in(engine: Engine, name: str, password: str, now: datetime | None = None) -> str | None:
    """A new session's token; None where name and password do not fit, the account is disabled, or rests after wrong passwords."""
    at = now or datetime.now(UTC)
    with writing(engine) as connection:
        row = connection.execute(select(AccountTable.__table__).where(AccountTable.name == name)).mappings().one_or_none()
        right = _fits(row["password_hash"] if row is not None and row["password_hash"] else _NOBODY, password)
        if row is None:
            return None
        if row["disabled"] or (row["locked_until"] is not None and row["locked_until"] > at):
            write_audit(connection, name, "sign-in refused", f"accounts {name}", {"disabled": bool(row["disabled"])})
            return None
        if not right:
            failures = row["failures"] + 1
            rests = at + REST if failures % PATIENCE == 0 else None
            connection.execute(update(AccountTable).where(AccountTable.name == name).values(failures=failures, locked_until=rests))
            write_audit(connection, name, "sign-in failed", f"accounts {name}", {"failures": failures})
            return None
        return _begun(connection, name, at)


def whose(engine: Engine, token: str, now: datetime | None = None) -> Account | None:
    """The account that a session's token belongs to; None where the session is over."""
    at, hashed = now or datetime.now(UTC), _token_hash(token)
    query = select(*_SHOWN, Session.created_at, Session.seen_at).join(Session, Session.account == AccountTable.name)
    with reading(engine) as connection:
        row = connection.execute(query.where(Session.token_hash == hashed)).one_or_none()
    if row is None or row.disabled or at - row.seen_at > IDLE or at - row.created_at > WHOLE:
        return None
    if at - row.seen_at > timedelta(minutes=1):
        with writing(engine) as connection:
            connection.execute(update(Session).where(Session.token_hash == hashed).values(seen_at=at))
    return _account(row)


def sign_out(engine: Engine, token: str) -> None:
    """End the session."""
    with writing(engine) as connection:
        ended = connection.execute(delete(Session).where(Session.token_hash == _token_hash(token)).returning(Session.account)).scalar()
        if ended is not None:
            write_audit(connection, ended, "sign-out", f"accounts {ended}", {})


def _begun(connection: Connection, name: str, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(update(AccountTable).where(AccountTable.name == name).values(failures=0, locked_until=None))
    connection.execute(delete(Session).where(Session.created_at < at - WHOLE))
    connection.execute(insert(Session).values(token_hash=_token_hash(token), account=name, created_at=at, seen_at=at))
    write_audit(connection, name, "sign-in", f"accounts {name}", {})
    return token


def _account(row: Any) -> Account:
    return Account(row.name, tuple(row.roles), row.facility_id, row.disabled, row.locked_until)


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise NotPossible(
            f"adgangskoden skal have mellem {SHORTEST} og {LONGEST} tegn", f"the password must have {SHORTEST} to {LONGEST} characters"
        )
    return _HASHER.hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password[:LONGEST])
    except VerifyMismatchError:
        return False


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
