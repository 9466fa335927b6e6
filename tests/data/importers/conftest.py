"""A small sound town as CSV texts, and a way to break one cell of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from data.faults import Fault, PackageFaults
from data.importers import read_package

SOUND: dict[str, list[str]] = {
    "districts": [
        "district_id,name,parent_id,easting,northing",
        "G1,Garanti 1,,,",
        "D1,Nord,G1,550000,6220000",
        "D2,Syd,G1,551000,6210000",
    ],
    "facilities": [
        "facility_id,name,kind,operator,district_id,easting,northing,opens,closes",
        "H1,Børnehuset Ærø,house,municipal,D1,550100,6220100,06:30,17:00",
        "H2,Privaten,house,private,D1,550200,6220200,06:30,17:00",
        "P1,Anna Åberg,dagpleje,municipal,D1,550300,6220300,,",
        "P2,Bo Lund,dagpleje,municipal,D2,551300,6210300,,",
        "P3,Gæstehuset,house,municipal,D2,551400,6210400,,",
    ],
    "units": [
        "unit_id,facility_id,kind,places,max_places,min_age_months,max_age_months,smoke_free,pets,open_to_list",
        "H1V,H1,vuggestue,12,14,6,36,ja,nej,ja",
        "H1B,H1,boernehave,20,22,33,78,ja,nej,ja",
        "H2B,H2,boernehave,20,22,33,78,ja,nej,ja",
        "P1,P1,dagpleje,4,5,,,ja,nej,ja",
        "P2,P2,dagpleje,4,5,,,nej,ja,nej",
        "GH,P3,gaestehus,6,6,,,ja,nej,nej",
    ],
    "children": [
        "child_id,birth_date,name,household_id,twin_group,easting,northing,smoke_free_needed",
        "C1,2026-03-01,Ida,F1,T1,550400,6220400,nej",
        "C2,2026-03-01,Bo,F1,T1,550400,6220400,nej",
        "C3,2025-06-15,Eva,F2,,550500,6220500,ja",
        "C4,2023-05-10,Per,F3,,551500,6210500,nej",
        "C5,2020-05-10,Ann,F4,,551600,6210600,nej",
    ],
    "enrolments": [
        "child_id,unit_id,from_date,to_date,weekly_hours",
        "C3,P1,2026-02-01,,37.5",
        "C4,H1B,2026-03-01,,48",
        "C5,H1B,2023-06-01,2026-08-01,48",
    ],
    "applications": [
        "application_id,child_id,kind,care,registered_date,need_date,wants_guarantee",
        "A1,C1,new,0-2,2026-12-01,2027-03-01,ja",
        "A2,C2,new,0-2,2026-12-01,2027-03-01,ja",
        "A3,C3,transfer,0-2,2026-12-02,2027-04-01,ja",
        "A4,C4,transfer,3-5,2026-12-03,2027-04-01,nej",
    ],
    "wishes": [
        "application_id,rank,target_kind,target_id",
        "A1,1,unit,H1V",
        "A1,2,district_dagpleje,D1",
        "A2,1,facility,H1",
        "A3,1,unit,H1V",
    ],
    "offers": [
        "application_id,unit_id,start_date,sent_date,answer_by,answer",
        "A2,H1V,2027-03-01,2027-01-05,2027-01-15,",
    ],
    "absences": [
        "unit_id,from_date,to_date,kind",
        "P1,2027-02-01,2027-02-05,sickness",
    ],
}


class Town:
    """The sound town in a folder; tests change its lines before it is read."""

    def __init__(self, folder: Path) -> None:
        """A town that will be written to `folder`."""
        self.folder = folder
        self.lines = {name: list(lines) for name, lines in SOUND.items()}

    def change(self, table: str, row: int, old: str, new: str) -> Town:
        """Replace `old`, which must be there, in line `row` (header = 1) of a table."""
        before = self.lines[table][row - 1]
        assert old in before
        self.lines[table][row - 1] = before.replace(old, new, 1)
        return self

    def add(self, table: str, line: str) -> Town:
        """Add a line at the end of a table."""
        self.lines[table].append(line)
        return self

    def write(self) -> Path:
        """Write the town as UTF-8 CSV files; the folder."""
        for name, lines in self.lines.items():
            (self.folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.folder

    def faults(self, leave_out: Collection[str] = ()) -> list[tuple[str, int | None, str | None, str]]:
        """Write and read the town; (table, row, column, code) of each error, or nothing when it is sound."""
        return [place(one) for one in self.error(leave_out)]

    def error(self, leave_out: Collection[str] = ()) -> tuple[Fault, ...]:
        """Write and read the town; the errors found."""
        try:
            read_package(self.write(), leave_out)
        except PackageFaults as found:
            return found.faults
        return ()

    def warnings(self) -> list[tuple[str, int | None, str | None, str]]:
        """Write and read the town, which must be sound; (table, row, column, code) of each warning."""
        return [place(one) for one in read_package(self.write()).warnings]


def place(fault: Fault) -> tuple[str, int | None, str | None, str]:
    """Where a fault is and which it is."""
    return fault.table, fault.row, fault.column, fault.code


@pytest.fixture
def new_town() -> type[Town]:
    """The maker of towns, for tests that need many."""
    return Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A fresh sound town."""
    folder = tmp_path / "town"
    folder.mkdir()
    return Town(folder)


@pytest.fixture
def places() -> Callable[[Fault], tuple[str, int | None, str | None, str]]:
    """`place`, for tests that read a package themselves."""
    return place
