"""Data sent by the browser: checked, told, shown beside the last import, imported on a yes; nothing half, nothing by a trick."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from data.database.engine import migrate, open_database
from data.stores.packages import current_version, last_imports
from webui.app import create_app
from webui.cli.sample import SAMPLE_DAY, write_sample
from webui.imports import upload


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imports") / "village"
    write_sample(folder, 50, 7, SAMPLE_DAY)
    return folder


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(folder=tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def client(engine: Engine) -> FlaskClient:
    return create_app(engine, testing=True).test_client()


def zipped(folder: Path, **changes: str | None) -> bytes:
    """The folder's tables as a zip file; a table given is another, or left out where it is None."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.glob("*.csv")):
            text = changes.get(file.stem, file.read_text("utf-8-sig"))
            if text is not None:
                archive.writestr(f"mappe/{file.name}", text)
    return held.getvalue()


def send(client: FlaskClient, content: bytes, name: str = "by.zip") -> tuple[int, str]:
    answer = client.post("/data", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.status_code, answer.text


def say_yes(client: FlaskClient, html: str) -> int:
    values = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in ("version", "previous")}
    return client.post("/data/indlaes", data={name: found[1] if found else "" for name, found in values.items()}).status_code


def test_sound_data_are_shown_and_imported_on_a_yes(client: FlaskClient, engine: Engine, village: Path) -> None:
    status, html = send(client, zipped(village))
    assert status == 200
    assert "by.zip er kontrolleret: ingen fejl" in html
    assert current_version(engine) is None
    assert say_yes(client, html) == 303
    (line,) = last_imports(engine, 10)
    assert line.source == "by.zip"
    assert line.version == current_version(engine)
    assert "by.zip" in client.get("/data").text
    assert "Data er de samme som ved sidste indlæsning." in send(client, zipped(village))[1]


def test_what_changes_is_told_before_it_is_imported(client: FlaskClient, engine: Engine, village: Path) -> None:
    say_yes(client, send(client, zipped(village))[1])
    lines = (village / "wishes.csv").read_text("utf-8-sig").splitlines()
    last = [line for line in lines if line.startswith(lines[-1].split(lines[0][14])[0])]
    fewer = "\n".join(lines[: -len(last)]) + "\n"
    _status, html = send(client, zipped(village, wishes=fewer))
    row = re.search(r'<th scope="row">wishes</th>(.*?)</tr>', html)
    assert row
    assert re.findall(r">(\d+)<", row[1])[1:] == ["0", str(len(last)), "0"]


def test_every_fault_is_told_with_its_place_and_nothing_is_imported(client: FlaskClient, engine: Engine, village: Path) -> None:
    units = (village / "units.csv").read_text("utf-8-sig").splitlines()
    header = units[0].split(units[0][7])
    broken = units[1].split(units[0][7])
    broken[header.index("places")] = "mange"
    text = "\n".join([units[0], units[0][7].join(broken), *units[2:]]) + "\n"
    status, html = send(client, zipped(village, units=text))
    assert status == 422
    assert "intet er indlæst" in html
    row = re.search(r'<th scope="row">units[^<]*</th><td class="number">2</td><td>places</td><td class="written">mange</td>', html)
    assert row
    assert current_version(engine) is None
    assert say_yes(client, html) == 422


@pytest.mark.parametrize("name", ["by.exe", "", "by.zip.html"])
def test_other_files_are_refused(client: FlaskClient, village: Path, name: str) -> None:
    status, html = send(client, zipped(village), name)
    assert status == 422
    assert "Filen skal være en Excel-fil" in html or "Vælg en fil." in html


def archive(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK not a zip", "Zip-filen kan ikke læses"),
        (archive(("virus.exe", b"x")), "er ingen tabel"),
        (archive(("a/units.csv", b"x"), ("b/units.csv", b"y")), "er der to gange"),
        (archive(*((f"{k}.csv", b"") for k in range(61))), "fylder for meget"),
    ],
    ids=["broken", "program", "twice", "many"],
)
def test_archives_that_are_no_data_are_refused(client: FlaskClient, content: bytes, fault: str) -> None:
    status, html = send(client, content)
    assert status == 422
    assert fault in html


def test_an_archive_writes_nowhere_else_and_not_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive(("../../../units.csv", b"x"), ("C:\\windows\\wishes.csv", b"y")))
    folder = upload.unpack(path, tmp_path / "in")
    assert sorted(file.name for file in folder.iterdir()) == ["units.csv", "wishes.csv"]
    monkeypatch.setattr(upload, "UNPACKED", 1000)
    status, html = send(client, archive(("units.csv", b"0" * 2000)))
    assert (status, "fylder for meget" in html) == (422, True)


def test_data_that_were_imported_meanwhile(client: FlaskClient, engine: Engine, village: Path) -> None:
    first = send(client, zipped(village))[1]
    people = (village / "guardians.csv").read_text("utf-8-sig").splitlines()
    second = send(client, zipped(village, guardians="\n".join(people[:-1]) + "\n"))[1]
    assert say_yes(client, second) == 303
    assert say_yes(client, first) == 409
    assert len(last_imports(engine, 10)) == 1


def test_a_large_form_is_taken_on_this_page_alone(client: FlaskClient) -> None:
    large = b"x" * 200_000
    assert send(client, large, "by.xlsx")[0] == 422
    answer = client.post("/log-ind", data={"name": "x", "password": "y" * 100_000})
    assert answer.status_code == 413
    assert "Filen er for stor" in answer.text
