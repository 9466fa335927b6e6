"""The form of a scenario: what stands in its fields, and the assumptions that they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from forecasts.assumptions import AssumptionFault, Assumptions
from webui.i18n import N_, number
from webui.i18n import gettext as _

Kind = Literal["percent", "number", "whole", "month", "area", "care", "text"]
#: rows left empty for new steps
SPARE = {"capacity": 3}
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in `Assumptions`, its words, and what may stand in it."""

    name: str
    label: str
    kind: Kind
    low: float = 0
    high: float = 0
    #: a step may be without it
    optional: bool = False


SINGLE = (
    Field("fertility", N_("Fødsler i procent af prognosens egne"), "percent", 0, 500),
    Field("migration", N_("Til- og fraflytning i procent af prognosens egen"), "percent", -500, 500),
    Field("late_starters", N_("Børn, der begynder i skole et år senere, i procent"), "percent", 0, 100),
    Field("control_weight", N_("Vægt på den officielle fremskrivning i procent"), "percent", 0, 100),
    Field("dagpleje_elsewhere", N_("Dagpleje, der passes i andre kommuner, i procent"), "percent", 0, 100),
    Field("vuggestue_elsewhere", N_("Vuggestue i andre kommuner i procent"), "percent", 0, 100),
    Field("boernehave_elsewhere", N_("Børnehave i andre kommuner i procent"), "percent", 0, 100),
)
_START = Field("start", N_("Fra måned"), "month")
_OVER = Field("over_months", N_("Nået over måneder"), "whole", 0, 240, optional=True)
STEPS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "capacity": (
        N_("Pladser, der åbner (eller lukker: minus)"),
        (
            _START, Field("area", N_("Distrikt"), "area"), Field("care", N_("Pasning"), "care"),
            Field("places", N_("Pladser"), "number", -10_000, 10_000), Field("reason", N_("Hvorfor"), "text", optional=True),
        ),
    ),
    "takeup": (
        N_("Flere eller færre børn i pasning"),
        (
            _START, Field("age_from", N_("Fra alder i måneder"), "whole", 0, 95),
            Field("age_to", N_("Til alder i måneder"), "whole", 1, 96),
            Field("points", N_("Procentpoint"), "number", -100, 100), _OVER,
        ),
    ),
    "dagpleje": (
        N_("Dagplejens andel af pasningen"),
        (
            _START, Field("factor", N_("Procent af den ellers"), "percent", 0, 1000), _OVER,
            Field("area", N_("Distrikt"), "area", optional=True),
        ),
    ),
    "transition": (N_("Alder ved overgang til børnehave"), (_START, Field("age", N_("Alder i måneder"), "whole", 24, 48))),
    "school": (N_("Skolestart (eller førskole)"), (_START, Field("calendar_month", N_("Kalendermåned, 1-12"), "whole", 1, 12))),
}  # fmt: skip


@dataclass
class Form:
    """What was written, and what was wrong with it: field's name -> words."""

    values: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    def rows(self, kind: str) -> range:
        """The numbers of the rows of a kind of step, with spare ones."""
        taken = [int(found[1]) for name in self.values if (found := re.fullmatch(rf"{kind}-(\d\d?)-\w+", name)) and self.values[name]]
        return range(max(taken, default=-1) + 1 + SPARE.get(kind, 1))

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")


def filled(assumptions: Assumptions) -> Form:
    """The form with a scenario's assumptions."""
    values = {"name": assumptions.name, "housing": "1" if assumptions.housing else ""}
    values |= {one.name: _written(one, getattr(assumptions, one.name)) for one in SINGLE}
    for kind, (_title, fields) in STEPS.items():
        for row, step in enumerate(getattr(assumptions, kind)):
            values |= {f"{kind}-{row}-{one.name}": _written(one, getattr(step, one.name)) for one in fields}
    return Form(values)


def read(given: Mapping[str, str], areas: tuple[str, ...]) -> tuple[Form, Assumptions | None]:
    """The form as it was sent, and the assumptions it means; None when something in it is wrong."""
    form = Form({name: value.strip()[:200] for name, value in given.items()})
    table: dict[str, Any] = {"name": form.value("name")[:LONGEST], "housing": form.value("housing") == "1"}
    if not table["name"]:
        form.faults["name"] = _("Giv scenariet et navn.")
    for one in SINGLE:
        table[one.name] = _read(form, one.name, one, areas)
    for kind, (_title, fields) in STEPS.items():
        rows = [row for row in form.rows(kind) if any(form.value(f"{kind}-{row}-{one.name}") for one in fields if one.kind != "care")]
        table[kind] = [_step(form, kind, row, fields, areas) for row in rows]
    if form.faults:
        return form, None
    try:
        return form, Assumptions.from_table(table)
    except AssumptionFault:
        form.faults["name"] = _("Forudsætningerne passer ikke sammen: se efter, at »til alder« er højere end »fra alder«.")
        return form, None


def _step(form: Form, kind: str, row: int, fields: tuple[Field, ...], areas: tuple[str, ...]) -> dict[str, Any]:
    values = {one.name: _read(form, f"{kind}-{row}-{one.name}", one, areas) for one in fields}
    return {name: value for name, value in values.items() if value is not None}


def _read(form: Form, name: str, one: Field, areas: tuple[str, ...]) -> Any:
    """The value in a field; a fault is noted when it is none, and None stands for what is left out."""
    text = form.value(name)
    if not text and one.optional:
        return None
    fault: str | None = None
    value: Any = None
    match one.kind:
        case "month":
            value = text
            fault = None if re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", text) else _("skriv år og måned, fx 2028-08")
        case "area":
            value, fault = text, None if text in areas else _("vælg et distrikt")
        case "care":
            value, fault = text, None if text in ("dagpleje", "vuggestue", "boernehave") else _("vælg en pasning")
        case "text":
            value = text
        case _:
            value, fault = _number(text, one)
    if fault is not None:
        form.faults[name] = f"{_(one.label)}: {fault}"
    return value


def _number(text: str, one: Field) -> tuple[float | int | None, str | None]:
    limits = _("skriv et tal fra %(low)s til %(high)s", low=number(one.low), high=number(one.high))
    if not re.fullmatch(r"[+\-−]?\d{1,6}([.,]\d{1,4})?", text):
        return None, limits
    value = float(text.replace(",", ".").replace("−", "-"))
    if not one.low <= value <= one.high or (one.kind == "whole" and value != int(value)):
        return None, limits
    return (int(value) if one.kind == "whole" else value / 100 if one.kind == "percent" else value), None


def _written(one: Field, value: Any) -> str:
    if one.kind == "percent":
        return f"{round(100 * value, 4):g}".replace(".", ",")
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
