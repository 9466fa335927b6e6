"""What the page of a round's fairness and proof shows."""

from __future__ import annotations

from dataclasses import dataclass

from webui import labels
from webui.fairness.discreet import LEAST
from webui.fairness.groups import MEASURES, Split, splits
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.rounds.summary import Comparison, Level, cases, comparison, levels, price_known


@dataclass(frozen=True, slots=True)
class FairnessView:
    """A round without its children."""

    book: RoundBook
    envy: int | None
    idle: int | None
    #: places held for guarantees after the round
    held: int
    mode: str
    levels: list[Level]
    comparison: Comparison
    #: the other mode was worked out too
    price_known: bool
    measures: list[str]
    splits: list[Split]
    #: the least figure that is shown
    least: int


def fairness_view(book: RoundBook) -> FairnessView:
    """The figures of a round."""
    summary = book.record.summary
    return FairnessView(
        book=book,
        envy=summary.get("justified_envy"),
        idle=summary.get("idle_wished_places"),
        held=len(cases(summary, "places_held")),
        mode=label(labels.MODES, book.head.mode),
        levels=levels(summary),
        comparison=comparison(summary),
        price_known=price_known(summary),
        measures=[_(name) for name in MEASURES],
        splits=splits(book),
        least=LEAST,
    )
