"""What a child's page shows: its wishes, what it got and why, the facts used, and how far the places are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from optimizer.domain.applications import Application
from optimizer.domain.children import Child, ChildDecision
from optimizer.domain.dates import age_in_months
from optimizer.rounds.facts import seniority_basis, seniority_date
from optimizer.rounds.record import AllocationRow, ExplanationRow
from webui import addresses, labels
from webui.children.distances import Place, free_day, nearest_places
from webui.i18n import day, language, ngettext
from webui.i18n import gettext as _
from webui.labels import label
from webui.rounds.book import RoundBook
from webui.rounds.listing import Query, neighbours, select
from webui.units.places import facility_of, unit_name, wish_name
from webui.ways import way_and_how

#: reasons of applications that the round does not decide on: nothing can be asked of them
UNDECIDED = frozenset({"offer_pending", "displaced_instead", "other_application_first"})


@dataclass(frozen=True, slots=True)
class WishLine:
    """One wish and what came of it; `given` when the child got it."""

    rank: int | None
    target: str
    href: str
    given: bool
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that the decision rests on."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Relative:
    """Another child of the household: a twin or a sibling."""

    kin: str
    name: str
    href: str
    born: str
    place: str
    got: str


@dataclass(frozen=True, slots=True)
class ChildView:
    """One application's page."""

    book: RoundBook
    query: Query
    row: AllocationRow
    name: str
    outcome: str
    unit: str
    unit_href: str
    alternative: str
    alternative_href: str
    #: the sentence that says what was decided, and the language it is in
    sentence: str
    sentence_language: str
    remarks: list[str]
    wishes: list[WishLine]
    facts: list[Fact]
    relatives: list[Relative]
    protected: bool
    places: list[Place]
    #: the day on which free places are counted
    free_day: date
    previous: str
    following: str
    position: int | None
    in_list: int
    back: str
    #: the application is decided with the others, so that one may ask what would change it
    open_to_change: bool


def child_view(book: RoundBook, application_id: str, query: Query, rows: pd.DataFrame) -> ChildView:
    """The page of one application; `query` of `rows` is the list in which before and after are meant."""
    row = book.decisions[application_id]
    application = book.snapshot.applications.get(application_id)
    explanations = book.explanations.get(application_id, [])
    selected = select(rows, query)
    before, after, position = neighbours(selected, application_id)
    sentence, spoken = _sentence(row, explanations)
    protected = row.child_id in book.protected

    return ChildView(
        book=book,
        query=query,
        row=row,
        name=book.child_name(row.child_id),
        outcome=label(labels.OUTCOMES, row.outcome),
        unit=unit_name(book.snapshot, row.unit_id),
        unit_href=addresses.unit(book.id, row.unit_id),
        alternative=unit_name(book.snapshot, row.alternative_unit_id),
        alternative_href=addresses.unit(book.id, row.alternative_unit_id),
        sentence=sentence,
        sentence_language=spoken,
        remarks=_remarks(book, row, protected=protected),
        wishes=_wish_lines(book, row, application, explanations),
        facts=_facts(book, row, application),
        relatives=_relatives(book, book.snapshot.children[row.child_id]),
        protected=protected,
        places=nearest_places(book, row, application, hidden=protected),
        free_day=free_day(book, row),
        previous=addresses.child(book.id, before, query),
        following=addresses.child(book.id, after, query),
        position=position,
        in_list=len(selected),
        back=addresses.list_of(book.id, query),
        open_to_change=application is not None and row.reason_code not in UNDECIDED,
    )


def _sentence(row: AllocationRow, explanations: list[ExplanationRow]) -> tuple[str, str]:
    """The decision's reason and its language: the stored row has it in Danish, its explanation in both languages."""
    if language() == "en":
        for explanation in explanations:
            if explanation.text_da == row.reason and explanation.text_en:
                return explanation.text_en, "en"
    return row.reason, "da"


def _remarks(book: RoundBook, row: AllocationRow, *, protected: bool) -> list[str]:
    """What else is said beside the decision."""
    remarks = []
    if row.wish_rank is not None:
        remarks.append(_("%(rank)s. ønske", rank=row.wish_rank))
    if row.unit_id is not None and not protected:
        way = way_and_how(book.snapshot, book.snapshot.children[row.child_id], facility_of(book.snapshot, row.unit_id), book.policy)
        remarks.append(_("%(distance)s fra hjemmet", distance=way))
    if row.days_late:
        remarks.append(ngettext("%(num)s dag efter garantidatoen", "%(num)s dage efter garantidatoen", row.days_late))
    return remarks


def _wish_lines(book: RoundBook, row: AllocationRow, application: Application | None, explanations: list[ExplanationRow]) -> list[WishLine]:
    targets = {wish.rank: wish_name(book.snapshot, wish) for wish in application.wishes} if application else {}
    met = _told_given(row, explanations)
    lines = []
    for explanation in explanations:
        given = explanation is met
        unit = unit_name(book.snapshot, explanation.unit_id)
        target = targets.get(explanation.rank, "") if explanation.rank is not None else ""
        lines.append(
            WishLine(
                rank=explanation.rank,
                target=unit if unit == target or not target else f"{target}: {unit}" if unit else target,
                href=addresses.unit(book.id, explanation.unit_id),
                given=given,
                outcome=_("Tildelt") if given else "",
                reason=explanation.text_en if language() == "en" else explanation.text_da,
            )
        )
    told = {explanation.rank for explanation in explanations}
    silent = [WishLine(rank, name, "", given=False, outcome="", reason="") for rank, name in targets.items() if rank not in told]
    return sorted([*lines, *silent], key=lambda line: (line.rank is None, line.rank or 0))


def _told_given(row: AllocationRow, explanations: list[ExplanationRow]) -> ExplanationRow | None:
    """What is told of the place given, the wish for it before anything else; None without a new place.

    Known by its unit: the rank in the row is that of the decision, for twins out of both their lists, and not of the child's own wish.
    """
    if row.start_date is None or row.unit_id is None:
        return None
    return next((explanation for explanation in explanations if explanation.unit_id == row.unit_id), None)


def _facts(book: RoundBook, row: AllocationRow, application: Application | None) -> list[Fact]:
    child = book.snapshot.children[row.child_id]
    facts = [Fact(_("Født"), day(child.birth_date))]
    if row.start_date is not None:
        facts.append(Fact(_("Alder ved start"), age(child, row.start_date)))
    if application is None:
        facts.append(Fact(_("Ansøgning"), _("Oprettet af systemet, fordi barnets enhed lukker eller skæres ned")))
    else:
        facts += _application_facts(book, child, application)
    if row.guarantee_date is not None:
        facts.append(Fact(_("Garantidato"), day(row.guarantee_date)))
    if row.days_late:
        facts.append(Fact(_("Dage efter garantidatoen"), str(row.days_late)))
    facts += _needs(book, child)
    facts.append(Fact(_("Trin i rækkefølgen"), label(labels.TIERS, row.tier) or _("intet trin")))
    return [*facts, Fact(_("Plads i dag"), _present_places(book, child.id))]


def _needs(book: RoundBook, child: Child) -> list[Fact]:
    """Places that the child takes in dagpleje and its support points, where there is more to say than one place and no points."""
    weight = [ngettext("%(num)s plads", "%(num)s pladser", child.place_weight)] if child.place_weight != 1 else []
    points = [str(child.support_points)] if child.support_points else []
    for decision in sorted((d for d in book.snapshot.child_decisions if d.child_id == child.id), key=lambda d: d.from_date):
        if decision.to_date is None or decision.to_date > book.round_date:
            if decision.kind == "place_weight":
                weight.append(_decided(ngettext("%(num)s plads", "%(num)s pladser", decision.value), decision))
            else:
                points.append(_decided(str(decision.value), decision))
    told = [(_("Tæller i dagpleje for"), weight), (_("Støttepoint"), points)]
    return [Fact(name, "; ".join(values)) for name, values in told if values]


def _decided(value: str, decision: ChildDecision) -> str:
    """A time-limited decision: its value, and on which days it holds."""
    since = day(decision.from_date)
    if decision.to_date is None:
        return _("%(value)s fra %(since)s ved særlig afgørelse", value=value, since=since)
    last = day(decision.to_date - timedelta(days=1))
    return _("%(value)s fra %(since)s til og med %(last)s ved tidsbegrænset afgørelse", value=value, since=since, last=last)


def _application_facts(book: RoundBook, child: Child, application: Application) -> list[Fact]:
    basis = seniority_basis(application.care, book.policy)
    latest = [Fact(_("Accepterer start til og med"), day(application.accepts_until))] if application.accepts_until else []
    return [
        Fact(_("Ansøgning"), f"{label(labels.KINDS, application.kind)}, {label(labels.CARES, application.care)}"),
        Fact(_("Opskrevet"), day(application.registered_date)),
        Fact(_("Behov fra"), day(application.need_date)),
        *latest,
        Fact(
            _("Anciennitet fra"),
            f"{day(seniority_date(application, child, book.policy))} ({label(labels.SENIORITIES, basis)})",
        ),
        Fact(_("Ønsker pasningsgaranti"), _("ja") if application.wants_guarantee else _("nej")),
    ]


def age(child: Child, on: date) -> str:
    """The child's age on a day, in years and whole months."""
    years, months = divmod(age_in_months(child.birth_date, on), 12)
    in_months = ngettext("%(num)s måned", "%(num)s måneder", months)
    return _("%(years)s år og %(months)s", years=years, months=in_months) if years else in_months


def _present_places(book: RoundBook, child_id: str) -> str:
    there = [
        stay for stay in book.snapshot.enrolments if stay.child_id == child_id and (stay.to_date is None or stay.to_date > book.round_date)
    ]
    names = [_("%(unit)s fra %(date)s", unit=unit_name(book.snapshot, stay.unit_id), date=day(stay.from_date)) for stay in there]
    return "; ".join(names) or _("ingen")


def _relatives(book: RoundBook, child: Child) -> list[Relative]:
    """The other children of the household, twins first: where they are and what they got in this round."""
    others = [other for other in book.households.get(child.household_id or "", []) if other.id != child.id]
    return [_relative(book, child, other) for other in sorted(others, key=lambda other: (not _twins(child, other), other.birth_date))]


def _relative(book: RoundBook, child: Child, other: Child) -> Relative:
    same_birth = sum(_twins(child, relative) for relative in book.households.get(child.household_id or "", []))
    twin = _("Tvilling") if same_birth == 2 else _("Trilling eller flerling")
    kin = twin if _twins(child, other) else _("Søskende")
    row = book.decision_of_child.get(other.id)
    got = label(labels.OUTCOMES, row.outcome) if row else ""
    place = unit_name(book.snapshot, row.unit_id) if row and row.unit_id else _present_places(book, other.id)
    href = addresses.child(book.id, row.application_id) if row else ""
    return Relative(kin, book.child_name(other.id), href, day(other.birth_date), place, got)


def _twins(child: Child, other: Child) -> bool:
    if child.twin_group or other.twin_group:
        return child.twin_group == other.twin_group
    return child.birth_date == other.birth_date
