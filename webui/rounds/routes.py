"""Addresses of the pages about rounds."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from data.policies.printed import printed
from data.stores.drafts import draft_of, open_draft
from webui.desk.office import bin_choices, rows_of
from webui.i18n import language
from webui.people.log import shown
from webui.rounds import lists, present
from webui.rounds.compare import compare_view
from webui.rounds.csvfile import csv_file
from webui.rounds.listing import Query, select
from webui.rounds.shelf import shelf
from webui.rounds.workbook import list_workbook
from webui.workbooks import MIMETYPE

blueprint = Blueprint("rounds", __name__)
#: places held that stand on one page
HELD_PAGE = 250


@blueprint.get("/runder")
def index() -> str:
    """All rounds, the newest first."""
    return render_template("rounds/index.html", rounds=present.round_lines(shelf().rounds()))


@blueprint.get("/runder/<int:round_id>")
def show(round_id: int) -> str:
    """One round's summary."""
    book = shelf().book(round_id)
    view = present.round_view(book)
    cases = [case.application_id for case in (*view.passed_over, *view.without_second)]
    shown("view", book, [*cases, *(one for group in view.short for one, _href in group.applications)])
    others = [head for head in shelf().rounds() if head.id != round_id]
    engine = shelf().engine
    return render_template(
        "rounds/show.html", view=view, others=others, draft=open_draft(engine, round_id), origin=draft_of(engine, round_id)
    )


@blueprint.get("/runder/<int:round_id>/holdte")
def held(round_id: int) -> str:
    """The places held for guarantees that fall due after the round: hundreds in a large one, so a page of their own."""
    book = shelf().book(round_id)
    lines = present.held_places(book)
    pages = max(1, -(-len(lines) // HELD_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    part = lines[(page - 1) * HELD_PAGE : page * HELD_PAGE]
    shown("list", book, [line.application_id for line in part])
    return render_template("rounds/held.html", book=book, held=part, count=len(lines), page=page, pages=pages)


@blueprint.get("/runder/<int:round_id>/sammenlign")
def choose_other(round_id: int) -> ResponseReturnValue:
    """Leads to the comparison with the round chosen (`med`)."""
    other = request.args.get("med", type=int)
    if other is None or other < 1:
        raise BadRequest
    return redirect(url_for("rounds.compare", round_id=round_id, other_id=other), 303)


@blueprint.get("/runder/<int:round_id>/sammenlign/<int:other_id>")
def compare(round_id: int, other_id: int) -> str:
    """Two rounds side by side: totals, and who wins and loses."""
    view = compare_view(shelf().book(round_id), shelf().book(other_id))
    shown("list", view.left, [child.application_id for child in view.found.shown])
    return render_template("rounds/compare.html", view=view)


@blueprint.get("/runder/<int:round_id>/politik")
def policy(round_id: int) -> str:
    """The round's policy in words, as a municipality would publish it."""
    book = shelf().book(round_id)
    return render_template("rounds/policy.html", book=book, sections=printed(book.policy, language()))


@blueprint.get("/runder/<int:round_id>/liste")
def applications(round_id: int) -> str:
    """The round's applications, filtered and sorted."""
    book, query = shelf().book(round_id), Query.from_args(request.args)
    view = lists.list_view(book, query, rows_of(book, query), bin_choices())
    shown("list", book, [line.application_id for line in view.lines])
    return render_template("rounds/list.html", view=view)


@blueprint.get("/runder/<int:round_id>/liste.csv")
def applications_csv(round_id: int) -> Response:
    """The filtered list as a file for a spreadsheet."""
    book, query = shelf().book(round_id), Query.from_args(request.args)
    selected = select(rows_of(book, query), query)
    shown("export", book, selected["application_id"])
    content = csv_file(selected, book.measured)
    name = f"redekasse-runde-{round_id}.csv"
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.get("/runder/<int:round_id>/liste.xlsx")
def applications_workbook(round_id: int) -> Response:
    """The filtered list as an Excel workbook."""
    book, query = shelf().book(round_id), Query.from_args(request.args)
    selected = select(rows_of(book, query), query)
    shown("export", book, selected["application_id"])
    name = f"redekasse-runde-{round_id}.xlsx"
    content = list_workbook(selected, book.measured)
    return Response(content, mimetype=MIMETYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/runder/<int:round_id>/soeg", methods=["GET", "POST"])
def search(round_id: int) -> str:
    """Children by name or id. The words come by POST, so that no name stands in an address or a log."""
    book = shelf().book(round_id)
    words = request.form.get("q", "") if request.method == "POST" else None
    view = lists.search_view(book, words)
    if words is not None:
        shown("search", book, [line.application_id for line in view.lines], criterion=words)
    return render_template("rounds/search.html", view=view)
