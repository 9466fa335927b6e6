"""Which of a child's wishes its page marks as the one given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.explain import explain_round
from tests.optimizer.checking.build import FEB, MAR, POLICY, Build
from webui.children.present import child_view
from webui.rounds.book import RoundBook
from webui.rounds.listing import Query
from webui.rounds.shelf import Shelf


@pytest.fixture
def stored(app: Flask) -> RoundBook:
    shelf = app.extensions["redekasse_shelf"]
    assert isinstance(shelf, Shelf)
    return shelf.book(1)


def given(app: Flask, stored: RoundBook, build: Build, **moves: tuple[str, date]) -> dict[str, list[tuple[int | None, str]]]:
    """(rank, place) of the lines marked as given, by application."""
    allocation, explanations = explain_round(build.case(**moves))
    record = replace(stored.record, allocation=allocation, explanations=explanations)
    book = RoundBook(stored.head, record, POLICY, build.snapshot())
    with app.test_request_context():
        views = {row.application_id: child_view(book, row.application_id, Query(), book.rows) for row in allocation}
    return {application: [(line.rank, line.target) for line in view.wishes if line.given] for application, view in views.items()}


def test_twins_are_each_given_their_own_wish(app: Flask, stored: RoundBook) -> None:
    build = Build()
    for name in "uvw":
        build.unit(name, 2)
    for name, wishes in (("A", "v w u"), ("B", "u")):
        build.child("c" + name, household_id="h")
        build.apply(name, wishes)
    # together: v is the first (1 + 2), u (3 + 1) and w (2 + 2) the second
    assert given(app, stored, build, A=("u", FEB), B=("u", FEB)) == {"A": [(3, "Fu, børnehave")], "B": [(1, "Fu, børnehave")]}
    assert given(app, stored, build, A=("v", FEB), B=("v", FEB)) == {"A": [(1, "Fv, børnehave")], "B": [(None, "Fv, børnehave")]}


def test_a_displaced_childs_own_wish_is_marked_and_nothing_beside_it(app: Flask, stored: RoundBook) -> None:
    build = Build()
    for name in "uv":
        build.unit(name, 1)
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    build.apply("A", "v", "transfer", child="c")
    assert given(app, stored, build, Xc=("v", MAR)) == {"A": [(1, "Fv, børnehave")], "Xc": [(1, "Fv, børnehave")]}


def test_a_place_that_is_kept_is_not_given(app: Flask, stored: RoundBook) -> None:
    build = Build()
    for name in "uv":
        build.unit(name, 1)
        build.enrol("c" + name, name)
    build.apply("A", "v", "transfer", child="cu")
    assert given(app, stored, build) == {"A": []}


def test_decisions_that_hold_for_a_time_are_told_with_their_days(app: Flask, stored: RoundBook) -> None:
    build = Build()
    build.unit("u", 1)
    build.child("cA", place_weight=2)
    build.apply("A", "u")
    snapshot = replace(
        build.snapshot(),
        child_decisions=(
            ChildDecision("cA", "place_weight", 3, date(2027, 2, 1), date(2027, 4, 1)),
            ChildDecision("cA", "place_weight", 1, date(2026, 2, 1), date(2026, 4, 1)),
            ChildDecision("cA", "support_points", 1, date(2027, 3, 1)),
        ),
    )
    allocation, explanations = explain_round(build.case())
    book = RoundBook(stored.head, replace(stored.record, allocation=allocation, explanations=explanations), POLICY, snapshot)
    with app.test_request_context():
        facts = {fact.name: fact.value for fact in child_view(book, "A", Query(), book.rows).facts}
    assert facts["Tæller i dagpleje for"] == "2 pladser; 3 pladser fra 01-02-2027 til og med 31-03-2027 ved tidsbegrænset afgørelse"
    assert facts["Støttepoint"] == "1 fra 01-03-2027 ved særlig afgørelse"
