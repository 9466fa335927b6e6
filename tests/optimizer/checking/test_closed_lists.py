"""Who counts as an own child of a list, by both halves: one more would open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.applications import Offer
from optimizer.rounds.checking.check import check
from optimizer.rounds.instance import make_instance
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build

#: as many outside children as own ones
CLOSED = replace(POLICY, outsiders_list="closed_above_share", outsiders_share_percent=100, outsiders_own_code="730")


def nobody_more(build: Build) -> None:
    del build


def left(build: Build) -> None:
    build.enrol("x", "u", end=FEB)


def comes_later(build: Build) -> None:
    build.enrol("x", "u", MAR)


def lives_outside(build: Build) -> None:
    build.child("x", residence="707")
    build.enrol("x", "u")


def has_an_offer(build: Build) -> None:
    build.apply("X", "u", child="x")
    build.offers = [Offer("X", "u", date(2027, 1, 20), date(2027, 1, 10))]


def one_more(build: Build) -> None:
    build.enrol("x", "u", FEB, date(2027, 2, 2))


def same_again(build: Build) -> None:
    build.enrol("own", "w")


@pytest.mark.parametrize(
    ("more", "closed"),
    [
        (nobody_more, True),
        (left, True),
        (comes_later, True),
        (lives_outside, True),
        (has_an_offer, True),
        (same_again, True),
        (one_more, False),
    ],
)
def test_own_children_are_residents_enrolled_on_the_first_date(more: Callable[[Build], None], closed: bool) -> None:
    """One own child and two from outside on the list: closed, unless a second own child is enrolled on 1 February."""
    build = Build()
    for name in "uw":
        build.unit(name, 9)
    build.enrol("own", "u")
    for name in "AB":
        build.child("c" + name, residence="707")
        build.apply(name, "u")
    more(build)
    instance = make_instance(build.snapshot(), CLOSED, ROUND_DATE)
    offered = {instance.subjects[i].id for i in instance.options.subject.tolist()} & {"A", "B"}
    assert offered == (set() if closed else {"A", "B"})
    assert [v.rule for v in check(build.case(CLOSED, A=("u", FEB)))] == (["closed_lists"] if closed else [])


def test_each_house_has_a_list_of_its_own() -> None:
    """One own child in each house; two from outside wish u, one wishes w: u is closed, w is not."""
    build = Build()
    for name in "uw":
        build.unit(name, 9)
        build.enrol("own" + name, name)
    for name, wish in (("A", "u"), ("B", "u"), ("C", "w")):
        build.child("c" + name, residence="707")
        build.apply(name, wish)
    policy = replace(CLOSED, outsiders_measured_per="facility")
    instance = make_instance(build.snapshot(), policy, ROUND_DATE)
    assert {instance.subjects[i].id for i in instance.options.subject.tolist()} == {"C"}
    assert check(build.case(policy, C=("w", FEB))) == []
    assert [v.rule for v in check(build.case(policy, A=("u", FEB)))] == ["closed_lists"]


@pytest.mark.parametrize(("listed", "closed"), [(2, False), (3, True)])
def test_the_share_of_own_children_is_rounded_up(listed: int, closed: bool) -> None:
    """67 % of 3 own children are 2.01, so 3 from outside may stand on the list; 67 % of 2 are 1.34, so 2."""
    policy = replace(CLOSED, outsiders_share_percent=67)
    for own, allowed in ((2, 2), (3, 3)):
        build = Build()
        build.unit("u", 9)
        for n in range(own):
            build.enrol(f"own{n}", "u")
        names = [f"A{n}" for n in range(allowed + listed - 2)]
        for name in names:
            build.child("c" + name, residence="707")
            build.apply(name, "u")
        instance = make_instance(build.snapshot(), policy, ROUND_DATE)
        offered = {instance.subjects[i].id for i in instance.options.subject.tolist()}
        assert offered & set(names) == (set() if closed else set(names))
        assert [v.rule for v in check(build.case(policy, A0=("u", FEB)))] == (["closed_lists"] if closed else [])
