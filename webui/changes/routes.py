"""Addresses of changes by hand to a round."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from data.database.faults import NotPossible
from data.stores import drafts
from data.stores.drafts import Change
from webui.changes import present
from webui.changes.form import Entered, form_of, read_form
from webui.changes.settle import Settled, key_of, settle, settle_together
from webui.children.bench import Bench, bench
from webui.people.acting import acting
from webui.people.log import shown
from webui.rounds.book import RoundBook
from webui.rounds.shelf import shelf

blueprint = Blueprint("changes", __name__)


@blueprint.get("/runder/<int:round_id>/aendringer")
def show(round_id: int) -> str:
    """The round's changes by hand, and what comes of them."""
    book = shelf().book(round_id)
    draft = drafts.open_draft(shelf().engine, round_id)
    view = present.draft_view(book, draft, _asked(draft), _together(draft) is not None)
    touched = [] if view.differences is None else [child.application_id for child in view.differences.shown]
    shown("list", book, [*touched, *(line.application_id for line in view.lines)])
    return render_template("changes/show.html", view=view)


@blueprint.route("/runder/<int:round_id>/aendr/<path:application_id>", methods=["GET", "POST"])
def change(round_id: int, application_id: str) -> ResponseReturnValue:
    """The form for one application; POST puts the change into the draft and works it out."""
    book = shelf().book(round_id)
    if application_id not in book.decisions:
        abort(404)
    if request.method == "GET":
        return _form(book, application_id)
    entered = Entered(*(request.form.get(name, "") for name in ("action", "unit", "start", "reason")))
    wanted = read_form(book, application_id, entered)
    if isinstance(wanted, dict):
        return _form(book, application_id, entered, wanted), 422
    return _worked_out(book, drafts.add_change(shelf().engine, round_id, _seen(), wanted, acting().name))


@blueprint.post("/runder/<int:round_id>/aendringer/fortryd")
def undo(round_id: int) -> ResponseReturnValue:
    """Take the last change back."""
    return _worked_out(shelf().book(round_id), drafts.undo(shelf().engine, round_id, _seen(), acting().name))


@blueprint.post("/runder/<int:round_id>/aendringer/gentag")
def redo(round_id: int) -> ResponseReturnValue:
    """Make the change that was taken back again."""
    return _worked_out(shelf().book(round_id), drafts.redo(shelf().engine, round_id, _seen(), acting().name))


@blueprint.post("/runder/<int:round_id>/aendringer/regn")
def work_out(round_id: int) -> ResponseReturnValue:
    """Work the changes out (again: after a restart, or where it failed)."""
    draft = drafts.open_draft(shelf().engine, round_id)
    return redirect(url_for("changes.show", round_id=round_id), 303) if draft is None else _worked_out(shelf().book(round_id), draft)


@blueprint.post("/runder/<int:round_id>/aendringer/sammen")
def together(round_id: int) -> ResponseReturnValue:
    """Weigh all changes together, which may find a result with fewer other changes."""
    draft, book = drafts.open_draft(shelf().engine, round_id), shelf().book(round_id)
    if draft is not None and draft.effective:
        standing, table = draft.effective, bench()
        quick = _known(round_id, table, standing)
        table.ask(key_of(round_id, standing, True), book, lambda round_: settle_together(round_, standing, quick))
    return redirect(url_for("changes.show", round_id=round_id), 303)


@blueprint.post("/runder/<int:round_id>/aendringer/kasser")
def drop(round_id: int) -> ResponseReturnValue:
    """Put all changes away."""
    drafts.drop_draft(shelf().engine, round_id, _seen(), acting().name)
    return redirect(url_for("changes.show", round_id=round_id), 303)


@blueprint.post("/runder/<int:round_id>/aendringer/gem")
def save(round_id: int) -> ResponseReturnValue:
    """Store what came of the changes as a round of its own."""
    draft = drafts.open_draft(shelf().engine, round_id)
    asked = _asked(draft)
    settled = asked.result() if asked is not None and asked.done() and asked.exception() is None else Settled(None)
    if settled.record is None:
        raise NotPossible("ændringerne er ikke regnet ud endnu: gør det først", "the changes are not worked out yet: do that first")
    label = request.form.get("label", "").strip()[:200]
    number = drafts.save_draft(shelf().engine, round_id, _seen(), settled.record, label=label, actor=acting().name)
    return redirect(url_for("rounds.show", round_id=number), 303)


def _form(book: RoundBook, application_id: str, entered: Entered | None = None, faults: dict[str, str] | None = None) -> str:
    shown("view", book, [application_id])
    form = form_of(book, application_id, entered, faults)
    draft = drafts.open_draft(shelf().engine, book.id)
    return render_template("changes/form.html", view=present.form_view(book, application_id, form, draft))


def _worked_out(book: RoundBook, draft: drafts.Draft) -> ResponseReturnValue:
    """Begin to work the draft out, and lead to its page."""
    standing = draft.effective
    if standing:
        table = bench()
        table.ask(key_of(book.id, standing), book, lambda round_: settle(round_, standing, lambda part: _known(book.id, table, part)))
    return redirect(url_for("changes.show", round_id=book.id), 303)


def _known(round_id: int, table: Bench, changes: Sequence[Change]) -> Settled | None:
    """What was worked out for some changes; None where nothing was."""
    asked = table.find(key_of(round_id, changes))
    if asked is None or not asked.done() or asked.exception() is not None:
        return None
    found = asked.result()
    return found if isinstance(found, Settled) else None


def _together(draft: drafts.Draft | None) -> Future[Settled] | None:
    """The answer to the draft's changes weighed together; None where nobody asked for it."""
    return None if draft is None else bench().find(key_of(draft.round_id, draft.effective, True))


def _asked(draft: drafts.Draft | None) -> Future[Settled] | None:
    """The best answer there is to the draft's changes, or is being worked out."""
    return None if draft is None else _together(draft) or bench().find(key_of(draft.round_id, draft.effective))


def _seen() -> int:
    """The version of the draft that the sent page showed."""
    told = request.form.get("seen", "")
    if not told.isascii() or not told.isdecimal() or len(told) > len(str(2**31)):
        raise BadRequest
    return int(told)
