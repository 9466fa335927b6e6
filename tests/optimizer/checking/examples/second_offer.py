"""Examples of the second offer of § 23 stk. 4: the same starts with other second offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from optimizer.domain.facilities import District
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.decision import Decision
from tests.optimizer.checking.build import FEB, MAR, POLICY, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()
FREE = replace(POLICY, composition_share=100)


def parken() -> Build:
    """The listed house with unit "p", and the units "s" and "t" outside with one place each; A and B wish p."""
    build = Build()
    build.districts["L"] = District("L", "Park", vulnerable_area=True)
    build.facility("Parken", district="L")
    build.unit("p", 9, facility="Parken")
    for name in "st":
        build.unit(name, 1)
    for name in "AB":
        build.apply(name, "p")
    return build


def with_second(case: Case, **second: str) -> Case:
    """The case with these second offers, by application."""
    chosen: Mapping[str, str] = second
    return Case(case.basis, case.options, case.order, Decision(case.decision.moves, chosen))


@example("alternative_offer")
def one_free_is_to_be_offered() -> tuple[Case, Case]:
    case = parken().case(FREE, A=("p", FEB))
    return with_second(case), with_second(case, A="s")


@example("alternative_offer")
def two_children_do_not_get_the_same_place() -> tuple[Case, Case]:
    case = parken().case(FREE, A=("p", FEB), B=("p", MAR))
    return with_second(case, A="s", B="s"), with_second(case, A="s", B="t")


@example("alternative_offer")
def none_where_none_is_free() -> tuple[Case, Case]:
    build = parken()
    build.enrol("there", "t")
    case = build.case(FREE, A=("p", FEB), B=("p", FEB))
    return with_second(case, A="s", B="t"), with_second(case, A="s")


@example("alternative_offer")
def not_inside_again() -> tuple[Case, Case]:
    build = parken()
    build.facility("Engen", district="L")
    build.unit("e", 1, facility="Engen")
    case = build.case(FREE, A=("p", FEB))
    return with_second(case, A="e"), with_second(case, A="t")


@example("alternative_offer")
def not_to_a_child_who_starts_outside() -> tuple[Case, Case]:
    build = parken()
    build.apply("C", "s")
    case = build.case(FREE, C=("s", FEB))
    return with_second(case, C="t"), with_second(case)


@example("alternative_offer")
def a_house_of_another_language_only_when_wished() -> tuple[Case, Case]:
    build = parken()
    build.facility("Swan", language="en")
    build.unit("w", 1, facility="Swan")
    build.apply("C", "p w")
    case = build.case(FREE, A=("p", FEB), C=("p", FEB))
    return with_second(case, A="w", C="s"), with_second(case, A="s", C="w")


@example("alternative_offer")
def a_place_that_a_child_outgrows_begins_earlier() -> tuple[Case, Case]:
    """Too old for z on 1 March, not on 1 February: the place is held from then on; y suits on no date."""
    build = parken()
    build.unit("z", 1, max_age_months=45)
    build.unit("y", 1, max_age_months=44)
    case = build.case(FREE, A=("p", MAR))
    return with_second(case, A="y"), with_second(case, A="z")


@example("alternative_offer")
def of_twins_both() -> tuple[Case, Case]:
    build = parken()
    build.unit("z", 2)
    for name in "AB":
        build.child("c" + name, twin_group="t")
    case = build.case(FREE, A=("p", FEB), B=("p", FEB))
    return with_second(case, A="z"), with_second(case, A="z", B="z")
