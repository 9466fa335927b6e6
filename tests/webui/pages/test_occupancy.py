"""Occupancy of a unit, month by month, with figures worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from optimizer.domain.applications import Application, Offer
from optimizer.domain.children import Child, ChildDecision, Enrolment
from optimizer.domain.dates import make_grid
from optimizer.domain.facilities import CapacityChange, District, Facility, Reservation, Unit
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow
from webui.units.chart import BASE, TOP, chart
from webui.units.occupancy import Month, free_on, months_of, places_on, stays_by_unit

POLICY = Policy(name="test")
GRID = make_grid(date(2027, 1, 15), (1,), 3, 18)
FIRST = date(2027, 2, 1)


def child(name: str, born: date, **more: Any) -> Child:
    return Child(name, born, 0.0, 0.0, **more)


def town(children: list[Child], **more: Any) -> Snapshot:
    units = {
        "V": Unit("V", "H", "vuggestue", 3),
        "B": Unit("B", "H", "boernehave", 2),
        "P": Unit("P", "D", "dagpleje", 4),
    }
    facilities = {"H": Facility("H", "Huset", "house", "D1", 0.0, 0.0), "D": Facility("D", "Dagplejeren", "dagpleje", "D1", 0.0, 0.0)}
    plain: dict[str, Any] = {"applications": {}, **more}
    return Snapshot("v", {"D1": District("D1", "By")}, facilities, units, {c.id: c for c in children}, **plain)


def row(child_id: str, outcome: Any, unit: str | None, start: date | None) -> AllocationRow:
    return AllocationRow(f"A-{child_id}", child_id, unit, start, outcome, None, "", None, None, None, None, "", "")


def occupancy(snapshot: Snapshot, unit: str, rows: list[AllocationRow], count: int = 4) -> list[Month]:
    return months_of(snapshot, unit, stays_by_unit(snapshot, POLICY, GRID, rows).get(unit, []), FIRST, count)


def taken(months: list[Month]) -> list[tuple[int, int, int]]:
    return [(month.present, month.decided, month.provisional) for month in months]


def test_a_child_in_nursery_leaves_at_the_age_of_transition() -> None:
    # 35 months on 10 March 2027: the next start date is 1 April
    months = occupancy(town([child("a", date(2024, 4, 10))], enrolments=(Enrolment("a", "V", date(2025, 1, 1)),)), "V", [])
    assert taken(months) == [(1, 0, 0), (1, 0, 0), (0, 0, 0), (0, 0, 0)]
    assert [month.leaving for month in months] == [0, 0, 1, 0]


def test_a_child_that_applied_for_kindergarten_keeps_its_place_until_the_round_moves_it() -> None:
    applied = {"A-a": Application("A-a", "a", "transition", "3-5", date(2026, 1, 1), date(2027, 3, 1))}
    snapshot = town([child("a", date(2024, 4, 10))], enrolments=(Enrolment("a", "V", date(2025, 1, 1)),), applications=applied)
    assert taken(occupancy(snapshot, "V", [row("a", "kept", "V", None)])) == [(1, 0, 0)] * 4
    moved = [row("a", "moved_on", "B", date(2027, 3, 1))]
    assert taken(occupancy(snapshot, "V", moved)) == [(1, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0)]
    assert taken(occupancy(snapshot, "B", moved)) == [(0, 0, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)]


def test_a_child_leaves_kindergarten_for_school() -> None:
    months = occupancy(town([child("a", date(2021, 5, 5))], enrolments=(Enrolment("a", "B", date(2024, 1, 1)),)), "B", [], 8)
    assert [month.taken for month in months] == [1, 1, 1, 1, 1, 1, 0, 0]


def test_an_enrolment_with_an_end_ends_there() -> None:
    stay = Enrolment("a", "V", date(2026, 1, 1), to_date=date(2027, 2, 15))
    months = occupancy(town([child("a", date(2026, 1, 1))], enrolments=(stay,)), "V", [])
    assert [month.taken for month in months] == [1, 0, 0, 0]
    assert [month.leaving for month in months] == [1, 0, 0, 0]


def test_decided_and_provisional_starts_are_told_apart() -> None:
    snapshot = town([child("a", date(2026, 5, 1)), child("b", date(2026, 5, 1)), child("c", date(2026, 5, 1))])
    rows = [row("a", "wish", "V", date(2027, 3, 1)), row("b", "provisional", "V", date(2027, 5, 1)), row("c", "waiting", None, None)]
    months = occupancy(snapshot, "V", rows)
    assert taken(months) == [(0, 0, 0), (0, 1, 0), (0, 1, 0), (0, 1, 1)]
    assert [month.coming for month in months] == [0, 1, 0, 1]
    assert [month.free for month in months] == [3, 2, 2, 1]


def test_a_start_in_mid_month_comes_in_that_month_and_is_there_the_next() -> None:
    months = occupancy(town([child("a", date(2026, 5, 1))]), "V", [row("a", "wish", "V", date(2027, 2, 16))])
    assert [month.coming for month in months] == [1, 0, 0, 0]
    assert [month.taken for month in months] == [0, 1, 1, 1]


def test_homes_count_weights_and_houses_heads() -> None:
    decision = ChildDecision("b", "place_weight", 3, date(2027, 3, 1), date(2027, 4, 1))
    children = [child("a", date(2026, 1, 1), place_weight=2), child("b", date(2026, 1, 1))]
    here = {unit: tuple(Enrolment(c.id, unit, date(2026, 8, 1)) for c in children) for unit in ("P", "V")}
    at_home = town(children, enrolments=here["P"], child_decisions=(decision,))
    assert [month.taken for month in occupancy(at_home, "P", [])] == [3, 5, 3, 3]
    assert [month.free for month in occupancy(at_home, "P", [])] == [1, -1, 1, 1]
    assert [month.taken for month in occupancy(town(children, enrolments=here["V"], child_decisions=(decision,)), "V", [])] == [2, 2, 2, 2]


def test_places_follow_changes_and_reservations() -> None:
    changes = (CapacityChange("V", date(2027, 4, 1), 5), CapacityChange("V", date(2027, 3, 1), 0))
    kept = Reservation("V", "newcomer", 1, date(2027, 4, 1), date(2027, 5, 1))
    snapshot = town([], capacity_changes=changes, reservations=(kept,))
    months = occupancy(snapshot, "V", [])
    assert [(month.places, month.reserved, month.free) for month in months] == [(3, 0, 3), (0, 0, 0), (5, 1, 5), (5, 0, 5)]
    assert places_on(snapshot, "V", date(2027, 3, 31)) == 0
    assert free_on(snapshot, "V", [], date(2027, 4, 2)) == 5


def test_a_waiting_offer_holds_its_place() -> None:
    applied = {"A-a": Application("A-a", "a", "new", "0-2", date(2026, 8, 1), FIRST)}
    offer = Offer("A-a", "V", date(2027, 3, 1), date(2027, 1, 2))
    months = occupancy(town([child("a", date(2026, 5, 1))], applications=applied, offers=(offer,)), "V", [])
    assert [month.taken for month in months] == [0, 1, 1, 1]


@pytest.mark.parametrize("highest", [0, 1, 5, 6, 13, 48, 130])
def test_the_chart_fits_its_frame(highest: int) -> None:
    drawn = chart([Month(date(2027, 2, 1), highest, 0, highest, 0, 0, 0, 0)], "title")
    (bar,) = drawn.bars
    assert TOP <= bar.top <= BASE
    assert 2 <= len(drawn.ticks) <= 8
    assert drawn.ticks[-1].value > highest
    assert sum(part.height for part in bar.segments) == pytest.approx(BASE - bar.top, abs=0.2)


def test_the_charts_line_is_the_places() -> None:
    drawn = chart([Month(date(2027, 2, 1), 8, 2, 3, 2, 1, 0, 0), Month(date(2027, 3, 1), 10, 0, 3, 2, 1, 0, 0)], "title")
    heights = [float(corner.split(",")[1]) for corner in drawn.places.split()]
    unit = (BASE - TOP) / drawn.ticks[-1].value
    assert heights == pytest.approx([BASE - 8 * unit] * 2 + [BASE - 10 * unit] * 2, abs=0.1)
    assert [part.kind for part in drawn.bars[0].segments] == ["present", "decided", "provisional"]
    assert [bar.year for bar in drawn.bars] == ["2027", ""]
