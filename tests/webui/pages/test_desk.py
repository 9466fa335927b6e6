"""The work of a round: bins, calendar, considering, approving one or many, four eyes, closing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.package import make_package
from data.stores import approvals, letters, office
from data.stores.packages import import_package
from data.stores.rounds import load_round
from tests.webui.pages import example
from tests.webui.pages.town import package
from webui.app import create_app
from webui.people import gate
from webui.people.acting import Person, Role


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = example.database(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, testing=True).test_client()


@pytest.fixture
def seen(engine: Engine) -> str:
    return load_round(engine, 1).head.decision_hash


def bins(client: FlaskClient) -> dict[str, int]:
    html = client.get("/runder/1/arbejde").text
    found = re.findall(r'href="([^"]*bin=(\w+)[^"]*)"><span class="label">[^<]*</span> <strong>(\d+)<', html)
    for href, _code, count in found:
        assert f"Viser {count} af 62" in client.get(href).text
    return {code: int(count) for _href, code, count in found}


def as_officer(monkeypatch: pytest.MonkeyPatch, name: str, *roles: Role) -> None:
    """Let `name` act from now on."""
    monkeypatch.setattr(gate, "local_person", lambda: Person(name, frozenset(roles or Role)))


def test_every_decision_lies_in_a_bin_and_every_number_leads_to_its_list(client: FlaskClient) -> None:
    # A0004 breaks its guarantee, A0002 lacks its second offer; A0007 comes later, the fillers wait with a guarantee after the round
    assert bins(client) == {"needs": 2, "ready": 7, "locked": 0, "approved": 0, "sent": 0, "later": 53}
    html = client.get("/runder/1/arbejde").text
    assert "garantien bliver ikke holdt" in html
    assert "barnet mangler det andet tilbud" in html


def test_the_calendar_counts_guarantees_without_a_place_in_time(client: FlaskClient) -> None:
    html = client.get("/runder/1/arbejde").text
    calendar = re.findall(r'href="([^"]*due=(\d{4}-\d\d)[^"]*)">[^<]*</a></th><td class="number">(\d+)<', html)
    assert [(month, int(count)) for _href, month, count in calendar] == [("2027-02", 1), ("2027-10", 52)]
    for href, _month, count in calendar:
        assert f"Viser {count} af 62" in client.get(href).text


def test_what_needs_an_officer_is_considered_and_then_approved(client: FlaskClient, engine: Engine, seen: str) -> None:
    page = client.get("/runder/1/ansoegninger/A0004").text
    assert "Kræver din stilling" in page
    assert "Godkend afgørelsen" not in page
    assert client.post("/runder/1/godkend/A0004", data={"hash": seen}).status_code == 422
    assert client.post("/runder/1/stilling/A0004", data={"note": " "}).status_code == 422
    answer = client.post("/runder/1/stilling/A0004?bin=needs", data={"note": "Ingen plads i hele byen."})
    assert answer.location == "/runder/1/ansoegninger/A0004?bin=needs"
    page = client.get("/runder/1/ansoegninger/A0004").text
    assert "Ingen plads i hele byen." in page
    client.post("/runder/1/godkend/A0004", data={"hash": seen})
    assert approvals.standings(engine, 1)["A0004"].approvers
    assert "Træk godkendelsen tilbage" in client.get("/runder/1/ansoegninger/A0004").text
    client.post("/runder/1/tilbage/A0004", data={"note": "Familien er flyttet."})
    assert bins(client)["needs"] == 2


def test_approving_all_asks_first_and_never_takes_those_that_need_an_officer(client: FlaskClient, engine: Engine, seen: str) -> None:
    asked = client.get("/runder/1/godkend").text
    assert "Godkend 7 afgørelser?" in asked
    wrong = client.post("/runder/1/godkend", data={"count": "9", "hash": seen})
    assert wrong.status_code == 409
    assert approvals.standings(engine, 1) == {}
    assert client.post("/runder/1/godkend", data={"count": "7", "hash": "0" * 64}).status_code == 409
    assert client.post("/runder/1/godkend", data={"count": "7", "hash": seen}).location == "/runder/1/arbejde"
    assert set(approvals.standings(engine, 1)) == {"A0001", "A0003", "A0005", "A0006", "A0008", "A0009", "XB0010"}
    assert bins(client) == {"needs": 2, "ready": 0, "locked": 0, "approved": 7, "sent": 0, "later": 53}
    assert client.get("/runder/1/godkend?bin=needs").status_code == 400


def test_a_round_is_closed_when_nothing_is_left(client: FlaskClient, engine: Engine, seen: str) -> None:
    for language in ("da", "en"):
        letters.save_text(engine, "sender", language, "Åby Kommune", "Rådhuset 1", "eva", seen=0)
    assert "Luk runden" not in client.get("/runder/1/arbejde").text
    assert client.post("/runder/1/luk").status_code == 422
    client.post("/runder/1/godkend", data={"count": "7", "hash": seen})
    for one in ("A0002", "A0004"):
        client.post(f"/runder/1/stilling/{one}", data={"note": "Set."})
        client.post(f"/runder/1/godkend/{one}", data={"hash": seen})
    assert client.post("/runder/1/luk").status_code == 422
    client.post("/runder/1/breve", data={"days": "14"})
    assert bins(client) == {"needs": 0, "ready": 0, "locked": 0, "approved": 0, "sent": 9, "later": 53}
    assert "Luk runden" in client.get("/runder/1/arbejde").text
    assert client.post("/runder/1/luk").status_code == 303
    assert "Runden er lukket." in client.get("/runder/1/arbejde").text
    assert client.post("/runder/1/tilbage/A0004", data={"note": "x"}).status_code == 422


def test_four_eyes(client: FlaskClient, engine: Engine, seen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/indstillinger", data={"four_eyes": "ja"}).status_code == 303
    assert office.switches(engine) == {"four_eyes": True, "points_published": False}
    as_officer(monkeypatch, "eva")
    client.post("/runder/1/godkend", data={"count": "7", "hash": seen})
    found = bins(client)
    assert (found["ready"], found["second"], found["approved"]) == (0, 7, 0)
    assert "Der er ingen, du kan godkende." in client.get("/runder/1/godkend?bin=second").text
    as_officer(monkeypatch, "bo")
    client.post("/runder/1/godkend", data={"bin": "second", "count": "7", "hash": seen})
    assert bins(client)["approved"] == 7


def test_other_data_of_a_child_make_its_decision_need_an_officer(client: FlaskClient, engine: Engine) -> None:
    town = package()
    wishes = town.tables["wishes"]
    town.tables["wishes"] = wishes[wishes["application_id"] != "A0001"]
    import_package(engine, make_package(town.tables), "ny", "eva")
    assert bins(client)["needs"] == 3
    assert "ændret, siden runden blev kørt" in client.get("/runder/1/ansoegninger/A0001").text


def test_settings_need_an_administrator(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    as_officer(monkeypatch, "eva", Role.OFFICER)
    assert client.post("/indstillinger", data={}).status_code == 403
