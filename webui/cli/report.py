"""A round's summary as tables for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from optimizer.rounds.record import OUTCOMES
from webui import labels
from webui.cli.console import Console
from webui.cli.texts import _, number, percent
from webui.errors import SHOWN_FAULTS
from webui.rounds.summary import ways

Summary = Mapping[str, Any]
#: places held that are shown in the terminal
SHOWN = 12
#: units named in a cell
NAMED = 4


def show_summary(console: Console, summary: Summary) -> None:
    """Placed by outcome, wishes by rank, breaches and distance beside the baselines; levels with their proof; seconds."""
    console.say(
        _(
            "Runde %(date)s · politik %(policy)s · %(num)s ansøgninger",
            date=summary["round_date"],
            policy=summary["policy"]["name"],
            num=number(summary["applications"]),
        )
    )
    console.say(comparison(summary))
    console.say(levels(summary))
    impossible = summary.get("impossible_guarantees", [])
    if impossible:
        console.say(impossible_guarantees(impossible))
    lacking = summary.get("alternative_shortages", [])
    if lacking or summary.get("alternative_offers"):
        console.say(second_offers(summary))
    held = summary.get("places_held", [])
    if held:
        console.say(held_places(held))
    console.say(seconds(summary))
    if not summary["repeatable"]:
        console.say(_("Kørslen blev afbrudt af uret, så den kan ikke gentages nøjagtigt."))


def show_warnings(console: Console, warnings: list[str]) -> None:
    """The first warnings, and how many there are beyond them."""
    for warning in warnings[:SHOWN_FAULTS]:
        console.note(_("Advarsel: %(text)s", text=warning))
    if len(warnings) > SHOWN_FAULTS:
        console.note(_("... og %(num)s advarsler mere; --json viser dem alle", num=number(len(warnings) - SHOWN_FAULTS)))


def comparison(summary: Summary) -> Table:
    """The round beside other ways to decide it, a row per measure."""
    found = ways(summary)
    table = _table(_("Fordelingen"))
    table.add_column("")
    for way in found:
        table.add_column(_(labels.METHODS.get(way, way)), justify="right")
    ranks = sorted({int(rank) for way in found.values() for rank in way.get("wish_ranks", {})})
    rows = [(_(labels.OUTCOMES[outcome]), [way.get("outcomes", {}).get(outcome, 0) for way in found.values()]) for outcome in OUTCOMES]
    rows += [(_("  %(rank)s. ønske", rank=rank), [way.get("wish_ranks", {}).get(str(rank), 0) for way in found.values()]) for rank in ranks]
    for name, key in (
        (_("Brud i børnemåneder"), "breach_months"),
        (_("Sprunget over i rækkefølgen"), "justified_envy"),
        (_("Ønskede pladser, der står tomme"), "idle_wished_places"),
    ):
        rows.append((name, [way.get(key) for way in found.values()]))
    for name, level in ((_("Tabte ønskepoint"), "wishes"), (_("Afstand ud over nærmeste plads, meter"), "distance")):
        rows.append((name, [_level(way, level) for way in found.values()]))
    for name, values in rows:
        if any(values):
            table.add_row(name, *map(number, values))
    table.add_row(_("Sekunder"), *(number(way["solve_seconds"], 1) for way in found.values()))
    return table


def _level(way: Summary, name: str) -> float | None:
    return next((level["value"] for level in way.get("levels", []) if level["name"] == name), None)


def impossible_guarantees(groups: list[Summary]) -> Table:
    """The guarantees that no decision can keep: by date, who must have a place, and how many places there are for them."""
    table = _table(_("Garantier, som ingen fordeling kan holde"))
    table.add_column(_("Dato"))
    for heading in (_("Børn, der skal være begyndt"), _("Pladser til dem"), _("Mangler")):
        table.add_column(heading, justify="right")
    table.add_column(_("Enheder"))
    for group in groups[:SHOWN]:
        units = group["units"]
        more = _(" og %(num)s til", num=number(len(units) - NAMED)) if len(units) > NAMED else ""
        named = ", ".join(units[:NAMED]) + more if units else _("ingen kan tage dem")
        table.add_row(group["date"], *(number(group[name]) for name in ("children", "places", "missing")), named)
    return table


def second_offers(summary: Summary) -> Table:
    """Second offers outside listed areas (§ 23 stk. 4): who is owed one that is not to be had, and how many have one."""
    given, lacking = summary.get("alternative_offers", 0), summary["alternative_shortages"]
    table = _table(_("Andre tilbud uden for udsatte boligområder (§ 23 stk. 4)"))
    for heading in (_("Mangler"), _("Plads"), _("Fra")):
        table.add_column(heading)
    for place in lacking[:SHOWN]:
        table.add_row(place["application_id"], place["unit_id"], place["from"])
    if len(lacking) > SHOWN:
        table.add_row(_("… og %(num)s til i summary.json", num=number(len(lacking) - SHOWN)))
    table.caption = _("%(given)s givet, %(lacking)s mangler", given=number(given), lacking=number(len(lacking)))
    return table


def held_places(held: list[Summary]) -> Table:
    """The places held for guarantees after the round, and for whom."""
    table = _table(_("Pladser, der holdes til garantier efter runden"))
    for heading in (_("Plads"), _("Fra"), _("Ansøgning"), _("Barn"), _("Garantien forfalder")):
        table.add_column(heading)
    for place in held[:SHOWN]:
        table.add_row(*(str(place.get(name) or "") for name in ("unit_id", "from", "application_id", "child_id", "guarantee_date")))
    if len(held) > SHOWN:
        table.add_row(_("… og %(num)s til i summary.json", num=number(len(held) - SHOWN)))
    return table


def levels(summary: Summary) -> Table:
    """Each aim: what was reached, the proven bound, and the gap between them."""
    table = _table(_("Beviset: bedre end grænsen kan ingen fordeling gøre det"))
    for heading in (_("Mål"), _("Enhed")):
        table.add_column(heading)
    for heading in (_("Nået"), _("Grænse"), _("Afstand til grænsen")):
        table.add_column(heading, justify="right")
    table.add_column(_("Bevist ved"))
    for level in summary["levels"]:
        table.add_row(
            " + ".join(_(labels.LEVELS.get(part, part)) for part in level["name"].split("+")),
            _(labels.UNITS.get(level["unit"], level["unit"])),
            number(level["value"]),
            number(level["bound"]),
            percent(level["gap"], 3),
            _(labels.PROOFS.get(level["proven_by"], level["proven_by"])),
        )
        if level.get("search_cut"):
            table.add_row(f"  {_(labels.SEARCH_CUT)}")
        for part in level.get("parts", []):
            name, unit = _(labels.LEVELS.get(part["name"], part["name"])), _(labels.UNITS.get(part["unit"], part["unit"]))
            table.add_row(_("  heraf %(name)s, vægt %(weight)s", name=name, weight=number(part["weight"])), unit, number(part["value"]))
    return table


def seconds(summary: Summary) -> Table:
    """Seconds per phase and in all, and the most memory used."""
    table = _table(_("Tid og hukommelse"))
    table.show_header = False
    table.add_column()
    table.add_column(justify="right")
    for phase, taken in summary["seconds"].items():
        table.add_row(_(labels.PHASES.get(phase, phase)), f"{number(taken, 1)} s")
    table.add_row(_("I alt"), f"{number(sum(summary['seconds'].values()), 1)} s")
    table.add_row(_("Hukommelse"), f"{number(summary.get('peak_memory_mb'))} MB")
    return table


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD)
