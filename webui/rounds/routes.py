"""Addresses of the pages about rounds."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from data.policies.printed import printed
from webui.i18n import language
from webui.rounds import lists, present
from webui.rounds.csvfile import csv_file
from webui.rounds.listing import Query, select
from webui.rounds.shelf import shelf

blueprint = Blueprint("rounds", __name__)


@blueprint.get("/runder")
def index() -> str:
    """All rounds, the newest first."""
    return render_template("rounds/index.html", rounds=present.round_lines(shelf().rounds()))


@blueprint.get("/runder/<int:round_id>")
def show(round_id: int) -> str:
    """One round's summary."""
    return render_template("rounds/show.html", view=present.round_view(shelf().book(round_id)))


@blueprint.get("/runder/<int:round_id>/politik")
def policy(round_id: int) -> str:
    """The round's policy in words, as a municipality would publish it."""
    book = shelf().book(round_id)
    return render_template("rounds/policy.html", book=book, sections=printed(book.policy, language()))


@blueprint.get("/runder/<int:round_id>/liste")
def applications(round_id: int) -> str:
    """The round's applications, filtered and sorted."""
    view = lists.list_view(shelf().book(round_id), Query.from_args(request.args))
    return render_template("rounds/list.html", view=view)


@blueprint.get("/runder/<int:round_id>/liste.csv")
def applications_csv(round_id: int) -> Response:
    """The filtered list as a file for a spreadsheet."""
    book = shelf().book(round_id)
    content = csv_file(select(book.rows, Query.from_args(request.args)), book.measured)
    name = f"redekasse-runde-{round_id}.csv"
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/runder/<int:round_id>/soeg", methods=["GET", "POST"])
def search(round_id: int) -> str:
    """Children by name or id. The words come by POST, so that no name stands in an address or a log."""
    view = lists.search_view(shelf().book(round_id), request.form.get("q", "") if request.method == "POST" else None)
    return render_template("rounds/search.html", view=view)
