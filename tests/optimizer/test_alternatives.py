"""The second offer of § 23 stk. 4: who is owed one, the best choice by trying all, and an unwished place given up for want of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange, District, Facility, Unit
from optimizer.domain.policy import Policy
from optimizer.rounds.certify import recheck
from optimizer.rounds.checking.case import Case, Plan, make_case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import Decision, read_decision
from optimizer.rounds.checking.second_offer import SecondOffers
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build
from tests.optimizer.towns import Town, random_town

#: so that the intake of listed areas does not come into it
FREE = replace(POLICY, window_months=1, horizon_months=2, composition_share=100)


def inside(seed: int) -> Town:
    """A random town in which all districts but two are listed and have room, and nobody lives in a listed area by its own account."""
    snapshot, policy, day = random_town(random.Random(seed))  # noqa: S311 - a town, no secret
    listed = {k: replace(d, vulnerable_area=k not in ("G2", "D2"), listed_from=None, listed_to=None) for k, d in snapshot.districts.items()}
    units = {k: replace(u, places=u.places + 1) for k, u in snapshot.units.items()}
    facilities = dict(snapshot.facilities)
    for n, (kind, district) in enumerate((("vuggestue", "G2"), ("boernehave", "G2"), ("dagpleje", "D2"), ("boernehave", "D2"))):
        name, sort = f"out{n}", "dagpleje" if kind == "dagpleje" else "house"
        facilities[name] = Facility(name, name, sort, district, 1000.0 * n, 4000.0)  # type: ignore[arg-type]
        units[name] = Unit(name, name, kind, 1 + seed % 2, max_age_months=84, support_points=seed % 3)  # type: ignore[arg-type]
    children = {k: replace(c, vulnerable_area=False, residence=None) for k, c in snapshot.children.items()}
    modes: dict[str, Any] = {"mode": ("legal", "points")[seed % 2], "distance_method": "straight"}
    return replace(snapshot, districts=listed, children=children, units=units, facilities=facilities), replace(policy, **modes), day


def solved(town: Town) -> RoundRecord:
    record = run_round(*town)
    assert verify_round(*town, record, recheck) == []
    return record


def all_second_offers(case: Case, most: int) -> Iterator[dict[str, str]]:
    """Every choice of second offers, room apart; nothing where there are more than `most`."""
    offers = SecondOffers(case)
    listed = [[None, *(u for u in case.snapshot.units if offers.plan_in(key, u) is not None)] for key in offers.owed]
    count = 1
    for units in listed:
        count *= len(units)
    for chosen in product(*listed) if count <= most else ():
        yield {key: u for key, u in zip(offers.owed, chosen, strict=True) if u is not None}


def worth(case: Case, given: dict[str, str]) -> tuple[int, int, int] | None:
    """Children without, points lost, metres; None where there is no room for all."""
    basis, points = case.basis, case.policy.wish_points
    moves = {m.application_id: u for key, u in given.items() for m in basis.subjects[key].members}
    offers = SecondOffers(Case(basis, case.options, case.order, Decision(case.decision.moves, moves)))
    if next(iter(offers.load.broken()), None) is not None:
        return None
    without = sum(len(basis.subjects[key].members) for key in offers.shortages())
    lost = metres = 0
    for key, u in given.items():
        subject = basis.subjects[key]
        rank = subject.ranks.get(u)
        lost += len(subject.members) * (points[0] - (0 if rank is None else points[min(rank, len(points)) - 1]))
        metres += len(subject.members) * case.options.distance(subject, u)
    return without, lost, metres


def test_the_second_offers_are_the_best_there_are() -> None:
    """By trying them all; and the decision itself is none the worse for them."""
    given = short = 0
    for seed in range(100):
        town = inside(seed)
        record = solved(town)
        decision = read_decision(record.allocation)
        case = make_case(*town, 1, decision)
        assert check(case) == []
        offers = SecondOffers(case)
        found = [value for chosen in all_second_offers(case, 2_000) if (value := worth(case, chosen)) is not None]
        if found:
            assert worth(case, offers.given) == min(found), seed
        given += len(offers.given)
        short += len(offers.shortages())
        assert len(record.summary["alternative_shortages"]) == sum(len(case.basis.subjects[k].members) for k in offers.shortages())
    assert given >= 20
    assert short >= 3


def parken(places: int, **more: Any) -> Build:
    """The listed house "Parken" (unit p) near home, and the house "Skoven" (unit s) outside, farther away."""
    build = Build()
    build.districts = {"D": District("D", "By"), "L": District("L", "Park", vulnerable_area=True, **more)}
    build.facility("Parken", east=100, district="L")
    build.facility("Skoven", east=2000)
    build.unit("p", 9, facility="Parken")
    build.unit("s", places, facility="Skoven")
    return build


def offered(build: Build, policy: Policy = FREE) -> dict[str, tuple[str | None, str | None]]:
    """By application, the unit and the second one."""
    record = solved((build.snapshot(), policy, ROUND_DATE))
    return {r.application_id: (r.unit_id, r.alternative_unit_id) for r in record.allocation}


def test_one_of_two_gets_the_place_left_and_the_other_is_named() -> None:
    build = parken(1)
    for name in "AB":
        build.apply(name, "p")
    record = solved((build.snapshot(), FREE, ROUND_DATE))
    assert sorted(str(r.alternative_unit_id) for r in record.allocation) == ["None", "s"]
    (missing,) = record.summary["alternative_shortages"]
    assert (missing["unit_id"], missing["from"]) == ("p", "2027-02-01")
    assert record.summary["alternative_offers"] == 1
    codes = {e.application_id: e.code for e in record.explanations if e.code.startswith("alternative")}
    assert sorted(codes.values()) == ["alternative_offer", "alternative_short"]
    assert codes[missing["application_id"]] == "alternative_short"
    assert "alternative_offer" in record.summary["rules"]["in_force"]


@pytest.mark.parametrize(
    ("child", "policy", "second"),
    [
        ({}, FREE, "s"),
        ({"vulnerable_area": True}, FREE, None),
        ({"district_id": "L"}, FREE, None),
        ({"residence": "751"}, FREE, None),
        ({}, replace(FREE, alternative_offer="unwished"), None),
    ],
)
def test_who_is_owed_one(child: dict[str, Any], policy: Policy, second: str | None) -> None:
    build = parken(1)
    build.child("cA", **child)
    build.apply("A", "p")
    assert offered(build, policy) == {"A": ("p", second)}


@pytest.mark.parametrize(
    ("listed", "second"),
    [
        # a newly listed area from 1 May of the year after
        ({"listed_from": date(2026, 1, 1)}, None),
        ({"listed_from": date(2025, 12, 31)}, "s"),
        ({"listed_to": FEB}, None),
        ({"listed_to": MAR}, "s"),
    ],
)
def test_the_list_on_the_day(listed: dict[str, date], second: str | None) -> None:
    build = parken(1, **listed)
    build.apply("A", "p")
    assert offered(build, replace(FREE, composition_years=3)) == {"A": ("p", second)}


def test_looking_for_room_takes_none() -> None:
    """A and B lack a second offer while s has a place: both are found, and found again. With s taken nobody is, however often one looks."""
    build = parken(1)
    for name in "AB":
        build.apply(name, "p")
    drawn = build.case(FREE, A=("p", FEB), B=("p", FEB))
    case = Case(drawn.basis, drawn.options, drawn.order, Decision(drawn.decision.moves, {}))
    for _ in range(2):
        assert sorted((v.rule, v.subject) for v in check(case)) == [("alternative_offer", "A"), ("alternative_offer", "B")]
    build.enrol("there", "s")
    drawn = build.case(FREE, A=("p", FEB), B=("p", FEB))
    full = Case(drawn.basis, drawn.options, drawn.order, Decision(drawn.decision.moves, {}))
    for _ in range(2):
        assert check(full) == []


def test_dagpleje_outside_counts_and_dagpleje_inside_needs_none() -> None:
    build = parken(0)
    build.facility("Dina", "dagpleje")
    build.facility("Doris", "dagpleje", district="L")
    build.facility("Vuggen", district="L")
    for name, kind, where in (("out", "dagpleje", "Dina"), ("in", "dagpleje", "Doris"), ("v", "vuggestue", "Vuggen")):
        build.unit(name, 1, kind, where)
    for name, wish in (("A", "v"), ("B", "in")):
        build.apply(name, wish, care="0-2", birth=date(2025, 6, 1))
    assert offered(build) == {"A": ("v", "out"), "B": ("in", None)}


def test_the_dearest_wish_before_the_nearest() -> None:
    build = parken(1)
    build.facility("Engen", east=900)
    build.unit("e", 1, facility="Engen")
    build.apply("A", "p s")
    build.apply("B", "p")
    assert offered(build) == {"A": ("p", "s"), "B": ("p", "e")}


TWO_MONTHS = replace(FREE, window_months=2, horizon_months=4)


@pytest.mark.parametrize(("stays", "second"), [((), "s"), ((False,), None), ((True,), "s")])
def test_beside_a_place_that_is_kept_the_second_offer_begins_on_the_day_of_the_first(stays: tuple[bool, ...], second: str | None) -> None:
    """Parken has its place from March; Skoven takes A, by age, in February only, when A still has a place beside the present one.

    That place, of which A gives nothing up, stands in the way of a start in February, unless it is a part of a combination offer.
    """
    build = parken(1)
    build.units["p"] = replace(build.units["p"], places=0)
    build.changes = [CapacityChange("p", MAR, 1)]
    build.units["s"] = replace(build.units["s"], max_age_months=44)
    build.child("cA", birth=date(2023, 6, 10))
    build.apply("A", "p")
    for combination in stays:
        build.unit("k", 1)
        build.unit("j", 1)
        build.enrol("next", "j", MAR)
        build.enrol("cA", "k", combination=combination)
        build.enrol("cA", "j", end=MAR, combination=combination)
    assert offered(build, TWO_MONTHS) == {"A": ("p", second)}


def test_a_second_offer_begins_no_later_than_the_first() -> None:
    build = parken(1)
    build.apply("A", "p")
    for step, day in enumerate((FEB, MAR)):
        assert SecondOffers(build.case(TWO_MONTHS, A=("p", day))).plan_in("A", "s") == Plan("s", step, day)


def test_an_unwished_place_without_a_second_offer_is_given_up_where_another_way_is_as_good() -> None:
    """A is nearest Parken and L nearest Skoven: alone for the distance they would have these. Then A would lack a second offer."""
    build = parken(1)
    build.units["p"] = replace(build.units["p"], places=1)
    build.child("cL", easting=2000.0, vulnerable_area=True)
    for name in "AL":
        build.apply(name, wants_guarantee=True, guarantee_date=FEB)
    record = solved((build.snapshot(), FREE, ROUND_DATE))
    assert {r.application_id: r.unit_id for r in record.allocation} == {"A": "s", "L": "p"}
    assert record.certificate["given_up"] == [["A", "p", "2027-02-01"]]
    assert record.summary["alternative_shortages"] == []
    forged = replace(record, certificate={**record.certificate, "given_up": [["A", "p", "2027-02-01"], ["L", "p", "2027-02-01"]]})
    assert [code for code, _ in recheck(build.snapshot(), FREE, ROUND_DATE, forged)] == ["certificate_given_up"]


def test_a_breach_is_not_the_price_of_a_second_offer() -> None:
    build = parken(0)
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    record = solved((build.snapshot(), FREE, ROUND_DATE))
    assert record.allocation[0].unit_id == "p"
    assert len(record.summary["alternative_shortages"]) == 1
    assert record.certificate["given_up"] == []


def test_an_offer_with_its_alternative_holds_both_places_and_its_child_is_no_subject() -> None:
    build = parken(1)
    build.apply("A", "p")
    build.apply("B", "s")
    build.offers = [Offer("A", "p", FEB, date(2027, 1, 10)), Offer("A", "s", FEB, date(2027, 1, 10))]
    record = solved((build.snapshot(), FREE, ROUND_DATE))
    rows = {r.application_id: r for r in record.allocation}
    assert (rows["A"].outcome, rows["A"].alternative_unit_id) == ("waiting", "s")
    assert "i Parken fra 1. februar 2027 eller i Skoven" in rows["A"].reason
    assert rows["B"].unit_id is None
