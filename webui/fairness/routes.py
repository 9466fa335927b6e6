"""Addresses of the page about a round's fairness and proof."""

from __future__ import annotations

from flask import Blueprint, render_template

from optimizer.rounds.certify import recheck
from optimizer.rounds.verify import verify_round
from webui.fairness.present import fairness_view
from webui.people.log import shown
from webui.rounds.shelf import shelf

blueprint = Blueprint("fairness", __name__)


@blueprint.get("/runder/<int:round_id>/retfaerdighed")
def show(round_id: int) -> str:
    """Order, proof and results by group."""
    return render_template("fairness/show.html", view=fairness_view(shelf().book(round_id)), findings=None)


@blueprint.post("/runder/<int:round_id>/retfaerdighed")
def verify(round_id: int) -> str:
    """The same, after the stored round has been checked again from its data."""
    book = shelf().book(round_id)
    shown("view", book, criterion="verify")
    findings = verify_round(book.snapshot, book.policy, book.round_date, book.record, recheck)
    return render_template("fairness/show.html", view=fairness_view(book), findings=findings)
