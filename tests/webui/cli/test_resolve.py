"""`redekasse resolve` and `explain` on a round of the database and of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.webui.cli.support import Command
from tests.webui.cli.test_whatif import rows


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("resolve")


@pytest.fixture
def ready(kept: Path, redekasse: Command) -> tuple[Path, Path, str]:
    """A village, its result, and the database that holds both."""
    data, out, url = kept / "data", kept / "out", f"sqlite:///{kept / 'town.db'}"
    if not out.exists():
        assert redekasse("sample", data, "--births", "50", "--seed", "7").code == 0
        assert redekasse("allocate", data, "--out", out, "--database", url).code == 0
    return data, out, url


def test_a_stored_round_is_decided_again_and_stored(ready: tuple[Path, Path, str], redekasse: Command, tmp_path: Path) -> None:
    data, out, url = ready
    given = rows(out, "wish")[0]["application_id"]
    ended = redekasse("resolve", "1", "--forbid", given, "--database", url, "--out", tmp_path / "again", "--json")
    assert ended.code == 0, ended.err
    assert given in ended.document["changed"]
    assert redekasse("verify", data, tmp_path / "again").code == 0
    stored = ended.document["round_id"]
    told = redekasse("explain", stored, given, "--database", url, "--json")
    assert told.code == 0
    assert told.document[0]["outcome"] != "wish"


def test_a_round_in_a_folder_is_decided_again_with_its_data(ready: tuple[Path, Path, str], redekasse: Command, tmp_path: Path) -> None:
    data, out, _ = ready
    row = rows(out, "wish")[0]
    lock = f"{row['application_id']}={row['unit_id']}"
    ended = redekasse("resolve", out, "--lock", lock, "--data", data, "--out", tmp_path / "again", "--json")
    assert ended.code == 0, ended.err
    assert ended.document["changed"] == []


def test_explain_asks_the_database_for_the_data(ready: tuple[Path, Path, str], redekasse: Command) -> None:
    _, out, url = ready
    row = rows(out, "wish")[0]
    ended = redekasse("explain", "1", row["application_id"], "--database", url, "--unit", row["unit_id"], "--json")
    assert ended.code == 0, ended.err
    assert ended.document[0]["what_if"]["verdict"] == "has_it"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--lock"),
        (("--forbid", "A000002"), "--out"),
        (("--lock", "A000002", "--out", "o"), "A000002"),
        (("--lock", "A000002=H0001-V@2027-02-02", "--data", "DATA", "--out", "o"), "2027-02-02"),
        (("--lock", "nobody=H0001-V", "--data", "DATA", "--out", "o"), "nobody"),
        (("--forbid", "A000002=nowhere", "--data", "DATA", "--out", "o"), "nowhere"),
        (("--forbid", "A000002", "--out", "o"), "--data"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_of_the_user(
    ready: tuple[Path, Path, str], redekasse: Command, options: tuple[str, ...], words: str
) -> None:
    data, out, _ = ready
    ended = redekasse("resolve", out, *(str(data) if option == "DATA" else option for option in options))
    assert ended.code == 1
    assert words in ended.err


def test_the_last_round_of_the_database_is_kept_to_by_itself(ready: tuple[Path, Path, str], redekasse: Command) -> None:
    _, out, url = ready
    data, promised = ready[0], rows(out, "wish")[0]["application_id"]
    later = redekasse("allocate", data, "--database", url, "--no-store", "--out", "later", "--round", "2027-01-20", "--json")
    assert later.code == 0, later.err
    assert f'"{promised}"' in Path("later/certificate.json").read_text(encoding="utf-8").partition('"promised"')[2].partition("given_up")[0]
    alone = redekasse(
        "allocate", data, "--database", url, "--no-store", "--out", "alone", "--round", "2027-01-20", "--last", "none", "--json"
    )
    assert alone.code == 0, alone.err
    assert '"promised": []' in Path("alone/certificate.json").read_text(encoding="utf-8").replace("\n", "")
