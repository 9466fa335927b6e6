"""`sample`, `validate`, `import`: data out and in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.database.engine import open_database
from data.importers import read_package
from data.policies import load_policy
from data.stores.packages import current_version
from tests.webui.cli.support import Command, spoil


def test_a_sample_is_a_sound_package_with_its_round_date(redekasse: Command) -> None:
    ended = redekasse("sample", "a/b", "--births", 50, "--seed", 3, "--round", "15-03-2027")
    assert ended.code == 0, ended.err
    assert "runde 2027-03-15" in ended.out
    assert not read_package(Path("a/b")).tables["children"].empty
    assert load_policy(Path("a/b/policy.toml")).round_date == date(2027, 3, 15)


def test_a_sample_with_all_rules_is_as_sound_and_has_a_policy_that_uses_them(redekasse: Command) -> None:
    assert redekasse("sample", "all", "--births", 50, "--seed", 3, "--all-rules").code == 0
    package, policy = read_package(Path("all")), load_policy(Path("all/policy.toml"))
    assert not any(package.tables[name].empty for name in ("offers", "reservations", "child_decisions"))
    assert (policy.sibling_definition, policy.outsiders_list, policy.refused_guarantee) == ("either", "closed_above_share", "postponed")
    assert redekasse("validate", "all").code == 0


def test_the_same_seed_draws_the_same_municipality_in_every_format(redekasse: Command) -> None:
    versions = set()
    for form in ("iso", "danish", "tab"):
        document = redekasse("sample", form, "--births", 50, "--format", form, "--json").document
        assert document["rows"]["children"] > 200
        versions.add(read_package(Path(form)).version)
    assert len(versions) == 1
    assert b";" in Path("danish/units.csv").read_bytes()


def test_a_sample_never_goes_over_data(redekasse: Command, village: Path) -> None:
    ended = redekasse("sample", village, "--births", 50)
    assert (ended.code, ended.out) == (1, "")
    assert "ikke tom" in ended.err


def test_a_sound_package(redekasse: Command, village: Path) -> None:
    ended = redekasse("validate", village)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Data er i orden: ")
    document = redekasse("validate", village, "--json").document
    assert document["sound"] is True
    assert document["version"] == read_package(village).version
    assert document["rows"]["districts"] > 1


def test_all_faults_are_listed_for_people_and_machines(redekasse: Command, village: Path) -> None:
    spoil(village / "wishes.csv", "A000001,1,", "A999999,1,")
    spoil(village / "units.csv", "dagpleje", "dagplejer")
    ended = redekasse("validate", village)
    assert (ended.code, ended.out) == (1, "")
    assert "A999999" in ended.err
    assert "»dagplejer«" in ended.err
    document = redekasse("validate", village, "--json").document
    assert (document["error"], document["exit_code"]) == ("fault", 1)
    assert {"wishes", "units"} <= {fault["table"] for fault in document["details"]}
    assert "expected" in redekasse("validate", village, "--language", "en").err


def test_a_long_list_is_cut_for_people_only(redekasse: Command, village: Path) -> None:
    path = village / "children.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",20", ",30"), encoding="utf-8")
    assert "fejl mere; --json viser dem alle" in redekasse("validate", village).err
    assert len(redekasse("validate", village, "--json").document["details"]) > 50


def test_children_in_school_are_a_fault_of_the_round_date(redekasse: Command, village: Path) -> None:
    ended = redekasse("validate", village, "--round", "2031-09-01")
    assert ended.code == 1
    assert "begyndt i skole" in ended.err
    assert redekasse("validate", village, "--round", "2027-01-15").code == 0


def test_named_rows_are_left_out_and_listed(redekasse: Command, village: Path) -> None:
    spoil(village / "wishes.csv", "A000001,1,", "A999999,1,")
    ended = redekasse("validate", village, "--leave-out", "wishes:A999999/1")
    assert ended.code == 0, ended.err
    assert "Udeladt: wishes" in ended.err


def test_an_import_shows_what_is_new_and_nothing_the_second_time(redekasse: Command, village: Path) -> None:
    url = "sqlite:///own.db"
    ended = redekasse("import", village, "--database", url)
    assert ended.code == 0, ended.err
    assert "children" in ended.out
    assert "samme som ved sidste" in redekasse("import", village, "--database", url).out
    spoil(village / "applications.csv", "transfer", "new")
    document = redekasse("import", village, "--database", url, "--json").document
    assert document["changes"]["applications"]["changed"] == 1


def test_a_faulty_package_leaves_the_database_as_it_was(redekasse: Command, village: Path) -> None:
    assert redekasse("import", village).code == 0
    before = current_version(open_database())
    spoil(village / "children.csv", "2026-", "2026-13-")
    assert redekasse("import", village).code == 1
    assert current_version(open_database()) == before is not None


@pytest.mark.parametrize("command", ["validate", "import"])
def test_a_folder_that_is_not_there(redekasse: Command, command: str) -> None:
    ended = redekasse(command, "nowhere")
    assert ended.code == 1
    assert "nowhere" in ended.err
