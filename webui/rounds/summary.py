"""Parts of a round's summary in words: what was proven, what was gained, which places are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from webui import labels
from webui.i18n import N_, number
from webui.i18n import gettext as _
from webui.labels import label

Summary = Mapping[str, Any]

#: below this share a gap is shown as none: it is less than the figures are rounded to
NOTHING = 0.000_005


@dataclass(frozen=True, slots=True)
class Level:
    """One aim of the round: what was reached, and how near the best possible that is proven to be."""

    name: str
    value: str
    bound: str
    proof: str
    method: str
    exact: bool
    parts: list[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of every way; an empty value was not given."""

    name: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The decision beside what other ways of allocating would have given: a heading per way, a row per measure."""

    ways: list[str]
    measures: list[Measure]


def levels(summary: Summary) -> list[Level]:
    """The aims in the policy's order."""
    return [_level(level) for level in summary.get("levels", [])]


def _level(level: Mapping[str, Any]) -> Level:
    unit = label(labels.UNITS, level["unit"])
    gap, bound = level.get("gap"), level.get("bound")
    return Level(
        name=labels.level_label(level["name"]),
        value=f"{number(level['value'])} {unit}",
        bound="" if bound is None else f"{number(bound)} {unit}",
        proof=proof(gap),
        method=", ".join([label(labels.PROOFS, level.get("proven_by")), *([_(labels.SEARCH_CUT)] if level.get("search_cut") else [])]),
        exact=gap is not None and gap < NOTHING,
        parts=[
            _(
                "%(name)s: %(value)s %(unit)s, vægt %(weight)s",
                name=label(labels.LEVELS, part["name"]),
                value=number(part["value"]),
                unit=label(labels.UNITS, part["unit"]),
                weight=number(part["weight"]),
            )
            for part in level.get("parts", [])
        ],
    )


def proof(gap: float | None) -> str:
    """How near the best possible a level is proven to be."""
    if gap is None:
        return _("Ikke bevist")
    if gap < NOTHING:
        return _("Kan ikke gøres bedre")
    return _("Højst %(gap)s %% fra det bedst mulige", gap=number(gap * 100, 3 if gap < 0.001 else 2))


MEASURES = (
    (N_("Fik 1. ønske"), ("wish_ranks", "1")),
    (N_("Fik 2. ønske"), ("wish_ranks", "2")),
    (N_("Fik 3. ønske"), ("wish_ranks", "3")),
    (N_("Ønske opfyldt"), ("outcomes", "wish")),
    (N_("Garantiplads"), ("outcomes", "guarantee")),
    (N_("Videre til børnehave"), ("outcomes", "moved_on")),
    (N_("Venter"), ("outcomes", "waiting")),
    (N_("Garantibrud"), ("outcomes", "breach")),
    (N_("Brud i børnemåneder"), ("breach_months",)),
    (N_("Børn sprunget over i rækkefølgen"), ("justified_envy",)),
    (N_("Ønskede pladser, der står tomme"), ("idle_wished_places",)),
    (N_("Tabte ønskepoint"), ("levels", "wishes")),
    (N_("Afstand ud over nærmeste plads, meter"), ("levels", "distance")),
    (N_("Sekunder"), ("solve_seconds",)),
)


def comparison(summary: Summary) -> Comparison:
    """The decision and the other ways side by side, in the measures that at least one of them gives."""
    found = ways(summary)
    rows = [Measure(_(name), [_measure(way, path) for way in found.values()]) for name, path in MEASURES]
    return Comparison([label(labels.METHODS, way) for way in found], [row for row in rows if any(row.values)])


def ways(summary: Summary) -> dict[str, Summary]:
    """Each way to decide the round with its measures and `solve_seconds`: ours, the other mode where it was worked out, the baselines."""
    others = summary.get("baselines", {})
    ours = summary.get("policy", {}).get("mode")
    modes = {ours: summary, **{mode: others[mode] for mode in labels.MODES if mode in others}} if set(labels.MODES) & set(others) else {}
    found = {**(modes or {"optimiser": summary}), **{name: way for name, way in others.items() if name not in labels.MODES}}
    return {name: {**way, "solve_seconds": _seconds_of(name, ours, summary)} for name, way in found.items()}


def price_known(summary: Summary) -> bool:
    """Whether the other mode was worked out too."""
    return bool(set(labels.MODES) & set(summary.get("baselines", {})))


def _seconds_of(way: str, ours: str | None, summary: Summary) -> float | None:
    """What it took to decide so, looking ahead and counting left in for all but our own way."""
    taken = summary.get("seconds", {})
    phases = ("reserve", "solve", "look_ahead") if way in ("optimiser", ours) else ("price_of_order",) if way in labels.MODES else (way,)
    known = [taken[phase] for phase in phases if taken.get(phase) is not None]
    return round(sum(known), 1) if known else None


def _measure(summary: Summary, path: tuple[str, ...]) -> str:
    if path[0] == "levels":
        return next((number(level["value"]) for level in summary.get("levels", []) if level["name"] == path[1]), "")
    value: Any = summary
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            # A way that counts outcomes at all had none of this one.
            return number(0) if isinstance(value, Mapping) and key != path[0] else ""
        value = value[key]
    return number(value, 1 if isinstance(value, float) else 0) if isinstance(value, int | float) else ""


@dataclass(frozen=True, slots=True)
class Case:
    """An application and a unit that the summary names: a place held for it, or one that it was passed over for."""

    application_id: str
    unit_id: str
    start_date: date | None
    #: the day on which the guarantee falls due that a place is held for
    guarantee_date: date | None


def cases(summary: Summary, name: str) -> list[Case]:
    """The cases of `places_held` or `envy_cases`, by date."""
    listed = [
        Case(case["application_id"], case["unit_id"], _date(case.get("from")), _date(case.get("guarantee_date")))
        for case in summary.get(name, [])
    ]
    return sorted(listed, key=lambda case: (case.start_date or date.max, case.application_id))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
