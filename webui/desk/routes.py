"""Addresses of the desk: the work of a round, approvals, closing, the office's settings."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from data.database.faults import ChangedMeanwhile, NotPossible
from data.stores import approvals, office
from webui import addresses
from webui.desk.office import bulk_view, cases_of, desk_view, to_approve
from webui.people.acting import acting
from webui.rounds.book import RoundBook
from webui.rounds.listing import Query
from webui.rounds.shelf import shelf

blueprint = Blueprint("desk", __name__)


@blueprint.get("/runder/<int:round_id>/arbejde")
def show(round_id: int) -> str:
    """What there is to do with a round."""
    return render_template("desk/show.html", view=desk_view(shelf().book(round_id)))


@blueprint.post("/runder/<int:round_id>/stilling/<path:application_id>")
def consider(round_id: int, application_id: str) -> ResponseReturnValue:
    """Enter that an officer has considered a decision, and why it stands."""
    book = _book(round_id, application_id)
    if cases_of(book).by_id[application_id].bin != "needs":
        raise NotPossible("afgørelsen kræver ingen stilling", "the decision does not need to be considered")
    approvals.consider(shelf().engine, round_id, application_id, request.form.get("note", ""), acting().name)
    return _back(book, application_id)


@blueprint.post("/runder/<int:round_id>/godkend/<path:application_id>")
def approve(round_id: int, application_id: str) -> ResponseReturnValue:
    """Approve one decision that is ready."""
    book, seen = _book(round_id, application_id), request.form.get("hash", "")
    if cases_of(book).by_id[application_id].bin not in ("ready", "second"):
        raise NotPossible("afgørelsen er ikke klar til godkendelse", "the decision is not ready to be approved")
    approvals.approve(shelf().engine, round_id, [application_id], acting().name, seen_hash=seen)
    return _back(book, application_id)


@blueprint.post("/runder/<int:round_id>/tilbage/<path:application_id>")
def withdraw(round_id: int, application_id: str) -> ResponseReturnValue:
    """Take an approval back."""
    book = _book(round_id, application_id)
    if cases_of(book).by_id[application_id].bin == "sent":
        raise NotPossible(
            "brevet er sendt: tag afgørelsen op igen i en ny runde", "the letter is sent: take the decision up again in a new round"
        )
    approvals.withdraw(shelf().engine, round_id, application_id, request.form.get("note", ""), acting().name)
    return _back(book, application_id)


@blueprint.route("/runder/<int:round_id>/godkend", methods=["GET", "POST"])
def approve_all(round_id: int) -> ResponseReturnValue:
    """Approve all decisions of a bin: GET asks, POST does it. Those that need an officer are never among them."""
    book, code = shelf().book(round_id), request.values.get("bin", "ready")
    if code not in ("ready", "second"):
        abort(400)
    if request.method == "GET":
        return render_template("desk/approve.html", view=bulk_view(book, code))
    wanted = to_approve(cases_of(book), code)
    if request.form.get("count") != str(len(wanted)):
        raise ChangedMeanwhile(
            "antallet er et andet end det, siden viste: se listen igen, før du godkender",
            "the number is not the one that the page showed: look at the list again before you approve",
        )
    approvals.approve(shelf().engine, round_id, wanted, acting().name, seen_hash=request.form.get("hash", ""))
    return redirect(url_for("desk.show", round_id=round_id), 303)


@blueprint.post("/runder/<int:round_id>/luk")
def close(round_id: int) -> ResponseReturnValue:
    """Close the round, once nothing is left to consider, approve or send."""
    left = cases_of(shelf().book(round_id)).left
    if left:
        raise NotPossible(f"{left} afgørelser er ikke godkendt og sendt endnu", f"{left} decisions are not approved and sent yet")
    approvals.close_round(shelf().engine, round_id, acting().name)
    return redirect(url_for("desk.show", round_id=round_id), 303)


@blueprint.route("/indstillinger", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """The office's settings."""
    engine = shelf().engine
    if request.method == "POST":
        for name in office.SWITCHES:
            office.set_switch(engine, name, on=request.form.get(name) == "ja", actor=acting().name)
        return redirect(url_for("desk.settings"), 303)
    return render_template("desk/settings.html", switches=office.switches(engine))


def _book(round_id: int, application_id: str) -> RoundBook:
    book = shelf().book(round_id)
    if application_id not in book.decisions:
        abort(404)
    return book


def _back(book: RoundBook, application_id: str) -> ResponseReturnValue:
    """To the child's page, in the list that it was opened from."""
    return redirect(addresses.child(book.id, application_id, Query.from_args(request.args)), 303)
