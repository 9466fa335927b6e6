"""A letter: what stands in it, for whom, and the PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from typing import Any

import typst
from sqlalchemy import Engine

from data.stores.letters import Document
from optimizer.rounds.facts import seniority_date
from optimizer.rounds.record import AllocationRow, ExplanationRow
from webui import labels
from webui.i18n import N_, catalogue, written_day
from webui.labels import UNIT_KINDS
from webui.letters.texts import filled, text_of
from webui.rounds.book import RoundBook
from webui.units.places import wish_name

#: letter of each outcome; the others tell a family nothing that is decided
KIND_OF = {
    "wish": "offer",
    "moved_on": "offer",
    "guarantee": "guarantee",
    "displaced": "displaced",
    "breach": "breach",
    "kept": "refusal",
    "waiting": "refusal",
    "provisional": "refusal",
}
#: below so many admitted, numbers and dates in a reason could tell of a single child
FEW = 5
_OTHERS_FIRST = N_("Pladserne i den periode går til børn, som står før i den rækkefølge, retningslinjerne fastsætter.")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One to whom the letter goes; no address where it is protected."""

    number: int
    name: str
    address: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Sending:
    """The day of sending, and the days that a family has to answer."""

    day: date
    answer_days: int = 14

    @property
    def answer_by(self) -> date:
        """The last day to answer."""
        return self.day + timedelta(days=self.answer_days)


def asks_for_an_answer(row: AllocationRow) -> bool:
    """Whether the letter offers a place that the family is to answer."""
    return row.unit_id is not None and row.start_date is not None and KIND_OF[row.outcome] != "refusal"


def make_letter(engine: Engine, book: RoundBook, application_id: str, to: Recipient, sending: Sending, *, draft: bool = False) -> Document:
    """The letter to one guardian."""
    row = book.decisions[application_id]
    kind, language = KIND_OF[row.outcome], to.language
    text, appeal, sender = (text_of(engine, name, language) for name in (kind, "appeal", "sender"))
    values = _values(book, row, language, sending)
    parts: list[dict[str, Any]] = []
    for paragraph in text.body.split("\n\n"):
        parts += _part(paragraph.strip(), values, _wishes(book, row, language), appeal, language)
    content = {
        "title": filled(text.subject, values),
        "sender": sender.subject,
        "from": [line for line in sender.body.splitlines() if line.strip()],
        "to": [to.name, *to.address],
        "date": written_day(sending.day, language),
        "draft": draft,
        "draft_words": catalogue(language).gettext(N_("UDKAST – ikke sendt")),
        "language": language,
        "reference": application_id,
        "parts": parts,
    }
    texts = " ".join(f"{one.kind}:{one.number}" for one in (text, appeal, sender))
    answer_by = sending.answer_by if asks_for_an_answer(row) else None
    return Document(application_id, to.number, kind, language, texts, sending.day, answer_by, typeset(content))


def typeset(content: Mapping[str, Any]) -> bytes:
    """The PDF (PDF/UA-1, tagged), by typst and its own fonts alone: the same on every machine."""
    with resources.as_file(resources.files("webui.letters") / "letter.typ") as form:
        made = typst.compile(str(form), sys_inputs={"letter": json.dumps(content)}, pdf_standards="ua-1", ignore_system_fonts=True)
    if not isinstance(made, bytes):
        raise TypeError("typst made several files of one letter")
    return made


def _part(paragraph: str, values: dict[str, str], wishes: list[str], appeal: Any, language: str) -> list[dict[str, Any]]:
    """A paragraph as the form knows it; nothing where nothing is left of it."""
    if paragraph == "{oensker}":
        lead = catalogue(language).gettext(N_("Jeres ønsker:"))
        return [{"kind": "list", "lead": lead, "lines": wishes}] if wishes else []
    if paragraph == "{klagevejledning}":
        told = [{"kind": "text", "text": " ".join(part.split())} for part in appeal.body.split("\n\n")]
        return [{"kind": "heading", "text": appeal.subject}, *told]
    text = filled(paragraph, {**values, "oensker": "; ".join(wishes), "klagevejledning": appeal.body})
    return [{"kind": "text", "text": text}] if text else []


def _values(book: RoundBook, row: AllocationRow, language: str, sending: Sending) -> dict[str, str]:
    tr = catalogue(language).gettext
    unit, other = (_unit(book, one, language) for one in (row.unit_id, row.alternative_unit_id))
    start = "" if row.start_date is None else written_day(row.start_date, language)
    answer = written_day(sending.answer_by, language)
    return {
        "barn": book.child_name(row.child_id),
        "plads": unit,
        "startdato": start,
        "garantidato": "" if row.guarantee_date is None else written_day(row.guarantee_date, language),
        "svarfrist": answer,
        "begrundelse": _reason(book, row, language),
        "hensyn": _weighed(book, row, language),
        "andet_tilbud": tr(N_("I tilbydes også en plads i %(unit)s, og I vælger selv (dagtilbudslovens § 23, stk. 4).")) % {"unit": other}
        if other
        else "",
        "plads_i_stedet": tr(N_("I tilbydes en plads i %(unit)s fra den %(date)s.")) % {"unit": unit, "date": start}
        if unit and start
        else "",
        "svar_om_pladsen": tr(N_("Svar senest den %(date)s, om I vil have pladsen.")) % {"date": answer} if unit and start else "",
        "afslag": tr(labels.REFUSALS[book.policy.refused_guarantee]) % {"months": book.policy.refused_months},
    }


def _unit(book: RoundBook, unit_id: str | None, language: str) -> str:
    """A unit's name in the letter's language, whatever the officer reads."""
    if unit_id is None:
        return ""
    unit = book.snapshot.units[unit_id]
    facility = book.snapshot.facilities[unit.facility_id]
    if facility.kind == "dagpleje":
        return facility.name
    return f"{facility.name} ({catalogue(language).gettext(UNIT_KINDS[unit.kind])})"


def _reason(book: RoundBook, row: AllocationRow, language: str) -> str:
    """The reason of the decision: its own explanation, without what could tell of a single other child."""
    told = book.explanations.get(row.application_id, [])
    own = next((one for one in told if one.code == row.reason_code), None)
    own = own or next((one for one in told if one.rank == row.wish_rank), None)
    return row.reason if own is None else told_to_family(own, language)


def told_to_family(told: ExplanationRow, language: str) -> str:
    """An explanation for a letter: where few were admitted, no number and no date of others."""
    few = any(isinstance(told.facts.get(name), int) and 0 < told.facts[name] < FEW for name in ("places", "given", "others"))
    if few or "last_seniority" in told.facts:
        return catalogue(language).gettext(_OTHERS_FIRST)
    return told.text_en if language == "en" else told.text_da


def _wishes(book: RoundBook, row: AllocationRow, language: str) -> list[str]:
    """Each wish that was not met, and why; nothing where the first wish was met."""
    application = book.snapshot.applications.get(row.application_id)
    told = {one.rank: one for one in book.explanations.get(row.application_id, []) if one.rank is not None}
    if application is None or (row.wish_rank == 1 and row.outcome in ("wish", "moved_on")):
        return []
    lines = []
    for wish in application.wishes:
        if wish.rank in told and wish.rank != row.wish_rank:
            name = _unit(book, wish.target_id, language) if wish.target_kind == "unit" else wish_name(book.snapshot, wish)
            lines.append(f"{wish.rank}. {name}: {told_to_family(told[wish.rank], language)}")
    return lines


def _weighed(book: RoundBook, row: AllocationRow, language: str) -> str:
    """The main considerations: place in the order, seniority, wishes and guarantee."""
    tr, application = catalogue(language).gettext, book.snapshot.applications.get(row.application_id)
    if application is None:
        return ""
    since = written_day(seniority_date(application, book.snapshot.children[row.child_id], book.policy), language)
    tier = labels.TIERS.get(row.tier)
    group = tr(N_("gruppen »%(tier)s« i rækkefølgen")) % {"tier": tr(tier)} if tier else tr(N_("barnets plads i rækkefølgen"))
    return tr(N_("Vi har lagt vægt på %(group)s, anciennitet fra den %(date)s, jeres ønsker og pasningsgarantien.")) % {
        "group": group,
        "date": since,
    }
