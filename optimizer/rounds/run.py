"""A whole round: build, hold, solve, look ahead, check, explain. Pure: data in, record out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.policy import TOGETHER, Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.engine.cpsat import CpSat
from optimizer.engine.lexicographic import Settings
from optimizer.rounds.account import about, account, kept, shortfalls, with_holds
from optimizer.rounds.baselines.deferred_acceptance import deferred_acceptance
from optimizer.rounds.baselines.queue import queue
from optimizer.rounds.certify import write_certificate
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.comparison import counted, other_mode
from optimizer.rounds.explain import explain_round
from optimizer.rounds.instance import Instance, make_instance
from optimizer.rounds.lookahead import Provisional
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.referee import Referee
from optimizer.rounds.reserve import places_to_hold
from optimizer.rounds.second_offers import Settled, settle
from optimizer.rounds.shortfall_facts import listed, short_facts
from optimizer.rounds.solve import Case as Found
from optimizer.rounds.solve import Hold, Solved, least_first, serve_displaced, solve_round
from optimizer.rounds.statement import stated_levels

Ints = NDArray[np.int64]
#: deterministic seconds (about) of search for each level
EFFORT = 2.5
LEVEL_TEXTS = {
    "order": "Rækkefølgen holdes",
    "breaches": "Færrest brud på garantien",
    "wishes": "Flest ønsker opfyldt",
    "siblings": "Flest søskende samme sted",
    "distance": "Kortest vej",
    "guest_slack": "Plads til gæstebørn i legestuegrupperne",
    "few_moves": "Færrest ændringer siden sidste runde",
    "even_load": "Jævnest belægning",
    "group_mix": "Blandede børnegrupper",
    "tie_break": "Lodtrækning mellem lige gode fordelinger",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: `phase` code, a Danish sentence, and the share done (0 to 1)."""

    phase: str
    text: str
    fraction: float


@dataclass
class Laps:
    """Seconds per phase."""

    seconds: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.perf_counter)

    def lap(self, phase: str) -> None:
        """Ends a phase."""
        now = time.perf_counter()
        self.seconds[phase] = round(self.seconds.get(phase, 0.0) + now - self.last, 3)
        self.last = now


def run_round(
    snapshot: Snapshot,
    policy: Policy,
    round_date: date,
    *,
    seed: int = 1,
    time_limit: float | None = None,
    price_of_order: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> RoundRecord:
    """Runs a round.

    `time_limit` (seconds) is turned into a deterministic limit of the search; the clock ends it only well beyond that, and then the
    record says `repeatable: false`. `price_of_order` solves the round in the other mode too, for the table of ways.
    Raises Contradiction when no decision satisfies the rules, Defect when our own check fails.
    """

    def tell(phase: str, text: str, fraction: float) -> None:
        if progress is not None:
            progress(Progress(phase, text, fraction))

    laps = Laps()
    tell("build", "Runden stilles op", 0.0)
    instance = make_instance(snapshot, policy, round_date, seed)
    referee = Referee(instance, round_date)
    laps.lap("build")
    settings = Settings(seed=seed, effort=EFFORT)
    if time_limit is not None:
        settings = Settings(seed=seed, effort=time_limit / (len(policy.levels) + 1), seconds=3 * time_limit)
    settled, holds, start = decide(instance, referee, settings, tell, laps)
    solved = settled.solved
    tell("look_ahead", "Der ses frem", 0.75)
    provisional = with_holds(instance, solved.choice, holds)
    laps.lap("look_ahead")
    tell("check", "Fordelingen efterprøves", 0.85)
    case = referee.case(solved.choice, provisional, settled.offers.given)
    cases = find_cases(kept(case))
    certificate, proven = write_certificate(instance, solved.parts, holds, settled.given_up)
    laps.lap("check")
    tell("explain", "Fordelingen forklares", 0.9)
    short = shortfalls(instance, solved.choice)
    allocation, explanations = explain_round(case, short_facts(short, solved.choice))
    laps.lap("explain")
    baselines = {"queue": counted(instance, referee, queue(instance))}
    laps.lap("queue")
    baselines["deferred_acceptance"] = counted(instance, referee, start)
    laps.lap("deferred_acceptance")
    if price_of_order:
        tell("price_of_order", "Runden løses også på den anden måde", 0.95)
        mode, baselines[mode] = other_mode(instance, round_date, lambda other, judge: decided_so(other, judge, settings))
        laps.lap("price_of_order")
    summary = {
        **about(instance, round_date, solved.repeatable),
        **account(instance, referee, case, cases, provisional, solved.choice),
        "levels": stated_levels(solved, proven, case, cases),
        "impossible_guarantees": listed(short),
        "baselines": baselines,
        "left_out_rows": list(snapshot.left_out_rows),
        "warnings": 0,
        "seconds": laps.seconds,
    }
    ways = None if policy.distance_method == "straight" else snapshot.ways
    return RoundRecord(summary, "", certificate, allocation, explanations, ways)


def decide(
    instance: Instance, referee: Referee, settings: Settings, tell: Callable[[str, str, float], None], laps: Laps
) -> tuple[Settled, list[Hold], Ints]:
    """The decision of the window with its second offers, the places held before it, and deferred acceptance's decision."""
    with CpSat() as cpsat:
        served = serve_displaced(instance, settings, cpsat)
        tell("reserve", "Pladser holdes til garantien", 0.1)
        laps.lap("solve")
        start = deferred_acceptance(instance)
        laps.lap("deferred_acceptance")
        holds = places_to_hold(instance, served[0], start) if instance.policy.reserve else []
        laps.lap("reserve")

        def cases_of(choice: Ints) -> list[Found]:
            return referee.found(find_cases(referee.case(choice, with_holds(instance, choice, holds))))

        def tell_level(name: str, share: float) -> None:
            tell("level", " og ".join(LEVEL_TEXTS.get(part, part) for part in name.split(TOGETHER)), 0.2 + 0.5 * share)

        def solve(round_: Instance) -> Solved:
            return solve_round(round_, served, holds, cases_of, settings, tell_level, cpsat)

        def least(round_: Instance) -> int | None:
            return least_first(round_, served[0], holds)

        settled = settle(instance, solve, lambda choice: with_holds(instance, choice, holds), cases_of, settings, cpsat, least)
        laps.lap("solve")
    return settled, holds, start


def decided_so(instance: Instance, referee: Referee, settings: Settings) -> tuple[Ints, Provisional]:
    """The decision of a round that is only compared with, and what it foresees."""
    settled, holds, _ = decide(instance, referee, settings, lambda *_: None, Laps())
    return settled.solved.choice, with_holds(instance, settled.solved.choice, holds)
