"""A small town, made by hand as a data package: every kind of unit and wish, twins, siblings, a protected address, a closing home."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from data.package import Package, make_package

#: (unit, facility, kind, places)
UNITS = [
    ("H1-V", "H1", "vuggestue", 12),
    ("H1-B", "H1", "boernehave", 22),
    ("H2-V", "H2", "vuggestue", 14),
    ("H2-B", "H2", "boernehave", 20),
    ("H3-B", "H3", "boernehave", 24),
    ("P1", "P1", "dagpleje", 4),
    ("P2", "P2", "dagpleje", 4),
    ("P3", "P3", "dagpleje", 4),
    ("P4", "P4", "dagpleje", 3),
    ("H9-B", "H9", "boernehave", 18),
]
AGES = {"vuggestue": (6, 36), "dagpleje": (6, 36), "boernehave": (33, 78)}
FIRST = [
    "Alma",
    "Bjørn",
    "Clara",
    "David",
    "Emma",
    "Frida",
    "Gustav",
    "Helle",
    "Ida",
    "Jonas",
    "Karla",
    "Lauge",
    "Mathilde",
    "Noah",
    "Olivia",
]
LAST = ["Andersen", "Bæk", "Christensen", "Dahl", "Eriksen", "Frøslev", "Gade", "Høj", "Iversen", "Jørgensen", "Kjær"]
#: filler applications that wait, so that the list has more than one page
WAITING = 52


def _child(child_id: str, born: date, **more: Any) -> dict[str, Any]:
    number = int(child_id[1:])
    home = {"easting": 550_000.0 + (number * 37) % 3000, "northing": 6_220_000.0 + (number * 91) % 3000}
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    return {"child_id": child_id, "birth_date": born, "name": name, "district_id": f"D{1 + number % 3}", **home, **more}


def _application(
    number: int, child_id: str, care: str = "0-2", kind: str = "new", need: date = date(2027, 2, 1), **more: Any
) -> dict[str, Any]:
    registered = date(2026, 1 + number % 11, 1 + number % 28)
    return {"application_id": f"A{number:04}", "child_id": child_id, "kind": kind, "care": care} | {
        "registered_date": registered,
        "need_date": need,
        "wants_guarantee": kind == "new",
        **more,
    }


def _wishes(number: int, *targets: tuple[str, str]) -> list[dict[str, Any]]:
    application = {"application_id": f"A{number:04}"}
    return [{**application, "rank": rank, "target_kind": kind, "target_id": target} for rank, (kind, target) in enumerate(targets, 1)]


APPLICATIONS = [
    _application(1, "B0001"),
    _application(2, "B0002", guarantee_date=date(2027, 3, 1)),
    _application(3, "B0003", need=date(2027, 3, 1)),
    _application(4, "B0004", guarantee_date=date(2027, 2, 15)),
    _application(5, "B0005", "3-5", "transition", need=date(2027, 3, 1)),
    _application(6, "B0006", "3-5", "transfer", need=date(2027, 2, 1)),
    _application(7, "B0007", need=date(2027, 8, 1)),
    _application(8, "B0008"),
    _application(9, "B0009"),
]
WISHES = [
    *_wishes(1, ("unit", "H1-V"), ("unit", "P1"), ("district_dagpleje", "D1")),
    *_wishes(2, ("unit", "H1-V"), ("unit", "H2-V")),
    *_wishes(3, ("facility", "H1"), ("district_dagpleje", "D2")),
    *_wishes(4, ("unit", "H1-V")),
    *_wishes(5, ("facility", "H3")),
    *_wishes(6, ("unit", "H1-B")),
    *_wishes(7, ("unit", "H2-V")),
    *_wishes(8, ("unit", "P2")),
    *_wishes(9, ("unit", "P2")),
]
#: in the data, and never on a page
CPR = "200426-1234"
#: name of the child of A0001, for searches
CHILD_OF_A1 = "Bjørn Bæk"
#: enrolled children by unit: (how many, year and month of birth of the first)
ENROLLED = {
    "H1-V": (10, 2024, 9),
    "H2-V": (12, 2024, 6),
    "H1-B": (20, 2021, 3),
    "H2-B": (18, 2021, 1),
    "H3-B": (19, 2021, 5),
    "P1": (3, 2025, 1),
    "P3": (4, 2024, 11),
}


def package() -> Package:
    """The town's data."""
    children = [
        _child("B0001", date(2026, 4, 20), cpr=CPR),
        _child("B0002", date(2026, 3, 2), household_id="F3", protected_address=True),
        _child("B0003", date(2026, 5, 11), household_id="F1"),
        _child("B0004", date(2026, 2, 8)),
        _child("B0005", date(2024, 3, 30), household_id="F1"),
        _child("B0006", date(2023, 1, 17)),
        _child("B0007", date(2026, 11, 5), household_id="F3"),
        _child("B0008", date(2026, 6, 6), household_id="F2", twin_group="T1"),
        _child("B0009", date(2026, 6, 6), household_id="F2", twin_group="T1"),
        _child("B0010", date(2025, 2, 14), place_weight=2),
    ]
    enrolments = [
        {"child_id": "B0005", "unit_id": "P2", "from_date": date(2025, 1, 1)},
        {"child_id": "B0006", "unit_id": "H2-B", "from_date": date(2026, 1, 1)},
        {"child_id": "B0010", "unit_id": "P4", "from_date": date(2026, 1, 1)},
    ]
    number = 100
    for unit_id, (count, year, month) in ENROLLED.items():
        for k in range(count):
            number += 1
            born = date(year + (month + k) // 12, (month + k) % 12 + 1, 1 + k)
            children.append(_child(f"B{number:04}", born))
            enrolments.append({"child_id": f"B{number:04}", "unit_id": unit_id, "from_date": date(2026, 1, 1)})
    applications, wishes = list(APPLICATIONS), list(WISHES)
    for k in range(WAITING):
        children.append(_child(f"B{500 + k:04}", date(2026, 12, 1 + k % 28)))
        applications.append(_application(100 + k, f"B{500 + k:04}", need=date(2027, 10, 1)))
        wishes += _wishes(100 + k, ("unit", "H1-V" if k % 2 else "H2-V"))
    return make_package(
        {
            name: _frame(rows)
            for name, rows in {
                **_places(),
                "children": children,
                "enrolments": enrolments,
                "applications": applications,
                "wishes": wishes,
            }.items()
        }
    )


def _places() -> dict[str, list[dict[str, Any]]]:
    districts = [{"district_id": "G1", "name": "Vestbyen"}]
    for k, name in enumerate(("Åbyen", "Skovkvarteret", "Havnen")):
        spot = {"easting": 550_000.0 + 1000 * k, "northing": 6_220_000.0}
        districts.append({"district_id": f"D{k + 1}", "name": name, "parent_id": "G1", **spot})
    names = {
        "H1": "Børnehuset Solsikken",
        "H2": "Børnehuset Mælkevejen",
        "H3": "Naturbørnehaven Ørnereden",
        "H9": "Privatskolens børnehave",
    }
    homes = {"P1": "Dagplejer Inge Sø", "P2": "Dagplejer Karen Ås", "P3": "Dagplejer Leif Holm", "P4": "Dagplejer Mona Lind"}
    facilities = []
    for k, (facility, name) in enumerate({**names, **homes}.items()):
        spot = {"easting": 550_200.0 + 400 * k, "northing": 6_220_300.0 + 250 * k, "district_id": f"D{1 + k % 3}"}
        operator = "private" if facility == "H9" else "municipal"
        facilities.append(
            {"facility_id": facility, "name": name, "kind": "dagpleje" if facility in homes else "house", "operator": operator, **spot}
        )
    units = []
    for unit, facility, kind, places in UNITS:
        low, high = AGES[kind]
        row = {"unit_id": unit, "facility_id": facility, "kind": kind, "places": places, "min_age_months": low, "max_age_months": high}
        units.append({**row, "open_to_list": facility != "H9"})
    changes = [
        {"unit_id": "P4", "from_date": date(2027, 4, 1), "places": 0},
        {"unit_id": "H1-V", "from_date": date(2027, 8, 1), "places": 14},
    ]
    reserved = [{"unit_id": "H2-V", "kind": "newcomer", "places": 1, "from_date": date(2027, 3, 1)}]
    return {"districts": districts, "facilities": facilities, "units": units, "capacity_changes": changes, "reservations": reserved}


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    for column in frame:
        if str(column).endswith("_date"):
            frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame
