"""`redekasse verify`: decision, fairness, the levels' values and the certificate, checked again from the files alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from data.exporters.results import read_results
from data.package import Package
from data.policies import parse_policy
from data.snapshot import to_snapshot
from optimizer.rounds.certify import recheck
from optimizer.rounds.record import RoundRecord
from optimizer.rounds.verify import verify_round
from webui.cli import options, work
from webui.cli.base import Command
from webui.cli.clock import Clock
from webui.cli.commands import COMMANDS
from webui.cli.console import Console
from webui.cli.texts import _, number
from webui.errors import SHOWN_FAULTS


@click.command("verify", cls=Command, help=COMMANDS["verify"])
@options.folder()
@options.folder("out", metavar="OUT")
@options.common
@click.pass_context
def verify(ctx: click.Context, folder: Path, out: Path) -> None:
    """Check a result against its data; anything that does not hold ends in exit code 1."""
    console = ctx.find_object(Console) or Console()
    record = read_results(out)
    package = work.read_folder(folder, work.left_out(record), Clock())
    findings = [*_other_input(record, package), *_findings(record, package)]
    console.emit({"holds": not findings, "findings": [{"code": code, "text": text} for code, text in findings]})
    for code, text in findings[:SHOWN_FAULTS]:
        console.say(f"{code}: {text}")
    if findings:
        console.say(_("Resultatet holder ikke: %(num)s afvigelser.", num=number(len(findings))))
        ctx.exit(1)
    console.say(_("Resultatet holder: beslutning, rækkefølge, målenes værdier og beviset er efterprøvet."))


def _other_input(record: RoundRecord, package: Package) -> Iterator[tuple[str, str]]:
    """Whether data and policy are those that the summary names."""
    if package.version != record.summary.get("data_hash"):
        yield "other_data", _("data er ikke dem, runden blev kørt på")
    if parse_policy(record.policy_toml).hash != record.summary.get("policy", {}).get("hash"):
        yield "other_policy", _("policy.toml er ikke den politik, runden blev kørt med")


def _findings(record: RoundRecord, package: Package) -> Iterator[tuple[str, str]]:
    policy = parse_policy(record.policy_toml)
    for finding in verify_round(
        to_snapshot(package, record.ways), policy, date.fromisoformat(record.summary["round_date"]), record, recheck
    ):
        yield finding.code, finding.text
