"""All tables. `PACKAGE_TABLES` holds one for each table of the data package, parents before children."""

from sqlalchemy import MetaData, Table

from data.database.base import Base
from data.database.tables import audit, demand, desk, families, forecasts, imports, jobs, letters, operations, people, places, rounds, ways

METADATA: MetaData = Base.metadata

_PACKAGE_NAMES = (
    *("districts", "facilities", "units", "capacity_changes", "reservations"),
    *("children", "child_decisions", "guardians", "enrolments", "applications", "wishes", "offers"),
    *("absences", "staff", "presence"),
    *("population", "births", "housing", "takeup"),
)
PACKAGE_TABLES: dict[str, Table] = {name: METADATA.tables[name] for name in _PACKAGE_NAMES}

__all__ = [
    "METADATA",
    "PACKAGE_TABLES",
    "audit",
    "demand",
    "desk",
    "families",
    "forecasts",
    "imports",
    "jobs",
    "letters",
    "operations",
    "people",
    "places",
    "rounds",
    "ways",
]
