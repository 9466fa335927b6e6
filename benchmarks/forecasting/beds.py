"""The published series as histories: Norway's municipalities and city districts, Berlin, six Danish municipalities, Konstanz.

Origin, licence and faults of each are told in the README beside the files. Areas with known faults are left out here, by name and with
the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.registry import Absent, shared_folder
from forecasts.history import Adults, History, Index, Numbers

#: code -> what is wrong with it: a border that moved and was not carried back, or years that are missing
FAULTY = {
    "municip_nor1508": "split of 2024 not carried back",
    "municip_nor1580": "split of 2024 not carried back",
    "municip_nor1160": "2005 is missing",
    "municip_nor1576": "2005 is missing",
}
#: Danish municipality -> its region
REGIONS = {"147": 84, "400": 84, "461": 83, "561": 83, "751": 82, "851": 81}
PARENTS = ((18, 24), (25, 29), (30, 34), (35, 39), (40, 44), (45, 49))
#: Berlin's adult columns
BERLIN_BANDS = ((18, 20), (21, 24), (25, 26), (27, 29), (30, 34), (35, 39), (40, 44), (45, 49))


@dataclass(frozen=True, slots=True)
class Bed:
    """A history with the origins that a back-test of it starts from (first and last, both included)."""

    name: str
    history: History
    origins: tuple[int, int]
    #: origins of the test ten years ahead
    far: tuple[int, int]


def folder(name: str) -> Path:
    """The folder of a bed. Raises Absent where this machine has none."""
    path = shared_folder() / "data" / "forecasting" / name
    if not path.is_dir():
        raise Absent(f"no series {name}; REDEKASSE_SHARED names the folder of shared data")
    return path


def norway() -> Bed:
    """353 municipalities with their county, counted on 1 January."""
    return Bed("norway", _norway(("municip",), _county_of), (2016, 2025), (2011, 2016))


def districts() -> Bed:
    """34 city districts with their city: those that had 100 children aged 0-5 in every year."""
    history = _norway(("wardoslo", "wardbergen", "wardstavanger", "wardtrondheim"), lambda code: code[: code.index("_")])
    return Bed("districts", _at_least(history, 100), (2016, 2025), (2011, 2016))


def berlin() -> Bed:
    """Planning areas with their borough; 31 December is called 1 January of the next year.

    Those aged 3 and 4 are counted together: they are divided as the same cohorts stood to one another at age 2.
    """
    counts, adults, areas = [], [], None
    for year in range(2001, 2021):
        table = pd.read_csv(folder("berlin_lor_half") / f"EWR{year}12E_Matrix.csv", sep=";", decimal=",", dtype={"RAUMID": str})
        table = table.assign(RAUMID=table["RAUMID"].str.zfill(8)).set_index("RAUMID").sort_index()
        areas = table.index if areas is None else areas.intersection(table.index)
        counts.append(table[["E_E00_01", "E_E01_02", "E_E02_03", "E_E03_05", "E_E05_06", "E_E06_07"]].astype(float))
        adults.append(table[["E_E18_21", "E_E21_25", "E_E25_27", "E_E27_30", "E_E30_35", "E_E35_40", "E_E40_45", "E_E45_50"]].astype(float))
    assert areas is not None
    given = np.stack([table.loc[areas].to_numpy() for table in counts])
    bands = np.stack([table.loc[areas].to_numpy() for table in adults])
    years = np.arange(2002, 2022)
    single = np.stack([given[..., 0], given[..., 1], given[..., 2], *_divided(given), given[..., 4], given[..., 5]], axis=2)
    borough = pd.factorize(pd.Series(areas).str[:2])[0]
    history = History(tuple(areas), years, single, (borough,), Adults(BERLIN_BANDS, bands))
    return Bed("berlin", _at_least(history, 30), (2011, 2020), (2008, 2011))


def denmark() -> Bed:
    """Six municipalities with their region; the missing age 38 is the mean of its neighbours."""
    table = pd.read_csv(folder("denmark_folk1a_12areas") / "FOLK1A.csv", sep=";", dtype={"OMRÅDE": str})
    table = table.assign(year=table["TID"].str[:4].astype(int))
    cube = table.pivot_table(index="year", columns=["OMRÅDE", "ALDER"], values="INDHOLD", aggfunc="sum")
    areas = tuple(REGIONS)
    by_age = {area: cube[area] for area in (*areas, "000")}
    for ages in by_age.values():
        ages[38] = (ages[37] + ages[39]) / 2
    counts = np.stack([by_age[area][list(range(10))].to_numpy(dtype=float) for area in areas], axis=1)
    bands = [
        np.stack([by_age[area][list(range(low, high + 1))].to_numpy(dtype=float).sum(axis=1) for low, high in PARENTS], axis=1)
        for area in areas
    ]
    nation = {int(year): float(count) for year, count in by_age["000"][0].items()}
    region = pd.factorize(np.array([REGIONS[area] for area in areas]))[0]
    adults = Adults(PARENTS, np.stack(bands, axis=1))
    return Bed("denmark", History(areas, cube.index.to_numpy(), counts, (region,), adults, nation=nation), (2012, 2019), (2012, 2012))


def konstanz() -> Bed:
    """One town, 1983-2025 (31 December, called 1 January of the next year); smoke test of a history with a single area."""
    rows, adults = [], []
    for year in range(1983, 2026):
        table = pd.read_csv(folder("konstanz_kita") / f"pyramide_{year}.csv")
        by_age = table.drop(columns="alter").sum(axis=1).to_numpy(dtype=float)
        rows.append(by_age[:10])
        adults.append([by_age[low : high + 1].sum() for low, high in PARENTS])
    bands = Adults(PARENTS, np.array(adults)[:, None, :])
    return Bed("konstanz", History(("konstanz",), np.arange(1984, 2027), np.array(rows)[:, None, :], (), bands), (2012, 2025), (2008, 2016))


BEDS: dict[str, Callable[[], Bed]] = {"norway": norway, "districts": districts, "berlin": berlin, "denmark": denmark, "konstanz": konstanz}


def _norway(kinds: tuple[str, ...], group_of: Callable[[str], str]) -> History:
    home = folder("norway_csdata")
    children = pd.read_csv(home / "norway_pop_age0_9_2005_2026.csv.gz")
    bands = pd.read_csv(home / "norway_adult_bands_2005_2026.csv.gz")
    nation = children[(children["granularity_geo"] == "nation") & (children["age"] == 0)]
    chosen = children[children["granularity_geo"].isin(kinds) & ~children["location_code"].isin(FAULTY)]
    cube = chosen.pivot_table(index="year", columns=["location_code", "age"], values="pop", aggfunc="sum")
    areas = tuple(sorted(chosen["location_code"].unique()))
    counts = np.stack([cube[area].to_numpy(dtype=float) for area in areas], axis=1)
    adult = bands[bands["location_code"].isin(areas)].pivot_table(
        index="year", columns=["location_code", "band"], values="pop", aggfunc="sum"
    )
    names = [f"{low}-{high}" for low, high in PARENTS]
    adults = Adults(PARENTS, np.stack([adult[area][names].to_numpy(dtype=float) for area in areas], axis=1))
    level = pd.factorize(np.array([group_of(area) for area in areas]))[0]
    births = {int(year): float(count) for year, count in zip(nation["year"], nation["pop"], strict=True)}
    return History(areas, cube.index.to_numpy(), counts, (level,), adults, nation=births)


def _county_of(code: str) -> str:
    """The first two digits of a municipality's number."""
    return code.removeprefix("municip_nor")[:2]


def _divided(given: Numbers) -> tuple[Numbers, Numbers]:
    """Ages 3 and 4 [year, area] from their sum, as their cohorts stood at age 2; halves where that year is before the first."""
    two, both = given[..., 2] + 0.5, given[..., 3]
    share = np.full(both.shape, 0.5)
    share[2:] = two[1:-1] / (two[1:-1] + two[:-2])
    return both * share, both * (1 - share)


def _at_least(history: History, least: float) -> History:
    """Without the areas that had fewer children aged 0-5 in any year."""
    kept: Index = np.flatnonzero(history.counts[:, :, :6].sum(axis=2).min(axis=0) >= least)
    return history.of(kept)
