"""The pages as a Flask application."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, NotFound, SecurityError
from werkzeug.wrappers import Response

from data.database.faults import ChangedMeanwhile, DatabaseFault, NotPossible, NotStored
from webui import config, i18n
from webui.changes.routes import blueprint as changes
from webui.children.bench import Bench
from webui.children.routes import blueprint as children
from webui.desk.routes import blueprint as desk
from webui.fairness.routes import blueprint as fairness
from webui.forecasts.routes import blueprint as forecasts
from webui.forecasts.shelf import ForecastShelf
from webui.i18n import gettext
from webui.imports.routes import blueprint as imports
from webui.imports.upload import Waiting
from webui.jobs.routes import blueprint as jobs
from webui.letters.routes import blueprint as letters
from webui.people import gate
from webui.people.acting import acting
from webui.people.rights import allowed
from webui.people.routes import blueprint as people
from webui.people.routes import limiter
from webui.protection import protect_forms
from webui.rounds.listing import BadQuery
from webui.rounds.routes import blueprint as rounds
from webui.rounds.shelf import Shelf, shelf
from webui.rulebook.routes import blueprint as rulebook
from webui.units.routes import blueprint as units

log = logging.getLogger(__name__)
#: where people begin their day
BEGINNINGS = ("rounds.index", "forecasts.index", "people.log", "people.accounts", "rulebook.index")


def create_app(engine: Engine, *, testing: bool = False) -> Flask:
    """The pages over the database of `engine`, whose tables must be up to date.

    `testing` lets a defect through to the caller instead of showing the error page.
    """
    app = Flask(__name__)
    config.configure(app, testing=testing)
    i18n.install(app)
    gate.install(app, engine)
    protect_forms(app, engine, testing=testing)
    limiter.init_app(app)
    app.extensions["redekasse_shelf"] = Shelf(engine)
    app.extensions["redekasse_bench"] = Bench()
    app.extensions["redekasse_waiting"] = Waiting()
    app.extensions["redekasse_forecasts"] = ForecastShelf(engine)
    for blueprint in (
        rounds,
        fairness,
        desk,
        changes,
        children,
        units,
        rulebook,
        forecasts,
        people,
        letters,
        jobs,
        imports,
    ):
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "front", _front)
    app.add_url_rule("/sundhed", "health", _health)
    app.register_error_handler(NotStored, lambda fault: error_page(NotFound()))
    app.register_error_handler(ChangedMeanwhile, lambda fault: not_done(fault, 409))
    app.register_error_handler(NotPossible, lambda fault: not_done(fault, 422))
    app.register_error_handler(BadQuery, lambda fault: error_page(BadRequest()))
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(SecurityError, _unknown_host)
    return app


def _front() -> Response:
    """Where the person begins: a house at its own units, the others at the first page that they may see."""
    rounds_ = shelf().rounds()
    if rounds_ and not allowed("rounds.index", acting().roles) and allowed("units.index", acting().roles):
        return redirect(url_for("units.index", round_id=rounds_[0].id))
    return redirect(url_for(next(endpoint for endpoint in BEGINNINGS if allowed(endpoint, acting().roles))))


def _health() -> Response:
    """For the one who supervises the server: 200 when the database answers, 503 when not; nothing more is told to anybody."""
    try:
        with shelf().engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return Response("database\n", 503, content_type="text/plain; charset=utf-8")
    return Response("ok\n", 200, content_type="text/plain; charset=utf-8")


def _unknown_host(fault: SecurityError) -> ResponseReturnValue:
    """Plain words: without a known host no address can be made for a page's links."""
    told = gettext("Serveren kendes ikke under dette navn. Sæt REDEKASSE_HOSTS til navnet, og start den igen.")
    return Response(told, 400, content_type="text/plain; charset=utf-8")


def error_page(fault: HTTPException) -> ResponseReturnValue:
    """What the user sees when something goes wrong: what, what to do, and a number that the log knows too."""
    if fault.response is not None:
        return fault.get_response()
    code = fault.code or 500
    number = secrets.token_hex(4)
    if isinstance(fault, InternalServerError):
        log.error("error %s: defect", number, exc_info=fault.original_exception)
    else:
        log.info("error %s: %s", number, code)
    headers = [(name, value) for name, value in fault.get_headers() if name != "Content-Type"]
    return render_template("error.html", code=code, number=number), code, headers


def not_done(fault: DatabaseFault, status: int) -> ResponseReturnValue:
    """What the user sees when something was not done, and nothing changed by it: why, and the way on."""
    round_id = (request.view_args or {}).get("round_id")
    page = "changes.show" if request.blueprint == "changes" else "desk.show"
    onward = url_for(page, round_id=round_id) if round_id is not None else url_for("rounds.index")
    return render_template("not_done.html", message=fault.text(i18n.language()), onward=onward), status
