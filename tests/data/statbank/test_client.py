"""The client asks as StatBank's API is documented, and says in plain words what went wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from data.statbank import Statbank, StatbankFault, client
from tests.data.statbank.service import TABLES, Answer, Document, Service, error, figure, served


@pytest.fixture
def service() -> Iterator[Service]:
    with served() as running:
        yield running


def ask(service: Service, **chosen: list[str]) -> list[client.Row]:
    bank = Statbank(service.address, timeout=5, pause=lambda _seconds: None)
    return bank.rows(bank.table("FOLK1A"), {"OMRÅDE": ["751"], "ALDER": ["0", "1"], "Tid": ["2020K1"], **chosen})


def test_a_table_is_described(service: Service) -> None:
    table = Statbank(service.address).table("FOLK1A")
    assert [(v.id, dict(v.values), v.may_be_left_out, v.time) for v in table.variables] == [
        (name, values, free, name == "Tid") for name, values, free in TABLES["FOLK1A"]
    ]
    assert table.variable("alder").id == "ALDER"
    assert service.asked == [("tableinfo", {"table": "FOLK1A", "format": "JSON", "lang": "da"})]


def test_figures_come_with_their_codes(service: Service) -> None:
    rows = ask(service, ALDER=["0", "4"], Tid=["2019K1", "2020K1"])
    expected = [{"OMRÅDE": "751", "ALDER": age, "Tid": time} for age in ("0", "4") for time in ("2019K1", "2020K1")]
    assert sorted(rows, key=str) == sorted([client.Row(codes, figure("FOLK1A", codes)) for codes in expected], key=str)


def test_much_is_asked_for_in_parts(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_CELLS", 5)
    times = [f"{year}K1" for year in range(2010, 2017)]
    whole = ask(service, Tid=times)
    sizes = [len(asked["variables"][2]["values"]) * 2 for function, asked in service.asked if function == "data"]
    assert sizes == [4, 4, 4, 2]
    assert {(row.codes["ALDER"], row.codes["Tid"]) for row in whole} == {(age, time) for age in "01" for time in times}


def says(service: Service, found: Answer | None, function: str = "data", times: int = 99) -> None:
    left = [times]

    def instead(name: str, _asked: Document) -> Answer | None:
        if name != function or not left[0]:
            return None
        left[0] -= 1
        return found

    service.says = instead


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        (error("REQUEST-LIMIT", "Forespørgslen returnerer for mange observationer"), "REQUEST-LIMIT: Forespørgslen returnerer for mange"),
        ((500, b"<html>", {}), "HTTP 500"),
        ((302, b"", {"Location": "http://127.0.0.1:1/"}), "HTTP 302"),
        ((200, b"", {}), "svarer med 0 rækker af 2"),
        ((200, "OMRÅDE;ALDER;TID;INDHOLD\n751;0;2020K1;5\n".encode(), {}), "svarer med 1 rækker af 2"),
        ((200, "OMRÅDE;KØN;TID;INDHOLD\n751;0;2020K1;5\n751;1;2020K1;5\n".encode(), {}), "svarer med 2 rækker af 2"),
        ((200, "OMRÅDE;ALDER;TID;INDHOLD\n751;0;2020K1;fem\n751;1;2020K1;5\n".encode(), {}), "svarer med »fem«"),
    ],
)
def test_an_answer_that_is_none_is_told(service: Service, answered: Answer, told: str) -> None:
    says(service, answered)
    with pytest.raises(StatbankFault, match=told) as caught:
        ask(service)
    assert service.address in str(caught.value)
    assert caught.value.text("en") != str(caught.value)


def test_a_figure_that_is_withheld_is_no_figure(service: Service) -> None:
    says(service, (200, "OMRÅDE;ALDER;TID;INDHOLD\n751;0;2020K1;..\n751;1;2020K1;7\n".encode(), {}))
    assert [row.value for row in ask(service)] == [None, 7]


def test_a_busy_service_is_asked_again(service: Service) -> None:
    pauses: list[float] = []
    bank = Statbank(service.address, pause=pauses.append)
    says(service, (429, b"", {"Retry-After": "7"}), "tableinfo", times=2)
    assert bank.table("FOLK1A").id == "FOLK1A"
    assert pauses == [7, 7]
    pauses.clear()
    says(service, (503, b"", {}), "tableinfo")
    with pytest.raises(StatbankFault, match="har travlt \\(HTTP 503\\)"):
        bank.table("FOLK1A")
    assert pauses == [2, 4, 8]
    says(service, (429, b"", {"Retry-After": "86400"}), "tableinfo", times=1)
    pauses.clear()
    bank.table("FOLK1A")
    assert pauses == [client.LONGEST_WAIT]


def test_unknown_tables_variables_and_values(service: Service) -> None:
    bank = Statbank(service.address)
    with pytest.raises(StatbankFault, match="EXTRACT-NOTFOUND: Tabellen blev ikke fundet"):
        bank.table("FOLK9X")
    with pytest.raises(StatbankFault, match="har ikke variablen »ALDER«, men OMRÅDE, MODERSALDER, BARNKON, Tid"):
        bank.rows(bank.table("FOD207"), {"ALDER": ["0"]})
    with pytest.raises(StatbankFault, match="har ikke 2007K1; den går fra 2008K1 til 2026K2"):
        ask(service, Tid=["2007K1"])
    with pytest.raises(StatbankFault, match="kræver et valg af VALG"):
        bank.rows(bank.table("NEEDS"), {"OMRÅDE": ["751"], "ALDER": ["0"], "Tid": ["2020K1"]})
    assert [function for function, _ in service.asked].count("data") == 0


def test_a_description_that_is_none(service: Service) -> None:
    says(service, (200, json.dumps({"id": "FOLK1A"}).encode(), {}), "tableinfo")
    with pytest.raises(StatbankFault, match="beskriver ikke tabellen FOLK1A"):
        Statbank(service.address).table("FOLK1A")


def test_nobody_answers() -> None:
    with pytest.raises(StatbankFault, match="svarer ikke"):
        Statbank("http://127.0.0.1:1").table("FOLK1A")


def test_an_answer_that_never_comes(service: Service) -> None:
    held = threading.Event()
    service.says = lambda _function, _asked: (held.wait(10), None)[1]  # type: ignore[func-returns-value]
    with pytest.raises(StatbankFault, match=r"svarede ikke inden 0\.05 sekunder"):
        Statbank(service.address, timeout=0.05).table("FOLK1A")
    held.set()


@pytest.mark.parametrize("address", ["", "statbank", "ftp://127.0.0.1", "http://eva:kode@127.0.0.1", "http://127.0.0.1/v1?x=1"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(StatbankFault, match="er ikke adressen"):
        Statbank(address)
