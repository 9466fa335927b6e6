"""Danish first, English by a switch, and no text that lacks its English."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from tests.webui.pages.test_pages import PAGES
from webui import i18n

KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def english(project: Path) -> Catalog:
    with (project / "webui/translations/en/LC_MESSAGES/messages.po").open("rb") as source:
        return read_po(source, locale="en")


def texts_of(project: Path, **extra: str) -> set[str | tuple[str, ...]]:
    """The message ids that code and templates use."""
    with (project / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(project / "webui", _below(methods), _below_options(options), keywords=KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found if message}


def _below(methods: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(pattern.removeprefix("webui/"), method) for pattern, method in methods]


def _below_options(options: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {pattern.removeprefix("webui/"): chosen for pattern, chosen in options.items()}


def test_every_text_has_its_english(project: Path, english: Catalog) -> None:
    used = texts_of(project)
    assert len(used) > 200
    lacking = []
    for message in used:
        entry = english.get(message if isinstance(message, str) else message[0])
        strings = () if entry is None else (entry.string,) if isinstance(entry.string, str) else entry.string
        if not strings or not all(strings):
            lacking.append(message)
    assert lacking == []


def test_the_english_catalogue_holds_no_text_that_nobody_uses(project: Path, english: Catalog) -> None:
    used = {message if isinstance(message, str) else message[0] for message in texts_of(project)}
    ids = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in english if entry.id}
    assert ids - used == set()


def test_english_texts_take_the_same_values(english: Catalog) -> None:
    def names(texts: str | tuple[str, ...] | list[str]) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", texts if isinstance(texts, str) else " ".join(texts)))

    wrong = [entry.id for entry in english if entry.id and names(entry.id) != names(entry.string)]
    assert wrong == []


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_is_english_throughout(app: Flask, address: str) -> None:
    client = app.test_client()
    client.set_cookie(i18n.COOKIE, "en")
    html = client.get(address).text
    assert '<html lang="en">' in html
    # Names, the rules' own texts (with laws by their names), what somebody wrote and the Danish reason are data;
    # any other Danish letter is a text left behind.
    names = (
        r"Bæk|Frøslev|Høj|Jørgensen|Kjær|Bjørn|Mælkevejen|Ørnereden|Børnehuset|Naturbørnehaven|Åbyen|Sø|Ås|Forårsrunden|børnehave\b|prøve"
    )
    data = r'<p lang="da">.*?</p>|<pre.*?</pre>|<dd class="own">.*?</dd>|<textarea.*?</textarea>|<td class="written">.*?</td>'
    visible = re.sub(r"<[^>]*>", " ", re.sub(data, "", html, flags=re.DOTALL))
    assert not re.search(r"\w*[æøåÆØÅ]\w*", re.sub(names, "", visible))


def test_the_switch_sets_a_cookie_and_comes_back_to_the_page(client: FlaskClient) -> None:
    switched = client.get("/runder/1/liste?outcome=wish&lang=en&sort=start")
    assert switched.status_code == 303
    assert switched.location == "/runder/1/liste?outcome=wish&sort=start"
    cookie = switched.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Showing 4 of 62 applications" in client.get(switched.location).text


def test_a_language_that_is_not_spoken_is_danish(client: FlaskClient) -> None:
    assert client.get("/runder?lang=xx").status_code == 200
    client.set_cookie(i18n.COOKIE, "../../etc")
    assert '<html lang="da">' in client.get("/runder").text


def test_the_switch_leads_to_no_foreign_site(client: FlaskClient) -> None:
    page = client.get("/", environ_overrides={"PATH_INFO": "//elsewhere.example/", "QUERY_STRING": "lang=en"})
    assert page.location is None or "elsewhere" not in page.location
    assert 'href="//' not in page.text


def test_figures_are_written_as_the_reader_writes_them(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.day(date(2027, 3, 1)) == "01-03-2027"
        assert i18n.day(date(2027, 3, 1), "long") == "1. marts 2027"
        assert i18n.number(12345.678, 1) == "12.345,7"
        assert i18n.distance(999) == "999 m"
        assert i18n.distance(1049) == "1,0 km"
        assert i18n.percent(0.125, 1) == "12,5 %"
        i18n.g.language = "en"
        assert i18n.day(date(2027, 3, 1)) == "1 Mar 2027"
        assert i18n.number(12345.678, 1) == "12,345.7"
