"""A municipality's figures become tables of the data package that are read as a forecast's history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from data.fields import tables as specs
from data.package import canonical
from data.statbank import Asked, Statbank, StatbankFault, fetch
from forecasts.faults import remedy
from forecasts.reading import read_inputs
from tests.data.statbank.service import TABLES, Answer, Document, Service, answer, figure, served

ASKED = Asked("751", 2015, 2024, projection="FRKM126")


@pytest.fixture
def service() -> Iterator[Service]:
    with served() as running:
        yield running


def test_every_figure_stands_where_it_belongs(service: Service) -> None:
    shares: list[float] = []
    found = fetch(Statbank(service.address), ASKED, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    population = found["population"].set_index(["area_id", "year", "age"])["count"]
    assert len(population) == 2 * 10 * 42 + 42 * 15
    assert population.index.is_unique
    for area, year, age in (("751", 2015, 0), ("000", 2024, 49), ("751", 2020, 9)):
        assert population[area, year, age] == figure("FOLK1A", {"OMRÅDE": area, "ALDER": str(age), "Tid": f"{year}K1"})
    assert population["751", 2030, 4] == figure("FRKM126", {"OMRÅDE": "751", "ALDER": "4", "Tid": "2030"})
    assert found["births"]["year"].tolist() == list(range(2014, 2024))
    assert set(found["births"]["count"]) == {990}
    takeup = found["takeup"].set_index(["care_kind", "year"])["share"]
    assert takeup["dagpleje", 2020] == pytest.approx(600.5 / sum(population["751", 2020, age] for age in range(3)), abs=1e-4)
    assert takeup["boernehave", 2015] == pytest.approx(2800 / sum(population["751", 2015, age] for age in range(3, 6)), abs=1e-4)
    for name, frame in found.items():
        canonical(specs()[name], frame)


def test_what_is_fetched_is_a_history(service: Service) -> None:
    inputs = read_inputs(fetch(Statbank(service.address), ASKED), last_day=date(2024, 6, 1))
    history = inputs.history
    assert (history.areas, history.years.tolist(), history.counts.shape) == (("751",), list(range(2015, 2025)), (10, 1, 10))
    assert history.remedies == (remedy("projected", years="2026-2040", day="2024-06-01"),)
    assert history.adults is not None
    assert history.births is not None
    assert (history.births == 990).all()
    assert history.nation[2020] == figure("FOLK1A", {"OMRÅDE": "000", "ALDER": "0", "Tid": "2020K1"})
    assert inputs.projection is not None
    assert (inputs.projection.whole, inputs.projection.years.tolist()) == (True, list(range(2026, 2041)))
    assert {one.care for one in inputs.takeup} == {"dagpleje", "vuggestue", "boernehave"}


def test_only_what_is_asked_for_is_fetched(service: Service) -> None:
    found = fetch(Statbank(service.address), Asked("751", 2020, 2024, births="", care="", nation=False))
    assert set(found) == {"population"}
    assert set(found["population"]["area_id"]) == {"751"}
    assert {asked["table"] for _, asked in service.asked} == {"FOLK1A"}


def test_an_age_that_the_table_lacks_is_told_by_the_reader(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    folk = [(name, {k: v for k, v in values.items() if k != "38"}, free) for name, values, free in TABLES["FOLK1A"]]
    monkeypatch.setitem(TABLES, "FOLK1A", folk)
    history = read_inputs(fetch(Statbank(service.address), Asked("751", 2015, 2024))).history
    assert [one.code for one in history.remedies] == ["adult_age"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked("0751", 2015, 2024), "skriv kommunens kode med tre cifre"),
        (Asked("751", 2024, 2015), "det første år før det sidste"),
        (Asked("999", 2015, 2024), "har ikke 999"),
        (Asked("751", 2005, 2024), "har ikke 2005K1, 2006K1, 2007K1"),
        (Asked("751", 2015, 2024, births="FOD9"), "Tabellen blev ikke fundet"),
        (Asked("751", 2015, 2024, projection="FOD207"), "ALDER"),
    ],
)
def test_what_cannot_be_fetched_is_told(service: Service, asked: Asked, told: str) -> None:
    with pytest.raises(StatbankFault, match=told):
        fetch(Statbank(service.address), asked)


def test_a_table_without_kinds_of_care_gives_no_shares(service: Service) -> None:
    assert fetch(Statbank(service.address), Asked("751", 2015, 2024, care="FOD207"))["takeup"].empty


def test_a_count_that_is_withheld_is_told(service: Service) -> None:
    def withheld(function: str, asked: Document) -> Answer | None:
        status, body, headers = answer(function, asked)
        return (status, body.replace(b";1012\r", b";..\r"), headers) if function == "data" else None

    service.says = withheld
    with pytest.raises(StatbankFault, match="tabellen FOLK1A har intet tal for 751, "):
        fetch(Statbank(service.address), Asked("751", 2010, 2024))
