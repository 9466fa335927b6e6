"""No foreign site can send our forms: each carries a token that only our pages know, and the browser's word on the sender is heard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from webui.app import create_app

TEMPLATES = sorted(Path("webui/templates").rglob("*.html"))
ADDRESS = "/runder/1/soeg"


@pytest.fixture
def guarded(engine: Engine) -> FlaskClient:
    return create_app(engine).test_client()


@pytest.mark.parametrize("template", [t for t in TEMPLATES if 'method="post"' in t.read_text()], ids=lambda path: path.stem)
def test_every_form_that_is_posted_carries_the_token(template: Path) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.DOTALL):
        assert "token()" in form


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(ADDRESS).text)
    assert found
    return found[1]


def test_a_form_with_its_token_is_answered(guarded: FlaskClient) -> None:
    assert guarded.post(ADDRESS, data={"q": "a", "csrf_token": token(guarded)}).status_code == 200


def test_a_form_without_its_token_or_with_anothers_is_refused(guarded: FlaskClient, engine: Engine) -> None:
    assert guarded.post(ADDRESS, data={"q": "a"}).status_code == 400
    foreign = token(create_app(engine).test_client())
    token(guarded)
    assert guarded.post(ADDRESS, data={"q": "a", "csrf_token": foreign}).status_code == 400


def test_a_token_holds_for_another_process_of_the_server(guarded: FlaskClient, engine: Engine) -> None:
    mine = token(guarded)
    cookie = guarded.get_cookie("redekasse_session")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    other = create_app(engine).test_client()
    other.set_cookie("redekasse_session", cookie.value)
    assert other.post(ADDRESS, data={"q": "a", "csrf_token": mine}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://ond.example"}],
    ids=str,
)
def test_a_foreign_sender_is_refused_even_with_the_token(guarded: FlaskClient, headers: dict[str, str]) -> None:
    answer = guarded.post(ADDRESS, data={"q": "a", "csrf_token": token(guarded)}, headers=headers)
    assert answer.status_code == 403
    assert "kom ikke fra en side i Redekasse" in answer.text
    assert guarded.get(ADDRESS, headers=headers).status_code == 200


def test_our_own_sender_is_heard(guarded: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://localhost"}, {"Origin": "null"}):
        assert guarded.post(ADDRESS, data={"q": "a", "csrf_token": token(guarded)}, headers=headers).status_code == 200
