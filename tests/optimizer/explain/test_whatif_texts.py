"""The sentences about a change by hand: alike in both languages, and silent about others where parents read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from optimizer.rounds.explain.texts_whatif import DANISH_TEMPLATES, ENGLISH_TEMPLATES
from optimizer.rounds.explain.whatif import answer_lines, help_lines, parents_line
from optimizer.rounds.helps import what_would_help
from optimizer.rounds.run import run_round
from optimizer.rounds.taken_up import TakenUp, take_up
from optimizer.rounds.whatif import ask
from tests.optimizer.checking.build import FEB, MAR, POLICY, ROUND_DATE, Build
from tests.optimizer.explain.test_codes import FIELD

EARLY, LATE = date(2026, 3, 1), date(2026, 10, 1)


def taken(build: Build, **rules: object) -> TakenUp:
    policy = replace(POLICY, **rules)  # type: ignore[arg-type]
    snapshot = build.snapshot()
    return take_up(snapshot, policy, ROUND_DATE, run_round(snapshot, policy, ROUND_DATE))


def two_for_one_place() -> Build:
    """A stands before B at u; v is B's too."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u", registered_date=EARLY)
    build.apply("B", "u v", registered_date=LATE)
    return build


def test_both_languages_have_the_same_codes_and_facts() -> None:
    assert DANISH_TEMPLATES.keys() == ENGLISH_TEMPLATES.keys()
    for code, danish in DANISH_TEMPLATES.items():
        facts = [{name for name, _ in FIELD.findall(text)} for text in danish]
        assert facts == [{name for name, _ in FIELD.findall(text)} for text in ENGLISH_TEMPLATES[code]], code


def test_no_sentence_for_parents_has_facts() -> None:
    for code, texts in {**DANISH_TEMPLATES, **ENGLISH_TEMPLATES}.items():
        if code.startswith("parents_"):
            assert not any(FIELD.findall(text) for text in texts)


def test_passing_somebody_over_is_named_as_a_case() -> None:
    """B in u instead of A: A, who stands before, is passed over; nothing else is lost, for B gives up v."""
    answer = ask(taken(two_for_one_place()), "B", "u")
    assert answer.verdict == "nearest"
    assert answer.cases == (("envy", "A", "u", FEB),)
    assert [(c.application_id, c.before, c.after) for c in answer.changes] == [("A", ("u", FEB), None), ("B", ("v", FEB), ("u", FEB))]
    assert answer_lines(answer, "da")[:3] == [
        "Den nærmeste fordeling, hvor barnet får pladsen, giver ét andet barn et andet resultat.",
        "Ingen mister garanti ved det.",
        "Ét barn bliver sprunget over i rækkefølgen, eller en ønsket plads står ledig: det er i strid med lovens rækkefølge.",
    ]
    assert parents_line(answer, "da") == "Barnet kunne kun få pladsen ved at springe andre over i den rækkefølge, som loven kræver."


def test_in_points_the_same_is_no_case_against_the_law() -> None:
    build = two_for_one_place()
    build.applications["A"] = replace(build.applications["A"], wishes=build.applications["B"].wishes)
    round_ = taken(build, mode="points")
    loser = next(row.application_id for row in round_.record.allocation if row.wish_rank == 2)
    answer = ask(round_, loser, "u")
    assert parents_line(answer, "en") == "The child could have the place only if other children got another place or waited."
    assert "Det er bevist, at det ikke kan gøres med færre tabte måneder eller færre børn." in answer_lines(answer, "da")


def test_rules_and_limits_that_stand_against_it() -> None:
    build = two_for_one_place()
    build.unit("closed", 1, open_to_list=False)
    build.unit("full", 1)
    build.enrol("c", "full")
    build.apply("D", "full", registered_date=EARLY)
    round_ = taken(build)
    assert ask(round_, "A", "closed").verdict == "unlawful"
    assert {violation.rule for violation in ask(round_, "A", "closed").broken} >= {"open_to_list"}
    answer = ask(round_, "D", "full", MAR)
    assert answer.verdict == "no_room"
    assert [(x.what, x.owner, x.day, x.need, x.free) for x in answer.limits] == [("places", "full", MAR, 1, 0)]
    assert ask(round_, "A", "u").verdict == "has_it"
    assert parents_line(answer, "da").startswith("Barnet kan ikke få pladsen")


def test_a_place_whose_child_has_nowhere_to_go() -> None:
    """T, in u, would move to w, where there is no place: B can have u only with a place more there."""
    build = Build()
    build.unit("u", 1)
    build.unit("w", 1)
    build.enrol("cT", "u")
    build.enrol("d", "w", end=date(2027, 3, 1))
    build.enrol("e", "w", date(2027, 3, 1))
    build.apply("T", "w", "transfer", child="cT")
    build.apply("B", "u")
    round_ = taken(build)
    answer = ask(round_, "B", "u", FEB)
    assert answer.verdict in ("no_room", "too_few_leave")
    assert [(x.what, x.owner) for x in answer.limits] == [("places", "u")]


def test_help_is_told_without_the_way_to_a_hidden_home() -> None:
    build = Build()
    for name, places, east in (("u", 1, 0), ("v", 1, 400)):
        build.facility("F" + name, east=east)
        build.unit(name, places, facility="F" + name)
    build.enrol("c", "u")
    build.apply("A", "u")
    round_ = taken(build)
    helps = what_would_help(round_, round_.subject("A"))
    told = help_lines(helps, round_.instance.snapshot, "da", hidden=False)
    assert told == [
        "Med én plads mere i Fu fra 1. februar 2027 kunne barnet være begyndt dér den 1. februar 2027, uden at nogen mister noget.",
        "Havde familien også ønsket Fv (400 m fra hjemmet), kunne barnet have fået plads dér fra 1. februar 2027.",
    ]
    assert "400" not in " ".join(help_lines(helps, round_.instance.snapshot, "en", hidden=True))


@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_found_is_said(language: str) -> None:
    assert len(help_lines([], Build().snapshot(), language, hidden=False)) == 1
