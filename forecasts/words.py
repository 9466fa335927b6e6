"""What a chart shows in one sentence, in the planner's words, Danish or English."""

from __future__ import annotations

import numpy as np

from forecasts.language import Language, chance, joined, month, number, say
from forecasts.outcome import CARES, Forecast
from forecasts.shortfall import HIGH, LIKELY, LOW, MEDIAN, Shortfall, places, shortfall

#: districts named in the sentence about the map
NAMED = 5


def where(forecast: Forecast, area: int, language: Language = "da") -> str:
    """The area as a sentence begins with it; the last area is the municipality."""
    if area in (-1, len(forecast.areas) - 1):
        return say("in_all", language)
    return say("in", language, name=forecast.names[area])


def sentence(forecast: Forecast, area: int, care: int, language: Language = "da") -> str:
    """When and how badly places run short in an area: the words under its fan chart."""
    found = shortfall(forecast, area, care)
    values = {
        "where": where(forecast, area, language),
        "places": say(f"places_of_{CARES[care]}", language),
        "last": month(forecast.months[-1], language),
    }
    if found.kind == "unknown":
        demand = forecast.demand[:, area, care, found.month]
        median, low, high = (number(float(demand[q]), language) for q in (MEDIAN, LOW, HIGH))
        return say("unknown", language, **values, month=values["last"], median=median, low=low, high=high)
    told = month(forecast.months[found.month], language)
    return say(
        found.kind, language, **values, start=told, peak=told, **_lack(forecast, area, care, found.month, language),
        chance=chance(float(forecast.shortage[area, care, found.month]), language),
        more=_more(forecast, area, care, found, language),
    )  # fmt: skip


def _lack(forecast: Forecast, area: int, care: int, when: int, language: Language) -> dict[str, str]:
    lack, worst = places(forecast.lack[area, care, when]), places(forecast.worst[area, care, when])
    # fewer than one draw in ten may lack places: then the worst tenth begins below the mean of those that do
    return {"lack": number(lack, language), "worst": number(max(lack, worst), language)}


def _more(forecast: Forecast, area: int, care: int, found: Shortfall, language: Language) -> str:
    text = ""
    if found.peak is not None:
        figures = _lack(forecast, area, care, found.peak, language)
        text += say("more_peak", language, peak=month(forecast.months[found.peak], language), **figures)
    if found.until is not None:
        text += say("more_until", language, until=month(forecast.months[found.until], language))
    return text


def map_sentence(forecast: Forecast, care: int, when: int, language: Language = "da") -> str:
    """In which districts a shortage is likelier than not in that month: the words under the map."""
    risk = forecast.shortage[:-1, care, when]
    values = {"month": month(forecast.months[when], language), "places": say(f"places_of_{CARES[care]}", language)}
    known = np.flatnonzero(~np.isnan(risk))
    if not known.size:
        return say("map_unknown", language, **values)
    order = known[np.argsort(-risk[known], kind="stable")]
    short = [area for area in order if risk[area] >= LIKELY]
    told = [f"{forecast.names[area]} ({chance(float(risk[area]), language)})" for area in (short or order)[: NAMED if short else 1]]
    many = len(short) > NAMED
    named = ", ".join(told) + say("map_more", language, count=len(short) - NAMED) if many else joined(told, language)
    text = say("map_some" if short else "map_none", language, **values, short=len(short), all=len(risk), named=named)
    unknown = len(risk) - len(known)
    return text + (say("map_without", language, count=unknown) if unknown else "")
