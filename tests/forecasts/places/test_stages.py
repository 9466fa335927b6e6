"""The age of transition and the month of school start, computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forecasts.assumptions import Assumptions, SchoolStep, TransitionStep
from forecasts.draws import ChildDraws
from forecasts.places.observed import school_age
from forecasts.places.stages import stages


def _child(year: int, month: int, assumptions: Assumptions, origin: int = 1) -> list[str]:
    """The group of a child born in that month, in each month from 2026 to 2029."""
    children = ChildDraws(("d",), 2026, origin, np.zeros((1, 1, 8, 5), np.float32))
    member = stages(children, assumptions)
    birth, first = 12 * year + month - 1, 12 * 2026 + origin - 1
    found = []
    for at in range(48):
        ahead = at // 12
        cohort = (first + 12 * (ahead + 1) - 1 - birth) // 12
        j = birth - (first + 12 * (ahead - cohort))
        if cohort >= member.shape[3]:
            found.append("-")
            continue
        found.append("".join(str(group) for group in range(3) if member[group, ahead, at % 12, cohort, j]) or "-")
    return found


def test_born_in_march_2023_moves_after_35_months_and_starts_school_in_august_2029() -> None:
    groups = _child(2023, 3, Assumptions())
    # 1 February 2026: 34 whole months (born after 1 March 2023); 1 March: 35
    assert groups[:3] == ["1", "1", "2"]
    # January 2026 is month 0, August 2029 month 43
    assert groups[42] == "2"
    assert groups[43] == "-"


def test_a_foerskole_in_may_and_another_age_of_transition() -> None:
    earlier = Assumptions(school=(SchoolStep("2027-01", 5),), transition=(TransitionStep("2026-01", 33),))
    groups = _child(2023, 4, earlier)
    assert groups[:2] == ["1", "2"]
    assert groups[39] == "2"
    assert groups[40] == "-"


def test_a_school_step_within_the_year_holds_from_the_next_year() -> None:
    groups = _child(2020, 12, Assumptions(school=(SchoolStep("2026-02", 5),)))
    assert groups[6] == "2"
    assert groups[7] == "-"


def test_the_unborn_belong_to_nobody_and_infants_are_under_twelve_months() -> None:
    groups = _child(2026, 2, Assumptions())
    assert groups[:2] == ["-", "-"]
    assert groups[2:14] == ["0"] * 12
    assert groups[14] == "1"


@pytest.mark.parametrize("origin", [1, 8, 11])
def test_the_calendar_does_not_depend_on_the_origin(origin: int) -> None:
    groups = _child(2022, 12, Assumptions(), origin)
    # July and August 2028, counted from the origin
    assert groups[30 - (origin - 1)] == "2"
    assert groups[31 - (origin - 1)] == "-"


def test_late_starters_stay_a_year() -> None:
    children = ChildDraws(("d",), 2026, 1, np.zeros((1, 1, 8, 3), np.float32))
    member = stages(children, Assumptions(late_starters=0.25))
    # born in January 2020: age 5 on 1 January 2026 (position 6, j = 0)
    assert member[2, 0, 6, 6, 0] == 1
    assert member[2, 0, 7, 6, 0] == 0.25
    assert member[2, 1, 6, 7, 0] == 0.25
    assert member[2, 1, 7, 7, 0] == 0


def test_too_few_ages_are_refused() -> None:
    with pytest.raises(ValueError, match="up to age 5; places need the ages 0 to 6"):
        stages(ChildDraws(("d",), 2026, 1, np.zeros((1, 1, 6, 3), np.float32)), Assumptions())


@pytest.mark.parametrize("month", range(1, 13))
def test_the_age_of_school_agrees_with_the_stages(month: int) -> None:
    children = ChildDraws(("d",), 2026, month, np.zeros((1, 1, 8, 2), np.float32))
    member = stages(children, Assumptions())
    now = member[2, 0, 0]
    ages = 12 * np.arange(9)[:, None] - 1 - np.arange(12)
    assert int(ages[now > 0].max()) == school_age(month) - 1
