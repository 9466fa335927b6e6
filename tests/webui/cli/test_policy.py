"""`policy`: the rules in words."""

from __future__ import annotations

from pathlib import Path

from data.policies import SHIPPED, load_policy
from data.policies.printed import printed
from tests.webui.cli.support import Command


def test_the_shipped_policies_are_listed(redekasse: Command) -> None:
    ended = redekasse("policy", "list")
    assert ended.code == 0
    assert [line.split()[0] for line in ended.out.splitlines()] == list(SHIPPED)
    assert "2024-04-01  Aarhus Kommune" in ended.out


def test_a_policy_is_shown_line_by_line_with_its_sources(redekasse: Command) -> None:
    ended = redekasse("policy", "show", "koebenhavn")
    assert (ended.code, ended.err) == (0, "")
    assert "\n  Er der flere om en plads" in ended.out
    assert "\n    1. Husets egne vuggestuebørn" in ended.out
    rows = [row.strip() for row in ended.out.splitlines()]
    for section in printed(load_policy("koebenhavn")):
        assert section.title in rows
        for line in section.lines:
            assert set(line.rows) <= set(rows), line
            assert not line.source or f"Kilde: {line.source}" in rows, line


def test_a_policy_of_ones_own_in_english(redekasse: Command) -> None:
    Path("own.toml").write_text('name = "own"\n[wishes]\ncounted_02 = 4\n', encoding="utf-8")
    ended = redekasse("policy", "show", "own.toml", "--english")
    assert ended.code == 0
    assert "For vuggestue and dagpleje the first 4 wishes count." in ended.out
    (document,) = [
        section for section in redekasse("policy", "show", "own.toml", "--json").document["sections"] if section["title"] == "Ønsker"
    ]
    assert document["lines"][1] == {
        "setting": "wishes.counted_02",
        "text": "Til vuggestue og dagpleje tæller de første 4 ønsker. Dagplejen i et område er ét ønske.",
        "source": "",
    }


def test_what_is_missing_is_said(redekasse: Command) -> None:
    assert redekasse("policy", "show").code == 1
    assert "redekasse policy list" in redekasse("policy", "show").err
    assert redekasse("policy", "show", "soroe").code == 1
    assert redekasse("policy", "print").code == 1
