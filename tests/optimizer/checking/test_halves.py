"""The solver's arrays and the checker's answers, each written from the specification by itself, say the same of a round."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from optimizer.domain.policy import TIERS, Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.case import Case, Plan, make_case
from optimizer.rounds.checking.decision import Decision
from optimizer.rounds.composition import NAME as COMPOSITION
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.objectives import breaches
from optimizer.rounds.options import member_dues
from optimizer.rounds.order import option_keys, option_tiers
from tests.optimizer.checking.build import POLICY, ROUND_DATE, Build
from tests.optimizer.checking.corners import TOWNS
from tests.optimizer.towns import random_town

WHAT = {"places": "places", "support_points": "support", "infants": "infants", "integrated_house": "house"}
#: all tiers of the law at once, and each by itself, so that no other hides it
ORDERS = (TIERS, *((tier,) for tier in TIERS))
#: rules that a few municipalities have
LOCAL = replace(
    POLICY, seniority="birth_if_registered_early", seniority_days=14, seniority_35="registered_from_age", seniority_months_35=24,
    sibling_applies_together=True, kept_wish_ranks_as="unplaced", list_first=("3-5",), counted_wishes_35=1,
)  # fmt: skip
RADIUS = replace(POLICY, guarantee_area="radius", guarantee_radius_m=1000)
#: 1000 m at 12 km/h
MINUTES = replace(POLICY, guarantee_area="travel_time", travel_minutes=5, bicycle_kmh=12)


def options_of_solver(instance: Instance) -> set[tuple[str, str, int, int]]:
    """(subject, unit, step, rank or 0) of the table."""
    o = instance.options
    rows = zip(o.subject.tolist(), o.unit.tolist(), o.start.tolist(), o.rank.tolist(), strict=True)
    return {(instance.subjects[i].id, instance.places.ids[u], step, rank) for i, u, step, rank in rows}


def options_of_checker(case: Case) -> set[tuple[str, str, int, int]]:
    """The same as the checker sees it: in the window, or of displaced children, where the child has no other place."""
    found = set()
    for key, subject in case.basis.subjects.items():
        for unit_id, steps in case.options.unit_steps(subject).items():
            for step in steps:
                plan = Plan(unit_id, step, case.basis.grid.dates[step])
                if (subject.kind == "displaced" or step < case.basis.grid.window) and not case.clashes(subject, plan, {}):
                    found.add((key, unit_id, step, subject.ranks.get(unit_id, 0)))
    return found


def agree(snapshot: Snapshot, policy: Policy, round_date: date) -> None:
    """Subjects, their dates, options and order, the places and who takes them."""
    instance = make_instance(snapshot, policy, round_date)
    case = make_case(snapshot, policy, round_date, 1, Decision({}))
    mine, theirs = {s.id: s for s in instance.subjects}, case.basis.subjects
    assert mine.keys() == theirs.keys()
    aside = {**dict.fromkeys(case.basis.pending & snapshot.applications.keys(), "offer_pending")}
    aside |= dict.fromkeys(case.basis.replaced, "displaced_instead") | dict.fromkeys(case.basis.several.behind, "other_application_first")
    assert instance.aside == aside
    assert instance.snapshot == case.snapshot
    assert {k: [c.id for c in s.children] for k, s in mine.items()} == {k: [m.child.id for m in s.members] for k, s in theirs.items()}
    for key, subject in theirs.items():
        if subject.kind != "displaced":
            dues = [d for m in subject.members if (d := subject.due(m)) is not None]
            assert member_dues(mine[key], snapshot) == dues, key
            lawful = case.options.guarantee_step(subject)
            assert instance.facts.lawful[instance.subjects.index(mine[key])] == (-1 if lawful is None else lawful), key
    assert options_of_solver(instance) == options_of_checker(case)
    the_same_costs(instance, case)
    the_same_order(instance, case)
    the_same_intake(instance, case)
    limits = [(WHAT.get(name, name), owner) for name, owner in zip(instance.limits.names, instance.limits.owner, strict=True)]
    assert {limit for limit in limits if limit[0] != COMPOSITION} == set(case.basis.resources.caps)
    for row, limit in enumerate(limits):
        if limit[0] == COMPOSITION:
            continue
        assert instance.limits.cap[row].tolist() == [max(0, cap) for cap in case.basis.resources.caps[limit]], limit
        assert instance.base[row].tolist() == case.basis.enrolled_load.total[limit], limit


def the_same_costs(instance: Instance, case: Case) -> None:
    """What an option, or none, costs in months of breach and in points."""
    o, last = instance.options, case.basis.grid.window_dates[-1]
    for i, own in enumerate(instance.subjects):
        subject = case.basis.subjects[own.id]
        assert instance.facts.wait_breach[i] == breaches.months(case, subject, None, last), own.id
        assert instance.facts.wait_expected[i] == breaches.months(case, subject, None, case.basis.grid.end), own.id
        for row in range(o.first[i], o.first[i + 1]):
            plan = Plan(instance.places.ids[o.unit[row]], int(o.start[row]), case.basis.grid.dates[o.start[row]])
            assert o.breach[row] == breaches.months(case, subject, plan, last), (own.id, plan)
            assert o.metres[row] == case.options.distance(subject, plan.unit_id), (own.id, plan)


def the_same_intake(instance: Instance, case: Case) -> None:
    """What the intake of the year has taken of the listed children's share, and what each option takes of it."""
    share, intake, limits = case.policy.composition_share, case.basis.intake, instance.limits
    rows = {owner: row for row, (name, owner) in enumerate(zip(limits.names, limits.owner, strict=True)) if name == COMPOSITION}
    for owner, row in rows.items():
        where, year = owner.rsplit(":", 1)
        found = intake.before["unit" if where in case.snapshot.units else "house", where, int(year)]
        assert instance.base[row].sum() == 100 * found.listed - share * found.admitted, owner
    loads: dict[tuple[int, int], int] = {}
    for option, limit, step, delta in zip(
        *(getattr(instance.arrivals, n).tolist() for n in ("option", "limit", "step", "delta")), strict=True
    ):
        if limits.names[limit] == COMPOSITION and instance.grid.dates[step].year == int(limits.owner[limit].rsplit(":", 1)[1]):
            loads.setdefault((option, limit), delta)
    o, units = instance.options, Counter(u.facility_id for u in case.snapshot.units.values())
    for row, (i, u, step) in enumerate(zip(o.subject.tolist(), o.unit.tolist(), o.start.tolist(), strict=True)):
        subject, day = case.basis.subjects[instance.subjects[i].id], case.basis.grid.dates[step]
        for (what, where, year), added in intake.of_start(subject, instance.places.ids[u], day).items():
            limit = rows.get(f"{where}:{year}")
            if limit is not None:
                assert loads.get((row, limit), 0) == 100 * added.listed - share * added.admitted, (subject.key, where, day)
            else:
                # a house of one unit is as its unit
                assert not added.listed or (what == "house" and units[where] == 1), (subject.key, where, day)


def the_same_order(instance: Instance, case: Case) -> None:
    """Tiers are alike, and at every unit and date the options stand in the same order."""
    tiers = option_tiers(instance)
    keys = option_keys(instance, tiers)
    at: dict[tuple[str, int], list[tuple[int, object]]] = {}
    for row, (i, u, step) in enumerate(zip(instance.options.subject, instance.options.unit, instance.options.start, strict=True)):
        subject, unit_id = case.basis.subjects[instance.subjects[i].id], instance.places.ids[u]
        key = case.order.key(subject, unit_id, case.basis.grid.dates[step])
        assert tiers[row] == key[0], (subject.key, unit_id, step)
        at.setdefault((unit_id, int(step)), []).append((int(keys[row]), key))
    for found in at.values():
        assert [key for _, key in sorted(found)] == sorted(key for _, key in found)  # type: ignore[type-var]


@pytest.mark.parametrize("seed", range(150))
def test_random_towns(seed: int) -> None:
    snapshot, policy, round_date = random_town(random.Random(seed))  # noqa: S311 - a town, no secret
    for tiers in (policy.tiers, *ORDERS[1:]):
        agree(snapshot, replace(policy, tiers=tiers), round_date)


@pytest.mark.parametrize("town", TOWNS)
def test_corners(town: Callable[[], Build]) -> None:
    for tiers in ORDERS:
        for policy in (replace(POLICY, sibling_overlap_months=3), RADIUS, MINUTES, LOCAL):
            agree(town().snapshot(), replace(policy, tiers=tiers), ROUND_DATE)
