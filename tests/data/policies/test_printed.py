"""What is printed is what is solved: every setting makes a sentence, and a changed value makes another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.policies import SHIPPED, load_policy
from data.policies.describe import described
from data.policies.guidelines import GUIDELINES, TIER_WORDS
from data.policies.printed import TITLES, printed
from data.policies.settings import SECTIONS, SETTINGS, SOURCED
from optimizer.domain.policy import TIERS, Policy

#: for settings that all shipped policies have alike, or that are idle by themselves: another value, and what must hold besides
OTHER: dict[str, tuple[Any, dict[str, Any]]] = {
    "mode": ("points", {}),
    "round_date": (date(2027, 1, 15), {}),
    "window_months": (1, {}),
    "horizon_months": (12, {}),
    "reserve": (False, {}),
    "guarantee_radius_m": (1500, {"guarantee_area": "radius"}),
    "travel_minutes": (45, {"guarantee_area": "travel_time"}),
    "seniority_months": (7, {"seniority": "birth_if_registered_early"}),
    "seniority_days": (14, {"seniority": "birth_if_registered_early"}),
    "seniority_months_35": (24, {"seniority": "registered_from_age"}),
    "months_after_application": (2, {}),
    "sibling_definition": ("either", {}),
    "refused_guarantee": ("lapses", {}),
    "refused_months": (2, {"refused_guarantee": "postponed"}),
    "refused_counted_from": ("answer", {"refused_guarantee": "postponed"}),
    "refused_wish": ("deleted", {}),
    "sibling_scope": ("unit", {}),
    "sibling_applies_together": (True, {}),
    "kept_wish_ranks_as": ("unplaced", {}),
    "wait_for_wish": (True, {}),
    "outsiders_list": ("closed_above_share", {}),
    "outsiders_share_percent": (2, {"outsiders_list": "closed_above_share"}),
    "outsiders_measured_per": ("care", {"outsiders_list": "closed_above_share"}),
    "objectives": (("breaches", "distance", "wishes"), {}),
    "objective_weights": ({"wishes": 3}, {"objectives": ("breaches", ("wishes", "distance"))}),
    "even_load_area": ("municipality", {}),
    "bilingual_percent": (30, {}),
    "same_half_year": (2, {}),
    "wish_points": ((3, 1), {}),
    "distance_method": ("osm", {}),
    "travel_mode": ("car", {}),
    "detour_percent": (100, {}),
    "foot_kmh": (4, {}),
    "bicycle_kmh": (12, {}),
    "car_kmh": (50, {}),
    "max_infants": (2, {}),
    "composition_share": (20, {}),
    "composition_skips_employed": (True, {}),
    "composition_years": (2, {}),
    "alternative_offer": ("unwished", {}),
}


def told(policy: Policy, language: str) -> str:
    return "\n".join(line.text for section in printed(policy, language) for line in section.lines)


def test_every_setting_has_its_sentence() -> None:
    """A new setting gets one in data/policies/guidelines, a new section its heading in data/policies/printed.py."""
    assert set(GUIDELINES) == {setting.path for setting in SETTINGS}
    assert set(TITLES) == {"", *SECTIONS}
    assert list(TIER_WORDS) == list(TIERS)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_shipped_policy_is_printed_with_a_source_under_every_line(name: str, language: str) -> None:
    lines = [line for section in printed(load_policy(name), language) for line in section.lines]
    assert [line.path for line in lines] == [setting.path for setting in SETTINGS]
    for line in lines:
        assert line.rows[0].endswith((".", ":")), line
        assert line.rows[0][0].isupper(), line
        assert (line.source != "") == (line.path in SOURCED), line


@pytest.mark.parametrize("field", [setting.field for setting in SETTINGS])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_value_of_a_setting_is_told(field: str, language: str) -> None:
    """Two policies that differ in one setting that is in use are not printed alike: here each value of the shipped ones and of OTHER."""
    other, besides = OTHER.get(field, (None, {}))
    base = replace(Policy(name="x", tiers=("sibling",)), **besides)
    found = [getattr(load_policy(name), field) for name in SHIPPED] if field not in OTHER else [getattr(base, field), other]
    values = [value for n, value in enumerate(found) if value not in found[:n]]
    assert len(values) > 1, "name another value of the setting in OTHER"
    texts = [told(replace(base, **{field: value}), language) for value in values]
    assert len(set(texts)) == len(values)


def test_aarhus_in_words() -> None:
    danish = told(load_policy("aarhus"), "da")
    for sentence in (
        "Et barn kan begynde den 1. eller den 16. i måneden.",
        "1. Børn med et dokumenteret særligt behov\n2. Børn i det obligatoriske læringstilbud, når de allerede går i huset\n3. ",
        "den regnes fra fødslen, når barnet er skrevet op inden det fylder 4 måneder, ellers fra den dag, det blev skrevet op",
        "Ved flytning tæller ét ønske.",
    ):
        assert sentence in danish
    assert "For a transfer one wish counts." in told(load_policy("aarhus"), "en")


def test_copenhagen_in_words() -> None:
    danish = told(load_policy("koebenhavn"), "da")
    for sentence in (
        "Der er højst 4 km til en garantiplads.",
        "Børn går i børnehave fra den første startdag, når de er 2 år og 10 måneder.",
        "fra den dag, barnet blev skrevet op, dog tidligst fra det er 4 måneder",
        "Til børnehave regnes ancienniteten fra den dag, barnet blev skrevet op, dog tidligst fra det er 2 år.",
        "For 0-2 år gælder: børn, der har ønsket stedet, bliver aldrig sprunget over af børn, der får det som garantiplads.",
        "Til vuggestue og dagpleje tæller de første 2 ønsker.",
    ):
        assert sentence in danish


def test_the_guide_has_its_tables_from_the_settings(project: Path) -> None:
    """`python -m data.policies.describe` writes them."""
    page = (project / "docs" / "policies.md").read_text(encoding="utf-8")
    assert described(page) == page
