"""The page of a round's fairness: its counts are the round's, small ones cannot be worked out, the check is a real one."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webui.pages.test_pages import rows
from webui.fairness.discreet import LEAST, discreet
from webui.fairness.groups import splits
from webui.rounds.shelf import shelf


@given(st.lists(st.integers(0, 12), max_size=8))
def test_no_small_count_is_shown_nor_left_alone(counts: list[int]) -> None:
    shown = discreet(counts)
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == count for seen, count in zip(shown, counts, strict=True))
    assert not [seen for seen in shown if seen is not None and 0 < seen < LEAST]
    if hidden and any(count >= LEAST for count in counts):
        assert len(hidden) >= 2
        assert sum(count >= LEAST for count in hidden) == 1
    if not any(0 < count < LEAST for count in counts):
        assert shown == counts


def test_groups_of_each_trait_make_the_round(app: Flask) -> None:
    with app.test_request_context():
        book = shelf().book(1)
        found = splits(book)
    assert [split.key for split in found] == ["distrikt", "alder", "soeskende", "sprog", "behov"]
    for split in found:
        known = [group.applications for group in split.groups]
        assert sum(known) == len(book.rows) if None not in known else sum(filter(None, known)) < len(book.rows)
    waiting = int((book.rows["outcome"] == "waiting").sum())
    language = next(split for split in found if split.key == "sprog").groups
    assert sum(group.counts[3] or 0 for group in language) in range(waiting - 2 * LEAST, waiting + 1)


def test_the_page_shows_no_small_group_and_no_child(client: FlaskClient) -> None:
    page = client.get("/runder/1/retfaerdighed").text
    assert "skjult" in page
    assert "A0001" not in page
    assert "Bjørn" not in page
    assert not [row for row in rows(page) if re.match(r"(Skovby|Tosproget|Særligt behov) [1-4] ", row)]


def test_a_round_that_was_not_solved_so_does_not_hold(client: FlaskClient) -> None:
    answer = client.post("/runder/1/retfaerdighed")
    assert answer.status_code == 200
    assert "Resultatet holder ikke" in answer.text


def test_the_workbook_holds_the_filtered_list_with_days_and_numbers(client: FlaskClient) -> None:
    answer = client.get("/runder/1/liste.xlsx?outcome=wish")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="redekasse-runde-1.xlsx"'
    head, *lines = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True)
    assert len(lines) == 4
    first = dict(zip(head, lines[0], strict=True))
    assert first["Ansøgning"] == "A0001"
    assert first["Udfald"] == "Ønske opfyldt"
    assert f"{first['Start']:%d-%m-%Y}" == "01-02-2027"
    assert first["Afstand i meter (fugleflugt × 1,3)"] == 640
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        text = "".join(parts.read(name).decode("utf-8") for name in parts.namelist())
    assert "A0001" in text
    assert "Bjørn" not in text
    assert not re.search(r"\b\d{6}-?\d{4}\b", text)
