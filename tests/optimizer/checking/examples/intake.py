"""Examples of the composition rule: who counts in a year's intake, and who of them as listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange, District
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()
JANUARY = date(2027, 1, 4)


def house_with_intake(ordinary: int, listed: int = 0) -> Build:
    """A unit "u" of a house that has admitted so many in January; an application L of a listed child, and N of another, wish it."""
    build = Build()
    build.unit("u", 20)
    for n in range(ordinary + listed):
        build.child(f"there{n}", vulnerable_area=n < listed)
        build.enrol(f"there{n}", "u", JANUARY)
    build.child("cL", vulnerable_area=True)
    build.child("cN", vulnerable_area=False)
    for name in "LN":
        build.apply(name, "u")
    return build


@example("composition")
def one_of_three_is_above_thirty_percent() -> tuple[Case, Case]:
    build = house_with_intake(2)
    return build.case(L=("u", FEB)), build.case(L=("u", FEB), N=("u", MAR))


@example("composition")
def by_the_district_on_the_list_and_a_while_after() -> tuple[Case, Case]:
    build = house_with_intake(0)
    build.districts["P"] = District("P", "Parken", vulnerable_area=True, listed_to=date(2026, 2, 1))
    build.child("cL", district_id="P")
    return build.case(replace(POLICY, composition_years=2), L=("u", FEB)), build.case(replace(POLICY, composition_years=1), L=("u", FEB))


@example("composition")
def not_before_the_list() -> tuple[Case, Case]:
    build = house_with_intake(0)
    build.districts["P"] = District("P", "Parken", vulnerable_area=True, listed_from=MAR)
    build.child("cL", district_id="P")
    return build.case(L=("u", MAR)), build.case(L=("u", FEB))


@example("composition")
def the_childs_own_column_stands_before_its_district() -> tuple[Case, Case]:
    build = house_with_intake(0)
    build.districts["P"] = District("P", "Parken", vulnerable_area=True)
    build.child("cL", district_id="P")
    broken = build.case(L=("u", FEB))
    build.child("cL", district_id="P", vulnerable_area=False)
    return broken, build.case(L=("u", FEB))


@example("composition")
def those_who_work_do_not_count_where_the_policy_says_so() -> tuple[Case, Case]:
    build = house_with_intake(1)
    build.child("cL", vulnerable_area=True, employed_parents=True)
    return build.case(L=("u", FEB)), build.case(replace(POLICY, composition_skips_employed=True), L=("u", FEB))


def house_of_two() -> Build:
    """As `house_with_intake`, with the units "u" and "w" in house "H"."""
    build = house_with_intake(0)
    build.facility("H")
    for name in "uw":
        build.unit(name, 20, facility="H")
    return build


@example("composition")
def each_unit_and_not_the_house_alone() -> tuple[Case, Case]:
    build = house_of_two()
    for n in range(4):
        build.enrol(f"w{n}", "w", JANUARY)
        build.apply(f"M{n}", "u")
    return build.case(L=("u", FEB)), build.case(L=("u", FEB), **{f"M{n}": ("u", FEB) for n in range(3)})


@example("composition")
def the_house_and_not_each_unit_alone() -> tuple[Case, Case]:
    """Who moves within the house is intake of the unit only: it brings the share of the unit down, and not that of the house."""
    build = house_of_two()
    for n in range(3):
        build.enrol(f"w{n}", "w", date(2026, 8, 1))
        build.apply(f"M{n}", "u", "transfer", child=f"w{n}")
    moves = {f"M{n}": ("u", FEB) for n in range(3)}
    broken = build.case(L=("u", FEB), **moves)
    for n in range(3):
        build.enrol(f"x{n}", "w", JANUARY)
    return broken, build.case(L=("u", FEB), **moves)


@example("composition")
def above_already_takes_no_listed_child() -> tuple[Case, Case]:
    build = house_with_intake(2, listed=1)
    return build.case(L=("u", FEB)), build.case(N=("u", FEB))


@example("composition")
def an_intake_is_of_its_calendar_year() -> tuple[Case, Case]:
    build = house_with_intake(1)
    for n in range(9):
        build.enrol(f"last{n}", "u", date(2026, 12, 15))
    broken = build.case(L=("u", FEB))
    for n in range(2):
        build.enrol(f"later{n}", "u", APR)
    return broken, build.case(L=("u", FEB))


@example("composition")
def a_stay_that_goes_on_is_no_intake() -> tuple[Case, Case]:
    build = house_with_intake(2)
    build.enrol("old", "u", date(2026, 8, 1), JANUARY)
    build.enrol("old", "u", JANUARY, weekly_hours=37.0)
    broken = build.case(L=("u", FEB))
    build.enrolments[-2] = replace(build.enrolments[-2], to_date=date(2026, 12, 1))
    return broken, build.case(L=("u", FEB))


@example("composition")
def a_waiting_offer_counts_and_two_of_one_application_do_not() -> tuple[Case, Case]:
    build = house_with_intake(2)
    build.unit("v", 20, "dagpleje")
    build.apply("W", "u")
    build.offers = [Offer("W", "u", FEB, JANUARY), Offer("W", "v", FEB, JANUARY)]
    broken = build.case(L=("u", FEB))
    build.offers = build.offers[:1]
    return broken, build.case(L=("u", FEB))


@example("composition")
def of_a_listed_child_each_waiting_offer_counts() -> tuple[Case, Case]:
    build = house_with_intake(4)
    for name in "vx":
        build.unit(name, 20)
    build.child("cW", vulnerable_area=True)
    build.apply("W", "u")
    build.offers = [Offer("W", "u", FEB, JANUARY), Offer("W", "v", FEB, JANUARY)]
    broken = build.case(L=("u", FEB))
    build.offers = [Offer("W", "x", FEB, JANUARY), Offer("W", "v", FEB, JANUARY)]
    build.enrol("one", "u", JANUARY)
    return broken, build.case(L=("u", FEB))


@example("composition")
def a_company_house_is_free() -> tuple[Case, Case]:
    build = house_with_intake(0)
    broken = build.case(L=("u", FEB))
    build.facilities = {"Fu": replace(build.facilities["Fu"], company=True)}
    return broken, build.case(L=("u", FEB))


@example("composition")
def dagpleje_is_free() -> tuple[Case, Case]:
    build = house_with_intake(0)
    build.child("cL", date(2025, 6, 1), vulnerable_area=True)
    build.unit("v", 1, "vuggestue")
    build.unit("d", 1, "dagpleje")
    build.apply("L", "v d", care="0-2")
    return build.case(L=("v", FEB)), build.case(L=("d", FEB))


@example("composition")
def twins_count_both_when_one_does() -> tuple[Case, Case]:
    build = house_with_intake(4)
    for name, lives in (("A", True), ("B", None)):
        build.child("c" + name, vulnerable_area=lives, twin_group="t")
        build.apply(name, "u")
    broken = build.case(A=("u", FEB), B=("u", FEB))
    build.enrol("more", "u", JANUARY)
    return broken, build.case(A=("u", FEB), B=("u", FEB))


@example("composition")
def a_displaced_child_is_intake_of_its_new_house() -> tuple[Case, Case]:
    build = house_with_intake(0)
    build.unit("old", 20)
    for n in range(3):
        build.child(f"d{n}", vulnerable_area=False)
        build.enrol(f"d{n}", "old")
    build.changes = [CapacityChange("old", MAR, 0)]
    moves = {f"Xd{n}": ("u", MAR) for n in range(3)}
    return build.case(L=("u", FEB), **dict(list(moves.items())[:2])), build.case(L=("u", FEB), **moves)
