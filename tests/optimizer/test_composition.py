"""The composition rule in whole rounds: over the share at first, at New Year, and where others bring the share down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.policy import Policy
from optimizer.rounds.certify import recheck
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import FEB, POLICY, ROUND_DATE, Build

ONE_DATE = replace(POLICY, window_months=1, horizon_months=2)


def solved(build: Build, policy: Policy, day: date = ROUND_DATE) -> dict[str, tuple[str, date]]:
    """Who starts where in the window; the record is verified."""
    record = run_round(build.snapshot(), policy, day)
    assert verify_round(build.snapshot(), policy, day, record, recheck) == []
    assert record.summary["levels"][0]["value"] == 0
    assert "composition" in record.summary["rules"]["in_force"]
    return starts(record)


def starts(record: RoundRecord) -> dict[str, tuple[str, date]]:
    found = [r for r in record.allocation if r.outcome in ("wish", "guarantee", "moved_on") and r.unit_id and r.start_date]
    return {r.application_id: (r.unit_id or "", r.start_date or FEB) for r in found}


def wishing(listed: str, others: str, places: int, wishes: str = "u") -> Build:
    """Applications of listed children and of others, by id; the letters' order is the order of seniority."""
    build = Build()
    build.unit("u", places)
    for name in listed + others:
        build.child("c" + name, vulnerable_area=name in listed)
        build.apply(name, wishes, registered_date=date(2026, 1, ord(name) - 64))
    return build


def test_others_bring_the_share_down_and_then_listed_children_come() -> None:
    """30 %: of three newcomers none may be listed, with four one."""
    assert set(solved(wishing("AB", "CDE", 9), ONE_DATE)) == {"C", "D", "E"} | set("A")


def test_without_others_no_listed_child_comes() -> None:
    assert set(solved(wishing("AB", "CD", 9), ONE_DATE)) == {"C", "D"}


def test_a_listed_child_is_not_passed_over_for_one_of_its_kind() -> None:
    """With five places one listed child fits beside four others, the first of them; F has the sixth place in vain."""
    assert set(solved(wishing("BF", "ACDE", 5), ONE_DATE)) == set("ABCDE")


def test_a_place_that_a_listed_child_may_not_have_goes_to_the_next() -> None:
    """Two places: A, who stands first, would be one of two."""
    assert set(solved(wishing("A", "BC", 2), ONE_DATE)) == {"B", "C"}


def test_above_the_share_already() -> None:
    """Four of eight are listed; with ten others A makes it 5 of 19. One listed more and nine others: 6 of 19, above 30 %."""
    build = wishing("A", "BCDEFGHIJK", 20)
    for n in range(8):
        build.child(f"t{n}", vulnerable_area=n < 4)
        build.enrol(f"t{n}", "u", date(2027, 1, 4))
    assert set(solved(build, ONE_DATE)) == set("ABCDEFGHIJK")
    build.applications.pop("K")
    build.child("t8", vulnerable_area=True)
    build.enrol("t8", "u", date(2027, 1, 4))
    assert set(solved(build, ONE_DATE)) == set("BCDEFGHIJ")


@pytest.mark.parametrize(("intake_in", "starts_on"), [(2026, date(2026, 12, 1)), (2027, date(2027, 1, 1))])
def test_each_calendar_year_has_its_own_intake(intake_in: int, starts_on: date) -> None:
    """The window lies on both sides of New Year; only in one of the years three others have been admitted."""
    build = wishing("A", "", 9)
    for n in range(3):
        build.child(f"t{n}", vulnerable_area=False)
        build.enrol(f"t{n}", "u", date(intake_in, 11 if intake_in == 2026 else 1, 4))
    build.applications = {"A": replace(build.applications["A"], need_date=date(2026, 12, 1))}
    policy = replace(POLICY, window_months=2, horizon_months=3)
    assert solved(build, policy, date(2026, 11, 15)) == {"A": ("u", starts_on)}


def test_a_hundred_percent_is_no_limit() -> None:
    record = run_round(wishing("AB", "", 2).snapshot(), replace(ONE_DATE, composition_share=100), ROUND_DATE)
    assert set(starts(record)) == {"A", "B"}
    assert "composition" in record.summary["rules"]["idle"]
