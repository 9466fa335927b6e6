"""Each page shows what the stored round says, and its links lead where they promise."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from data.policies import load_policy
from data.policies.printed import printed
from tests.webui.pages import town
from webui.rounds.listing import PAGE_SIZE

PAGES = [
    "/runder",
    "/regler",
    "/runder/1",
    "/runder/1/politik",
    "/runder/1/holdte",
    "/runder/1/retfaerdighed",
    "/runder/1/liste",
    "/runder/1/soeg",
    "/runder/1/ansoegninger/A0001",
    "/runder/1/ansoegninger/A0002",
    "/runder/1/ansoegninger/XB0010",
    "/runder/1/hvad-nu-hvis/A0001",
    "/runder/1/arbejde",
    "/runder/1/godkend",
    "/indstillinger",
    "/runder/1/breve",
    "/brevtekster",
    "/brevtekster/offer/da",
    "/runder/ny",
    "/data",
    "/konti",
    "/log",
    "/log?udtraek=1",
    "/log/indsigt",
    "/log-ind",
    "/runder/1/aendringer",
    "/runder/1/aendr/A0002",
    "/runder/1/sammenlign/1",
    "/runder/1/enheder",
    *(f"/runder/1/enheder/{unit}" for unit, *_ in town.UNITS),
    "/prognoser",
    "/prognoser/2",
    "/prognoser/3?pasning=dagpleje&maaned=2029-03",
    "/prognoser/2/distrikter/alle/vuggestue",
    "/prognoser/2/distrikter/D1/boernehave",
    "/prognoser/2/traefsikkerhed",
    "/prognoser/1/traefsikkerhed",
    "/prognoser/2/tidligere",
    "/prognoser/3/forudsaetninger",
]


def rows(html: str) -> list[str]:
    """The body rows of all tables, as text with the tags left out."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL)
    found = [row for body in bodies for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_every_link_of_every_page_leads_somewhere(client: FlaskClient) -> None:
    pages = "".join(client.get(address).text for address in PAGES)
    links = {link.replace("&amp;", "&") for link in re.findall(r'(?:href|action)="(/[^"]*)"', pages)}
    assert len(links) > 100
    for link in sorted(links):
        with client.get(link) as answer:
            posted = answer.status_code == 405 and "POST" in client.options(link).headers["Allow"]
            assert answer.status_code in (200, 303) or posted or link == "/", link


def test_the_front_page_leads_to_the_rounds(client: FlaskClient) -> None:
    assert client.get("/").location == "/runder"


def test_the_list_of_rounds_tells_them_apart(client: FlaskClient) -> None:
    (line,) = rows(client.get("/runder").text)
    assert line.startswith("Runde 1 15-01-2027 Forårsrunden standard 62 7 1")


def test_counts_of_a_round_lead_to_lists_of_just_as_many(client: FlaskClient) -> None:
    html = client.get("/runder/1").text
    counted = re.findall(r'href="([^"]*outcome=[^"]*)"><span class="mark.*?<td class="number">(\d+)</td>', html, re.DOTALL)
    assert len(counted) == 8
    for link, count in counted:
        assert f"Viser {count} af 62" in client.get(link.replace("&amp;", "&")).text


def test_a_round_shows_proof_gain_and_run(client: FlaskClient) -> None:
    html = client.get("/runder/1").text
    lines = rows(html)
    assert "2. Garantibrud 2 børnemåneder 2 børnemåneder Kan ikke gøres bedre (bevist ved priser)" in lines
    assert "3. Ønsker 57 tabte point 56 tabte point Højst 1,75 % fra det bedst mulige (bevist ved søgning, søgningen blev afbrudt)" in lines
    assert "Brud i børnemåneder 2 9 5" in lines
    assert "Én plads pr. barn" in html
    assert "Spædbørn hos en dagplejer" in html
    assert "3,6 sekunder i alt" in html


def test_the_list_is_cut_into_pages_that_hold_every_application_once(client: FlaskClient) -> None:
    first, second = (client.get(f"/runder/1/liste?sort=child&page={page}").text for page in (1, 2))
    assert len(rows(first)) == PAGE_SIZE
    assert len(rows(second)) == 62 - PAGE_SIZE
    assert len({row.split()[0] for row in rows(first) + rows(second)}) == 62


def test_the_list_says_how_it_is_sorted(client: FlaskClient) -> None:
    html = client.get("/runder/1/liste?sort=rank&order=desc").text
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert rows(html)[0].startswith("A0003")


@pytest.mark.parametrize("query", ["sort=name", "page=0", "page=x", "rank=-1", "page=²"])
def test_an_address_that_cannot_be_read_is_refused(client: FlaskClient, query: str) -> None:
    page = client.get(f"/runder/1/liste?{query}")
    assert page.status_code == 400
    assert "Adressen kan ikke læses" in page.text


def test_a_child_shows_decision_wishes_facts_and_distances(client: FlaskClient) -> None:
    html = client.get("/runder/1/ansoegninger/A0001").text
    assert "Barnet får sit 1. ønske." in html
    lines = rows(html)
    assert "1. Børnehuset Solsikken, vuggestue Tildelt. Barnet får sit 1. ønske." in lines
    assert "3. Dagpleje i Åbyen" in lines
    # home (550037, 6220091), house (550200, 6220300): the straight line is 265.05 m, the way 345
    assert "Børnehuset Solsikken, vuggestue tildelt, 1. ønske 345 m 1" in lines
    assert re.search(r"<dt>Født</dt><dd>20-04-2026</dd>", html)
    assert re.search(r"<dt>Alder ved start</dt><dd>9 måneder</dd>", html)


def test_a_child_knows_its_neighbours_in_the_list_it_was_opened_from(client: FlaskClient) -> None:
    html = client.get("/runder/1/ansoegninger/A0003?outcome=wish&sort=child").text
    # wishes met, by name: Bjørn (A0001), David (A0003), Ida (A0008), Jonas (A0009)
    assert 'rel="prev" href="/runder/1/ansoegninger/A0001?outcome=wish&amp;sort=child"' in html
    assert 'rel="next" href="/runder/1/ansoegninger/A0008?outcome=wish&amp;sort=child"' in html
    assert "2 af 4" in html


def test_twins_and_siblings_are_told(client: FlaskClient) -> None:
    assert "<strong>Tvilling</strong>" in client.get("/runder/1/ansoegninger/A0008").text
    sibling = client.get("/runder/1/ansoegninger/A0003").text
    assert "<strong>Søskende</strong>" in sibling
    assert "Videre til børnehave: Naturbørnehaven Ørnereden, børnehave" in sibling


def test_a_unit_shows_who_comes_goes_and_wished_it_in_vain(client: FlaskClient) -> None:
    html = client.get("/runder/1/enheder/H1-V").text
    lines = rows(html)
    assert "Bjørn Bæk 01-02-2027 1. Søskende Ønske opfyldt" in lines
    assert any(line.startswith("Emma Eriksen 1. Uden plads Garantibrud: Alle pladser går til") for line in lines)
    assert "Sidst optagne i rækkefølgen: Søskende, anciennitet fra 02-02-2026." in html
    assert 'role="img"' in html


def test_a_closing_unit_sends_its_child_elsewhere(client: FlaskClient) -> None:
    lines = rows(client.get("/runder/1/enheder/P4").text)
    assert "Karla Kjær 01-04-2027 Genplaceret: til Dagplejer Inge Sø" in lines
    # 3 places, 2 of them taken by one child, until it closes
    assert "mar. 2027 3 2 0 0 1 0 0" in lines
    assert "apr. 2027 0 0 0 0 0 0 2" in lines


def test_a_place_held_as_second_offer_stands_at_its_unit(client: FlaskClient) -> None:
    assert "holdt som andet tilbud" in client.get("/runder/1/enheder/P1").text


@pytest.mark.parametrize("address", ["/runder/2", "/runder/1/ansoegninger/A9", "/runder/1/enheder/H9", "/nix", "/runder/x"])
def test_what_is_not_there_is_said_in_danish_with_a_number(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert "Siden findes ikke" in page.text
    assert re.search(r"<code>404-[0-9a-f]{8}</code>", page.text)


def test_a_defect_shows_a_number_that_the_log_knows_and_nothing_else(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    shelf, testing = app.extensions["redekasse_shelf"], app.testing
    app.extensions["redekasse_shelf"], app.testing = None, False
    try:
        page = app.test_client().get("/runder")
    finally:
        app.extensions["redekasse_shelf"], app.testing = shelf, testing
    assert page.status_code == 500
    assert "Der skete en fejl i Redekasse" in page.text
    assert "Traceback" not in page.text
    number = re.search(r"<code>500-([0-9a-f]{8})</code>", page.text)
    assert number is not None
    assert number[1] in caplog.text


def test_the_policy_of_a_round_stands_as_the_command_line_prints_them(client: FlaskClient) -> None:
    assert 'href="/runder/1/politik"' in client.get("/runder/1").text
    page = client.get("/runder/1/politik").text
    for section in printed(load_policy("standard")):
        assert f"<h2>{section.title}</h2>" in page
        for line in section.lines:
            assert all(str(escape(row)) in page for row in line.rows), line
            assert line.source in page.replace("&#39;", "'").replace("&amp;", "&"), line


def test_places_held_are_all_on_some_page(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows(client.get("/runder/1/holdte").text)
    assert whole
    assert f'href="/runder/1/holdte">{len(whole)}</a>' in client.get("/runder/1").text
    monkeypatch.setattr("webui.rounds.routes.HELD_PAGE", 1)
    pages = [client.get(f"/runder/1/holdte?page={page}").text for page in range(1, len(whole) + 1)]
    assert [row for page in pages for row in rows(page)] == whole
    assert f"Side {len(whole)} af {len(whole)}" in client.get("/runder/1/holdte?page=999").text or len(whole) == 1
    assert rows(client.get("/runder/1/holdte?page=-1").text) == whole[:1]
