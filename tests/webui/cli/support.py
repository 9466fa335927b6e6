"""What tests of commands share: how a command ended, and an engine that needs no solver."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from optimizer.rounds.run import Progress


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What `--json` wrote to stdout, which is that and nothing else."""
        return json.loads(self.out)


Command = Callable[..., Ended]
Report = Callable[[Progress], None]


@dataclass
class Rounds:
    """Stands for the engine: nobody gets a place, and what it was asked is kept."""

    asked: dict[str, Any]
    fails: Exception | None = None

    def run(
        self,
        snapshot: Snapshot,
        policy: Policy,
        round_date: date,
        *,
        seed: int,
        time_limit: float | None,
        price_of_order: bool,
        progress: Report,
    ) -> RoundRecord:
        """The round of a day on which there is no place."""
        self.asked = {
            "snapshot": snapshot,
            "policy": policy,
            "round_date": round_date,
            "seed": seed,
            "time_limit": time_limit,
            "price_of_order": price_of_order,
        }
        progress(Progress("build", "Runden stilles op", 0.1))
        if self.fails:
            raise self.fails
        applications = list(snapshot.applications.values())
        rows = tuple(
            AllocationRow(
                a.id, a.child_id, None, None, "waiting", None, "unplaced", a.guarantee_date, None, None, None, "full", "Der er fuldt."
            )
            for a in applications
        )
        reasons = tuple(
            ExplanationRow(a.id, wish.rank, wish.target_id, "full", {}, "Der var ingen ledig plads.", "There was no place.")
            for a in applications
            for wish in a.wishes
        )
        measures = {"outcomes": {"waiting": len(rows)}, "wish_ranks": {}, "breach_months": 4}
        level = {"name": "breaches", "unit": "child-months", "value": 4, "bound": 4, "gap": 0.0, "price_bound": 4, "proven_by": "prices"}
        summary = {
            "version": "0", "data_hash": snapshot.version, "policy": {"name": policy.name, "hash": policy.hash},
            "round_date": round_date.isoformat(), "window": [], "seed": seed, "repeatable": True, "applications": len(rows), **measures,
            "levels": [level, {**level, "name": "wishes", "unit": "points lost", "proven_by": "search", "search_cut": True}],
            "justified_envy": 0, "envy_cases": [], "idle_wished_places": 2, "places_held": [],
            "baselines": {"queue": {"outcomes": {"waiting": 3, "wish": 5}, "wish_ranks": {"1": 5}, "breach_months": 7}},
            "rules": {"in_force": [], "idle": []}, "seconds": {"build": 1.0, "solve": 2.5, "check": 0.5, "explain": 0.25},
        }  # fmt: skip
        return RoundRecord(summary, "", {"levels": []}, rows, reasons)


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
