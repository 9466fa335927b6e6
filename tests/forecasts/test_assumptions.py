"""A scenario goes to TOML and back unchanged, and what it cannot mean is refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts.assumptions import (
    AssumptionFault,
    Assumptions,
    CapacityStep,
    DagplejeStep,
    SchoolStep,
    TakeUpStep,
    TransitionStep,
)

_months = st.builds(lambda year, month: f"{year}-{month:02d}", st.integers(2020, 2050), st.integers(1, 12))
_shares = st.floats(0, 1)
_scenarios = st.builds(
    Assumptions,
    name=st.text(max_size=10),
    transition=st.lists(st.builds(TransitionStep, _months, st.integers(24, 48)), max_size=2).map(tuple),
    school=st.lists(st.builds(SchoolStep, _months, st.integers(1, 12)), max_size=2).map(tuple),
    late_starters=_shares,
    takeup=st.lists(st.builds(TakeUpStep, _months, st.integers(0, 40), st.integers(41, 96), st.floats(-9, 9)), max_size=2).map(tuple),
    dagpleje=st.lists(st.builds(DagplejeStep, _months, _shares, st.integers(0, 36), st.sampled_from(["", "d1"])), max_size=2).map(tuple),
    capacity=st.lists(st.builds(CapacityStep, _months, st.just("d1"), st.just("vuggestue"), st.floats(-9, 9)), max_size=2).map(tuple),
    housing=st.booleans(),
    control_weight=_shares,
    fertility=st.floats(0.5, 2),
)


@given(_scenarios)
def test_toml_and_back(scenario: Assumptions) -> None:
    assert Assumptions.from_toml(scenario.to_toml()) == scenario
    assert Assumptions.from_table(scenario.as_table()) == scenario


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fertilty = 1.1", "there is no 'fertilty'; known are name, transition"),
        ("fertility = 9.0", "fertility: 9.0; a number from 0 to 5"),
        ('housing = "yes"', "housing: 'yes'; bool is expected"),
        ("fertility = true", "fertility: True; float is expected"),
        ("[[capacity]]\nstart = '2027-13'\narea = 'd'\ncare = 'vuggestue'\nplaces = 3", "'2027-13' is no month"),
        ("[[capacity]]\nstart = '2027-01'\narea = 'd'\ncare = 'skole'\nplaces = 3", "'skole'; one of dagpleje, vuggestue, boernehave"),
        ("[[transition]]\nstart = '2027-01'", "transition 1: age not all given"),
        ("transition = 4", "transition: 4; a list is expected"),
        ("= 4", "The scenario is no TOML"),
    ],
)
def test_what_a_scenario_cannot_mean(text: str, words: str) -> None:
    with pytest.raises(AssumptionFault, match=words.replace("(", r"\(")):
        Assumptions.from_toml(text)


def test_a_fault_is_told_in_danish_and_english() -> None:
    with pytest.raises(AssumptionFault) as caught:
        Assumptions(fertility=9.0)
    assert caught.value.text() == "fertility: 9.0; ventede et tal fra 0 til 5."
    assert caught.value.text("en") == "fertility: 9.0; a number from 0 to 5 is expected."
