"""Before each page: who asks, and whether they may. After it: nothing that was refused is forgotten."""

from __future__ import annotations

import ipaddress

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine

from data.stores.access import log_access
from data.stores.accounts import any_account, whose
from webui.imports.upload import LARGEST
from webui.people.acting import Person, Role, acting, local_person
from webui.people.rights import OPEN, allowed

COOKIE = "redekasse_adgang"


def install(app: Flask, engine: Engine) -> None:
    """Let every request pass the gate; templates ask `may(endpoint)` before they show a way there."""

    def gate() -> ResponseReturnValue | None:
        return pass_or_refuse(engine)

    app.before_request(gate)
    app.context_processor(lambda: {"may": _may, "person": g.get("person")})


def pass_or_refuse(engine: Engine) -> ResponseReturnValue | None:
    """Nothing when the person may; else the way to the sign-in, or a refusal, which is logged."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "health":  # no such address, or that of the supervisor: the same answer to everybody
        return None
    if not any_account(engine):
        if not _from_this_machine():
            abort(403)
        g.person = local_person()
    else:
        g.person = _signed_in(engine)
    if endpoint in OPEN:
        return None
    if g.person is None:
        onward = request.full_path.rstrip("?") if request.method == "GET" else url_for("front")
        return redirect(url_for("people.sign_in", videre=onward), 303)
    if not allowed(endpoint, g.person.roles):
        log_access(engine, g.person.name, "denied", endpoint, round_id=(request.view_args or {}).get("round_id"))
        abort(403)
    if endpoint == "imports.check":  # the one page that takes a large file, and only from one who may send it
        request.max_content_length = LARGEST
    return None


def _signed_in(engine: Engine) -> Person | None:
    token = request.cookies.get(COOKIE)
    account = whose(engine, token) if token else None
    if account is None:
        return None
    roles = frozenset(Role(role) for role in account.roles if role in set(Role))
    return Person(account.name, roles, account.facility_id, signed_in=True)


def _from_this_machine() -> bool:
    """Whether the one who asks sits at this machine; what a proxy passes on comes from elsewhere, however near the proxy is."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _may(endpoint: str) -> bool:
    person = g.get("person")
    return isinstance(person, Person) and allowed(endpoint, acting().roles)
