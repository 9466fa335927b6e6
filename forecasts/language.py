"""The words of charts and sentences, Danish first: each text under its code, with dates and figures as the reader writes them.

A forecast is also read where no page is (a notebook, a file of charts), so its few texts live here and not in the pages' catalogue.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

Language = Literal["da", "en"]

#: code -> Danish, English
_TEXTS: dict[str, tuple[str, str]] = {
    # kinds of care and the places of that kind
    "dagpleje": ("dagpleje", "dagpleje"),
    "vuggestue": ("vuggestue", "nursery"),
    "boernehave": ("børnehave", "kindergarten"),
    "places_of_dagpleje": ("dagplejepladser", "dagpleje places"),
    "places_of_vuggestue": ("vuggestuepladser", "nursery places"),
    "places_of_boernehave": ("børnehavepladser", "kindergarten places"),
    "in": ("I {name}", "In {name}"),
    "in_all": ("I kommunen som helhed", "In the municipality as a whole"),
    "and": ("og", "and"),
    # one sentence about a district and a kind of care
    "unknown": (
        "{where} kendes antallet af {places} ikke; i {month} ventes brug for {median} ({low}-{high} i otte af ti forløb).",
        "{where} the number of {places} is not known; in {month} demand is expected to be {median} ({low}-{high} in eight of ten courses).",
    ),
    "none": (
        "{where} ventes ingen mangel på {places} til og med {last}; risikoen er størst i {peak}: {chance}.",
        "{where} no shortage of {places} is expected up to {last}; the risk is greatest in {peak}: {chance}.",
    ),
    "possible": (
        "{where} slår {places}ne formentlig til frem til {last}, men der er {chance} risiko for mangel i {peak}; så mangler "
        "ventelig {lack}, i værste fald {worst}.",
        "{where} {places} will probably suffice up to {last}, but there is a {chance} risk of a shortage in {peak}; expected lack "
        "{lack}, at worst {worst}.",
    ),
    "from": (
        "{where} er der {chance} sandsynlighed for mangel på {places} fra {start}; da mangler ventelig {lack}, "
        "i værste fald {worst}{more}.",
        "{where}, {chance} chance that {places} run short from {start}; expected lack {lack}, at worst {worst}{more}.",
    ),
    "now": (
        "{where} mangler der allerede {places} i {start} ({chance} sandsynlighed): ventelig {lack}, i værste fald {worst}{more}.",
        "{where} {places} are short already in {start} ({chance} chance): expected lack {lack}, at worst {worst}{more}.",
    ),
    "more_until": ("; manglen er ovre efter {until}", "; the shortage is over after {until}"),
    "more_peak": (
        "; størst er manglen i {peak}: {lack}, i værste fald {worst}",
        "; the lack is greatest in {peak}: {lack}, at worst {worst}",
    ),
    # one sentence about the map
    "map_some": (
        "I {month} ventes mangel på {places} i {short} af {all} distrikter: {named}.",
        "In {month} {places} are expected to run short in {short} of {all} districts: {named}.",
    ),
    "map_none": (
        "I {month} ventes ingen distrikter at mangle {places}; risikoen er størst i {named}.",
        "In {month} {places} are expected to suffice in every district; the risk is greatest in {named}.",
    ),
    "map_unknown": ("Antallet af {places} kendes ikke i noget distrikt.", "The number of {places} is known in no district."),
    "map_without": (" Pladserne kendes ikke i {count} af dem.", " The places are not known in {count} of them."),
    "map_more": (" og {count} til", " and {count} more"),
    # charts
    "chart_fan": ("Behov for {places}, {name}", "Demand for {places}, {name}"),
    "chart_map": ("Sandsynlighed for mangel på {places}, {month}", "Chance of a shortage of {places}, {month}"),
    "axis_places": ("pladser", "places"),
    "median": ("midterste forløb", "median"),
    "band_80": ("otte af ti forløb", "80 % of courses"),
    "band_95": ("19 af 20 forløb", "95 % of courses"),
    "capacity": ("pladser, der er", "places there are"),
    "unknown_places": ("pladser ukendt", "places unknown"),
    "lack": ("mangler {lack}", "lack {lack}"),
    "may_lack": ("kan mangle {lack}", "may lack {lack}"),
    "whole": ("Hele kommunen", "The whole municipality"),
    "chart_backtest": ("Så langt ved siden af ramte hver metode, i gennemsnit", "How far off each way was, on average"),
    "ages": ("{group}-årige, {horizon} år frem", "ages {group}, {horizon} years ahead"),
    "ages_1": ("{group}-årige, 1 år frem", "ages {group}, 1 year ahead"),
    "axis_error": ("middelfejl i procent af det, der kom", "mean error in per cent of what came"),
    "chart_vintages": ("Prognoser og virkelige tal: {group}, {name}", "Forecasts and actual numbers: {group}, {name}"),
    "children_of": ("{group}-årige børn", "children aged {group}"),
    "actual": ("det, der kom", "what came"),
    "forecast_of": ("prognose fra {year}", "forecast of {year}"),
    # ways of forecasting
    "cohort": ("Redekasse", "Redekasse"),
    "naive": ("Sidste tal", "Last count"),
    "drift": ("Lige linje", "Straight line"),
    "HP-1": ("Hamilton-Perry, 1 år", "Hamilton-Perry, 1 year"),
    "HP-5": ("Hamilton-Perry, 5 år", "Hamilton-Perry, 5 years"),
    "HP-5 mean births": ("Hamilton-Perry, 5 år, middel af fødsler", "Hamilton-Perry, 5 years, mean births"),
    "AutoETS": ("AutoETS", "AutoETS"),
    # one sentence about the back-test and about old forecasts
    "backtest": (
        "{years} år frem ramte {own} i gennemsnit {error} ved siden af for {group}-årige; det bedste af de simple bud ({best}) ramte "
        "{best_error} ved siden af.",
        "{years} years ahead {own} was {error} off on average for ages {group}; the best of the simple ways ({best}) was {best_error} off.",
    ),
    "backtest_1": (
        "1 år frem ramte {own} i gennemsnit {error} ved siden af for {group}-årige; det bedste af de simple bud ({best}) ramte "
        "{best_error} ved siden af.",
        "1 year ahead {own} was {error} off on average for ages {group}; the best of the simple ways ({best}) was {best_error} off.",
    ),
    "backtest_alone": (
        "{years} år frem ramte {own} i gennemsnit {error} ved siden af for {group}-årige.",
        "{years} years ahead {own} was {error} off on average for ages {group}.",
    ),
    "backtest_inside": (
        " {inside} af de virkelige tal lå i det interval, der skal holde 80 %.",
        " {inside} of the actual numbers lay in the interval that should hold 80 %.",
    ),
    "vintages": (
        "Prognosen fra {year} ventede {expected} {group} i {then}; der kom {actual}, {difference}. Tallet lå {inside} intervallet, "
        "der skal holde otte af ti gange.",
        "The forecast of {year} expected {expected} {group} in {then}; there were {actual}, {difference}. The number lay {inside} the "
        "interval that should hold eight times in ten.",
    ),
    "vintages_none": (
        "Ingen tidligere prognose kan endnu holdes op mod virkelige tal.",
        "No earlier forecast can be held against actual numbers yet.",
    ),
    "more_came": ("{share} flere", "{share} more"),
    "fewer_came": ("{share} færre", "{share} fewer"),
    "as_many": ("lige så mange", "just as many"),
    "inside": ("i", "within"),
    "outside": ("uden for", "outside"),
}


def say(code: str, language: Language, **values: object) -> str:
    """The text of `code`, with its values filled in. KeyError for a code that is not known."""
    danish, english = _TEXTS[code]
    return (english if language == "en" else danish).format(**values)


def month(value: date, language: Language) -> str:
    """A month in words: "marts 2029", "March 2029"."""
    return format_date(value, "MMMM yyyy", locale=language)


def number(value: float, language: Language, decimals: int = 0) -> str:
    """A number with the language's separators, rounded to `decimals`."""
    return format_decimal(round(value, decimals), format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=language)


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    return f"{number(100 * share, language, decimals)} %"


def chance(share: float, language: Language) -> str:
    """A chance as a percentage that never claims certainty: what is nearer to 0 or 100 % than one per cent is told as such."""
    if share < 0.01:
        return "under 1 %"
    return {"da": "over 99 %", "en": "more than 99 %"}[language] if share > 0.99 else percent(share, language)


def joined(words: list[str], language: Language) -> str:
    """Words as a list in a sentence: "a, b og c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {say('and', language)} {words[-1]}"
