"""Take-up and split against the last value held, on Konstanz 2007-26 and Denmark 2010-14: `python -m benchmarks.forecasting.shares`.

The sets are small, and the priors of the trends were chosen on them: the table says how far the method got here, not how far it
will get elsewhere. Konstanz is one town (its childminders stand for dagpleje); the Danish figures are five years of one country.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.registry import Absent, shared_folder
from forecasts.places.odds import logit, share_of
from forecasts.places.trend import SPLIT_PRIOR, TAKEUP_PRIOR, TrendPrior, fit_trend

Numbers = NDArray[np.float64]

HORIZONS = (1, 3, 5)
DRAWS = 4000
#: fewest years before the first origin
FEWEST = {"Konstanz": 3, "Denmark": 2}


@dataclass(frozen=True, slots=True)
class Series:
    """One share by year."""

    place: str
    name: str
    prior: TrendPrior
    share: Numbers
    #: children (or places) that the share is of
    base: Numbers


@dataclass(frozen=True, slots=True)
class Score:
    """One series at one horizon: number of origins, mean relative error of holding and of the trend, share inside 80 %."""

    count: int
    held: float
    trend: float
    inside: float


def series() -> list[Series]:
    """The published series. Raises Absent where this machine lacks them."""
    folder = shared_folder() / "data" / "forecasting"
    if not folder.is_dir():
        raise Absent("take-up: no published series; REDEKASSE_SHARED names the folder of shared data")
    rates = pd.read_csv(folder / "konstanz_kita" / "betreuungsquote.csv")
    places = pd.read_csv(folder / "konstanz_kita" / "kinderbetreuung.csv")
    nation = pd.read_csv(folder / "denmark_uvm_national" / "takeup_and_split_2010_2014.csv")

    def column(table: pd.DataFrame, name: str) -> Numbers:
        return table[name].to_numpy(dtype=np.float64)

    under = column(places, "unter_3_kita") + column(places, "unter_3_tagespflege")
    over = column(places, "ab_3_kita") + column(places, "ab_3_tagespflege")
    every = column(nation, "indskrevne_i_alt")
    found = [
        # about 2,200 children under three and 2,400 from three to school live in Konstanz
        ("Konstanz", "take-up 0-2", TAKEUP_PRIOR, column(rates, "unter_3") / 100, np.full(len(rates), 2200.0)),
        ("Konstanz", "take-up 3-5", TAKEUP_PRIOR, column(rates, "ab_3") / 100, np.full(len(rates), 2400.0)),
        ("Konstanz", "childminder 0-2", SPLIT_PRIOR, column(places, "unter_3_tagespflege") / under, under),
        ("Konstanz", "childminder 3-5", SPLIT_PRIOR, column(places, "ab_3_tagespflege") / over, over),
        ("Denmark", "take-up 0", TAKEUP_PRIOR, column(nation, "takeup_age0_pct") / 100, np.full(len(nation), 6e4)),
        ("Denmark", "take-up 1-2", TAKEUP_PRIOR, column(nation, "takeup_age1_2_pct") / 100, np.full(len(nation), 1.25e5)),
        ("Denmark", "take-up 3-5", TAKEUP_PRIOR, column(nation, "takeup_age3_5_pct") / 100, np.full(len(nation), 1.95e5)),
        ("Denmark", "dagpleje", SPLIT_PRIOR, (column(nation, "kommunal_dagpleje") + column(nation, "privat_dagpleje")) / every, every),
        ("Denmark", "private houses", SPLIT_PRIOR, column(nation, "privat_daginstitution") / every, every),
    ]
    return [Series(*one) for one in found]


def scores(one: Series, rng: np.random.Generator) -> dict[int, Score]:
    """Rolling origins; nothing after an origin is seen."""
    value, variance = logit(one.share), 1 / (one.base * one.share * (1 - one.share))
    found: dict[int, list[tuple[float, float, bool]]] = {horizon: [] for horizon in HORIZONS}
    for origin in range(FEWEST[one.place] - 1, len(one.share) - 1):
        paths = fit_trend(value[: origin + 1], variance[: origin + 1], one.prior).draws(max(HORIZONS), DRAWS, rng)
        for horizon in HORIZONS:
            if origin + horizon >= len(one.share):
                continue
            actual = one.share[origin + horizon]
            drawn = share_of(paths[horizon] + np.sqrt(variance[origin + horizon]) * rng.standard_normal(DRAWS))
            low, middle, high = np.quantile(drawn, (0.1, 0.5, 0.9))
            held = abs(one.share[origin] - actual) / actual
            found[horizon].append((held, abs(middle - actual) / actual, bool(low <= actual <= high)))
    return {
        horizon: Score(len(rows), *(float(np.mean([row[part] for row in rows])) for part in range(3)))
        for horizon, rows in found.items()
        if rows
    }


def table() -> list[str]:
    """The scores as a Markdown table, pooled lines last."""
    lines = [
        "| series | years ahead | origins | held, % | trend, % | change, % | inside 80 % |",
        "|---|---|---|---|---|---|---|",
    ]
    rng = np.random.default_rng(1)
    every = [(one, horizon, score) for one in series() for horizon, score in scores(one, rng).items()]
    for one, horizon, score in every:
        lines.append(_line(f"{one.place}, {one.name}", str(horizon), score))
    for kind, prior in (("take-up", TAKEUP_PRIOR), ("split", SPLIT_PRIOR)):
        for place in FEWEST:
            rows = [score for one, _, score in every if one.prior is prior and one.place == place]
            count = sum(score.count for score in rows)
            # errors of rates of 3 % and of 95 % are of different size: the ratio is pooled, weighted by origins
            change = np.exp(sum(score.count * np.log(score.trend / score.held) for score in rows) / count)
            inside = sum(score.count * score.inside for score in rows) / count
            lines.append(f"| **{place}, {kind}, pooled** | all | {count} | | | {100 * (change - 1):+.0f} | {100 * inside:.0f} |")
    return lines


def _line(name: str, horizon: str, score: Score) -> str:
    change = 100 * (score.trend / score.held - 1)
    return (
        f"| {name} | {horizon} | {score.count} | {100 * score.held:.2f} | {100 * score.trend:.2f} | {change:+.0f} "
        f"| {100 * score.inside:.0f} |"
    )


if __name__ == "__main__":
    print("\n".join(table()))
