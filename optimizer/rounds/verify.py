"""Re-check a finished round from its files alone: decision, order, levels, outcomes and certificate, with no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from optimizer.domain.policy import Policy
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.checking.case import Case, make_case
from optimizer.rounds.checking.check import check
from optimizer.rounds.checking.decision import read_decision
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.checking.impossible import Shortages
from optimizer.rounds.checking.levels import levels
from optimizer.rounds.checking.outcomes import days_late, held_places, outcome_of, rank_of, wish_ranks
from optimizer.rounds.checking.second_offer import second_offers
from optimizer.rounds.objectives import breaches
from optimizer.rounds.promises import with_promises
from optimizer.rounds.record import AllocationRow, RoundRecord


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree: a code (a rule's NAME, or what was compared) and a Danish sentence."""

    code: str
    text: str


Recheck = Callable[[Snapshot, Policy, date, RoundRecord], list[tuple[str, str]]]


def verify_round(
    snapshot: Snapshot, policy: Policy, round_date: date, record: RoundRecord, recheck: Recheck | None = None
) -> list[Finding]:
    """All that does not agree between a record and what follows from snapshot, policy and its allocation rows; empty when sound.

    `recheck` re-computes the certificate and returns (code, Danish sentence) of what does not hold; None leaves it out.
    """
    summary = record.summary
    seed = summary.get("seed")
    if not isinstance(seed, int):
        return [Finding("seed", "Resultatet siger ikke, hvilket frø lodtrækningen brugte; den kan ikke gentages.")]
    case = make_case(with_promises(snapshot, record), policy, round_date, seed, read_decision(record.allocation))
    found = list(_origin(case, summary))
    missing = list(_ways(case, summary))
    if missing:
        return found + missing
    found += [Finding(v.rule, v.message) for v in check(case)]
    found += _rows(case, record.allocation)
    found += _measures(case, record)
    found += _impossible(case, summary)
    if recheck is not None:
        found += [Finding(code, text) for code, text in recheck(snapshot, policy, round_date, record)]
    return found


def _differs(code: str, what: str, stated: object, computed: object) -> Iterator[Finding]:
    if stated != computed:
        yield Finding(code, f"{what}: resultatet siger {_shown(stated)}, men beregnet er {_shown(computed)}.")


def _shown(value: object) -> str:
    return "intet" if value is None else str(value)


def _origin(case: Case, summary: dict[str, Any]) -> Iterator[Finding]:
    """Whether the record speaks of these data, this policy and this round."""
    yield from _differs("data_hash", "Dataversion", summary.get("data_hash"), case.snapshot.version)
    stated = summary.get("policy") or {}
    yield from _differs("policy_hash", "Regelsættets kendemærke", stated.get("hash"), case.policy.hash)
    yield from _differs("round_date", "Rundens dato", summary.get("round_date"), case.basis.round_date.isoformat())
    window = [day.isoformat() for day in case.basis.grid.window_dates]
    yield from _differs("window", "Rundens startdatoer", summary.get("window"), window)


def _ways(case: Case, summary: dict[str, Any]) -> Iterator[Finding]:
    """Whether the ways are those that the round was run on, and lead from every home to every facility."""
    policy, ways = case.policy, case.snapshot.ways
    stated = summary.get("distance") or {}
    if policy.distance_method == "straight":
        yield from _differs("ways", "Afstandenes metode", stated.get("method", "straight"), "straight")
        return
    if ways is None:
        yield Finding("ways", "Vejene, runden blev regnet på, mangler.")
        return
    yield from _differs("ways", "Vejenes metode", (ways.method, ways.mode), (policy.distance_method, policy.travel_mode))
    yield from _differs("ways", "Vejenes kendemærke", stated.get("hash"), ways.hash)
    homes = {subject.first.id for subject in case.basis.subjects.values()} - ways.rows.keys()
    houses = {unit.facility_id for unit in case.snapshot.units.values()} - ways.columns.keys()
    if homes or houses:
        yield Finding("ways", f"Der mangler veje fra {len(homes)} hjem og til {len(houses)} steder.")


def _rows(case: Case, rows: tuple[AllocationRow, ...]) -> Iterator[Finding]:
    """Whether each application has one row, and the row says what follows from the decision."""
    basis = case.basis
    counts = Counter(row.application_id for row in rows)
    expected = set(case.snapshot.applications) | set(basis.subject_of)
    for application_id in sorted(expected - set(counts)):
        yield Finding("rows", f"{application_id} mangler i fordelingen.")
    for application_id in sorted(set(counts) - expected):
        yield Finding("rows", f"{application_id} står i fordelingen, men er hverken en ansøgning eller et barn, der mister sin plads.")
    for application_id, times in counts.items():
        if times > 1:
            yield Finding("rows", f"{application_id} står {times} gange i fordelingen.")
    for row in rows:
        if row.application_id in basis.replaced:
            yield from _replaced_row(case, row)
        elif row.application_id in basis.pending:
            yield from _differs("outcome", f"{row.application_id}, udfald", row.outcome, "waiting")
            yield from _differs("reason_code", f"{row.application_id}, begrundelse", row.reason_code, "offer_pending")
        elif row.application_id in basis.several.behind:
            yield from _differs("outcome", f"{row.application_id}, udfald", row.outcome, "waiting")
            yield from _differs("reason_code", f"{row.application_id}, begrundelse", row.reason_code, "other_application_first")
        elif row.application_id in basis.subject_of:
            yield from _subject_row(case, row)


def _replaced_row(case: Case, row: AllocationRow) -> Iterator[Finding]:
    subject = case.basis.subjects[case.basis.replaced[row.application_id]]
    yield from _differs("outcome", f"{row.application_id}, udfald", row.outcome, outcome_of(case, subject, subject.members[0]))
    plan = case.plans.get(subject.key)
    place = (None, None) if plan is None else (plan.unit_id, plan.start)
    yield from _differs("move", f"{row.application_id}, plads og dato", (row.unit_id, row.start_date), place)
    yield from _differs("reason_code", f"{row.application_id}, begrundelse", row.reason_code, "displaced_instead")


def _subject_row(case: Case, row: AllocationRow) -> Iterator[Finding]:
    subject = case.basis.subjects[case.basis.subject_of[row.application_id]]
    member = next(m for m in subject.members if m.application_id == row.application_id)
    name = row.application_id
    yield from _differs("child", f"{name}, barn", row.child_id, member.child.id)
    yield from _differs("outcome", f"{name}, udfald", row.outcome, outcome_of(case, subject, member))
    yield from _differs("wish_rank", f"{name}, ønskets nummer", row.wish_rank, rank_of(case, subject))
    if subject.wants_guarantee:
        yield from _differs("guarantee_date", f"{name}, garantidato", row.guarantee_date, subject.garantidato)
        yield from _differs("days_late", f"{name}, dage for sent", row.days_late or 0, days_late(case, subject, member) or 0)
    plan = case.plans.get(subject.key)
    if plan is not None:
        yield from _differs("distance", f"{name}, meter til stedet", row.distance_m, case.options.distance(subject, plan.unit_id))
        yield from _differs("tier", f"{name}, trin i rækkefølgen", row.tier, case.order.tier(subject, plan.unit_id, plan.start)[1])


def _impossible(case: Case, summary: dict[str, Any]) -> Iterator[Finding]:
    """Whether the guarantees stated as impossible are."""
    shortages = Shortages(case)
    for group in summary.get("impossible_guarantees") or []:
        for fault in shortages.faults(group):
            yield Finding("impossible_guarantees", f"Garantier, der skulle være umulige {group['date']}: {fault}.")


def _measures(case: Case, record: RoundRecord) -> Iterator[Finding]:
    """Whether the summary's counts and the levels' values are those of the decision."""
    summary = record.summary
    yield from _differs("applications", "Antal ansøgninger", summary.get("applications"), len(record.allocation))
    outcomes = {name: number for name, number in (summary.get("outcomes") or {}).items() if number}
    yield from _differs("outcomes", "Udfald", outcomes, dict(Counter(row.outcome for row in record.allocation)))
    ranks = {str(rank): number for rank, number in (summary.get("wish_ranks") or {}).items() if number}
    yield from _differs("wish_ranks", "Ønsker efter nummer", ranks, {str(rank): n for rank, n in wish_ranks(case).items()})
    stated = {level.get("name"): level.get("value") for level in summary.get("levels") or []}
    for name, value in levels(case).items():
        yield from _differs("levels", f"Mål {name}", stated.get(name), value)
    yield from _differs("breach_months", "Ventede måneder over garantien", summary.get("breach_months"), breaches.expected(case))
    cases = find_cases(case)
    yield from _differs("justified_envy", "Børn sprunget over", summary.get("justified_envy"), len(cases.envy))
    yield from _differs("idle_wished_places", "Ledige ønskede pladser", summary.get("idle_wished_places"), len(cases.idle))
    offers = second_offers(case)
    owed = [m.application_id for key in offers.shortages() for m in case.basis.subjects[key].members]
    named = [s.get("application_id") for s in summary.get("alternative_shortages") or []]
    yield from _differs("alternative_shortages", "Manglende andre tilbud (§ 23 stk. 4)", sorted(map(str, named)), sorted(owed))
    second = sum(len(case.basis.subjects[key].members) for key in offers.given)
    yield from _differs("alternative_offers", "Andre tilbud (§ 23 stk. 4)", summary.get("alternative_offers") or 0, second)
    held = {(p.get("application_id"), p.get("unit_id"), p.get("from")) for p in summary.get("places_held") or []}
    computed = {(a, u, start.isoformat()) for a, u, start in held_places(case)}
    yield from _differs("places_held", "Holdte pladser", sorted(map(str, held)), sorted(map(str, computed)))
