"""The pages about forecasts: figures as stored, links that lead on, forms that refuse, a workbook that runs nothing."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.stores.audit import list_audit
from data.stores.forecasts import list_forecasts, load_forecast
from data.stores.scenarios import load_scenario
from forecasts.assumptions import Assumptions
from forecasts.outcome import CARES, Forecast
from forecasts.packing import unpack
from forecasts.tables import demand_table, gap_table
from forecasts.words import map_sentence, sentence
from tests.webui.pages import example, forecasted
from tests.webui.pages.test_pages import rows
from webui.app import create_app
from webui.forecasts.book import ForecastBook
from webui.forecasts.form import filled, read
from webui.forecasts.judged import widened_told
from webui.forecasts.workbook import workbook


@pytest.fixture
def made(engine: Engine) -> Forecast:
    return unpack(load_forecast(engine, 2).content)


def text(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def test_the_list_has_every_forecast_with_its_scenario(client: FlaskClient) -> None:
    page = client.get("/prognoser").text
    assert [line.split(" ")[0] for line in rows(page)] == ["Ny", "Som", "Som"]
    assert "<b>2029" not in page
    assert "01-01-2025" in page


def test_the_overview_says_what_the_forecast_says(client: FlaskClient, made: Forecast) -> None:
    page = client.get("/prognoser/2?pasning=boernehave&maaned=2029-05").text
    for care in range(len(CARES)):
        assert sentence(made, 3, care) in text(page)
    when = [f"{day:%Y-%m}" for day in made.months].index("2029-05")
    assert map_sentence(made, 2, when) in text(page)
    table = gap_table(made).query("care_kind == 'boernehave' and area_id == 'D3'")
    (line,) = [line for line in rows(page) if line.startswith("Havnen")]
    for gap in table["gap"]:
        assert f"{round(gap):+d}".replace("-", "−") in line


def test_the_overview_opens_with_the_worst(client: FlaskClient, made: Forecast) -> None:
    page = client.get("/prognoser/2").text
    chosen = re.findall(r'<option value="([^"]+)" selected', page)
    assert chosen[0] in CARES
    assert chosen[1] in [f"{day:%Y-%m}" for day in made.months]


def test_a_district_has_its_figures_month_by_month(client: FlaskClient, made: Forecast) -> None:
    page = client.get("/prognoser/2/distrikter/D1/vuggestue").text
    assert sentence(made, 0, 1) in text(page)
    lines = rows(page)
    assert len(lines) == len(made.months)
    assert lines[0].startswith(f"januar 2027 {round(float(made.demand[2, 0, 1, 0]))} ")
    assert page.count("<svg ") == 1


def test_the_back_test_has_every_way(client: FlaskClient) -> None:
    page = client.get("/prognoser/2/traefsikkerhed").text
    assert {"Redekasse", "Sidste tal"} <= {re.split(r" \d-\d ", line)[0] for line in rows(page)}
    assert "Historien er for kort" in client.get("/prognoser/1/traefsikkerhed").text


def test_intervals_that_were_widened_are_told(app: Flask, engine: Engine) -> None:
    kept = load_forecast(engine, 2)
    widened = [{"born": False, "years_ahead": 3, "held": 0.6, "factor": 1.45}]
    book = ForecastBook(replace(kept.head, summary={**kept.head.summary, "widened": widened}), unpack(kept.content))
    with app.test_request_context():
        assert widened_told(book) == [
            "Intervallet for børn, der ikke er født endnu 3 år frem holdt kun 60 % af det, det skulle holde 80 pct. af. "
            "Det er gjort 1,4 gange så bredt."
        ]


def test_earlier_forecasts_stand_beside_what_was_counted(client: FlaskClient) -> None:
    page = client.get("/prognoser/2/tidligere?distrikt=D1&alder=2").text
    hits = [line for line in rows(page) if line.startswith("2025 2027")]
    assert f" {forecasted.children(0, 2027, 2)} " in hits[0]
    whole = client.get("/prognoser/2/tidligere").text
    count = sum(forecasted.children(district, 2026, 0) for district in range(3))
    assert any(line.startswith("2025 2026") and f" {count} " in line for line in rows(whole))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/prognoser/99", 404),
        ("/prognoser/2?pasning=skole", 404),
        ("/prognoser/2?maaned=1999-01", 400),
        ("/prognoser/2/distrikter/D9/vuggestue", 404),
        ("/prognoser/2/distrikter/D1/skole", 404),
        ("/prognoser/2/tidligere?alder=99", 400),
        ("/prognoser/2/tidligere?distrikt=x", 404),
    ],
)
def test_an_address_that_leads_nowhere(client: FlaskClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_the_workbook_holds_the_figures_and_no_formula(client: FlaskClient, engine: Engine) -> None:
    answer = client.get("/prognoser/3/prognose.xlsx")
    assert answer.headers["Content-Disposition"].endswith("redekasse-prognose-3.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Om prognosen", "År for år", "Måned for måned", "Børn"]
    table = demand_table(unpack(load_forecast(engine, 3).content))
    sheet = book["Måned for måned"]
    assert sheet.max_row == len(table) + 1
    heading = [cell.value for cell in sheet[1]]
    row = [cell.value for cell in sheet[40]]
    assert row[heading.index("Behov, midterste forløb")] == pytest.approx(float(table["q50"][38]))
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}
    assert book["Om prognosen"]["B1"].value == forecasted.SCENARIO


def test_a_name_that_looks_like_a_formula_stays_a_text(engine: Engine) -> None:
    kept = load_forecast(engine, 2)
    packed = unpack(kept.content)
    odd = type(packed)(**{**{name: getattr(packed, name) for name in packed.__slots__}, "names": ("=1+1", "@SUM(A1)", "https://x.dk", "")})
    book = openpyxl.load_workbook(io.BytesIO(workbook(ForecastBook(kept.head, odd))))
    cells = [book["År for år"].cell(line, 2) for line in range(2, book["År for år"].max_row + 1)]
    assert {"=1+1", "@SUM(A1)", "https://x.dk", "Hele kommunen"} == {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FlaskClient, Engine]]:
    """Pages over a database of their own, in which something may be stored."""
    engine = example.database(tmp_path_factory.mktemp("own"))
    app: Flask = create_app(engine, testing=True)
    yield app.test_client(), engine
    app.extensions["redekasse_forecasts"].close()
    engine.dispose()


def wait_for(app: Flask) -> None:
    future = app.extensions["redekasse_forecasts"].under_way()
    if future is not None:
        future.result(timeout=120)


def test_a_new_scenario_is_made_stored_and_entered_in_the_audit_trail(own: tuple[FlaskClient, Engine]) -> None:
    client, engine = own
    fields = {
        **filled(Assumptions()).values, "name": "Ny vuggestue", "fertility": "110,5",
        "capacity-0-start": "2029-08", "capacity-0-area": "D2",
        "capacity-0-care": "vuggestue", "capacity-0-places": "-12", "capacity-0-reason": "Lukker",
    }  # fmt: skip
    answer = client.post("/prognoser/2/forudsaetninger", data=fields)
    assert answer.status_code == 303
    wait_for(client.application)
    head = list_forecasts(engine)[0]
    assert (head.id, head.scenario) == (4, "Ny vuggestue")
    kept = Assumptions.from_table(head.assumptions)
    assert (kept.fertility, kept.capacity[0].places, kept.capacity[0].area) == (1.105, -12, "D2")
    assert load_scenario(engine, "Ny vuggestue").assumptions == kept.as_table()
    entry = list_audit(engine)[0]
    assert (entry.action, entry.object) == ("forecast", "forecasts 4")
    # the places that close are gone from the forecast: twelve fewer than in the one it was made from
    before, after = (unpack(load_forecast(engine, number).content) for number in (2, 4))
    when = [f"{day:%Y-%m}" for day in after.months].index("2029-09")
    assert after.capacity[1, 1, when] == max(before.capacity[1, 1, when] - 12, 0)


def test_a_form_with_faults_tells_each_and_stores_nothing(own: tuple[FlaskClient, Engine]) -> None:
    client, engine = own
    fields = {**filled(Assumptions()).values, "name": "", "fertility": "mange", "capacity-0-start": "august", "capacity-0-places": "5"}
    answer = client.post("/prognoser/2/forudsaetninger", data=fields)
    assert answer.status_code == 422
    for said in (
        "Giv scenariet et navn.",
        "Fødsler i procent af prognosens egne: skriv et tal fra 0 til 500",
        "Fra måned: skriv år og måned, fx 2028-08",
        "Distrikt: vælg et distrikt",
        "Pasning: vælg en pasning",
    ):
        assert said in text(answer.text)
    assert 'value="mange"' in answer.text
    assert len(list_forecasts(engine)) == 3


def test_a_form_from_another_site_is_refused(client: FlaskClient) -> None:
    assert client.post("/prognoser", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_form_gives_back_the_assumptions_it_was_filled_with(engine: Engine) -> None:
    scenario = Assumptions.from_table(load_forecast(engine, 3).head.assumptions)
    form, again = read(filled(scenario).values, ("D1", "D2", "D3"))
    assert form.faults == {}
    assert again == scenario


def test_the_assumptions_are_listed(client: FlaskClient) -> None:
    page = text(client.get("/prognoser/3/forudsaetninger").text)
    assert "Fødsler i procent af prognosens egne 120 %" in page
    assert "fra måned 2029-08, distrikt D1, pasning vuggestue, pladser 24, hvorfor Nyt hus" in page
