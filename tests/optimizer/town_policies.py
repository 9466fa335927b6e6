"""Random rules of allocation for the small random towns."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from optimizer.domain.policy import OBJECTIVES, TIERS, Policy

#: steps that few municipalities have
LOCAL_TIERS = ("learning_offer_house", "guarantee_home_district", "transfer_from_outside")


def chance(rng: random.Random, percent: int) -> bool:
    """True in `percent` of the draws."""
    return rng.randrange(100) < percent


def random_policy(rng: random.Random) -> Policy:
    """A policy with a short window and horizon, any tiers, seniority and guarantee area."""
    window = rng.choice((1, 1, 2))
    tiers = rng.sample([t for t in TIERS if t not in LOCAL_TIERS], rng.randrange(0, 6))
    local = random.Random(rng.getstate()[1][0])  # noqa: S311 - a town, no secret
    for tier in LOCAL_TIERS:
        if chance(local, 25):
            tiers.insert(local.randrange(len(tiers) + 1), tier)
    return Policy(
        name="by",
        window_months=window,
        horizon_months=max(2, window + rng.choice((0, 1, 1, 2, 3))),
        start_days=(1, 16) if chance(rng, 20) else (1,),
        reserve=chance(rng, 60),
        transition_age_months=rng.choice((34, 35, 36)),
        school_start_month=rng.choice((4, 5, 8)),
        guarantee_area=rng.choice(("district", "municipality", "radius")),
        guarantee_radius_m=rng.choice((1500, 3000)),
        deadline_months=rng.choice((1, 2, 3)),
        deadline_days=rng.choice((0, 0, 1)),
        months_after_application=rng.choice((2, 3, 3)),
        refused_guarantee=rng.choice(("kept", "postponed", "postponed", "lapses")),
        refused_months=rng.choice((1, 2, 3)),
        refused_counted_from=rng.choice(("offer_start", "answer", "answer_month")),
        refused_wish=rng.choice(("kept", "deleted")),
        tiers=tuple(tiers),  # type: ignore[arg-type]
        seniority=rng.choice(("registered", "registered", "birth", "birth_if_registered_early", "registered_from_age")),
        seniority_months=rng.choice((1, 3, 6)),
        sibling_scope=rng.choice(("unit", "facility")),
        sibling_overlap_months=rng.choice((0, 2, 6)),
        wait_for_wish=chance(rng, 25),
        outsiders_list=rng.choice(("open", "closed_above_share")),
        outsiders_share_percent=rng.choice((0, 1, 50)),
        outsiders_measured_per=rng.choice(("all", "care", "kind", "district", "facility")),
        outsiders_own_code=rng.choice(("", "730")),
        wish_points=rng.choice(((10, 7, 5), (3, 1), (5, 5, 1))),
        detour_percent=rng.choice((100, 130)),
        max_infants=rng.choice((None, None, 1)),
        hash="0" * 64,
        **local_rules(local),
    )


def local_rules(rng: random.Random) -> dict[str, Any]:
    """Rules that a few municipalities have, from a generator of their own: the other draws of a town do not hang on them."""
    return {
        "transition_counted": random.Random(rng.getstate()[1][1]).choice(("day", "day", "month", "next_month")),  # noqa: S311 - a town
        "sibling_definition": random.Random(rng.getstate()[1][2]).choice(("household", "household", "guardian", "either")),  # noqa: S311
        "seniority_days": rng.choice((0, 0, -1, 14)),
        "seniority_35": rng.choice((None, None, "registered", "birth", "registered_from_age")),
        "seniority_months_35": rng.choice((None, 24)),
        "sibling_applies_together": chance(rng, 30),
        "kept_wish_ranks_as": random.Random(rng.getstate()[1][0]).choice(("transfer", "unplaced")),  # noqa: S311 - a town, no secret
        "list_first": rng.choice(((), (), ("0-2",), ("0-2", "3-5"))),
        "counted_wishes_02": rng.choice((None, None, 1, 2)),
        "counted_wishes_35": rng.choice((None, None, 1, 2)),
        "counted_wishes_transfer": rng.choice((None, None, 1)),
    }


def random_aims(rng: random.Random, policy: Policy) -> Policy:
    """The policy with any objectives in any order, now and then several weighed against each other."""
    rest = rng.sample(OBJECTIVES[1:], rng.choice((1, 2, 3, 4, len(OBJECTIVES) - 1)))
    order: list[Any] = list(rest)
    if len(rest) > 1 and chance(rng, 40):
        size = rng.randrange(2, len(rest) + 1)
        at = rng.randrange(len(rest) - size + 1)
        order[at : at + size] = [tuple(rest[at : at + size])]
    return replace(
        policy,
        objectives=("breaches", *order),
        objective_weights={name: rng.choice((1, 2, 5, 100)) for name in rest if chance(rng, 50)},
        even_load_area=rng.choice(("district", "municipality")),
        bilingual_percent=rng.choice((None, 0, 30, 50)),
        same_half_year=rng.choice((None, 0, 1, 2)),
    )
