"""Signing in, what each role may ask for, and that every look at a child is logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.stores import access, accounts
from tests.webui.pages import example
from webui.app import create_app
from webui.people.acting import Role
from webui.people.rights import OPEN, RIGHTS
from webui.people.routes import limiter

PASSWORD = "korrekt hest batteri klamme"
#: what an address is asked with
VALUES: dict[str, Any] = {
    "round_id": 1, "other_id": 1, "application_id": "A0001", "unit_id": "H1-V", "forecast_id": 2, "area_id": "D1", "care": "vuggestue",
    "letter_id": 1, "job_id": 1, "kind": "offer", "language": "da",
}  # fmt: skip
#: pages that show children by name
SHOWING = {
    "rounds.show": "/runder/1", "rounds.compare": "/runder/1/sammenlign/1", "rounds.applications": "/runder/1/liste",
    "rounds.applications_csv": "/runder/1/liste.csv", "rounds.applications_workbook": "/runder/1/liste.xlsx",
    "children.show": "/runder/1/ansoegninger/A0001",
    "children.what_if": "/runder/1/hvad-nu-hvis/A0001", "units.show": "/runder/1/enheder/H1-V", "changes.show": "/runder/1/aendringer",
    "changes.change": "/runder/1/aendr/A0001",
}  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The example town with one account for each role."""
    engine = example.database(tmp_path_factory.mktemp("people"))
    for role in Role:
        accounts.add_account(engine, role.value, PASSWORD, [role.value], "root", facility_id="H1" if role is Role.UNIT else None)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def app(stored: Engine) -> Flask:
    app = create_app(stored, testing=True)
    limiter.enabled = False
    return app


@pytest.fixture(scope="module")
def signed_in(app: Flask) -> dict[Role, FlaskClient]:
    """A signed-in browser for each role."""
    found = {}
    for role in Role:
        found[role] = app.test_client()
        answer = found[role].post("/log-ind", data={"name": role.value, "password": PASSWORD})
        assert answer.status_code == 303
    return found


def asked(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every address."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            values = {name: VALUES[name] for name in rule.arguments if name != "filename"}
            address = app.url_for(rule.endpoint, **values, **({"filename": "redekasse.css"} if rule.endpoint == "static" else {}))
            found += [(rule.endpoint, method, address) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def test_every_address_is_somebodys(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints == set(RIGHTS) | OPEN


@pytest.mark.parametrize("role", Role)
def test_each_role_may_ask_for_its_own_pages_and_no_others(
    app: Flask, signed_in: dict[Role, FlaskClient], stored: Engine, role: Role
) -> None:
    for endpoint, method, address in asked(app):
        if endpoint in ("people.sign_out", "people.sign_in", "forecasts.make"):
            continue
        with signed_in[role].open(address, method=method) as answer:
            refused = answer.status_code == 403
        assert refused == (endpoint not in OPEN and role not in RIGHTS[endpoint]), (endpoint, method)
        if refused:
            last = access.latest(stored, limit=1)[0]
            assert (last.actor, last.action, last.page) == (role.value, "denied", endpoint)


def test_nobody_sees_a_page_without_signing_in(app: Flask) -> None:
    stranger = app.test_client()
    for endpoint, method, address in asked(app):
        with stranger.open(address, method=method) as answer:
            if endpoint in OPEN:
                assert answer.status_code in (200, 422)
            else:
                assert answer.status_code == 303, endpoint
                assert answer.location.startswith("/log-ind"), endpoint


def test_signing_in_leads_on_and_out_again(app: Flask, stored: Engine) -> None:
    client = app.test_client()
    first = client.get("/runder/1/liste?outcome=wish")
    page = client.get(first.location).text
    onward = re.search(r'name="videre" value="([^"]*)"', page)
    assert onward
    answer = client.post("/log-ind", data={"name": "officer", "password": PASSWORD, "videre": onward[1].replace("&amp;", "&")})
    assert answer.location == "/runder/1/liste?outcome=wish"
    cookie = client.get_cookie("redekasse_adgang")
    assert cookie is not None
    assert cookie.http_only
    assert "Log ud" in client.get("/runder").text
    stolen = cookie.value
    answer = client.post("/log-ud")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.set_cookie("redekasse_adgang", stolen)
    assert client.get("/runder").status_code == 303


@pytest.mark.parametrize("onward", ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", ""])
def test_signing_in_never_leads_to_another_site(app: Flask, onward: str) -> None:
    answer = app.test_client().post("/log-ind", data={"name": "officer", "password": PASSWORD, "videre": onward})
    assert answer.location == "/"


def test_a_wrong_password_says_nothing_of_the_account(app: Flask) -> None:
    client = app.test_client()
    wrong, nobody = (client.post("/log-ind", data={"name": name, "password": "forkert adgangskode"}) for name in ("officer", "findes ikke"))
    assert wrong.status_code == nobody.status_code == 422
    told = [re.sub(r'value="[^"]*"', "", answer.text) for answer in (wrong, nobody)]
    assert told[0] == told[1]


def test_too_many_attempts_are_refused(stored: Engine) -> None:
    client = create_app(stored, testing=True).test_client()
    limiter.enabled = True
    try:
        codes = [client.post("/log-ind", data={"name": "x", "password": "y"}).status_code for _attempt in range(11)]
    finally:
        limiter.enabled = False
    assert codes[0] == 422
    assert codes[-1] == 429


def test_a_house_sees_its_own_units_only(signed_in: dict[Role, FlaskClient]) -> None:
    house = signed_in[Role.UNIT]
    assert house.get("/runder/1/enheder/H1-V").status_code == 200
    assert house.get("/runder/1/enheder/H2-V").status_code == 403
    assert house.get("/").location == "/runder/1/enheder"
    listed = house.get("/runder/1/enheder").text
    assert "/runder/1/enheder/H1-B" in listed
    assert "/runder/1/enheder/H2-V" not in listed


@pytest.mark.parametrize(("endpoint", "address"), SHOWING.items())
def test_a_look_at_children_is_logged(signed_in: dict[Role, FlaskClient], stored: Engine, endpoint: str, address: str) -> None:
    with signed_in[Role.OFFICER].get(address) as answer:
        assert answer.status_code == 200
    last = access.latest(stored, limit=1)[0]
    assert (last.actor, last.page, last.round_id) == ("officer", endpoint, 1)
    if endpoint in ("children.show", "changes.change"):
        assert last.id in {look.id for look in access.about_child(stored, "B0001")}
    if endpoint == "rounds.applications":
        assert last.children == 50


def test_a_search_is_logged_with_what_was_searched_for(signed_in: dict[Role, FlaskClient], stored: Engine) -> None:
    signed_in[Role.OFFICER].post("/runder/1/soeg", data={"q": "bjørn"})
    last = access.latest(stored, limit=1)[0]
    assert (last.action, last.criterion) == ("search", "bjørn")
    assert last.children > 0


def test_what_cannot_be_logged_is_not_shown(signed_in: dict[Role, FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "disk full")

    monkeypatch.setattr("webui.people.log.log_access", full)
    with pytest.raises(OSError, match="disk full"):
        signed_in[Role.OFFICER].get("/runder/1/ansoegninger/A0001")


def test_the_auditor_reads_the_log_and_tells_a_family(signed_in: dict[Role, FlaskClient]) -> None:
    signed_in[Role.OFFICER].get("/runder/1/ansoegninger/A0002")
    auditor = signed_in[Role.AUDITOR]
    assert "children.show" in auditor.get("/log").text
    assert "children.show" in auditor.get("/log?hvem=officer").text
    assert "auditor" not in auditor.get("/log?hvem=leader").text.partition("<main")[2]
    assert "Stikprøve af opslag" in auditor.get("/log?udtraek=1").text
    told = auditor.post("/log/indsigt", data={"child": "B0002"}).text
    assert "children.show" in told
    assert "officer" not in told
    file = auditor.post("/log/indsigt", data={"child": "B0002", "fil": "1"})
    assert file.mimetype == "text/csv"
    assert ";view;children.show;1" in file.text


def test_the_accounts_are_listed(signed_in: dict[Role, FlaskClient]) -> None:
    html = signed_in[Role.ADMINISTRATOR].get("/konti").text
    assert "planlægger" in html
    assert "argon2" not in html


def test_ways_that_a_role_has_not_are_not_shown(signed_in: dict[Role, FlaskClient]) -> None:
    leader = signed_in[Role.LEADER].get("/prognoser").text
    assert 'href="/prognoser"' in leader
    assert 'href="/log"' not in leader
    assert 'href="/indstillinger"' not in leader


def test_without_accounts_the_pages_answer_on_their_own_machine_only(tmp_path: Path) -> None:
    client = create_app(example.database(tmp_path), testing=True).test_client()
    assert client.get("/runder").status_code == 200
    assert client.get("/runder", environ_base={"REMOTE_ADDR": "::1"}).status_code == 200
    for header in ("X-Forwarded-For", "Forwarded"):
        assert client.get("/runder", headers={header: "192.0.2.7"}).status_code == 403
    for foreign in ("192.0.2.7", "", "x"):
        assert client.get("/runder", environ_base={"REMOTE_ADDR": foreign}).status_code == 403
