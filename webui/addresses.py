"""Where the pages of a round are. Addresses carry numbers of rounds, applications and units: never a name or a CPR number."""

from __future__ import annotations

from typing import Any

from flask import url_for

from webui.rounds.listing import Query


def list_of(round_id: int, query: Query, **changes: Any) -> str:
    """The list of applications, as the query (with some of it changed) asks for it."""
    return url_for("rounds.applications", round_id=round_id, **query.args(**changes))


def csv_of(round_id: int, query: Query) -> str:
    """The whole filtered list as a file."""
    return url_for("rounds.applications_csv", round_id=round_id, **query.args(page=1))


def workbook_of(round_id: int, query: Query) -> str:
    """The whole filtered list as an Excel workbook."""
    return url_for("rounds.applications_workbook", round_id=round_id, **query.args(page=1))


def child(round_id: int, application_id: str | None, query: Query | None = None) -> str:
    """An application's page, opened from the list of `query`; empty for None."""
    args = query.args() if query else {}
    return url_for("children.show", round_id=round_id, application_id=application_id, **args) if application_id else ""


def unit(round_id: int, unit_id: str | None) -> str:
    """A unit's page; empty for None."""
    return url_for("units.show", round_id=round_id, unit_id=unit_id) if unit_id else ""


def round_page(round_id: int) -> str:
    """A round's summary."""
    return url_for("rounds.show", round_id=round_id)


def policy(round_id: int) -> str:
    """A round's policy in words."""
    return url_for("rounds.policy", round_id=round_id)


def letters(round_id: int) -> str:
    """A round's letters."""
    return url_for("letters.show", round_id=round_id)
