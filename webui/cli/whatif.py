"""What `redekasse explain` says of a change by hand, and of what would have helped."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from optimizer.rounds.explain.whatif import answer_lines, help_lines, parents_line
from optimizer.rounds.helps import Help, what_would_help
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.whatif import Answer, Place, ask, document, undecided
from webui import labels
from webui.cli.console import Console
from webui.cli.texts import _, language, number
from webui.errors import UserFault


def tell_answer(console: Console, round_: TakenUp, application_id: str, unit_id: str | None, start: date | None) -> dict[str, Any]:
    """Say who pays for a change by hand; the same as a document."""
    if start is not None and start not in round_.instance.grid.window_dates:
        days = ", ".join(day.isoformat() for day in round_.instance.grid.window_dates)
        raise UserFault(_("%(day)s er ingen af rundens startdatoer: %(days)s", day=start.isoformat(), days=days))
    try:
        answer = ask(round_, application_id, unit_id, start)
    except KeyError:
        raise UserFault(_("%(id)s er ingen enhed i rundens data", id=unit_id)) from None
    for line in answer_lines(answer, language()):
        console.say(f"  {line}")
    for rule in answer.broken:
        console.say(f"  {_(labels.RULES.get(rule.rule, rule.rule))}: {rule.message}")
    for limit in answer.limits:
        console.say("  " + limit_line(limit.what, limit.owner, limit.day, limit.need, limit.free))
    if answer.verdict == "nearest":
        console.say(changes(answer))
        console.say(level_changes(answer))
    console.say(_("  Til forældrene: %(text)s", text=parents_line(answer, language())))
    return {**document(answer), "for_parents": parents_line(answer, language())}


def limit_line(what: str, owner: str, day: date, need: int, free: int) -> str:
    """A limit in words."""
    name = _(labels.RULES.get(what, what))
    return _(
        "%(limit)s, %(owner)s, %(day)s: der skal bruges %(need)s, og der er %(free)s",
        limit=name, owner=owner, day=day.isoformat(), need=number(need), free=number(free),
    )  # fmt: skip


def tell_helps(console: Console, round_: TakenUp, application_id: str) -> list[dict[str, Any]]:
    """Say what would have helped the child; the same as documents."""
    helps = what_would_help(round_, round_.subject(application_id)) if undecided(round_, application_id) else []
    for line in help_lines(helps, round_.instance.snapshot, language(), hidden=False):
        console.say(f"  {line}")
    return [help_document(found) for found in helps]


def help_document(found: Help) -> dict[str, Any]:
    """A help as JSON."""
    return {
        "what": found.what, "unit_id": found.unit_id, "start_date": found.start.isoformat(), "amount": found.amount,
        "since": None if found.since is None else found.since.isoformat(), "others": found.others,
    }  # fmt: skip


def changes(answer: Answer) -> Table:
    """Whose result is another, and what it was and becomes."""
    table = Table(title=_("Hvem det koster, og hvem det gavner"), title_justify="left", box=SIMPLE_HEAD)
    for heading in (_("Ansøgning"), _("Barn"), _("Nu"), _("I den nærmeste fordeling")):
        table.add_column(heading)
    table.add_column(_("Mistede måneder"), justify="right")
    for change in answer.changes:
        table.add_row(change.application_id, change.child_id, place(change.before), place(change.after), number(change.months))
    for kind, application_id, unit_id, day in answer.cases:
        said = _("sprunget over") if kind == "envy" else _("ønsket plads står ledig")
        table.add_row(application_id, "", said, f"{unit_id}, {day.isoformat()}", "")
    return table


def place(found: Place) -> str:
    """A place in words; none is waiting, or keeping the one it has."""
    return _("ingen ny plads") if found is None else f"{found[0]}, {found[1].isoformat()}"


def level_changes(answer: Answer) -> Table:
    """The levels now and in the nearest decision."""
    table = Table(title=_("Målene"), title_justify="left", box=SIMPLE_HEAD)
    table.add_column(_("Mål"))
    for heading in (_("Nu"), _("I den nærmeste fordeling")):
        table.add_column(heading, justify="right")
    for name, value in answer.before.items():
        table.add_row(" + ".join(_(labels.LEVELS.get(part, part)) for part in name.split("+")), number(value), number(answer.after[name]))
    return table
