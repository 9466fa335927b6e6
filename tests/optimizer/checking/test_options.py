"""Which (unit, start) is an option, date by date."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from optimizer.domain.facilities import CapacityChange
from optimizer.domain.policy import Policy
from optimizer.rounds.checking.case import make_case
from optimizer.rounds.checking.decision import Decision
from tests.optimizer.checking.build import APR, FEB, JUN, MAR, MAY, POLICY, Build
from tests.optimizer.towns import random_town


def steps(build: Build, key: str, policy: Policy = POLICY) -> dict[str, list[int]]:
    case = build.case(policy)
    subject = case.basis.subjects[key]
    found = case.options.unit_steps(subject)
    every = range(len(case.basis.grid.dates))
    asked = {u: [k for k in every if case.options.kind_of(subject, u, k) is not None] for u in build.units}
    assert found == {u: listed for u, listed in asked.items() if listed}
    return found


def test_wished_options_run_from_need_to_the_last_accepted_start() -> None:
    build = Build()
    build.unit("u", 1)
    build.unit("other", 1)
    build.apply("A", "u", need_date=date(2027, 2, 2), accepts_until=date(2027, 4, 30))
    assert steps(build, "A") == {"u": [1, 2]}
    build.apply("A", "u", need_date=JUN)
    assert steps(build, "A") == {}
    build.apply("A", "u", need_date=date(2026, 1, 1), accepts_until=date(2027, 1, 31))
    assert steps(build, "A") == {}


def test_ages_are_whole_months_minimum_inclusive_maximum_exclusive() -> None:
    build = Build()
    build.unit("u", 1, min_age_months=36, max_age_months=38)
    build.apply("A", "u", birth=date(2024, 2, 2))
    # 35 months on 1 February, 36 on 1 March, 37 on 1 April, 38 on 1 May
    assert steps(build, "A") == {"u": [1, 2]}
    build.child("cA", date(2024, 2, 1))
    assert steps(build, "A") == {"u": [0, 1]}


def test_nobody_starts_before_26_weeks_or_when_the_stay_would_be_over() -> None:
    build = Build()
    build.unit("u", 1, "vuggestue")
    build.apply("A", "u", care="0-2", birth=date(2026, 8, 31), need_date=date(2027, 1, 1))
    assert steps(build, "A") == {"u": [1, 2, 3]}  # 26 weeks on 1 March
    build.child("cA", date(2026, 9, 1))
    assert steps(build, "A") == {"u": [2, 3]}
    build.child("cA", date(2024, 5, 1))
    assert steps(build, "A") == {"u": [0, 1]}  # 35 months on 1 April


def test_care_home_conditions_and_closed_lists() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("smoke", 1, smoke_free=False)
    build.unit("pets", 1, pets=True)
    build.unit("shut", 1, open_to_list=False)
    build.facility("P", operator="private")
    build.unit("private", 1, facility="P")
    build.facility("I", operator="independent")
    build.unit("independent", 1, facility="I")
    build.child("cA")
    build.apply("A", "v smoke pets shut private independent")
    everything = [0, 1, 2, 3]
    assert steps(build, "A") == {"smoke": everything, "pets": everything, "independent": everything}
    build.child("cA", smoke_free_needed=True, pets_excluded=True)
    assert steps(build, "A") == {"independent": everything}


def test_guarantee_options_start_at_the_latest_lawful_start() -> None:
    build = Build()
    build.unit("wish", 1)
    build.unit("u", 1)
    build.facility("L", language="en")
    build.unit("english", 1, facility="L")
    everything = [0, 1, 2, 3]
    build.apply("A", "wish", wants_guarantee=True, guarantee_date=date(2027, 3, 20))
    assert steps(build, "A") == {"wish": everything, "u": [1, 2, 3]}
    build.apply("A", "wish", wants_guarantee=True, guarantee_date=date(2026, 9, 1))
    assert steps(build, "A") == {"wish": everything, "u": everything}
    build.apply("A", "wish", wants_guarantee=True, guarantee_date=date(2027, 3, 20), need_date=APR)
    assert steps(build, "A") == {"wish": [2, 3], "u": [2, 3]}
    build.apply("A", "wish", wants_guarantee=True, guarantee_date=date(2028, 1, 1))
    assert steps(build, "A") == {"wish": everything, "u": [3]}
    build.apply("A", "wish", guarantee_date=date(2027, 3, 20))
    assert steps(build, "A") == {"wish": everything}
    build.apply("A", "english", wants_guarantee=True, guarantee_date=APR)
    assert steps(build, "A") == {"english": everything, "wish": [2, 3], "u": [2, 3]}


def test_guarantee_of_a_transition_waits_until_the_present_unit_is_outgrown() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=36)
    build.unit("u", 1)
    build.child("c", date(2024, 3, 15))
    build.enrol("c", "v")
    build.apply("A", kind="transition", child="c", wants_guarantee=True, guarantee_date=FEB)
    # 35 months on 15 February: from 1 March; 36 months on 15 March: the last grid date before is 1 March
    assert steps(build, "A") == {"u": [1, 2, 3]}
    build.units["v"] = replace(build.units["v"], max_age_months=37)
    assert steps(build, "A") == {"u": [2, 3]}


def test_twins_are_due_when_the_first_of_them_is() -> None:
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=36)
    build.unit("w", 1, "vuggestue", max_age_months=38)
    build.unit("u", 2)
    for name, unit_id in (("A", "v"), ("B", "w")):
        build.child("c" + name, date(2024, 2, 20), twin_group="t")
        build.enrol("c" + name, unit_id)
        build.apply(name, kind="transition", wants_guarantee=True, guarantee_date=FEB)
    # 36 months on 20 February, 38 on 20 April
    assert steps(build, "A") == {"u": [0, 1, 2, 3]}


def test_transfers_have_no_guarantee() -> None:
    build = Build()
    build.unit("here", 1)
    build.unit("u", 1)
    build.enrol("c", "here")
    build.apply("A", kind="transfer", child="c", wants_guarantee=True, guarantee_date=FEB)
    assert steps(build, "A") == {}
    assert build.case().basis.subjects["A"].garantidato is None


def test_displaced_children_get_equal_places_from_their_day() -> None:
    build = Build()
    build.facility("near", east=900)
    build.facility("far", east=1100)
    build.facility("P", operator="private")
    build.unit("u", 1)
    build.unit("a", 1, facility="near")
    build.unit("b", 1, facility="far")
    build.unit("p", 1, facility="P")
    build.unit("v", 1, "vuggestue")
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAY, 0)]
    assert steps(build, "Xc", replace(POLICY, guarantee_area="radius", guarantee_radius_m=1000)) == {"a": [3]}
    assert steps(build, "Xc") == {"a": [3], "b": [3]}


def test_reach_is_the_nearest_and_the_farthest_unit_with_an_option() -> None:
    for seed in range(60):
        snapshot, policy, day = random_town(random.Random(seed))  # noqa: S311 - a town, no secret
        case = make_case(snapshot, policy, day, 1, Decision({}))
        for subject in case.basis.subjects.values():
            options = case.options.unit_steps(subject)
            metres = [case.options.distance(subject, u) for u in options] or [0]
            assert case.options.reach(subject) == (min(metres), max(metres))
            early = any(steps[0] < case.basis.grid.window for steps in options.values())
            assert case.options.has_window_option(subject) == early


def test_window_option() -> None:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", need_date=MAR)
    build.apply("B", "u", need_date=APR)
    case = build.case()
    assert [case.options.has_window_option(s) for s in case.basis.subjects.values()] == [True, False]
