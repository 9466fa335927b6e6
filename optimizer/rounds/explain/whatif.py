"""A change by hand and what would have helped, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.explain.language import tell
from optimizer.rounds.explain.reasons import facts, named
from optimizer.rounds.explain.texts_whatif import LANGUAGES
from optimizer.rounds.helps import Help
from optimizer.rounds.whatif import Answer


def answer_lines(answer: Answer, language: str) -> list[str]:
    """What the office reads of a change by hand; the changes and cases themselves stand beside it."""
    known = LANGUAGES[language]
    if answer.verdict != "nearest":
        return [tell(answer.verdict, {"limits": len(answer.limits)} if answer.limits else {}, known)]
    proofs = answer.proofs or {}
    (paid, paid_bound), (moved, moved_bound) = proofs["paid"], proofs["moved"]
    lines = [tell("nearest", {"others": len(answer.others)}, known)]
    payers = sum(1 for change in answer.changes if change.months > 0)
    lines.append(tell("paid", {"paid": paid, "payers": payers}, known) if paid else tell("paid_none", {}, known))
    if answer.cases and "order" in answer.before:
        lines.append(tell("cases", {"cases": len(answer.cases)}, known))
    proven = paid == paid_bound and moved == moved_bound and not (answer.cases and "order" in answer.before)
    lines.append(tell("proven", {}, known) if proven else tell("unproven", {"paid_bound": paid_bound, "moved_bound": moved_bound}, known))
    return lines


def parents_line(answer: Answer, language: str) -> str:
    """What may stand in a letter: nothing in it tells of another child."""
    code = "parents_impossible"
    if answer.verdict == "nearest":
        law = bool(answer.cases) and "order" in answer.before
        code = "parents_law" if law else "parents_others" if answer.others else "parents_free"
    elif answer.verdict in ("has_it", "pending", "waits", "displaced"):
        code = answer.verdict
    return tell(code, {}, LANGUAGES[language])


def help_lines(helps: Sequence[Help], snapshot: Snapshot, language: str, *, hidden: bool) -> list[str]:
    """What would have helped; `hidden`: the child's address is protected, and no way is told."""
    known = LANGUAGES[language]
    lines = []
    for found in helps:
        told = facts(
            start=found.start, amount=found.amount, since=found.since, others=found.others or None, metres=None if hidden else found.metres
        )
        lines.append(tell(f"help_{found.what}", named("place", snapshot, found.unit_id) | told, known))
    return lines or [tell("help_none", {}, known)]
