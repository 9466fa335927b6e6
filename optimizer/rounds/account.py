"""What a round says of itself: the parts of its summary, each from the checker's view of the decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.errors import Defect
from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.fairness import Cases
from optimizer.rounds.checking.outcomes import held_places
from optimizer.rounds.checking.second_offer import second_offers
from optimizer.rounds.checking.subjects import Member, Subject
from optimizer.rounds.in_force import rules_in_force
from optimizer.rounds.instance import Instance
from optimizer.rounds.lookahead import Provisional, look_ahead
from optimizer.rounds.measures import measure
from optimizer.rounds.referee import Referee
from optimizer.rounds.shortfall import Shortfalls
from optimizer.rounds.solve import Hold

Ints = NDArray[np.int64]
VERSION = "0.1.0"


def kept(case: Case) -> Case:
    """The decision, which keeps every rule; Defect where the checker finds one broken."""
    violations = check(case)
    if violations:
        raise Defect(f"{len(violations)} rules broken, first: {violations[0].rule}: {violations[0].message}")
    return case


def shortfalls(instance: Instance, choice: Ints) -> Shortfalls:
    """The guarantees that no decision could keep, the displaced children's new places being given."""
    return Shortfalls(instance, np.where([s.kind == "displaced" for s in instance.subjects], choice, -1))


def account(instance: Instance, referee: Referee, case: Case, cases: Cases, provisional: Provisional, choice: Ints) -> dict[str, Any]:
    """All that follows from the decision itself: who got what, who was passed over, and the second offers."""
    return {
        "applications": len(case.snapshot.applications) + sum(s.kind == "displaced" for s in instance.subjects),
        **shown(instance, choice, provisional),
        **fairness(referee, case, cases),
        **second_offers_told(case),
        "rules": rules_in_force(instance),
    }


def about(instance: Instance, round_date: date, repeatable: bool) -> dict[str, Any]:
    """Which data, rules and dates the round is about."""
    policy = instance.policy
    return {
        "version": VERSION,
        "data_hash": instance.snapshot.version,
        "policy": {"name": policy.name, "hash": policy.hash, "mode": policy.mode},
        "round_date": round_date.isoformat(),
        "window": [d.isoformat() for d in instance.grid.window_dates],
        "seed": instance.seed,
        "repeatable": repeatable,
        "distance": how_measured(instance.snapshot, policy),
    }


def how_measured(snapshot: Snapshot, policy: Policy) -> dict[str, Any]:
    """How the way from home was measured, so that whoever reads a distance can say so."""
    told = {"method": policy.distance_method, "mode": policy.travel_mode, "detour_percent": policy.detour_percent, "kmh": policy.kmh}
    ways = snapshot.ways
    if policy.distance_method == "straight" or ways is None:
        return told
    return {**told, "source": ways.source, "hash": ways.hash, "ways": len(ways.metres), "estimated": len(ways.estimated)}


def fairness(referee: Referee, case: Case, cases: Cases) -> dict[str, Any]:
    """Who was passed over, what stands idle, and what is held for whom."""
    held = sorted(held_places(case), key=lambda h: (h[2], h[1], h[0]))
    members = {m.application_id: (s, m) for s in case.basis.subjects.values() for m in s.members}
    return {
        "justified_envy": len(cases.envy),
        "envy_cases": envy_cases(referee, cases),
        "idle_wished_places": len(cases.idle),
        "places_held": [{"application_id": a, "unit_id": u, "from": d.isoformat(), **held_for(*members[a])} for a, u, d in held],
    }


def second_offers_told(case: Case) -> dict[str, Any]:
    """How many have a second offer (§ 23 stk. 4), and who is owed one that is not to be had."""
    offers = second_offers(case)
    rows = [(m.application_id, offers.owed[key]) for key in offers.shortages() for m in case.basis.subjects[key].members]
    return {
        "alternative_offers": sum(len(case.basis.subjects[key].members) for key in offers.given),
        "alternative_shortages": [{"application_id": a, "unit_id": plan.unit_id, "from": plan.start.isoformat()} for a, plan in rows],
    }


def held_for(subject: Subject, member: Member) -> dict[str, Any]:
    """The child that a place is held for, and the day on which its guarantee falls due."""
    due = subject.due(member)
    return {"child_id": member.child.id, "guarantee_date": None if due is None else due.isoformat()}


def with_holds(instance: Instance, choice: Ints, holds: list[Hold]) -> Provisional:
    """The look-ahead, with the places held for whom they are held."""
    return look_ahead(instance, choice, {i: (u, s) for i, u, s in holds if choice[i] < 0})


def shown(instance: Instance, choice: Ints, provisional: Provisional) -> dict[str, Any]:
    """The measures that the summary states at its top level."""
    measures = measure(instance, choice, provisional)
    return {k: measures[k] for k in ("outcomes", "wish_ranks", "breach_months", "mean_distance_m")}


def envy_cases(referee: Referee, cases: Cases) -> list[dict[str, Any]]:
    """Who was passed over where; idle wished places beside."""
    first = {key: s.members[0].application_id for key, s in referee.basis.subjects.items()}
    envy = [{"kind": "envy", "application_id": first[c.subject], "unit_id": c.unit_id, "from": c.start.isoformat()} for c in cases.envy]
    idle = [{"kind": "idle", "application_id": first[c.subject], "unit_id": c.unit_id, "from": c.start.isoformat()} for c in cases.idle]
    return envy + idle
