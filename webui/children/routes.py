"""The address of a child's page. It carries the number of the application, never a name or a CPR number."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from webui.children import present
from webui.rounds.listing import Query
from webui.rounds.shelf import shelf

blueprint = Blueprint("children", __name__)


@blueprint.get("/runder/<int:round_id>/ansoegninger/<path:application_id>")
def show(round_id: int, application_id: str) -> str:
    """One application: the child's wishes, what it got, and why; a query says which list it was opened from."""
    book = shelf().book(round_id)
    if application_id not in book.decisions:
        abort(404)
    return render_template("children/show.html", view=present.child_view(book, application_id, Query.from_args(request.args)))
