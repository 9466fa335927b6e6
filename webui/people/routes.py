"""Addresses of signing in and out, of the accounts, and of the log of looks at children's data."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from data.stores import access, accounts
from data.stores.audit import list_audit
from webui.people.acting import ROLE_NAMES, acting
from webui.people.gate import COOKIE
from webui.rounds.shelf import shelf

blueprint = Blueprint("people", __name__)
#: attempts to sign in from one address; each process counts its own
limiter = Limiter(get_remote_address, storage_uri="memory://")
#: entries of the log on a page, and of a random sample
SHOWN, SAMPLE = 200, 20


@blueprint.route("/log-ind", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """The form, and what comes of it."""
    onward = _own_path(request.values.get("videre", ""))
    if request.method == "GET":
        return render_template("people/sign_in.html", onward=onward, failed=False)
    token = accounts.sign_in(shelf().engine, request.form.get("name", ""), request.form.get("password", ""))
    if token is None:
        return render_template("people/sign_in.html", onward=onward, failed=True), 422
    session.clear()  # what a form was sent with before does not hold for the one who signed in
    response = make_response(redirect(onward, 303))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=secure, max_age=accounts.WHOLE)
    return response


@blueprint.post("/log-ud")
def sign_out() -> ResponseReturnValue:
    """End the session; the browser forgets what it held of the pages."""
    token = request.cookies.get(COOKIE)
    if token:
        accounts.sign_out(shelf().engine, token)
    session.clear()
    response = make_response(redirect(url_for("people.sign_in"), 303))
    response.delete_cookie(COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/konti", endpoint="accounts")
def list_of_accounts() -> str:
    """Who may sign in."""
    return render_template("people/accounts.html", accounts=accounts.list_accounts(shelf().engine), role_names=ROLE_NAMES)


@blueprint.get("/log")
def log() -> str:
    """What was looked at and done, the newest first (`hvem`: by one person), or a random sample (`udtraek=1`)."""
    engine, who, drawn = shelf().engine, request.args.get("hvem", ""), request.args.get("udtraek") == "1"
    looks = access.sample(engine, SAMPLE) if drawn else access.latest(engine, actor=who, limit=SHOWN)
    done = [entry for entry in list_audit(engine, limit=SHOWN) if who in ("", entry.actor)]
    return render_template("people/log.html", looks=looks, done=done, drawn=drawn, who=who)


@blueprint.route("/log/indsigt", methods=["GET", "POST"])
def insight() -> ResponseReturnValue:
    """Every look at one child's data, without the names of those who looked; as a file with `fil=1`."""
    child = request.form.get("child", "").strip()
    looks = access.about_child(shelf().engine, child) if child else []
    if child:
        access.log_access(shelf().engine, acting().name, "export", "people.insight", children=[child])
    if request.form.get("fil") == "1":
        lines = [
            "tidspunkt_utc;handling;side;runde",
            *(f"{look.at:%Y-%m-%d %H:%M};{look.action};{look.page};{look.round_id or ''}" for look in looks),
        ]
        headers = {"Content-Disposition": 'attachment; filename="indsigt.csv"'}
        return Response("\ufeff" + "\r\n".join(lines) + "\r\n", mimetype="text/csv", headers=headers)
    return render_template("people/insight.html", child=child, looks=looks, asked=request.method == "POST")


def _own_path(path: str) -> str:
    """An address of ours to go on to; the person's first page where it is not one."""
    own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own else url_for("front")
