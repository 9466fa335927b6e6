"""The databases that tests run on, each made for one test and thrown away, and a tiny municipality to put in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, create_engine, make_url

from data.database.engine import open_database
from data.package import Package, make_package

BACKENDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """An empty database of the kind that `request` names; that of PostgreSQL is dropped at the end."""
    if request.param == "sqlite":
        engine = open_database(folder=folder)
        yield engine
        engine.dispose()
        return
    server = make_url(request.getfixturevalue("postgres_url"))
    name = f"redekasse_test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine = open_database(server.set(database=name).render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        admin.dispose()


def small_package(**replaced: pd.DataFrame) -> Package:
    """Two districts, a house and a home, three children; each table has a row, with cells left empty; `replaced` tables instead."""
    frames = {name: pd.DataFrame(rows) for name, rows in ROWS.items()}
    return make_package({**frames, **replaced})


def rows_of(name: str, /, **changes: object) -> pd.DataFrame:
    """The rows of that table of the small package, with `changes` to the first of them."""
    first, *others = ROWS[name]
    return pd.DataFrame([{**first, **changes}, *others])


_DAY = pd.Timestamp("2027-02-01")
_LATER = pd.Timestamp("2027-08-01")
ROWS: dict[str, list[dict[str, object]]] = {
    # the parent stands after its child in the order of keys
    "districts": [
        {"district_id": "D1", "name": "Byen", "parent_id": "G1", "easting": 568390.5, "northing": 6234179.25, "vulnerable_area": True},
        {"district_id": "G1", "name": "Garantidistrikt ÆØÅ", "listed_from": _DAY},
    ],
    "facilities": [
        {
            "facility_id": "H1",
            "name": "Børnehuset",
            "kind": "house",
            "district_id": "D1",
            "easting": 1.0,
            "northing": 2.0,
            "opens": "06:30",
        },
        {"facility_id": "P1", "name": "Anna Dagplejer", "kind": "dagpleje", "district_id": "D1", "easting": 3.0, "northing": 4.0},
    ],
    "units": [
        {"unit_id": "H1-V", "facility_id": "H1", "kind": "vuggestue", "places": 12, "max_places": 14},
        {"unit_id": "P1-D", "facility_id": "P1", "kind": "dagpleje", "places": 4, "pets": True, "smoke_free": False},
    ],
    "capacity_changes": [{"unit_id": "H1-V", "from_date": _LATER, "places": 0, "reason": 'lukker; se "plan"'}],
    "reservations": [{"unit_id": "H1-V", "kind": "newcomer", "places": 1, "from_date": _DAY}],
    "children": [
        {
            "child_id": "B1",
            "birth_date": pd.Timestamp("2026-01-02"),
            "name": "Åse Østergård",
            "cpr": "0201261234",
            "easting": 10.0,
            "northing": 20.0,
        },
        {
            "child_id": "B2",
            "birth_date": pd.Timestamp("2025-03-04"),
            "name": "Ægir Holm",
            "district_id": "D1",
            "easting": 11.0,
            "northing": 21.0,
        },
        {
            "child_id": "B3",
            "birth_date": pd.Timestamp("2025-03-05"),
            "name": "Zenia 100%",
            "easting": 12.0,
            "northing": 22.0,
            "place_weight": 2,
        },
    ],
    "child_decisions": [{"child_id": "B3", "kind": "place_weight", "value": 3, "from_date": _DAY}],
    "guardians": [{"child_id": "B1", "name": "Mor Østergård", "address": "Hemmelig Vej 1"}],
    "enrolments": [{"child_id": "B3", "unit_id": "P1-D", "from_date": pd.Timestamp("2026-02-01"), "weekly_hours": 37.5}],
    "applications": [
        {"application_id": f"A{n}", "child_id": f"B{n}", "kind": "new", "care": "0-2", "registered_date": _DAY, "need_date": _LATER}
        for n in (1, 2, 3)
    ],
    "wishes": [
        {"application_id": "A1", "rank": 1, "target_kind": "unit", "target_id": "H1-V"},
        {"application_id": "A1", "rank": 2, "target_kind": "facility", "target_id": "P1"},
        {"application_id": "A2", "rank": 1, "target_kind": "district_dagpleje", "target_id": "D1"},
    ],
    "offers": [{"application_id": "A2", "unit_id": "P1-D", "start_date": _LATER, "sent_date": _DAY}],
    # the same day twice, which is only warned of; and an absence of no kind
    "absences": [
        {"unit_id": "P1-D", "from_date": _DAY, "to_date": _DAY, "kind": "sickness"},
        {"unit_id": "P1-D", "from_date": _DAY, "to_date": _LATER, "kind": "sickness"},
        {"unit_id": "P1-D", "from_date": _DAY, "to_date": _LATER},
    ],
    "staff": [{"staff_id": "S1", "facility_id": "H1", "weekly_hours": 30.0}],
    "presence": [
        {"unit_id": "H1-V", "weekday": 1, "time": "08:00", "children": 9.5},
        {"facility_id": "H1", "weekday": 1, "time": "08:00", "children": 20.0},
    ],
    "population": [
        {"area_id": "D1", "year": 2027, "age": 1, "count": 40.0},
        {"area_id": "D1", "date": _DAY, "age_months": 14, "count": 3.0},
    ],
    "births": [{"area_id": "D1", "year": 2027, "count": 41.5}],
    "housing": [{"area_id": "D1", "year": 2027, "dwellings": 12.0}],
    "takeup": [{"age_months_from": 6, "age_months_to": 12, "care_kind": "dagpleje", "share": 0.25}],
}
