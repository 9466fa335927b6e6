"""Letters: what stands in them and what never does, sent once and kept, answered; their texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.database.engine import migrate, open_database
from data.package import make_package
from data.stores import letters
from data.stores.rounds import load_round, save_round
from optimizer.rounds.record import ExplanationRow
from tests.webui.pages import example
from tests.webui.pages.town import package
from webui.app import create_app
from webui.letters import compose, texts
from webui.letters.compose import Sending, told_to_family

GUARDIANS = pd.DataFrame(
    [
        {"child_id": "B0001", "name": "Mor #let Ål", "address": "Vej 1", "postcode": "8000 Aarhus C", "language": "da", "custody": True},
        {"child_id": "B0001", "name": "Far Ål", "address": "Vej 2", "postcode": "8000 Aarhus C", "language": "english", "custody": True},
        {"child_id": "B0001", "name": "Onkel Ål", "address": "Vej 3", "postcode": "8000 Aarhus C", "language": "da", "custody": False},
        {"child_id": "B0002", "name": "Skjult Mor", "address": "Hemmelig 7", "postcode": "9999 Ukendt", "language": "da", "custody": True},
    ]
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(folder=tmp_path)
    migrate(engine)
    town = package()
    town = make_package({**town.tables, "guardians": GUARDIANS})
    save_round(engine, example.record(town), label="", actor="eva", package=town)
    for language in texts.LANGUAGES:
        letters.save_text(engine, "sender", language, "Åby Kommune", "Rådhuset 1\n8000 Åby", "eva", seen=0)
    yield engine
    engine.dispose()


@pytest.fixture
def app(engine: Engine) -> Flask:
    return create_app(engine, testing=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What letters are made of, as they are made."""
    made: list[dict[str, Any]] = []
    typeset = compose.typeset

    def seen(content: dict[str, Any]) -> bytes:
        made.append(content)
        return typeset(content)

    monkeypatch.setattr(compose, "typeset", seen)
    return made


def words(content: dict[str, Any]) -> str:
    return " ".join([content["title"], *(part.get("text", "") + " ".join(part.get("lines", [])) for part in content["parts"])])


def approve(client: FlaskClient, engine: Engine, *applications: str) -> None:
    seen = load_round(engine, 1).head.decision_hash
    for one in applications:
        client.post(f"/runder/1/stilling/{one}", data={"note": "Set."})
        assert client.post(f"/runder/1/godkend/{one}", data={"hash": seen}).status_code == 303


def test_a_letter_to_each_parent_with_custody_in_their_own_language(
    client: FlaskClient, engine: Engine, contents: list[dict[str, Any]]
) -> None:
    approve(client, engine, "A0001")
    assert "1 afgørelse mangler sit brev" in client.get("/runder/1/breve").text
    client.post("/runder/1/breve", data={"days": "10"})
    assert [(c["to"], c["language"]) for c in contents] == [
        (["Far Ål", "Vej 2", "8000 Aarhus C"], "en"),
        (["Mor #let Ål", "Vej 1", "8000 Aarhus C"], "da"),
    ]
    assert {(c["sender"], *c["from"]) for c in contents} == {("Åby Kommune", "Rådhuset 1", "8000 Åby")}
    english, danish = (words(content) for content in contents)
    assert "Offer of a place for" in english
    assert "The child gets its first wish." in english
    assert "Tilbud om plads til" in danish
    assert "fra den 1. februar 2027" in danish
    assert "Vi har lagt vægt på gruppen »Søskende« i rækkefølgen" in danish
    assert "kan ikke indbringes for en anden administrativ myndighed" in danish
    assert "{" not in danish + english
    (first, second) = letters.letters_of(engine, 1)
    assert first.answer_by is not None
    assert (first.answer_by - first.sent_on).days == 10
    assert "mangler sit brev" in client.get("/runder/1/breve").text
    assert client.post("/runder/1/breve", data={"days": "10"}).status_code == 303
    assert len(letters.letters_of(engine, 1)) == 2
    assert second.kind == "offer"


def test_the_document_is_an_accessible_pdf_and_is_shown_as_it_was_sent(client: FlaskClient, engine: Engine) -> None:
    approve(client, engine, "A0001")
    client.post("/runder/1/breve", data={"days": "14"})
    answer = client.get("/runder/1/breve/1.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert b"pdfuaid:part" in answer.data
    assert b"/MarkInfo" in answer.data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="brev-A0001-1.pdf"'
    archive = zipfile.ZipFile(io.BytesIO(client.get("/runder/1/breve.zip").data))
    assert archive.namelist() == ["000001-A0001-1.pdf", "000002-A0001-2.pdf", "breve.csv"]
    assert archive.read("000001-A0001-1.pdf") == answer.data
    assert client.get("/runder/1/breve/9.pdf").status_code == 404


def test_a_protected_address_stands_in_no_letter(client: FlaskClient, contents: list[dict[str, Any]]) -> None:
    assert client.get("/runder/1/udkast/A0002").data.startswith(b"%PDF-")
    (content,) = contents
    assert content["to"] == ["Skjult Mor"]
    assert content["draft"]
    assert "Hemmelig" not in str(content)


def test_each_outcome_has_its_letter(client: FlaskClient, contents: list[dict[str, Any]]) -> None:
    for application, told in {
        "A0002": "Pladsen opfylder pasningsgarantien, som forfalder den 1. marts 2027",
        "A0003": "I tilbydes også en plads i",
        "A0004": "I tilbydes en plads i",
        "A0006": "får ikke en ny plads i denne runde",
        "XB0010": "nuværende plads ophører",
    }.items():
        contents.clear()
        client.get(f"/runder/1/udkast/{application}")
        assert told in words(contents[0]), application
        assert contents[0]["to"][0]
    assert client.get("/runder/1/udkast/NIX").status_code == 404


def test_few_others_cannot_be_recognised_in_a_reason() -> None:
    plain = ExplanationRow("A", 1, "U", "full", {"places": 9}, "Alle 9 pladser gik til andre.", "All 9 places went to others.")
    assert told_to_family(plain, "da") == "Alle 9 pladser gik til andre."
    assert told_to_family(plain, "en") == "All 9 places went to others."
    for facts in ({"places": 4}, {"places": 9, "last_seniority": "2026-01-01"}, {"others": 1}):
        assert "står før i den rækkefølge" in told_to_family(replace(plain, facts=facts), "da")


def test_a_family_answers_and_the_system_of_record_is_told(client: FlaskClient, engine: Engine) -> None:
    approve(client, engine, "A0001", "A0006")
    client.post("/runder/1/breve", data={"days": "14"})
    today = letters.letters_of(engine, 1)[0].sent_on
    assert client.post("/runder/1/svar/A0001", data={"answer": "declined", "day": today.isoformat()}).status_code == 303
    page = client.get("/runder/1/ansoegninger/A0001").text
    assert "Familien sagde nej til pladsen" in page
    assert "Garantien består." in page
    assert client.post("/runder/1/svar/A0006", data={"answer": "accepted", "day": today.isoformat()}).status_code == 422
    assert client.post("/runder/1/svar/A0001", data={"answer": "maaske", "day": today.isoformat()}).status_code == 400
    assert client.post("/runder/1/svar/A0001", data={"answer": "accepted", "day": "i går"}).status_code == 400
    lines = client.get("/runder/1/offers.csv").data.decode("utf-8-sig").splitlines()
    due = Sending(today).answer_by.isoformat()
    assert lines == [
        "application_id;unit_id;start_date;sent_date;answer_by;answer",
        f"A0001;H1-V;2027-02-01;{today.isoformat()};{due};declined",
    ]


def test_a_sent_letter_cannot_be_taken_back(client: FlaskClient, engine: Engine) -> None:
    approve(client, engine, "A0001")
    client.post("/runder/1/breve", data={"days": "14"})
    answer = client.post("/runder/1/tilbage/A0001", data={"note": "Fortrudt."})
    assert answer.status_code == 422
    assert "Brevet er sendt" in answer.text


@pytest.mark.parametrize("days", ["2", "61", "x", "", "99999999999"])
def test_days_to_answer_that_are_none(client: FlaskClient, days: str) -> None:
    assert client.post("/runder/1/breve", data={"days": days}).status_code == 400


@pytest.mark.parametrize("kind", texts.KINDS)
def test_the_programs_own_texts_are_sound(app: Flask, kind: str) -> None:
    with app.test_request_context():
        for language in texts.LANGUAGES:
            own = texts.own_text(kind, language)
            assert texts.faults_of(kind, own.subject, own.body) == {}


def test_an_office_writes_its_own_text(client: FlaskClient, engine: Engine, contents: list[dict[str, Any]]) -> None:
    own = texts.own_text("offer", "da")
    body = own.body + "\n\nVelkommen #set text(red) {barn}!"
    sent = {"subject": own.subject, "body": body, "seen": "0"}
    assert client.post("/brevtekster/offer/da", data=sent).status_code == 303
    assert client.post("/brevtekster/offer/da", data=sent).status_code == 409
    assert "jeres udgave 1" in client.get("/brevtekster").text
    client.get("/runder/1/udkast/A0003")
    assert "Velkommen #set text(red) " in words(contents[0])
    assert letters.last_text(engine, "offer", "da") is not None


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("", "Skriv en tekst."),
        ("{begrundelse} {hensyn} {klagevejledning} {cpr}", "{cpr}"),
        ("{begrundelse} {hensyn}", "{klagevejledning}"),
        ("{begrundelse} {hensyn} {klagevejledning} {", "mangler sin mage"),
        ("{begrundelse} {hensyn} {klagevejledning}" + "x" * 10_000, "højst have"),
    ],
)
def test_a_text_that_would_make_no_lawful_letter_is_refused_and_kept_on_the_page(
    client: FlaskClient, engine: Engine, body: str, fault: str
) -> None:
    answer = client.post("/brevtekster/offer/da", data={"subject": "Tilbud", "body": body, "seen": "0"})
    assert answer.status_code == 422
    assert fault in answer.text
    assert letters.last_text(engine, "offer", "da") is None


def test_texts_that_there_are_not(client: FlaskClient) -> None:
    for address in ("/brevtekster/digt/da", "/brevtekster/offer/sv"):
        assert client.get(address).status_code == 404


def test_nothing_is_sent_without_a_sender(tmp_path: Path) -> None:
    engine = example.database(tmp_path)
    client = create_app(engine, testing=True).test_client()
    approve(client, engine, "A0001")
    answer = client.post("/runder/1/breve", data={"days": "14"})
    assert answer.status_code == 422
    assert "Brevene har ingen afsender endnu" in answer.text
    assert letters.letters_of(engine, 1) == []
    engine.dispose()


def test_a_day_of_sending_has_its_day_to_answer() -> None:
    assert Sending(date(2027, 1, 20)).answer_by == date(2027, 2, 3)
