"""CPR numbers stay where they belong, and rows that the user names are left out with what needs them."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from data.faults import Phrase, mask_cpr
from data.importers import read_package
from data.importers.phrases import fault
from data.importers.pseudonyms import is_cpr

CPR = "010326-4321"


def with_cpr(town: Any, number: str = CPR) -> Any:
    """The town with the first child's id replaced by a CPR number in every table."""
    town.lines = {name: [line.replace("C1", number) for line in lines] for name, lines in town.lines.items()}
    return town


@pytest.mark.parametrize("number", [CPR, "0103264321", "010326 4321"])
def test_a_cpr_number_as_id_becomes_a_pseudonym(town: Any, number: str) -> None:
    """In every table, the same one for the same data; the number stays in `cpr` alone."""
    package = read_package(with_cpr(town, number).write())
    children = package.tables["children"].set_index("name")
    pseudonym = str(children.loc["Ida", "child_id"])
    assert pseudonym.startswith("P-")
    assert children.loc["Ida", "cpr"] == number
    assert str(package.tables["applications"].set_index("application_id").loc["A1", "child_id"]) == pseudonym
    text = "".join(frame.drop(columns="cpr", errors="ignore").to_csv() for frame in package.tables.values())
    assert number not in text
    assert read_package(town.folder).tables["children"]["child_id"].tolist() == package.tables["children"]["child_id"].tolist()


def test_the_key_decides_the_pseudonym(town: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the installation's key a child keeps its pseudonym when others come and go; without, the numbers make the key."""
    with_cpr(town)

    def pseudonym(**options: Any) -> str:
        return str(read_package(town.write(), **options).tables["children"].set_index("name").loc["Ida", "child_id"])

    own, keyed = pseudonym(), pseudonym(pseudonym_key=b"hemmelig")
    assert own != keyed
    town.add("children", "020326-4321,2026-03-02,Ny,F8,,550400,6220400,nej")
    assert pseudonym(pseudonym_key=b"hemmelig") == keyed
    assert pseudonym() != own
    monkeypatch.setenv("REDEKASSE_PSEUDONYM_KEY", "hemmelig")
    assert pseudonym() == keyed


def test_a_given_cpr_number_is_kept(town: Any) -> None:
    """Also when the id is another form of it."""
    with_cpr(town)
    tails = (",cpr", ",0103264321", ",", ",", ",", ",")
    town.lines["children"] = [line + tail for line, tail in zip(town.lines["children"], tails, strict=True)]
    assert read_package(town.write()).tables["children"].set_index("name").loc["Ida", "cpr"] == "0103264321"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((yes, True) for yes in (CPR, "610326-4321", "290200-1234")),
        *((no, False) for no in ("310426-4321", "001326-4321", "C1", "01032643211")),
    ],
)
def test_what_looks_like_a_cpr_number(text: str, expected: bool) -> None:
    """Ten digits that begin with a day that exists (plus 60 in replacement numbers)."""
    assert is_cpr(text) is expected


def test_no_message_shows_a_cpr_number(town: Any) -> None:
    """Neither in the value nor in what was expected, in any form of the fault."""
    town.lines["guardians"] = ["child_id,name", f"{CPR},Mor"]
    town.change("children", 2, "2026-03-01", CPR).change("wishes", 2, "H1V", "0103264321")
    for found in town.error():
        for language in ("da", "en"):
            assert "4321" not in found.text(language)
            assert "4321" not in str(found.to_dict(language))
        assert "4321" not in repr(found)
    assert mask_cpr("mor 010326-4321 og 0103264321, ikke 99032643210") == "mor 010326-**** og 010326-****, ikke 99032643210"
    assert fault("twins_differ", "children", shared=CPR, first=1).text("en").count("010326-****") == 1


def test_a_phrase_survives_being_copied() -> None:
    """Faults are handed between processes."""
    copy = pickle.loads(pickle.dumps(Phrase("et tal", "a number")))  # noqa: S301  # made here
    assert (copy, copy.text("en")) == ("et tal", "a number")


def test_a_child_left_out_takes_its_rows_along(town: Any) -> None:
    """Its stay, application, wishes; the fault in its row goes too, and all that went is listed."""
    town.change("children", 4, "2025-06-15", "x").change("wishes", 5, "H1V", "H9")
    package = read_package(town.write(), ["børn:C3"])
    assert package.left_out == (
        "children 4 C3",
        "enrolments 2 C3/P1/2026-02-01",
        "applications 4 A3",
        "wishes 5 A3/1",
    )
    assert "C3" not in package.tables["children"]["child_id"].tolist()


def test_a_wish_left_out_keeps_its_application(town: Any) -> None:
    """By its key or by its line."""
    town.change("wishes", 2, "H1V", "H9")
    for name in ("wishes:A1/1", "wishes:2"):
        package = read_package(town.write(), [name])
        assert package.left_out == ("wishes 2 A1/1",)
        assert "A1" in package.tables["applications"]["application_id"].tolist()


def test_a_house_left_out_takes_wishes_for_it_along(town: Any) -> None:
    """Its units and the stays in them too; the applications stay."""
    package = read_package(town.write(), ["facilities:H1", "applications:A4"])
    gone = {"facilities", "units", "enrolments", "applications", "wishes", "offers"}
    assert {line.partition(" ")[0] for line in package.left_out} == gone
    assert package.tables["wishes"]["target_id"].tolist() == ["D1"]
    assert package.tables["applications"]["application_id"].tolist() == ["A1", "A2", "A3"]


def test_a_row_of_the_wrong_width_can_be_left_out(town: Any) -> None:
    """By its line."""
    town.change("children", 6, ",nej", ",nej,x")
    assert town.faults() == [("children", 6, None, "ragged_row")]
    assert town.faults(["children:6"]) == []


def test_a_name_that_no_row_has(town: Any) -> None:
    """Is a fault: the user meant something else."""
    assert town.faults(["children:C99"]) == [("children", None, None, "unknown_left_out")]
    assert town.faults(["kids:1"]) == [("kids", None, None, "unknown_left_out")]
