"""Filters, sorting and search of the list; its CSV file."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from flask import Flask
from flask.testing import FlaskClient

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.outcomes import wish_ranks
from optimizer.rounds.explain.rows import explain_round
from tests.optimizer.checking.build import FEB, MAR, Build
from webui.rounds.book import RoundBook
from webui.rounds.csvfile import safe
from webui.rounds.listing import ANY_RANK, SORTS, BadQuery, Query, build_list, neighbours, page_count, select
from webui.rounds.shelf import Shelf


@pytest.fixture(scope="module")
def book(app: Flask) -> RoundBook:
    shelf = app.extensions["redekasse_shelf"]
    assert isinstance(shelf, Shelf)
    return shelf.book(1)


def ids(rows: pd.DataFrame) -> list[str]:
    return list(rows["application_id"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(outcome="wish"), ["A0001", "A0003", "A0008", "A0009"]),
        (Query(rank="2"), ["A0003"]),
        # A0005 moves on to its wish; the wish of A0007 is met after the round only
        (Query(rank="1"), ["A0001", "A0005", "A0008", "A0009"]),
        (Query(rank=ANY_RANK), ["A0001", "A0003", "A0005", "A0008", "A0009"]),
        (Query(care="3-5"), ["A0005", "A0006"]),
        (Query(unit="P2"), ["A0008", "A0009"]),
        (Query(unit="P1", outcome="displaced"), ["XB0010"]),
        (Query(district="D1", outcome="wish"), ["A0003", "A0009"]),
        (Query(outcome="nothing"), []),
    ],
)
def test_filters_keep_what_they_name(book: RoundBook, query: Query, found: list[str]) -> None:
    assert ids(select(book.rows, query)) == found


def test_a_displaced_childs_wish_is_met_once_as_the_summary_counts() -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    build.apply("A", "v", "transfer", child="c")
    build.apply("B", "w")
    case = build.case(Xc=("v", MAR), B=("w", FEB))
    allocation, _ = explain_round(case)
    # the transfer says what became of the child too: the place that it wished first
    assert {row.application_id: (row.unit_id, row.wish_rank) for row in allocation} == {"A": ("v", 1), "B": ("w", 1), "Xc": ("v", 1)}
    rows = build_list(allocation, case.snapshot, {}, (), MAR)
    assert ids(select(rows, Query(rank="1"))) == ids(select(rows, Query(rank=ANY_RANK))) == ["B", "Xc"]
    assert rows["met_rank"].value_counts().to_dict() == wish_ranks(case) == {1: 2}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_sorting_keeps_all_rows_and_puts_empty_cells_last(book: RoundBook, sort: str, descending: bool) -> None:
    rows = select(book.rows, Query(sort=sort, descending=descending))
    assert sorted(ids(rows)) == sorted(ids(book.rows))
    column = rows[SORTS[sort]]
    filled = column.dropna()
    assert column.notna().tolist() == [True] * len(filled) + [False] * (len(column) - len(filled))
    assert filled.is_monotonic_decreasing if descending else filled.is_monotonic_increasing


def test_names_sort_in_danish_order(book: RoundBook) -> None:
    names = select(book.rows, Query(sort="child"))["child_name"].tolist()
    karla, last = names.index("Karla Kjær"), names.index("Karla Dahl")
    assert last < karla


def test_equal_rows_keep_the_order_of_their_ids(book: RoundBook) -> None:
    waiting = ids(select(book.rows, Query(outcome="waiting", sort="guarantee", descending=True)))
    assert waiting == sorted(waiting)


def test_a_query_survives_its_own_address() -> None:
    query = Query(outcome="breach", rank="3", sort="start", descending=True, page=4)
    assert query.args() == {"outcome": "breach", "rank": "3", "sort": "start", "order": "desc", "page": "4"}
    assert Query.from_args(query.args()) == query
    assert Query().args() == {}


def test_a_wild_page_number_is_refused() -> None:
    with pytest.raises(BadQuery):
        Query.from_args({"page": "9" * 30})


def test_pages_and_neighbours_at_the_edges(book: RoundBook) -> None:
    assert [page_count(found) for found in (0, 1, 50, 51)] == [1, 1, 1, 2]
    rows = select(book.rows, Query(outcome="wish"))
    assert neighbours(rows, "A0001") == (None, "A0003", 1)
    assert neighbours(rows, "A0009") == ("A0008", None, 4)
    assert neighbours(rows, "A0100") == (None, None, None)


def test_the_file_holds_the_filtered_list_without_names(client: FlaskClient) -> None:
    answer = client.get("/runder/1/liste.csv?outcome=wish")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="redekasse-runde-1.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert len(lines) == 4
    first = dict(zip(head, lines[0], strict=True))
    assert first["Ansøgning"] == "A0001"
    assert first["Udfald"] == "Ønske opfyldt"
    assert first["Start"] == "01-02-2027"
    assert first["Afstand i meter (fugleflugt × 1,3)"] == "640"
    assert "Bjørn" not in answer.text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\N{FULLWIDTH EQUALS SIGN}"])
def test_no_cell_can_be_a_formula(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"
    assert safe(f"H1{start}") == f"H1{start}"
