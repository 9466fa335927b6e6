"""`redekasse rules`: the rules in words, one or all, in both languages, for machines and as the page in the docs."""

from __future__ import annotations

from pathlib import Path

from optimizer.rounds.rulebook import modules
from tests.webui.cli.support import Command
from webui import labels


def test_all_rules_and_aims_are_told_in_danish(redekasse: Command) -> None:
    ended = redekasse("rules")
    assert ended.code == 0
    titles = [line for line in ended.out.splitlines() if line and not line.startswith(" ")]
    names = [module.__name__.rpartition(".")[2] for _, module in modules()]
    assert titles == [f"{labels.RULEBOOK[name]} ({name})" for name in names]
    assert "Kilde: dagtilbudsloven § 29" in ended.out


def test_one_rule_in_english(redekasse: Command) -> None:
    ended = redekasse("rules", "places", "--language", "en")
    assert ended.out.startswith("Places over time (places)\n  There are no more children in a unit than places")
    assert ended.out.count("Formula:") == 1


def test_a_rule_for_machines(redekasse: Command) -> None:
    (found,) = redekasse("rules", "infants", "--json").document
    assert found["title"] == "Spædbørn hos en dagplejer"
    assert found["source"].startswith("dagtilbudsloven § 22")


def test_a_rule_that_is_none(redekasse: Command) -> None:
    ended = redekasse("rules", "nix")
    assert (ended.code, ended.out) == (1, "")
    assert "nix" in ended.err


def test_the_page_of_the_docs(redekasse: Command, project: Path) -> None:
    assert redekasse("rules", "--markdown").out == (project / "docs" / "rules.md").read_text(encoding="utf-8")
