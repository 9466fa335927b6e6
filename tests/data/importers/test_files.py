"""Files as municipalities have them: encodings, separators, headers, workbooks, and what is no file at all."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # it has no types
import pytest

from data.faults import PackageFaults
from data.fields import tables
from data.importers import read_package, sources, workbook
from data.importers.cells import BadCellError, parse_date
from data.importers.dialect import decode


def found(path: Path) -> list[tuple[str, int | None, str]]:
    """(table, row, code) of each error of the package at `path`."""
    try:
        read_package(path)
    except PackageFaults as faults:
        return [(one.table, one.row, one.code) for one in faults.faults]
    return []


def rewrite(folder: Path, change: Callable[[str], bytes]) -> Path:
    """Write every file of the package anew."""
    for file in folder.glob("*.csv"):
        file.write_bytes(change(file.read_text(encoding="utf-8")))
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
@pytest.mark.parametrize(("separator", "line_end"), [(";", "\r\n"), (",", "\n"), ("\t", "\r")])
def test_every_form_of_csv_gives_the_same_data(town: Any, encoding: str, separator: str, line_end: str) -> None:
    """Encoding, separator and line ends do not change the version."""
    version = read_package(town.write()).version
    rewrite(town.folder, lambda text: text.replace(",", separator).replace("\n", line_end).encode(encoding))
    package = read_package(town.folder)
    assert package.version == version
    assert package.tables["facilities"].set_index("facility_id").loc["H1", "name"] == "Børnehuset Ærø"


def test_windows_1252_signs_that_latin_1_lacks() -> None:
    """A dash and an apostrophe of Word come through; bytes that Windows-1252 lacks are read as ISO-8859-1."""
    assert decode("Børn – ’ja’".encode("cp1252")) == "Børn – ’ja’"
    assert decode(b"B\xf8rn \x81") == "Børn \x81"


def test_letters_in_two_parts_are_joined() -> None:
    """A Mac writes å as a and a ring."""
    assert decode("A\u030angstr\u00f8m".encode()) == "Ångstrøm"


@pytest.mark.parametrize("text", ["2027-03-01", "01-03-2027", "1-3-2027", "01.03.2027", "1/3-2027", "2027-03-01 00:00:00"])
def test_forms_of_a_date(text: str) -> None:
    """All are the first of March."""
    assert parse_date(text, tables()["children"].field("birth_date")).isoformat() == "2027-03-01"


@pytest.mark.parametrize("text", ["2027-02-29", "32-01-2027", "01-13-2027", "1/3-27", "01.03-2027", "0000-01-01", "2027-03-01 08:00"])
def test_what_is_no_date(text: str) -> None:
    """Neither guessed nor mended."""
    with pytest.raises(BadCellError, match="bad_date"):
        parse_date(text, tables()["children"].field("birth_date"))


def test_danish_names_of_tables_columns_and_choices(town: Any) -> None:
    """Headers in Danish, any case and spacing, mean the same."""
    version = read_package(town.write()).version
    lines = town.lines["applications"]
    lines[0] = "Ansøgnings ID,BARN_ID,Type,Pasning,Opskrivningsdato,behovs-dato,Oensker Garanti"
    lines[1:] = [line.replace("new", "Ny").replace("transfer", "Overflytning").replace("3-5", "03-maj") for line in lines[1:]]
    (town.folder / "applications.csv").unlink()
    town.lines["Ansøgninger"] = town.lines.pop("applications")
    assert read_package(town.write()).version == version


def test_numbers_with_decimal_comma(town: Any) -> None:
    """37,5 is 37.5; a thousands separator is not guessed at."""
    version = read_package(town.write()).version
    rewrite(town.folder, lambda text: text.replace(",", ";").replace("37.5", "37,5").encode())
    assert read_package(town.folder).version == version
    rewrite(town.folder, lambda text: text.replace("550500", "550.500,0").encode())
    assert ("children", 4, "bad_number") in found(town.folder)


def test_a_first_line_that_names_the_separator(town: Any) -> None:
    """Excel's `sep=` is not a row, and later lines keep their numbers."""
    town.write()
    file = town.folder / "children.csv"
    file.write_text("sep=,\n" + file.read_text(encoding="utf-8").replace("2025-06-15", "x"), encoding="utf-8")
    assert found(town.folder) == [("children", 5, "bad_date")]


def test_quotes_line_breaks_and_blank_rows(town: Any) -> None:
    """A cell may hold separators, quotes and line breaks; rows keep the line they begin on."""
    town.lines["children"][1] = 'C1,2026-03-01,"Ida ""Bølle""\nHansen, kaldet I",F1,T1,550400,6220400,nej'
    town.lines["children"].insert(2, ",,,,,,,")
    town.lines["children"].append("")
    town.change("children", 5, "2025-06-15", "x")
    assert found(town.write()) == [("children", 6, "bad_date")]
    town.change("children", 5, "x", "2025-06-15")
    names = read_package(town.write()).tables["children"]["name"].tolist()
    assert names[0] == 'Ida "Bølle"\nHansen, kaldet I'


def test_a_quote_that_is_never_closed(town: Any) -> None:
    """The line where it opens is named."""
    town.change("children", 4, "Eva", '"Eva')
    assert found(town.write()) == [("children", 4, "bad_quotes")]


def test_nul_bytes(town: Any) -> None:
    """A binary file under a CSV name is told by its line."""
    town.change("children", 4, "Eva", "E\0va")
    assert found(town.write()) == [("children", 4, "control_characters")]


def test_an_empty_file_and_a_file_of_a_header_only(town: Any) -> None:
    """No header is a fault; no rows are one where nothing could be placed without them."""
    town.write()
    (town.folder / "applications.csv").write_bytes(b"\n \n")
    (town.folder / "offers.csv").write_bytes(b"")
    assert found(town.folder) == [("applications", None, "empty_file"), ("offers", None, "empty_file")]
    town.lines = {name: lines[:1] for name, lines in town.lines.items()}
    assert found(town.write()) == [(name, None, "no_rows") for name in ("districts", "facilities", "units", "children")]


def test_a_file_over_the_limit_is_not_read(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 MB are refused by their size alone."""
    folder = town.write()
    with (folder / "children.csv").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("read") if self.name == "children.csv" else read(self))
    assert found(folder) == [("children", None, "too_large")]


def test_unknown_and_double_files(town: Any) -> None:
    """A CSV file that is no table, and two files of one table."""
    town.lines["noget"] = ["a,b", "1,2"]
    town.lines["boern"] = town.lines["children"]
    assert found(town.write()) == [("noget.csv", None, "unknown_file"), ("children", None, "duplicate_table")]


def test_a_column_twice_and_a_column_without_a_name(town: Any) -> None:
    """Under two of its names; and cells that no header stands above."""
    town.change("districts", 1, "parent_id", "navn")
    assert ("districts", 1, "duplicate_column") in found(town.write())
    town.change("districts", 1, "navn", "")
    assert ("districts", 1, "unknown_column") in found(town.write())


def test_what_is_no_package(tmp_path: Path) -> None:
    """A path that does not exist, an empty folder, and a file of another kind."""
    other = tmp_path / "data.json"
    other.write_text("{}", encoding="utf-8")
    for path in (tmp_path / "nothing", tmp_path / "empty", other):
        (tmp_path / "empty").mkdir(exist_ok=True)
        assert found(path) == [(path.name, None, "no_package")]


def test_mapping_of_another_systems_names(town: Any) -> None:
    """Tables and columns are renamed, and a column mapped to nothing is not read."""
    version = read_package(town.write()).version
    (town.folder / "children.csv").unlink()
    town.lines["BRN_UDTRAEK"] = town.lines.pop("children")
    town.lines["BRN_UDTRAEK"] = [line + tail for line, tail in zip(town.lines["BRN_UDTRAEK"], (",NOTE", *[",x"] * 5), strict=True)]
    town.lines["BRN_UDTRAEK"][0] = town.lines["BRN_UDTRAEK"][0].replace("child_id", "BRN-NR")
    mapping = town.folder / "mapping.toml"
    mapping.write_text('[tables]\nbrn_udtraek = "children"\n[columns.children]\n"BRN-NR" = "child_id"\nNote = ""\n', encoding="utf-8")
    assert read_package(town.write()).version == version
    mapping.write_text('[tables]\nbrn_udtraek = "kids"\n[columns.kids]\na = "b"\n[columns.units]\nx = "seats"\n[more]\n', encoding="utf-8")
    assert [one for one in found(town.folder) if one[2] == "bad_mapping"] == [("mapping.toml", None, "bad_mapping")] * 4
    mapping.write_text("[tables\n", encoding="utf-8")
    assert ("mapping.toml", None, "bad_mapping") in found(town.folder)


def as_workbook(town: Any, path: Path) -> Path:
    """The town as an Excel workbook with Excel's own dates, numbers and booleans."""
    book = openpyxl.Workbook()
    book.active.title = "Ark1"
    for name, lines in town.lines.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append([excel_value(cell) for cell in line.split(",")])
    book.save(path)
    return path


def excel_value(text: str) -> object:
    """What Excel makes of a cell."""
    spec = tables()["children"].field("birth_date")
    if text in ("ja", "nej"):
        return text == "ja"
    try:
        return parse_date(text, spec)
    except BadCellError:
        return float(text) if text.replace(".", "").isdigit() else text or None


def test_a_workbook_gives_the_same_data(town: Any) -> None:
    """By itself or in a folder with its mapping; an empty sheet is passed over, a row is the sheet's row."""
    version = read_package(town.write()).version
    folder = town.folder / "excel"
    folder.mkdir()
    path = as_workbook(town, folder / "Data.xlsx")
    assert read_package(path).version == version
    assert read_package(folder).version == version
    town.change("children", 4, "2025-06-15", "x").lines["Ark9"] = ["a"]
    assert found(as_workbook(town, path)) == [("Ark9", None, "unknown_file"), ("children", 4, "bad_date")]
    (folder / "children.csv").write_text("child_id\n", encoding="utf-8")
    assert found(folder) == [("Data.xlsx", None, "two_sources")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (dt.time(6, 30), "06:30"), (dt.datetime(2027, 3, 1), "2027-03-01"), (dt.datetime(2027, 3, 1, 8), "2027-03-01 08:00:00"),  # noqa: DTZ001
        (dt.date(2027, 3, 1), "2027-03-01"), (12.0, "12"), (0.00001, "0.00001"), (True, "1"), ("", ""),
    ],
)  # fmt: skip
def test_an_excel_value_as_text(cell: object, text: str) -> None:
    """Times without a date, dates without a time, no exponents."""
    assert workbook.cell_text(cell) == text


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_is_no_workbook(tmp_path: Path) -> None:
    """A ZIP under another name, text, nothing, and a workbook whose inside is broken."""
    path = tmp_path / "data.xlsx"
    for data in (zipped({"a.txt": b"x"}), b"hello", b"", zipped({"xl/workbook.xml": b"<x"}), b"PK\x03\x04" + b"\0" * 40):
        path.write_bytes(data)
        assert found(path) == [("data.xlsx", None, "not_a_workbook")]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what its directory says, or, where that lies, by the checksum of what was said."""
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    path = tmp_path / "data.xlsx"
    size = 1_500_000
    honest = zipped({"xl/workbook.xml": b"\0" * size})
    path.write_bytes(honest)
    assert found(path) == [("data.xlsx", None, "too_large")]
    monkeypatch.setattr("data.importers.workbook.CalamineWorkbook.from_filelike", lambda file: pytest.fail("unpacked"))
    path.write_bytes(honest.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert found(path) == [("data.xlsx", None, "not_a_workbook")]


def test_a_workbook_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's size counts too."""
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    (tmp_path / "data.xlsx").write_bytes(b"x" * 11)
    assert found(tmp_path / "data.xlsx") == [("data.xlsx", None, "too_large")]
