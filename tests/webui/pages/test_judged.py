"""The page of earlier forecasts: its table and the sentence of its chart say the same."""

from __future__ import annotations

import pandas as pd

from forecasts.charts.vintages import vintage_words
from webui.forecasts.judged import _hit


def test_the_table_and_the_sentence_reckon_from_the_same_whole_children() -> None:
    """50.6 children are shown as 51; 56 came, which is 5 of 51, 9.8 %, and not 10.7 % of 50.6."""
    origin, day = pd.Timestamp(2024, 1, 1), pd.Timestamp(2026, 1, 1)
    told = pd.DataFrame([{"origin": origin, "date": day, "low": 40.0, "median": 50.6, "high": 60.0}])
    actual = pd.DataFrame([{"date": day, "count": 56.0}])
    hit = _hit(told.merge(actual, on="date").to_dict("records")[0])
    assert (hit.expected, hit.came, hit.inside) == ("51", "56", True)
    assert hit.off.replace("\xa0", " ") == "+9,8 %"
    assert "9,8" in vintage_words(told, actual, "0-årige")
