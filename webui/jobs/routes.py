"""Addresses of rounds that are solved beside the pages."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from data.policies import SHIPPED
from data.stores import jobs
from data.stores.packages import current_version
from webui.i18n import gettext as _
from webui.letters.office import today
from webui.people.acting import acting
from webui.rounds.shelf import shelf

blueprint = Blueprint("jobs", __name__)
#: minutes that a round may be given
MINUTES = range(1, 241)


@blueprint.route("/runder/ny", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """The form for a new round on the current data; POST asks for it."""
    policies = [*SHIPPED, *(f"round:{head.id}" for head in shelf().rounds()[:20])]
    entered = {name: request.form.get(name, "") for name in ("policy", "round_date", "minutes", "label")}
    faults = _faults(entered, policies) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        told = {**entered, "label": entered["label"].strip()[:200], "minutes": int(entered["minutes"]) if entered["minutes"] else None}
        return redirect(url_for("jobs.show", job_id=jobs.add_job(shelf().engine, "allocate", told, acting().name)), 303)
    if request.method == "GET":
        entered = {"policy": SHIPPED[0], "round_date": today().isoformat(), "minutes": "", "label": ""}
    known = {"policies": policies, "version": current_version(shelf().engine), "open": jobs.open_jobs(shelf().engine)}
    page = render_template("jobs/new.html", **known, entered=entered, faults=faults)
    return page, 422 if faults else 200


@blueprint.get("/arbejder/<int:job_id>")
def show(job_id: int) -> ResponseReturnValue:
    """How far a job is; to the round when it is done."""
    job = jobs.load_job(shelf().engine, job_id)
    if job.round_id is not None:
        return redirect(url_for("rounds.show", round_id=job.round_id), 303)
    return render_template("jobs/show.html", job=job)


@blueprint.post("/arbejder/<int:job_id>/stop")
def stop(job_id: int) -> ResponseReturnValue:
    """Ask for a job to be stopped."""
    jobs.load_job(shelf().engine, job_id)
    jobs.stop_job(shelf().engine, job_id, acting().name)
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _faults(entered: dict[str, str], policies: list[str]) -> dict[str, str]:
    faults = {}
    if entered["policy"] not in policies:
        faults["policy"] = _("Vælg en politik på listen.")
    try:
        date.fromisoformat(entered["round_date"])
    except ValueError:
        faults["round_date"] = _("Skriv rundens dato.")
    minutes = entered["minutes"]
    if minutes and not (minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 and int(minutes) in MINUTES):
        faults["minutes"] = _("Skriv et antal minutter fra 1 til 240, eller ingen.")
    if current_version(shelf().engine) is None:
        faults["policy"] = _("Der er ingen data i databasen endnu: indlæs dem først.")
    return faults
