"""The pages over the example town, served on this machine to its own Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from tests.webui.pages import example
from webui.app import create_app


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served pages."""
    engine = example.database(tmp_path_factory.mktemp("browser"))
    server = make_server("127.0.0.1", 0, create_app(engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Danish user's browser."""
    return {**browser_context_args, "locale": "da-DK", "timezone_id": "Europe/Copenhagen"}


@pytest.fixture
def watched(page: Page, base_url: str) -> Iterator[Page]:
    """A page whose test fails on any console message, script error, or request to another address."""
    seen: list[str] = []

    def console(message: ConsoleMessage) -> None:
        seen.append(f"{message.type}: {message.text}")

    def request(sent: Request) -> None:
        if not sent.url.startswith(f"{base_url}/"):
            seen.append(f"request: {sent.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("request", request)
    yield page
    assert seen == []
