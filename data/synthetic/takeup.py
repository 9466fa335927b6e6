"""Take-up year by year: the last year as the children were drawn from, the years before along a known drift."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.synthetic import calibration as cal
from data.synthetic.arrays import Floats
from data.synthetic.sizes import Sizes


def _shifted(share: Floats | float, by: Floats | float) -> Floats:
    """Shares 0-1 moved by `by` on the scale of the logit."""
    odds = np.asarray(share) / (1 - np.asarray(share)) * np.exp(by)
    moved: Floats = odds / (1 + odds)
    return moved


def takeup_table(rng: np.random.Generator, sizes: Sizes) -> pd.DataFrame:
    """Share of children in care by age in months, kind of care and year, in the whole municipality.

    The shares of the round's year are `TAKEUP` and the municipality's share of dagpleje, which the children are drawn from;
    k years before, their logits lie k drifts and the year's own shift away.
    """
    last = sizes.round_date.year
    ages = [age for age, _ in cal.TAKEUP] + [72]
    rows = []
    for back in range(cal.COUNT_YEARS):
        own = rng.normal(0, cal.TAKEUP_YEAR_SPREAD, 2) if back else np.zeros(2)
        shares = _shifted(np.array([share for _, share in cal.TAKEUP]), own[0] - back * cal.TAKEUP_DRIFT)
        dagpleje = float(_shifted(sizes.dagpleje_share, own[1] - back * cal.DAGPLEJE_DRIFT))
        for age, until, share in zip(ages[:-1], ages[1:], shares.tolist(), strict=True):
            if age >= cal.TRANSITION_MONTHS:
                rows.append((age, until, "boernehave", round(share, 4), last - back))
            else:
                rows.append((age, until, "dagpleje", round(share * dagpleje, 4), last - back))
                rows.append((age, until, "vuggestue", round(share * (1 - dagpleje), 4), last - back))
    return pd.DataFrame(rows, columns=["age_months_from", "age_months_to", "care_kind", "share", "year"])
