"""Letters kept as they were sent, once; versions of their texts; answers; on both back ends."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, text

from data.database.engine import writing
from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.stores import letters
from data.stores.audit import list_audit
from data.stores.letters import Document
from data.stores.rounds import save_round
from tests.webui.pages import example
from tests.webui.pages.town import package

SENT = date(2027, 1, 20)


def document(application: str = "A0001", recipient: int = 1, answer_by: date | None = date(2027, 2, 3)) -> Document:
    return Document(application, recipient, "offer", "da", "offer:0 appeal:0 sender:0", SENT, answer_by, b"%PDF-1.7 ...")


@pytest.fixture
def round_id(engine: Engine) -> int:
    town = package()
    return save_round(engine, example.record(town), label="", actor="eva", package=town)


def test_a_letter_is_sent_once_and_kept_as_it_was(engine: Engine, round_id: int) -> None:
    assert letters.send_letters(engine, round_id, [document(), document(recipient=2)], "eva") == 2
    (first, second) = letters.letters_of(engine, round_id)
    assert (first.recipient, second.recipient, first.sent_on, first.answer_by, first.actor) == (1, 2, SENT, date(2027, 2, 3), "eva")
    assert letters.document_of(engine, round_id, first.id) == (first, b"%PDF-1.7 ...")
    with pytest.raises(NotPossible, match="brevet til A0001 er allerede sendt"):
        letters.send_letters(engine, round_id, [document("A0002"), document()], "eva")
    assert len(letters.letters_of(engine, round_id)) == 2
    assert list_audit(engine)[0].details == {"applications": ["A0001"], "letters": 2}


def test_a_document_that_was_changed_is_not_shown(engine: Engine, round_id: int) -> None:
    letters.send_letters(engine, round_id, [document()], "eva")
    with writing(engine) as connection:
        connection.execute(text("UPDATE letters SET pdf = :other"), {"other": b"%PDF forged"})
    with pytest.raises(NotStored, match="brev 1 findes ikke, som det blev sendt"):
        letters.document_of(engine, round_id, 1)
    with pytest.raises(NotStored):
        letters.document_of(engine, round_id, 99)


def test_no_letters_are_no_entry(engine: Engine, round_id: int) -> None:
    before = len(list_audit(engine))
    assert letters.send_letters(engine, round_id, [], "eva") == 0
    assert len(list_audit(engine)) == before


def test_every_version_of_a_text_is_kept(engine: Engine) -> None:
    assert letters.last_text(engine, "offer", "da") is None
    first = letters.save_text(engine, "offer", "da", " Tilbud ", "Kære\r\n\r\nforældre\n", "eva", seen=0)
    assert (first.number, first.subject, first.body) == (1, "Tilbud", "Kære\n\nforældre")
    with pytest.raises(ChangedMeanwhile, match="har ændret teksten imens"):
        letters.save_text(engine, "offer", "da", "Andet", "x", "bo", seen=0)
    letters.save_text(engine, "offer", "da", "Andet", "x", "bo", seen=1)
    last = letters.last_text(engine, "offer", "da")
    assert last is not None
    assert (last.number, last.subject) == (2, "Andet")
    assert letters.last_text(engine, "offer", "en") is None


def test_answers(engine: Engine, round_id: int) -> None:
    letters.send_letters(engine, round_id, [document(), document("A0006", answer_by=None)], "eva")
    letters.enter_answer(engine, round_id, "A0001", "accepted", date(2027, 1, 22), "eva")
    letters.enter_answer(engine, round_id, "A0001", "declined", date(2027, 1, 23), "bo")
    found = letters.answers_of(engine, round_id)
    assert {key: (one.answer, one.answered_on, one.actor) for key, one in found.items()} == {"A0001": ("declined", date(2027, 1, 23), "bo")}
    for application in ("A0006", "A0002"):
        with pytest.raises(NotPossible, match="intet brev"):
            letters.enter_answer(engine, round_id, application, "accepted", date(2027, 1, 22), "eva")
    with pytest.raises(NotPossible, match="før brevet blev sendt"):
        letters.enter_answer(engine, round_id, "A0001", "accepted", date(2027, 1, 19), "eva")
