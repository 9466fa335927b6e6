"""What the pages keep to themselves: headers, addresses, protected homes, CPR numbers."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webui.pages import town
from tests.webui.pages.test_pages import PAGES
from webui.app import create_app

EVERYWHERE = [*PAGES, "/runder/1/liste.csv", "/nix", "/runder/1/liste?page=0", "/static/redekasse.css"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_protecting_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "script-src": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == ("no-cache" if address.startswith("/static") else "no-store")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_script_an_inline_style_or_a_foreign_address(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://|//[a-z]", html)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_no_cpr_number_is_anywhere(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        assert not re.search(r"\b\d{6}-?\d{4}\b", answer.text)


def test_the_example_does_hold_a_cpr_number() -> None:
    assert town.CPR in town.package().tables["children"]["cpr"].tolist()


@pytest.mark.parametrize("address", PAGES)
def test_no_name_stands_in_an_address_or_a_title(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    shown = [*re.findall(r'(?:href|action)="([^"]*)"', html), *re.findall(r"<title>(.*?)</title>", html)]
    names = {name for full in town.package().tables["children"]["name"].dropna() for name in full.split()}
    assert not [text for text in shown if names & set(re.split(r"[^\w]+", text))]


def test_a_search_takes_its_words_by_post_alone(client: FlaskClient) -> None:
    found = client.post("/runder/1/soeg", data={"q": "bjørn bæk"})
    assert "1 ansøgning passer" in found.text
    assert town.CHILD_OF_A1 in found.text
    by_address = client.get("/runder/1/soeg?q=bjørn+bæk")
    assert town.CHILD_OF_A1 not in by_address.text


@pytest.mark.parametrize(("words", "count"), [("A0001", 1), ("b0001", 1), ("kjær", 6), ("nobody", 0), ("  ", 0), ("%", 0), (".*", 0)])
def test_a_search_finds_names_in_part_and_ids_in_full(client: FlaskClient, words: str, count: int) -> None:
    html = client.post("/runder/1/soeg", data={"q": words}).text
    assert f"{count} ansøgning" in html
    assert html.count('<td class="code">') == count


@pytest.mark.parametrize("application", ["A0002", "A0007"], ids=["protected", "of the same household"])
def test_a_protected_home_is_told_by_no_distance_and_no_district(client: FlaskClient, application: str) -> None:
    html = client.get(f"/runder/1/ansoegninger/{application}").text
    assert "Adressen er beskyttet" in html
    assert not re.search(r"\d (m|km)\b", html)
    assert "blandt de nærmeste" not in html
    line = re.search(rf"<tr>\s*<td class=\"code\">{application}</td>.*?</tr>", client.get("/runder/1/liste").text, re.DOTALL)
    assert line is not None
    assert "beskyttet" in line[0]
    assert not re.search(r"\d (m|km)\b|Åbyen|Skovkvarteret|Havnen", line[0])


def test_a_protected_child_is_in_no_list_of_a_district(client: FlaskClient) -> None:
    for district in ("D1", "D2", "D3"):
        assert "A0002" not in client.get(f"/runder/1/liste?district={district}").text


def test_only_known_hosts_are_answered(engine: Engine, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = client.get("/runder", headers={"Host": "pladser.example"})
    assert refused.status_code == 400
    assert "REDEKASSE_HOSTS" in refused.text
    monkeypatch.setenv("REDEKASSE_HOSTS", "pladser.example")
    assert create_app(engine).test_client().get("/runder", headers={"Host": "pladser.example"}).status_code == 200


#: what may be sent to the pages; a new address must be put here, and its form carry the token
POSTED = {
    *("rounds.search", "fairness.verify", "children.what_if", "forecasts.make", "forecasts.assumptions"),
    *("changes.change", "changes.undo", "changes.redo", "changes.work_out", "changes.together", "changes.drop", "changes.save"),
    *("desk.consider", "desk.approve", "desk.withdraw", "desk.approve_all", "desk.close", "desk.settings"),
    *("people.sign_in", "people.sign_out", "people.insight"),
    *("letters.send", "letters.answer", "letters.text"),
    *("jobs.new", "jobs.stop", "imports.check", "imports.import_"),
}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_known_addresses_take_more_than_get(app: Flask, method: str) -> None:
    takes = {rule.endpoint for rule in app.url_map.iter_rules() if method in (rule.methods or ())}
    assert takes == (POSTED if method == "POST" else set())


def test_a_huge_form_is_refused(client: FlaskClient) -> None:
    assert client.post("/runder/1/soeg", data={"q": "x" * 100_000}).status_code == 413
