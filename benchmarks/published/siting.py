"""Facility location: OR-Library's cap41 to capc, and the single-source set of Yang, Chu and Chen; readers and reference values.

The copies of capa, capb and capc at hand are damaged: somebody replaced every "300" by "1000", within numbers too ("53008.39003" became
"510008.39003"), perhaps to set a capacity. `read_large` undoes that: costs have five decimals, so one with six has "1000" among them; where
it stands before the point both readings are compared with what alike customers pay per unit, and the nearer one is taken. With that, all
twelve published optima are reached and proven.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.registry import Absent, shared_folder
from optimizer.planning.instance import Siting

Floats = NDArray[np.float64]
Strings = NDArray[np.str_]
DAMAGED, RIGHT, DECIMALS = "1000", "300", 5
#: customers that are compared
ALIKE = 15


def folder(name: str) -> Path:
    """The folder of a set. Raises Absent where this machine has none."""
    found = shared_folder() / "data" / "instances" / name
    if not found.is_dir():
        raise Absent("no published sets; REDEKASSE_SHARED names the folder of shared data")
    return found


def optima() -> dict[tuple[str, int | None], float]:
    """OR-Library's proven optima by name and, for the large ones, capacity."""
    found: dict[tuple[str, int | None], float] = {}
    name = ""
    for line in (folder("cflp_orlib") / "capopt.txt").read_text(encoding="ascii").splitlines():
        match = re.match(r"(cap\w+)?\s+([\d.]+)(?: \(capacity (\d+)\))?$", line.rstrip())
        if match:
            name = match[1] or name
            found[name, int(match[3]) if match[3] else None] = float(match[2])
    return found


def single_source_best() -> dict[str, float]:
    """The best known costs with a single source (capa1 is capa with the least capacity)."""
    with (folder("sscflp") / "paks_benchmark_results.csv").open(encoding="utf-8") as lines:
        return {row["Instance"]: float(row["z^UB"]) for row in csv.DictReader(lines)}


def read_small(name: str) -> Siting:
    """cap41 ... cap134."""
    words = (folder("cflp_orlib") / f"{name}.txt").read_text(encoding="ascii").split()
    sites, customers = int(words[0]), int(words[1])
    houses = np.array(words[2 : 2 + 2 * sites], dtype=np.float64).reshape(sites, 2)
    rest = np.array(words[2 + 2 * sites :], dtype=np.float64).reshape(customers, sites + 1)
    return Siting(houses[:, 1], houses[:, 0], rest[:, 0], rest[:, 1:].T)


def read_large(name: str, capacity: int, single_source: bool = False) -> Siting:
    """capa, capb, capc with the capacity given, mended."""
    words = (folder("cflp_orlib") / f"{name}.txt").read_text(encoding="ascii").split()
    sites, customers = int(words[0]), int(words[1])
    # fixed costs have six digits or seven ("4100093." is one of eight)
    fixed = np.array([word.replace(DAMAGED, RIGHT) for word in words[3 : 2 + 2 * sites : 2]], dtype=np.float64)
    cells = np.array(words[2 + 2 * sites :]).reshape(customers, sites + 1)
    demand = cells[:, 0].astype(np.float64)
    return Siting(fixed, np.full(sites, float(capacity)), demand, mended(cells[:, 1:], demand).T, single_source)


def mended(cells: Strings, demand: Floats) -> Floats:
    """Costs [customer, facility] from the words of a damaged file."""
    cost = cells.astype(np.float64)
    other = np.char.replace(cells, DAMAGED, RIGHT).astype(np.float64)
    suspect = np.char.find(cells, DAMAGED) >= 0
    decimals = np.char.str_len(cells) - np.char.find(cells, ".") - 1 > DECIMALS
    unit = np.where(suspect, np.nan, cost) / demand[:, None]
    known = np.where(suspect, np.nanmedian(unit, axis=0), unit)
    out = np.where(decimals, other, cost)
    for customer, site in np.argwhere(suspect & ~decimals):
        apart = ((known - known[customer]) ** 2).sum(axis=1)
        apart[customer] = np.inf
        paid = float(np.nanmedian(unit[np.argsort(apart)[:ALIKE], site])) * demand[customer]
        readings = np.array([cost[customer, site], other[customer, site]])
        out[customer, site] = readings[np.abs(np.log(readings / paid)).argmin()]
    return out


def yang() -> list[Path]:
    """The files of Yang, Chu and Chen."""
    return sorted((folder("sscflp") / "yang_tb3").glob("*/*.dat"))


def read_yang(path: Path) -> Siting:
    """One of them: facilities and customers; capacity and fixed cost of each; demands; costs by facility."""
    figures = np.array(path.read_text(encoding="ascii").replace(",", " ").split(), dtype=np.float64)
    sites, customers = int(figures[0]), int(figures[1])
    houses, rest = figures[2 : 2 + 2 * sites].reshape(sites, 2), figures[2 + 2 * sites :]
    return Siting(houses[:, 1], houses[:, 0], rest[:customers], rest[customers:].reshape(sites, customers), single_source=True)
