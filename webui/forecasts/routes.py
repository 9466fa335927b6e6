"""Addresses of the pages about forecasts."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from forecasts.assumptions import Assumptions
from forecasts.outcome import CARES
from webui.errors import failure_of
from webui.forecasts import form as forms
from webui.forecasts.assumed import assumed, facts_of
from webui.forecasts.book import WHOLE, ForecastBook, reader
from webui.forecasts.held import AGES, held_against
from webui.forecasts.judged import backtest_view, counts_of, vintages_view
from webui.forecasts.overview import opening, overview
from webui.forecasts.place import place as place_view
from webui.forecasts.shelf import shelf, waited
from webui.forecasts.workbook import workbook as workbook_of
from webui.i18n import gettext as _
from webui.people.acting import acting
from webui.workbooks import MIMETYPE

blueprint = Blueprint("forecasts", __name__)


@blueprint.get("/prognoser")
def index() -> str:
    """All forecasts, the newest first, and whether one is being made."""
    under_way = shelf().under_way()
    failed = under_way.exception() if under_way is not None and under_way.done() else None
    lines = () if failed is None else failure_of(failed, reader()).lines
    return render_template("forecasts/index.html", heads=shelf().heads(), running=under_way is not None and failed is None, lines=lines)


@blueprint.post("/prognoser")
def make() -> ResponseReturnValue:
    """A forecast from the current data, as the history goes on."""
    return _begun(_("Som hidtil"), Assumptions(name=_("Som hidtil")))


@blueprint.get("/prognoser/<int:forecast_id>")
def show(forecast_id: int) -> str:
    """A forecast at a glance: what it says, the map, the years."""
    book = shelf().book(forecast_id)
    care, when = opening(book.forecast)
    if "pasning" in request.args:
        care = _care(request.args["pasning"])
    months = {f"{day:%Y-%m}": number for number, day in enumerate(book.forecast.months)}
    if "maaned" in request.args:
        when = months.get(request.args["maaned"], -1)
    if when < 0:
        abort(400)
    return render_template("forecasts/overview.html", view=overview(book, care, when))


@blueprint.get("/prognoser/<int:forecast_id>/distrikter/<path:area_id>/<care>")
def place(forecast_id: int, area_id: str, care: str) -> str:
    """An area and a kind of care, month by month."""
    book = shelf().book(forecast_id)
    return render_template("forecasts/place.html", view=place_view(book, _area(book, area_id), _care(care)))


@blueprint.get("/prognoser/<int:forecast_id>/traefsikkerhed")
def backtest(forecast_id: int) -> str:
    """How well the forecast would have done in earlier years, beside simple ways."""
    return render_template("forecasts/backtest.html", view=backtest_view(shelf().book(forecast_id)))


@blueprint.get("/prognoser/<int:forecast_id>/tidligere")
def vintages(forecast_id: int) -> str:
    """Earlier forecasts against what came."""
    book = shelf().book(forecast_id)
    area = _area(book, request.args.get("distrikt", WHOLE))
    age = request.args.get("alder", "0")
    if age not in map(str, AGES):
        abort(400)
    known, books = shelf().known(), shelf().books()
    view = vintages_view(book, books, counts_of(known.history, book.forecast.areas[area], int(age)), area, int(age))
    return render_template("forecasts/vintages.html", view=view, held=held_against(books, known))


@blueprint.route("/prognoser/<int:forecast_id>/forudsaetninger", methods=["GET", "POST"])
def assumptions(forecast_id: int) -> ResponseReturnValue:
    """What a forecast assumes; POST makes another under changed assumptions, this one stays as it is."""
    book = shelf().book(forecast_id)
    form = forms.filled(Assumptions.from_table(book.head.assumptions))
    if request.method == "POST":
        form, changed = forms.read(request.form, book.forecast.areas[:-1])
        if changed is not None:
            return _begun(changed.name, changed)
    page = render_template("forecasts/assumptions.html", view=assumed(book, form))
    return page, 422 if form.faults else 200


@blueprint.get("/prognoser/<int:forecast_id>/prognose.xlsx")
def workbook(forecast_id: int) -> Response:
    """The forecast as a workbook."""
    book = shelf().book(forecast_id)
    held = BytesIO(workbook_of(book, facts_of(book)))
    return send_file(held, MIMETYPE, as_attachment=True, download_name=f"redekasse-prognose-{forecast_id}.xlsx")


def _begun(name: str, assumed_: Assumptions) -> ResponseReturnValue:
    """To the forecast when it is ready at once, else to the list, which tells that it is under way (or why it cannot be made)."""
    shelf().forget()
    future = shelf().begin(name, assumed_, acting().name)
    number = waited(future)
    address = url_for("forecasts.index") if number is None else url_for("forecasts.show", forecast_id=number)
    return redirect(address, 303)


def _care(code: str) -> int:
    if code not in CARES:
        abort(404)
    return CARES.index(code)


def _area(book: ForecastBook, area_id: str) -> int:
    area = book.area_of(area_id)
    if area is None:
        abort(404)
    return area
