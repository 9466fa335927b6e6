"""Settings of the pages: which hosts may be asked, what every answer carries."""

from __future__ import annotations

import os

from flask import Flask, Response, request

#: Names under which the pages may be asked for; others are refused, so that a foreign site cannot reach them by DNS rebinding.
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")

#: Everything comes from the house itself, and nothing runs in the browser.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "script-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def configure(app: Flask, *, testing: bool) -> None:
    """Set the app's limits and hosts; `REDEKASSE_HOSTS` (comma between) adds the names under which a server is known."""
    extra = [host.strip() for host in os.environ.get("REDEKASSE_HOSTS", "").split(",") if host.strip()]
    app.config.update(
        TESTING=testing,
        TRUSTED_HOSTS=[*LOCAL_HOSTS, *extra],
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_PARTS=20,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.after_request(harden)


def harden(response: Response) -> Response:
    """Put the protecting headers on an answer; pages with personal data are never kept by the browser."""
    response.headers.update(HEADERS)
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    return response
