"""Rules about children of other municipalities, about refused offers, and about wishes kept beside a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.applications import Offer
from optimizer.domain.policy import CountedFrom, RefusedGuarantee
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import FEB, MAR, POLICY, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()
CLOSED = replace(POLICY, outsiders_list="closed_above_share", outsiders_share_percent=50, outsiders_own_code="730")


def house(own: int, outside: int) -> Build:
    """A house with so many own children enrolled; A, B, ... from another municipality wish it."""
    build = Build()
    build.unit("u", 9)
    for n in range(own):
        build.child(f"own{n}", residence="730" if n % 2 else None)
        build.enrol(f"own{n}", "u")
    for name in "ABCD"[:outside]:
        build.child("c" + name, residence="707")
        build.apply(name, "u")
    return build


@example("closed_lists")
def one_more_than_half_of_three_rounded_up() -> tuple[Case, Case]:
    return house(3, 3).case(CLOSED, A=("u", FEB)), house(3, 2).case(CLOSED, A=("u", FEB))


@example("closed_lists")
def who_has_a_place_is_not_bound() -> tuple[Case, Case]:
    """C's place ends before the window, A's in it: A is not on the list any more, so that B alone may be there."""
    build = house(1, 3)
    build.unit("v", 9)
    build.enrol("cC", "v", end=FEB)
    broken = build.case(CLOSED, C=("u", FEB))
    build = house(1, 2)
    build.unit("v", 9)
    build.enrol("cA", "v", end=MAR)
    return broken, build.case(CLOSED, A=("u", MAR), B=("u", FEB))


@example("closed_lists")
def each_house_by_itself() -> tuple[Case, Case]:
    build = house(1, 2)
    build.unit("v", 9)
    for n in range(9):
        build.enrol(f"more{n}", "v")
    apart = replace(CLOSED, outsiders_measured_per="facility")
    return build.case(apart, A=("u", FEB)), build.case(CLOSED, A=("u", FEB))


@example("closed_lists")
def a_residents_twin_is_not_bound_with_it() -> tuple[Case, Case]:
    """Twins of whom one lives elsewhere are two subjects."""
    build = house(1, 2)
    for name in "AB":
        build.child("c" + name, twin_group="t", residence="707" if name == "A" else None)
    build.child("cC", residence="707")
    build.apply("C", "u")
    return build.case(CLOSED, A=("u", FEB)), build.case(CLOSED, B=("u", FEB))


def refused(guarantee: RefusedGuarantee, months: int, counted_from: CountedFrom, day: date = MAR) -> Case:
    """A has refused v from 15 December, answering by 20 November, and gets u, which it has not wished; its garantidato is 1 February."""
    build = Build()
    for unit in "uv":
        build.unit(unit, 1)
    build.apply("A", "v", wants_guarantee=True, guarantee_date=FEB)
    build.offers = [Offer("A", "v", date(2026, 12, 15), date(2026, 11, 10), date(2026, 11, 20), accepted=False)]
    policy = replace(POLICY, refused_guarantee=guarantee, refused_months=months, refused_counted_from=counted_from)
    return build.case(policy, A=("u", day))


@example("refused_offer")
def the_guarantee_lapses() -> tuple[Case, Case]:
    return refused("lapses", 0, "answer"), refused("kept", 0, "answer")


@example("refused_offer")
def three_months_after_the_start_refused() -> tuple[Case, Case]:
    """15 March, so that the latest lawful start is 1 March; with four months it is 1 April."""
    return refused("postponed", 4, "offer_start"), refused("postponed", 3, "offer_start")


@example("refused_offer")
def three_months_after_the_answer() -> tuple[Case, Case]:
    """20 February: from 1 February."""
    return refused("postponed", 4, "answer", FEB), refused("postponed", 3, "answer", FEB)


@example("refused_offer")
def months_after_the_month_of_the_answer() -> tuple[Case, Case]:
    """1 December and three months: 1 March."""
    return refused("postponed", 3, "answer_month", FEB), refused("postponed", 3, "answer_month", MAR)


@example("kept_wishes")
def another_house_than_the_one_still_wished() -> tuple[Case, Case]:
    """A has taken the place in w; it is on the list for u and may have that, but not v."""
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("cA", "w")
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("v", FEB)), build.case(A=("u", FEB))
