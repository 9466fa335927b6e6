"""The address of a unit's page."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from webui.rounds.shelf import shelf
from webui.units import present

blueprint = Blueprint("units", __name__)


@blueprint.get("/runder/<int:round_id>/enheder")
def index(round_id: int) -> str:
    """All units of the round: places, free places, who comes and who goes."""
    return render_template("units/index.html", view=present.units_view(shelf().book(round_id)))


@blueprint.get("/runder/<int:round_id>/enheder/<path:unit_id>")
def show(round_id: int, unit_id: str) -> str:
    """One unit: how full it is month by month, who comes and goes, and who wished it in vain."""
    book = shelf().book(round_id)
    if unit_id not in book.snapshot.units:
        abort(404)
    return render_template("units/show.html", view=present.unit_view(book, unit_id))
