"""Two decisions of the same applications side by side: totals, and the children for whom they differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from optimizer.rounds.record import OUTCOMES, AllocationRow, RoundRecord
from webui import addresses, labels
from webui.i18n import day, number
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.units.places import unit_name

#: rows of changed children that are shown
SHOWN = 500
Effect = Literal["better", "worse", "same"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A child for whom the decisions differ."""

    application_id: str
    href: str
    name: str
    before: str
    after: str
    before_outcome: tuple[str, str]
    after_outcome: tuple[str, str]
    effect: Effect
    effect_label: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs: aims as (name, unit, before, after), outcomes as (code, name, before, after), the children, those who lose first."""

    aims: list[tuple[str, str, str, str]]
    outcomes: list[tuple[str, str, int, int]]
    children: list[Difference]
    worse: int
    better: int
    moved: int
    #: applications that only one of the decisions has
    left_only: int
    right_only: int

    @property
    def shown(self) -> list[Difference]:
        """The first of the children."""
        return self.children[:SHOWN]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The page on which two rounds are compared."""

    left: RoundBook
    right: RoundBook
    same_data: bool
    found: Differences


def compare_view(left: RoundBook, right: RoundBook) -> CompareView:
    """Two rounds side by side."""
    return CompareView(left, right, left.head.data_version == right.head.data_version, differences(left, right.record))


def differences(book: RoundBook, other: RoundRecord) -> Differences:
    """The book's decision beside another one; addresses lead to the book's pages."""
    before, after = book.decisions, {row.application_id: row for row in other.allocation}
    both = [(row, after[key]) for key, row in before.items() if key in after]
    children = [_difference(book, was, now) for was, now in both if _place(was) != _place(now) or was.outcome != now.outcome]
    rank = {"worse": 0, "better": 1, "same": 2}
    children.sort(key=lambda child: (rank[child.effect], child.application_id))
    count = {effect: sum(child.effect == effect for child in children) for effect in labels.EFFECTS}
    return Differences(
        aims=_aims(book.record, other),
        outcomes=_outcomes(before.values(), after.values()),
        children=children,
        worse=count["worse"], better=count["better"], moved=count["same"],
        left_only=len(before.keys() - after.keys()), right_only=len(after.keys() - before.keys()),
    )  # fmt: skip


def effect_of(was: AllocationRow, now: AllocationRow) -> Effect:
    """Whether a child is better or worse off: first by days after the guarantee, then by its wish, then by the day it starts."""
    old, new = _worth(was), _worth(now)
    return "same" if old == new else "better" if new < old else "worse"


def _worth(row: AllocationRow) -> tuple[float, float, date]:
    """Less is better. A breach without a date is later than any other; a place that was not wished comes after every wish."""
    late = (float("inf") if row.days_late is None else row.days_late) if row.outcome == "breach" else 0.0
    placed = row.outcome not in ("waiting", "kept")
    wish = (row.wish_rank or 1_000) if placed else 10_000
    return late, wish, row.start_date or date.max


def _difference(book: RoundBook, was: AllocationRow, now: AllocationRow) -> Difference:
    effect = effect_of(was, now)
    return Difference(
        was.application_id, addresses.child(book.id, was.application_id), book.child_name(was.child_id), place_text(book, was),
        place_text(book, now), (was.outcome, label(labels.OUTCOMES, was.outcome)), (now.outcome, label(labels.OUTCOMES, now.outcome)),
        effect, label(labels.EFFECTS, effect),
    )  # fmt: skip


def _place(row: AllocationRow) -> tuple[str | None, date | None]:
    return row.unit_id, row.start_date


def place_text(book: RoundBook, row: AllocationRow) -> str:
    """Where a row places the child."""
    if row.unit_id is None:
        return _("ingen ny plads")
    unit = unit_name(book.snapshot, row.unit_id)
    return unit if row.start_date is None else _("%(unit)s fra %(date)s", unit=unit, date=day(row.start_date))


def _aims(left: RoundRecord, right: RoundRecord) -> list[tuple[str, str, str, str]]:
    before, after = ({level["name"]: level for level in record.summary.get("levels", [])} for record in (left, right))
    names = dict.fromkeys([*before, *after])
    units = {name: label(labels.UNITS, str({**after, **before}[name]["unit"])) for name in names}
    return [(labels.level_label(name), units[name], _value(before.get(name)), _value(after.get(name))) for name in names]


def _value(level: dict[str, object] | None) -> str:
    return "–" if level is None else number(float(str(level["value"])))


def _outcomes(left: Iterable[AllocationRow], right: Iterable[AllocationRow]) -> list[tuple[str, str, int, int]]:
    counts = [[row.outcome for row in rows] for rows in (left, right)]
    return [(code, label(labels.OUTCOMES, code), counts[0].count(code), counts[1].count(code)) for code in OUTCOMES]
