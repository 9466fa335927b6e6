"""What keeps foreign sites from sending our forms: a token in each form, and a look at where a request says it comes from."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from sqlalchemy import Engine

from data.stores.keys import server_key

#: methods that change nothing
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def protect_forms(app: Flask, engine: Engine, *, testing: bool) -> None:
    """Refuse every request that changes something and does not come from a page of ours.

    Tests that post without having read a page first (`testing`) need no token; where they come from is looked at all the same.
    """
    app.config.update(
        SECRET_KEY=server_key(engine, "session"),
        SESSION_COOKIE_NAME="redekasse_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=bool(os.environ.get("REDEKASSE_HTTPS")),
        WTF_CSRF_ENABLED=not testing,
        WTF_CSRF_TIME_LIMIT=None,
        # our pages send no Referer, on purpose; the browser's own words about the sender are read below instead
        WTF_CSRF_SSL_STRICT=False,
    )
    app.before_request(refuse_foreign_senders)
    CSRFProtect(app)


def refuse_foreign_senders() -> None:
    """403 for a change that the browser says comes from another site: by Sec-Fetch-Site, or by Origin where it does not send that.

    An `Origin: null` says nothing: it is what browsers send from pages, like ours, that tell nobody where they are.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    foreign = origin != "null" and urlsplit(origin).netloc != request.host if site is None else site not in ("same-origin", "none")
    if foreign:
        abort(403)
