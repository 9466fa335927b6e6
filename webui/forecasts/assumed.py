"""What the page of assumptions shows: how the forecast was made, what was mended in the data, and the form for another scenario."""

from __future__ import annotations

from dataclasses import dataclass

from forecasts.assumptions import Assumptions
from forecasts.language import month
from forecasts.outcome import CARES
from webui.forecasts.book import ForecastBook, care_name, reader
from webui.forecasts.form import SINGLE, STEPS, Field, Form, filled
from webui.forecasts.make import remedies_told
from webui.forecasts.overview import Choice
from webui.i18n import gettext as _
from webui.i18n import number


@dataclass(frozen=True, slots=True)
class Asked:
    """A field on the page; `choices` where one is to be chosen."""

    id: str
    label: str
    value: str
    fault: str
    kind: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Group:
    """The steps of one kind: headings of the columns, and rows of fields."""

    title: str
    headings: list[str]
    rows: list[list[Asked]]


@dataclass(frozen=True, slots=True)
class Assumed:
    """The page of assumptions."""

    book: ForecastBook
    facts: list[tuple[str, str]]
    remedies: list[str]
    name: Asked
    housing: bool
    single: list[Asked]
    groups: list[Group]
    faults: dict[str, str]


def assumed(book: ForecastBook, form: Form) -> Assumed:
    """The page, with `form` to be filled in."""
    areas = list(zip(book.forecast.areas[:-1], book.forecast.names[:-1], strict=True))
    return Assumed(
        book=book,
        facts=facts_of(book),
        remedies=remedies_told(book.head.summary, reader()),
        name=Asked("name", _("Scenariets navn"), form.value("name"), form.faults.get("name", ""), "text", []),
        housing=form.value("housing") == "1",
        single=[_asked(form, one.name, one, areas) for one in SINGLE],
        groups=[_group(form, kind, areas) for kind in STEPS],
        faults=form.faults,
    )


def facts_of(book: ForecastBook) -> list[tuple[str, str]]:
    """How the forecast was made, and what it assumes beside that all goes on as before: names and values."""
    summary, assumptions = book.head.summary, Assumptions.from_table(book.head.assumptions)
    facts = [
        (_("Regnet på tal til"), month(book.forecast.origin, reader())),
        (_("Rækker til"), month(book.forecast.months[-1], reader())),
        (_("Forløb"), number(summary["draws"])),
        (_("Dataversion"), book.head.data_version[:8]),
        (_("Boligprogrammet"), _("regnet med") if assumptions.housing else _("ikke regnet med")),
    ]
    form = filled(assumptions)
    facts += [
        (_(one.label), form.value(one.name) + " %") for one in SINGLE if getattr(assumptions, one.name) != getattr(Assumptions(), one.name)
    ]
    for kind, (title, fields) in STEPS.items():
        for row in range(len(getattr(assumptions, kind))):
            told = [
                f"{_(one.label).lower()} {form.value(f'{kind}-{row}-{one.name}')}"
                for one in fields
                if form.value(f"{kind}-{row}-{one.name}")
            ]
            facts.append((_(title), ", ".join(told)))
    return facts


def _group(form: Form, kind: str, areas: list[tuple[str, str]]) -> Group:
    title, fields = STEPS[kind]
    rows = [[_asked(form, f"{kind}-{row}-{one.name}", one, areas) for one in fields] for row in form.rows(kind)]
    return Group(_(title), [_(one.label) for one in fields], rows)


def _asked(form: Form, name: str, one: Field, areas: list[tuple[str, str]]) -> Asked:
    value = form.value(name)
    choices = []
    if one.kind == "area":
        choices = [Choice("", "–", not value), *(Choice(area, text, area == value) for area, text in areas)]
    elif one.kind == "care":
        choices = [Choice(code, care_name(care), code == value) for care, code in enumerate(CARES)]
    return Asked(name, _(one.label), value, form.faults.get(name, ""), one.kind, choices)
