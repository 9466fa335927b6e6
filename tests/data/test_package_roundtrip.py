"""A package that is written and read again is the same, in every dialect and for any text."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exporters.package import DANISH, ISO, TAB, Dialect, table_bytes, write_package
from data.fields import Field, tables
from data.importers import read_package
from data.importers.convert import convert
from data.importers.dialect import read_rows
from data.importers.headers import text_frame
from data.package import canonical, content_hash, make_package

DIALECTS = [ISO, DANISH, TAB]
MAX_ROWS = 4


def tidy(text: str) -> str:
    """Text as it stands in a canonical table: composed letters, no space around, line ends as in Unix."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


#: two letters of Windows-1252 whose bytes are the UTF-8 of "ø"
FALSE_UTF8 = "\u00c3\u00b8"
_CHARACTERS = st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n\t;,\"'=+-@æøåÆØÅé–€" + FALSE_UTF8)
TEXT = st.text(_CHARACTERS, max_size=12).map(tidy)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Any value that a cell of `field` may hold; None = empty."""
    low, high = field.low or 0, field.high or 10**6
    found: st.SearchStrategy[Any] = {
        "choice": st.sampled_from(sorted(field.choices) or [""]),
        "integer": st.integers(int(low), int(high)),
        "number": st.floats(low, high, allow_subnormal=False),
        "yes_no": st.booleans(),
        "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        "time": st.times().map(lambda moment: moment.strftime("%H:%M")),
    }.get(field.type, TEXT)
    return found if field.required else st.none() | found


@st.composite
def frames(draw: st.DrawFn, name: str) -> pd.DataFrame:
    """Rows of the table `name` with any values that single cells may hold."""
    spec = tables()[name]
    rows = draw(st.lists(st.tuples(*(values(field) for field in spec.fields)), min_size=1, max_size=MAX_ROWS))
    columns = {field.name: pd.Series(list(cells), dtype=object) for field, cells in zip(spec.fields, zip(*rows, strict=True), strict=True)}
    return pd.DataFrame(columns)


def read_table(name: str, data: bytes) -> pd.DataFrame:
    """One table's file through the importer's steps up to typed cells, without checks across tables."""
    rows, faults = read_rows(name, data)
    texts, unknown = text_frame(tables()[name], rows, {})
    frame, wrong = convert(tables()[name], texts)
    assert [one for one in (*faults, *unknown, *wrong) if one.code not in ("missing_value", "missing_either")] == []
    return canonical(tables()[name], frame)


@pytest.mark.parametrize("name", tables())
@given(data=st.data(), dialect=st.sampled_from(DIALECTS))
@settings(max_examples=20)
def test_any_table_survives_any_dialect(name: str, data: st.DataObject, dialect: Dialect) -> None:
    """Every column of every table, with separators, quotes, formulas, line breaks and letters of any script."""
    frame = canonical(tables()[name], data.draw(frames(name)))
    keyed = frame[frame.notna().any(axis=1)]
    back = read_table(name, table_bytes(tables()[name], keyed, dialect))
    assert content_hash({name: back}) == content_hash({name: keyed})
    pd.testing.assert_frame_equal(back.reset_index(drop=True), keyed.reset_index(drop=True))


TOWN = {
    "districts": pd.DataFrame({"district_id": ["D1"], "name": ["=1+1"]}),
    "facilities": pd.DataFrame({
        "facility_id": ["H1"], "name": ["'+Łukasz"], "kind": ["house"], "district_id": ["D1"],
        "easting": [550000.25], "northing": [6220000],
    }),
    "units": pd.DataFrame({"unit_id": ["-U"], "facility_id": ["H1"], "kind": ["vuggestue"], "places": [10]}),
    "children": pd.DataFrame({
        "child_id": ["C2", "C1"], "birth_date": [pd.Timestamp("2026-03-01")] * 2, "name": ["@B", FALSE_UTF8],
        "easting": [550000] * 2, "northing": [6220000] * 2,
    }),
    "applications": pd.DataFrame({
        "application_id": ["A1"], "child_id": ["C1"], "kind": ["new"], "care": ["0-2"], "registered_date": [pd.Timestamp("2026-09-01")],
        "need_date": [pd.Timestamp("2027-03-01")],
    }),
    "wishes": pd.DataFrame({"application_id": ["A1"], "rank": [1], "target_kind": ["unit"], "target_id": ["-U"]}),
}  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS, ids=["iso", "danish", "tab"])
def test_a_package_keeps_its_version(tmp_path: Path, dialect: Dialect) -> None:
    """Texts that look like formulas, letters outside Windows-1252 and bytes that look like UTF-8 included."""
    package = make_package(TOWN)
    write_package(package.tables, tmp_path, dialect)
    back = read_package(tmp_path)
    assert back.version == package.version
    assert back.tables["facilities"]["name"].tolist() == ["'+Łukasz"]
    assert back.tables["wishes"]["target_id"].tolist() == ["-U"]


def test_formulas_are_safe_only_where_a_spreadsheet_may_run_them(tmp_path: Path) -> None:
    """Danish files are opened in Excel; ISO files are for machines and keep ids as they are."""
    write_package(TOWN, tmp_path / "dk", DANISH)
    write_package(TOWN, tmp_path / "iso", ISO)
    assert b"'=1+1" in (tmp_path / "dk" / "districts.csv").read_bytes()
    assert b"\r\n'-U;H1" in (tmp_path / "dk" / "units.csv").read_bytes()
    assert b"\n-U,H1" in (tmp_path / "iso" / "units.csv").read_bytes()
    assert b"''+" in (tmp_path / "iso" / "facilities.csv").read_bytes()


def test_the_danish_dialect(tmp_path: Path) -> None:
    """Semicolons, CRLF, Danish dates and decimals, ja/nej; tables without rows are not written."""
    files = write_package(TOWN | {"facilities": TOWN["facilities"].assign(name="Børn")}, tmp_path, DANISH)
    facility = (tmp_path / "facilities.csv").read_bytes().decode("cp1252").split("\r\n")[1]
    assert facility == "H1;Børn;house;municipal;D1;550000,25;6220000;;;;;nej"
    assert b";01-03-2026;" in (tmp_path / "children.csv").read_bytes()
    assert sorted(file.stem for file in files) == sorted(["enrolments", *TOWN])


def test_the_version_tells_data_apart_and_nothing_else() -> None:
    """Order of rows, defaults written out and the number of the line do not count; every value does."""
    version = make_package(TOWN).version
    children = TOWN["children"]
    assert make_package(TOWN | {"children": children.iloc[::-1]}).version == version
    assert content_hash({name: frame.iloc[::-1] for name, frame in make_package(TOWN).tables.items()}) == version
    assert make_package(TOWN | {"children": children.assign(place_weight=1, bilingual=False)}).version == version
    assert make_package(TOWN | {"children": children.set_axis([7, 9])}).version == version
    for column, value in (("place_weight", 2), ("bilingual", True), ("name", "C"), ("easting", 550000.5), ("cpr", "x")):
        assert make_package(TOWN | {"children": children.assign(**{column: value})}).version != version


@pytest.mark.parametrize("frames", [{"kids": pd.DataFrame()}, {"children": pd.DataFrame({"shoe_size": [1]})}])
def test_an_unknown_table_or_column_is_our_defect(frames: dict[str, pd.DataFrame]) -> None:
    """Nothing is dropped in silence."""
    with pytest.raises(KeyError, match="unknown"):
        make_package(frames)
