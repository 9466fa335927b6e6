"""Addresses of letters: made and sent, shown as they were sent, answered; their texts; what goes back to the system of record."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from data.exporters.formulas import shielded
from data.stores import letters
from webui import addresses
from webui.letters import texts
from webui.letters.compose import Sending, asks_for_an_answer
from webui.letters.office import letters_about, letters_view, send_what_waits, today
from webui.people.acting import acting
from webui.people.log import shown
from webui.rounds.book import RoundBook
from webui.rounds.shelf import shelf

blueprint = Blueprint("letters", __name__)
#: days to answer, from and to
ANSWER_DAYS = range(3, 61)


@blueprint.get("/runder/<int:round_id>/breve")
def show(round_id: int) -> str:
    """The round's letters."""
    view = letters_view(shelf().book(round_id))
    shown("list", view.book, [line.sent.application_id for line in view.lines])
    return render_template("letters/show.html", view=view)


@blueprint.post("/runder/<int:round_id>/breve")
def send(round_id: int) -> ResponseReturnValue:
    """Make and send the letters that wait."""
    days = request.form.get("days", "14")
    if not days.isdecimal() or int(days[:4]) not in ANSWER_DAYS:
        raise BadRequest
    send_what_waits(shelf().book(round_id), int(days))
    return redirect(url_for("letters.show", round_id=round_id), 303)


@blueprint.get("/runder/<int:round_id>/breve/<int:letter_id>.pdf")
def document(round_id: int, letter_id: int) -> Response:
    """A letter as it was sent."""
    book = shelf().book(round_id)
    sent, pdf = letters.document_of(shelf().engine, round_id, letter_id)
    shown("view", book, [sent.application_id])
    return _file(pdf, "application/pdf", f"brev-{sent.application_id}-{sent.recipient}.pdf")


@blueprint.get("/runder/<int:round_id>/breve.zip")
def documents(round_id: int) -> Response:
    """All letters of the round, with a list that says which is whose."""
    book, held = shelf().book(round_id), io.BytesIO()
    sent = letters.letters_of(shelf().engine, round_id)
    shown("export", book, [one.application_id for one in sent])
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in sent:
            archive.writestr(_name(one), letters.document_of(shelf().engine, round_id, one.id)[1])
        child_of = {one.application_id: book.decisions[one.application_id].child_id for one in sent}
        rows = [[one.application_id, child_of[one.application_id], str(one.recipient), one.kind, _name(one), one.sha256] for one in sent]
        archive.writestr("breve.csv", _csv(["application_id", "child_id", "recipient", "kind", "file", "sha256"], rows))
    return _file(held.getvalue(), "application/zip", f"breve-runde-{round_id}.zip")


@blueprint.get("/runder/<int:round_id>/udkast/<path:application_id>")
def draft(round_id: int, application_id: str) -> Response:
    """The first letter about a decision as it would be sent today, marked as a draft."""
    book = _book(round_id, application_id)
    shown("view", book, [application_id])
    first = letters_about(book, application_id, Sending(today()), draft=True)[0]
    return _file(first.pdf, "application/pdf", f"udkast-{application_id}.pdf")


@blueprint.post("/runder/<int:round_id>/svar/<path:application_id>")
def answer(round_id: int, application_id: str) -> ResponseReturnValue:
    """Enter what a family answered."""
    book, told = _book(round_id, application_id), request.form.get("answer", "")
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise BadRequest from None
    if told not in ("accepted", "declined"):
        raise BadRequest
    letters.enter_answer(shelf().engine, round_id, application_id, "accepted" if told == "accepted" else "declined", day, acting().name)
    return redirect(addresses.child(book.id, application_id), 303)


@blueprint.get("/runder/<int:round_id>/offers.csv")
def offers(round_id: int) -> Response:
    """The offers sent and their answers as the table `offers` of the data package, for the system of record."""
    book, engine = shelf().book(round_id), shelf().engine
    answers, first = letters.answers_of(engine, round_id), dict[str, letters.Sent]()
    for one in letters.letters_of(engine, round_id):
        if asks_for_an_answer(book.decisions[one.application_id]):
            first.setdefault(one.application_id, one)
    shown("export", book, first)
    rows = []
    for application_id, one in first.items():
        row, given = book.decisions[application_id], answers.get(application_id)
        start = "" if row.start_date is None else row.start_date.isoformat()
        answer_by = "" if one.answer_by is None else one.answer_by.isoformat()
        rows.append([application_id, row.unit_id or "", start, one.sent_on.isoformat(), answer_by, given.answer if given else ""])
    content = _csv(["application_id", "unit_id", "start_date", "sent_date", "answer_by", "answer"], rows)
    return _file(content.encode("utf-8-sig"), "text/csv", "offers.csv")


@blueprint.get("/brevtekster")
def kinds() -> str:
    """The texts of letters."""
    found = [(kind, name, [texts.text_of(shelf().engine, kind, one) for one in texts.LANGUAGES]) for kind, name in texts.KINDS.items()]
    return render_template("letters/texts.html", texts=found)


@blueprint.route("/brevtekster/<kind>/<language>", methods=["GET", "POST"])
def text(kind: str, language: str) -> ResponseReturnValue:
    """One text; POST stores a new version of it."""
    if kind not in texts.KINDS or language not in texts.LANGUAGES:
        abort(404)
    engine = shelf().engine
    used = texts.text_of(engine, kind, language)
    known = {"text": used, "kinds": texts.KINDS, "names": texts.NAMES}
    if request.method == "GET":
        return render_template("letters/text.html", **known, subject=used.subject, body=used.body, faults={})
    subject, body, seen = (request.form.get(name, "") for name in ("subject", "body", "seen"))
    faults = texts.faults_of(kind, subject, body)
    if faults:
        return render_template("letters/text.html", **known, subject=subject, body=body, faults=faults), 422
    letters.save_text(engine, kind, language, subject, body, acting().name, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else -1)
    return redirect(url_for("letters.kinds"), 303)


def _book(round_id: int, application_id: str) -> RoundBook:
    book = shelf().book(round_id)
    if application_id not in book.decisions:
        abort(404)
    return book


def _name(sent: letters.Sent) -> str:
    safe_id = "".join(sign if sign.isalnum() else "_" for sign in sent.application_id)
    return f"{sent.id:06}-{safe_id}-{sent.recipient}.pdf"


def _csv(header: list[str], rows: list[list[str]]) -> str:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([shielded(cell) for cell in row] for row in rows)
    return held.getvalue()


def _file(content: bytes, mimetype: str, name: str) -> Response:
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
