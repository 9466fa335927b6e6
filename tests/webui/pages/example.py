"""One round of the small town: every outcome once or more. The tests count on these numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data.database.engine import migrate, open_database
from data.package import Package
from data.policies import load_policy, policy_to_toml
from data.stores.rounds import save_round
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from tests.webui.pages.forecasted import add_forecasts
from tests.webui.pages.town import WAITING, package


def _row(application: str, child: str, outcome: Any, unit: str | None = None, start: date | None = None, **more: Any) -> AllocationRow:
    plain = {
        "wish_rank": None,
        "tier": "unplaced",
        "guarantee_date": None,
        "days_late": None,
        "distance_m": None,
        "alternative_unit_id": None,
    }
    given = {"reason_code": outcome, "reason": f"Begrundelse for {application}.", **more}
    return AllocationRow(application_id=application, child_id=child, unit_id=unit, start_date=start, outcome=outcome, **{**plain, **given})


ALLOCATION = (
    _row(
        "A0001", "B0001", "wish", "H1-V", date(2027, 2, 1), wish_rank=1, distance_m=640, tier="sibling", reason="Barnet får sit 1. ønske."
    ),
    _row("A0002", "B0002", "guarantee", "H2-V", date(2027, 3, 1), guarantee_date=date(2027, 3, 1), distance_m=2210),
    _row("A0003", "B0003", "wish", "P3", date(2027, 4, 1), wish_rank=2, distance_m=1480, alternative_unit_id="P1"),
    _row("A0004", "B0004", "breach", "P1", date(2027, 4, 1), guarantee_date=date(2027, 2, 15), days_late=45, distance_m=910),
    _row("A0005", "B0005", "moved_on", "H3-B", date(2027, 3, 1), wish_rank=1, distance_m=1730, tier="own_house"),
    _row("A0006", "B0006", "kept", "H2-B", None, tier="own_district"),
    _row("A0007", "B0007", "provisional", "H2-V", date(2027, 8, 1), wish_rank=1, guarantee_date=date(2027, 8, 1), distance_m=980),
    _row("A0008", "B0008", "wish", "P2", date(2027, 3, 1), wish_rank=1, distance_m=520),
    _row("A0009", "B0009", "wish", "P2", date(2027, 3, 1), wish_rank=1, distance_m=520),
    _row("XB0010", "B0010", "displaced", "P1", date(2027, 4, 1), distance_m=1210, tier=""),
    *(_row(f"A{100 + k:04}", f"B{500 + k:04}", "waiting", guarantee_date=date(2027, 10, 1)) for k in range(WAITING)),
)


def _told(application: str, rank: int | None, unit: str | None, code: str, da: str, en: str) -> ExplanationRow:
    return ExplanationRow(application, rank, unit, code, {}, da, en)


EXPLANATIONS = (
    _told("A0001", 1, "H1-V", "given", "Barnet får sit 1. ønske.", "The child gets its first wish."),
    _told("A0001", 2, "P1", "better_wish", "Et højere ønske er opfyldt.", "A higher wish is met."),
    _told(
        "A0002",
        1,
        "H1-V",
        "full",
        "Alle pladser i Solsikken pr. 1. marts går til børn med højere trin (sidst optaget: Søskende).",
        "All places in Solsikken from 1 March go to children of a higher tier (last admitted: sibling).",
    ),
    _told("A0002", None, "H2-V", "guarantee", "Pladsen opfylder garantien.", "The place meets the guarantee."),
    _told(
        "A0004",
        1,
        "H1-V",
        "full",
        "Alle pladser går til børn, der står før i rækkefølgen.",
        "All places go to children before it in the order.",
    ),
    *(
        _told(row.application_id, 1, "H1-V", "not_due", "Barnet skal først starte senere.", "The child starts later.")
        for row in ALLOCATION[10:36]
    ),
)


def summary(version: str, policy_hash: str) -> dict[str, Any]:
    """The round's summary.json."""
    outcomes = {code: sum(row.outcome == code for row in ALLOCATION) for code in sorted({row.outcome for row in ALLOCATION})}
    level = {"price_bound": None, "proven_by": "prices"}
    searched = {"proven_by": "search", "search_cut": True}
    return {
        "version": "0.1.0",
        "data_hash": version,
        "policy": {"name": "standard", "hash": policy_hash},
        "round_date": "2027-01-15",
        "window": ["2027-02-01", "2027-03-01", "2027-04-01"],
        "seed": 1,
        "repeatable": True,
        "applications": len(ALLOCATION),
        "outcomes": outcomes,
        "wish_ranks": {"1": 4, "2": 1},
        "levels": [
            {"name": "order", "unit": "cases", "value": 0, "bound": 0, "gap": 0.0, **level},
            {"name": "breaches", "unit": "child-months", "value": 2, "bound": 2, "gap": 0.0, **level},
            {"name": "wishes", "unit": "points lost", "value": 57, "bound": 56, "gap": 0.01754, **level, **searched},
            {"name": "distance", "unit": "metres", "value": 4310, "bound": 4308, "gap": 0.000464, **level},
        ],
        "justified_envy": 0,
        "envy_cases": [],
        "idle_wished_places": 0,
        "places_held": [
            {"application_id": "A0007", "unit_id": "H2-V", "from": "2027-08-01", "child_id": "B0007", "guarantee_date": "2027-08-01"}
        ],
        "alternative_offers": 1,
        "alternative_shortages": [{"application_id": "A0002", "unit_id": "H2-V", "from": "2027-03-01"}],
        "impossible_guarantees": [
            {
                "date": "2027-02-01",
                "applications": ["A0004", "A0002"],
                "children": 2,
                "places": 1,
                "missing": 1,
                "units": ["P1"],
                "full_units": ["P2"],
            }
        ],
        "breach_months": 2,
        "mean_distance_m": 1180,
        "baselines": {
            "queue": {"outcomes": {"wish": 3, "breach": 3}, "wish_ranks": {"1": 2, "2": 1}, "breach_months": 9, "justified_envy": 0},
            "deferred_acceptance": {
                "outcomes": {"wish": 4, "breach": 2},
                "wish_ranks": {"1": 4, "2": 1},
                "breach_months": 5,
                "justified_envy": 0,
            },
        },
        "rules": {"in_force": ["one_place_per_child", "age_appropriate", "places"], "idle": ["infants"]},
        "left_out_rows": [],
        "warnings": 0,
        "seconds": {"load": 0.4, "validate": 0.2, "build": 0.3, "solve": 2.1, "check": 0.2, "explain": 0.3, "store": 0.1},
        "peak_memory_mb": 210,
    }


def record(town: Package) -> RoundRecord:
    """The finished round."""
    policy = load_policy("standard")
    return RoundRecord(summary(town.version, policy.hash), policy_to_toml(policy), {}, ALLOCATION, EXPLANATIONS)


def database(folder: Path) -> Engine:
    """A database with the example's round as number 1, and three forecasts."""
    engine = open_database(folder=folder)
    migrate(engine)
    town = package()
    save_round(engine, record(town), label="Forårsrunden", actor="prøve", package=town)
    add_forecasts(engine)
    return engine
