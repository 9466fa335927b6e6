"""The address of a child's page. It carries the number of the application, never a name or a CPR number."""

from __future__ import annotations

from typing import cast, get_args

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from data.stores.drafts import changes_of_application
from webui.changes.present import line_of
from webui.children import present, whatif
from webui.children.bench import bench
from webui.desk.office import case_view, rows_of
from webui.letters.office import answer_of, today
from webui.people.log import shown
from webui.rounds.listing import Query
from webui.rounds.shelf import shelf

blueprint = Blueprint("children", __name__)


@blueprint.get("/runder/<int:round_id>/ansoegninger/<path:application_id>")
def show(round_id: int, application_id: str) -> str:
    """One application: the child's wishes, what it got, and why; a query says which list it was opened from."""
    book = shelf().book(round_id)
    if application_id not in book.decisions:
        abort(404)
    shown("view", book, [application_id])
    made = changes_of_application(shelf().engine, application_id)
    history = [line_of(book, draft, change) for draft, change in made if round_id in (draft.round_id, draft.saved_as)]
    query = Query.from_args(request.args)
    view = present.child_view(book, application_id, query, rows_of(book, query))
    sent, answer = answer_of(book, application_id)
    return render_template(
        "children/show.html", view=view, history=history, case=case_view(book, application_id), letters=sent, answer=answer, today=today()
    )


@blueprint.route("/runder/<int:round_id>/hvad-nu-hvis/<path:application_id>", methods=["GET", "POST"])
def what_if(round_id: int, application_id: str) -> ResponseReturnValue:
    """A change by hand, or what would have helped: POST asks for it to be worked out, GET shows how far that is."""
    book = shelf().book(round_id)
    about, unit_id = request.values.get("om", "hjaelp"), request.values.get("enhed")
    if application_id not in book.decisions or (about == "enhed" and unit_id not in book.snapshot.units):
        abort(404)
    if about not in get_args(whatif.Subject):
        abort(400)
    question = whatif.Question(application_id, cast(whatif.Subject, about), unit_id if about == "enhed" else None)
    if request.method == "POST":
        bench().ask((book.id, question), book, question.answer)
        return redirect(
            url_for("children.what_if", round_id=round_id, application_id=application_id, om=about, enhed=question.unit_id), 303
        )
    view = whatif.view_of(book, question)
    shown("view", book, [application_id, *(change.application_id for change in view.changes)])
    return render_template("children/whatif.html", view=view)
