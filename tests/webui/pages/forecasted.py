"""The small town with a past: eight years of counts in its three districts, a forecast of two years ago, one of now, and a scenario."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Engine

from data.package import Package, make_package
from data.stores.packages import import_package
from forecasts.assumptions import Assumptions, CapacityStep
from tests.webui.pages import town
from webui.forecasts.make import make, store

YEARS = range(2019, 2028)
#: a name that would be markup, were it not escaped
SCENARIO = "Ny bydel <b>2029</b>"


def children(district: int, year: int, age: int) -> int:
    """Children counted: more in the third district, growing in the first."""
    return 30 + 12 * district + (year - 2019) * (3 if district == 0 else 0) + (year * 7 + age * 5 + district * 3) % 6


def package(last: int = 2027) -> Package:
    """The town's data with counts up to 1 January of `last`."""
    rows = [
        {"area_id": f"D{district + 1}", "year": year, "age": age, "count": children(district, year, age)}
        for year in YEARS
        if year <= last
        for district in range(3)
        for age in range(10)
    ]
    tables = town.package().tables
    # the last application tells that these data are of January 2027: counts of that day are counts, whatever day the tests run on
    applications = tables["applications"].copy()
    applications.loc[applications.index[-1], "registered_date"] = pd.Timestamp("2027-01-04")
    return make_package({**tables, "applications": applications, "population": pd.DataFrame(rows)})


def add_forecasts(engine: Engine) -> None:
    """Forecast 1 from the counts up to 2025, 2 from those up to 2027 with its back-test, 3 under a scenario."""
    then, now = package(2025), package()
    store(engine, make(then, Assumptions(), years=6, draws=100, judged=False), "Som hidtil", "prøve", then)
    import_package(engine, now, "prøve", "prøve")
    store(engine, make(now, Assumptions(), years=6, draws=100), "Som hidtil", "prøve")
    scenario = Assumptions(
        name=SCENARIO, fertility=1.2, capacity=(CapacityStep("2029-08", area="D1", care="vuggestue", places=24, reason="Nyt hus"),)
    )
    store(engine, make(now, scenario, years=6, draws=100, judged=False), SCENARIO, "prøve")
