"""The ways of a round: read from a file, asked of a service, measured on a map, or taken from the database."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data.distances.matrix import NAME, Matrix
from data.distances.measure import Measurer, make_ways
from data.distances.osm import OpenStreetMap
from data.distances.osrm import Osrm
from data.distances.sites import sites_of
from data.package import Package
from data.stores.ways import Kept, measure_ways
from optimizer.domain.policy import Policy
from optimizer.domain.ways import Ways
from webui.cli.clock import Clock
from webui.cli.console import Console, Report
from webui.cli.report import show_warnings
from webui.cli.texts import _, language, number
from webui.cli.work import actor
from webui.errors import UserFault

MAP_VARIABLE = "REDEKASSE_MAP"
OSRM_VARIABLE = "REDEKASSE_OSRM"


@dataclass(frozen=True, slots=True)
class Means:
    """What this machine measures with: a map, a service's address, the folder of the data, a database to keep the ways in."""

    folder: Path | None = None
    map_file: Path | None = None
    osrm: str | None = None
    engine: Engine | None = None
    #: measure anew what is kept already
    fresh: bool = False


def ways_of(package: Package, policy: Policy, means: Means, console: Console, clock: Clock) -> Ways | None:
    """The ways by the policy's method; None for straight lines. What was estimated is told, for it is no way."""
    if policy.distance_method == "straight":
        return None
    with clock.phase("distances"), console.progress(_("Vejene måles")) as report:
        measurer = _measurer(package, policy, means, report)
        sites = sites_of(package)
        if means.engine is None:
            ways, measured = make_ways(sites, policy, measurer.source, *measurer.table(sites.homes, sites.facilities)), None
        else:
            ways, measured = measure_ways(means.engine, sites, policy, measurer, actor(), fresh=means.fresh)
    if isinstance(measurer, Matrix):
        show_warnings(console, [warning.text(language()) for warning in measurer.warnings])
    now = len(ways.metres) if measured is None else measured
    console.note(_("%(ways)s veje, %(now)s af dem målt nu", ways=number(len(ways.metres)), now=number(now)))
    if ways.estimated:
        console.note(_("Advarsel: %(num)s veje blev ikke fundet; de er anslået i lige linje", num=number(len(ways.estimated))))
    return ways


def _measurer(package: Package, policy: Policy, means: Means, report: Report) -> Measurer:
    def answered(share: float) -> None:
        report(share, _("Vejene måles"))

    method = policy.distance_method
    map_file, osrm = means.map_file or os.environ.get(MAP_VARIABLE), means.osrm or os.environ.get(OSRM_VARIABLE)
    if method == "matrix" and means.folder is not None:
        beside = means.folder.parent if means.folder.is_file() else means.folder
        return Matrix(beside / NAME, package, policy, language())
    if method == "osrm" and osrm:
        return Osrm(osrm, policy.travel_mode, answered=answered)
    if method == "osm" and map_file:
        return OpenStreetMap(Path(map_file), policy, answered)
    if means.engine is not None:
        return Kept(means.engine, policy)
    if method == "osrm":
        raise UserFault(_("Politikken måler ved en OSRM-tjeneste: angiv adressen med --osrm eller REDEKASSE_OSRM"))
    raise UserFault(_("Politikken måler på et kort fra OpenStreetMap: angiv filen med --map eller REDEKASSE_MAP"))
