"""The page of rules tells every rule once, in the reader's language."""

from __future__ import annotations

from flask.testing import FlaskClient
from markupsafe import escape

from optimizer.rounds.rulebook import pages


def test_every_rule_is_told_once_in_danish_and_in_english(client: FlaskClient) -> None:
    danish = client.get("/regler").text
    assert all(danish.count(str(escape(page.sentence))) == 1 for page in pages("da"))
    client.get("/regler?lang=en")
    english = client.get("/regler").text
    assert all(english.count(str(escape(page.sentence))) == 1 for page in pages("en"))
    assert all(f'id="{page.name}"' in english for page in pages("en"))


def test_the_pages_lead_to_it(client: FlaskClient) -> None:
    assert all('href="/regler"' in client.get(address).text for address in ("/runder", "/runder/1"))
