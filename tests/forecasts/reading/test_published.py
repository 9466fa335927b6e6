"""The faults of published series, as they are: each is found by itself and mended as its remedy says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from forecasts.faults import Unusable, remedy
from forecasts.reading import read_inputs


@pytest.fixture(scope="module")
def norway(shared: Path) -> pd.DataFrame:
    """Children of the Norwegian municipalities, 1 January 2005 to 2026, by age 0-9."""
    path = shared / "data/forecasting/norway_csdata/norway_pop_age0_9_2005_2026.csv.gz"
    rows = pd.read_csv(path, dtype={"location_code": str}).rename(columns={"location_code": "area_id", "pop": "count"})
    return rows[rows["granularity_geo"] == "municip"].assign(area_id=lambda each: each["area_id"].str.removeprefix("municip_nor"))


def test_danish_counts_lack_an_age(shared: Path) -> None:
    """Age 38 is in no year of the file; all else is whole."""
    rows = pd.read_csv(shared / "data/forecasting/denmark_folk1a_12areas/FOLK1A.csv", sep=";", dtype=str)
    rows.columns = pd.Index(["area_id", "sex", "age", "time", "count"])
    rows = rows[~rows["area_id"].str.match("08[1-5]")].assign(year=rows["time"].str[:4].astype(int), age=rows["age"].astype(int))
    rows["count"] = rows["count"].astype(int)
    history = read_inputs({"population": rows.groupby(["area_id", "year", "age"])["count"].sum().reset_index()}).history
    assert history.areas == ("147", "400", "461", "561", "751", "851")
    assert history.remedies == (remedy("adult_age", ages="38"),)
    assert sorted(history.nation) == list(range(2008, 2021))


def test_norwegian_copies_and_a_split_that_was_not_carried_back(norway: pd.DataFrame) -> None:
    """The years after 2026 as the package fills them; Ålesund and Haram, apart since 2024; two codes begin in 2006."""
    copies = [norway[norway["year"] == 2026].assign(year=year) for year in range(2027, 2037)]
    table = pd.concat([norway, *copies], ignore_index=True)
    with pytest.raises(Unusable) as caught:
        read_inputs({"population": table})
    assert [(fault.code, fault.value) for fault in caught.value.faults] == [("area_appears", "1160, 2006"), ("area_appears", "1576, 2006")]
    history = read_inputs({"population": table[~table["area_id"].isin(["1160", "1576"])]}).history
    assert history.years.tolist() == list(range(2005, 2027))
    told = {one.code: dict(one.facts) for one in history.remedies}
    assert told["repeated_years"] == {"years": "2027-2036"}
    assert told["borders"] == {"areas": "1508, 1580", "year": "2024"}
    assert [one.code for one in history.remedies].count("borders") == 1
    kept = table[~table["area_id"].isin(["1160", "1576"]) & (table["year"] < 2027)]
    assert history.counts.sum() == pytest.approx(kept["count"].sum())
