"""The address of a unit's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webui.people.acting import acting
from webui.people.log import shown
from webui.people.rights import DESK
from webui.rounds.book import RoundBook
from webui.rounds.shelf import shelf
from webui.units import present

blueprint = Blueprint("units", __name__)


@blueprint.get("/runder/<int:round_id>/enheder")
def index(round_id: int) -> str:
    """All units of the round: places, free places, who comes and who goes."""
    person = acting()
    own = None if person.may(*DESK) else person.facility_id or ""
    return render_template("units/index.html", view=present.units_view(shelf().book(round_id), own))


@blueprint.get("/runder/<int:round_id>/enheder/<path:unit_id>")
def show(round_id: int, unit_id: str) -> str:
    """One unit: how full it is month by month, who comes and goes, and who wished it in vain."""
    book = shelf().book(round_id)
    if unit_id not in book.snapshot.units:
        abort(404)
    _own_house_only(book, unit_id)
    there = book.stays.get(unit_id, [])
    wished = [row.application_id for row in book.record.explanations if row.unit_id == unit_id]
    shown("view", book, wished, children=[stay.child_id for stay in there])
    return render_template("units/show.html", view=present.unit_view(book, unit_id))


def _own_house_only(book: RoundBook, unit_id: str) -> None:
    """403 where the person may see only a house that this unit is no part of."""
    person = acting()
    if not person.may(*DESK) and book.snapshot.units[unit_id].facility_id != person.facility_id:
        abort(403)
