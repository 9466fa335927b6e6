"""Running a round and keeping what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from data.exporters.results import write_results, write_summary
from data.package import Package
from data.policies import policy_to_toml
from data.snapshot import to_snapshot
from data.stores.rounds import save_round
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways
from optimizer.rounds.promises import Promises
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.run import Progress, run_round
from webui.cli.clock import Clock, peak_memory_mb
from webui.cli.console import Console
from webui.cli.texts import _, language
from webui.cli.work import actor, check_round
from webui.i18n import N_

#: what is shown of a round under way in other languages than Danish
PHASES = {
    "build": N_("Runden stilles op"),
    "reserve": N_("Pladser holdes til garantien"),
    "level": N_("Et mål løses"),
    "look_ahead": N_("Der ses frem"),
    "check": N_("Fordelingen efterprøves"),
    "explain": N_("Fordelingen forklares"),
    "price_of_order": N_("Runden løses også på den anden måde"),
}


@dataclass(frozen=True, slots=True)
class Work:
    """A round that is about to be run."""

    package: Package
    policy: Policy
    round_date: date
    seed: int = 1
    time_limit: float | None = None
    price_of_order: bool = False
    #: the ways, for a policy that does not take the straight line
    ways: Ways | None = None
    #: what the last published run promised
    promised: Promises = field(default_factory=dict)


def run(work: Work, console: Console, clock: Clock) -> RoundRecord:
    """Run the round, showing how far it is; the record is complete but for the seconds of storing it."""
    with clock.phase("validate"):
        check_round(work.package, work.policy, work.round_date)
        snapshot = replace(to_snapshot(work.package, work.ways), promised=work.promised)
    with console.progress(_("Runden regnes")) as report:

        def show(progress: Progress) -> None:
            report(progress.fraction, progress.text if language() == "da" else _(PHASES.get(progress.phase, progress.phase)))

        record = run_round(
            snapshot, work.policy, work.round_date, seed=work.seed, time_limit=work.time_limit, price_of_order=work.price_of_order,
            progress=show,
        )  # fmt: skip
    known = {
        "data_hash": work.package.version,
        "left_out_rows": list(work.package.left_out),
        "warnings": len(work.package.warnings),
    }
    return replace(record, policy_toml=policy_to_toml(work.policy), summary={**record.summary, **known})


def store(
    record: RoundRecord, clock: Clock, *, out: Path | None = None, engine: Engine | None = None, package: Package | None = None,
    label: str = "",
) -> tuple[RoundRecord, int | None]:  # fmt: skip
    """Write the round to `out` and store it in `engine`, where given; the record with all its seconds, and its number.

    `package` is stored beside the round when its data were never imported. The summary in the database cannot know how long
    it took to store itself; the one in the folder, written last, does.
    """
    number = None
    if out is not None:
        with clock.phase("store"):
            write_results(record, out)
    record = timed(record, clock)
    if engine is not None:
        with clock.phase("store"):
            number = save_round(engine, record, label=label, actor=actor(), package=package)
        record = timed(record, clock)
    if out is not None:
        write_summary(record.summary, out)
    return record, number


def timed(record: RoundRecord, clock: Clock) -> RoundRecord:
    """The record with the seconds of every phase, and the memory used at most."""
    taken = {"store": 0.0, **clock.seconds}
    inner = record.summary.get("seconds", {})
    measured = ["distances"] if "distances" in taken else []
    order = ("load", *measured, "validate", *inner, "store")
    seconds = {
        phase: taken[phase] if phase in taken else inner[phase] for phase in dict.fromkeys(order) if phase in taken or phase in inner
    }
    return replace(record, summary={**record.summary, "seconds": seconds, "peak_memory_mb": peak_memory_mb()})
