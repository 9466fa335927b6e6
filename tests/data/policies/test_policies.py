"""Policy files: what they may hold, what is said of their faults, and that the text is the policy."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.faults import PackageFaults
from data.policies import CHOSEN_FOR_THE_ROUND, SHIPPED, load_policy, parse_policy, policy_to_toml, with_changes
from data.policies.settings import SETTINGS, SOURCED
from optimizer.domain.policy import (
    OBJECTIVES,
    TIERS,
    CountedFrom,
    DistanceMethod,
    EvenLoadArea,
    GuaranteeArea,
    MeasuredPer,
    Mode,
    OutsidersList,
    Policy,
    RefusedGuarantee,
    RefusedWish,
    SeniorityBasis,
    SiblingScope,
    TravelMode,
)


def faults_of(text: str) -> PackageFaults:
    with pytest.raises(PackageFaults) as caught:
        parse_policy(text)
    return caught.value


def policies() -> st.SearchStrategy[Policy]:
    """Any policy that a file may hold."""
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    window = st.integers(1, 12)
    return st.builds(
        Policy,
        name=words.filter(lambda text: bool(text.strip())),
        municipality=words,
        valid_from=st.dates(),
        mode=st.sampled_from(get_args(Mode)),
        round_date=st.none() | st.dates(),
        window_months=window,
        horizon_months=st.integers(12, 60),
        start_days=st.sets(st.integers(1, 28), min_size=1, max_size=4).map(lambda days: tuple(sorted(days))),
        reserve=st.booleans(),
        transition_age_months=st.integers(24, 48),
        sibling_definition=st.sampled_from(("household", "guardian", "either")),
        transition_counted=st.sampled_from(("day", "month", "next_month")),
        school_start_month=st.integers(1, 12),
        guarantee_area=st.sampled_from(get_args(GuaranteeArea)),
        guarantee_radius_m=st.integers(100, 100_000),
        deadline_months=st.integers(0, 12),
        tiers=st.lists(st.sampled_from(TIERS), unique=True).map(tuple),
        seniority=st.sampled_from(get_args(SeniorityBasis)),
        seniority_months=st.integers(0, 60),
        seniority_days=st.integers(-1, 366),
        seniority_35=st.none() | st.sampled_from(get_args(SeniorityBasis)),
        seniority_months_35=st.none() | st.integers(0, 60),
        sibling_applies_together=st.booleans(),
        list_first=st.sampled_from([(), ("0-2",), ("3-5", "0-2")]),
        counted_wishes_02=st.none() | st.integers(1, 99),
        counted_wishes_35=st.none() | st.integers(1, 99),
        counted_wishes_transfer=st.none() | st.integers(1, 99),
        sibling_scope=st.sampled_from(get_args(SiblingScope)),
        sibling_overlap_months=st.integers(0, 36),
        kept_wish_ranks_as=st.sampled_from(("transfer", "unplaced")),
        wait_for_wish=st.booleans(),
        objectives=st.permutations([("siblings", "distance"), *(o for o in OBJECTIVES[1:] if o not in ("siblings", "distance"))]).map(
            lambda rest: (OBJECTIVES[0], *rest)
        ),
        objective_weights=st.dictionaries(st.sampled_from(("siblings", "distance")), st.integers(1, 1_000_000)),
        even_load_area=st.sampled_from(get_args(EvenLoadArea)),
        bilingual_percent=st.none() | st.integers(0, 100),
        same_half_year=st.none() | st.integers(0, 10),
        wish_points=st.lists(st.integers(0, 99), min_size=1, max_size=8).map(lambda points: tuple(sorted(points, reverse=True))),
        deadline_days=st.integers(0, 31),
        months_after_application=st.integers(0, 3),
        refused_guarantee=st.sampled_from(get_args(RefusedGuarantee)),
        refused_months=st.integers(0, 24),
        refused_counted_from=st.sampled_from(get_args(CountedFrom)),
        refused_wish=st.sampled_from(get_args(RefusedWish)),
        outsiders_list=st.sampled_from(get_args(OutsidersList)),
        outsiders_share_percent=st.integers(0, 100),
        outsiders_measured_per=st.sampled_from(get_args(MeasuredPer)),
        outsiders_own_code=words,
        distance_method=st.sampled_from(get_args(DistanceMethod)),
        travel_mode=st.sampled_from(get_args(TravelMode)),
        travel_minutes=st.integers(5, 240),
        detour_percent=st.integers(100, 300),
        foot_kmh=st.integers(1, 10),
        bicycle_kmh=st.integers(5, 45),
        car_kmh=st.integers(10, 130),
        max_infants=st.none() | st.integers(0, 10),
        composition_share=st.integers(0, 100),
        composition_skips_employed=st.booleans(),
        composition_years=st.integers(0, 3),
        alternative_offer=st.sampled_from(("all", "unwished")),
        sources=st.dictionaries(st.sampled_from(SOURCED), words.filter(lambda text: bool(text.strip()))),
    )


@given(policies())
def test_the_text_of_a_policy_is_the_policy(policy: Policy) -> None:
    text = policy_to_toml(policy)
    again = parse_policy(text)
    for name in (field.name for field in fields(Policy) if field.name != "hash"):
        assert getattr(again, name) == getattr(policy, name)
    assert again.hash == hashlib.sha256(text.encode()).hexdigest()
    assert policy_to_toml(again) == text


def test_every_field_of_a_policy_has_its_setting() -> None:
    assert {setting.field for setting in SETTINGS} == {field.name for field in fields(Policy)} - {"sources", "hash"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_setting_of_a_shipped_policy_has_a_source(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    assert set(policy.sources) == set(SOURCED)
    assert all(len(source) > 20 for source in policy.sources.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_policy_writes_every_setting_out(name: str) -> None:
    text = (Path(__file__).parents[3] / "data" / "policies" / f"{name}.toml").read_text(encoding="utf-8")
    policy = load_policy(name)
    for setting in SETTINGS:
        if getattr(policy, setting.field) not in (None, {}):
            assert f"\n{setting.key} = " in "\n" + text, setting.path


def test_the_standard_policy_is_the_policy_of_the_defaults() -> None:
    standard, default = load_policy("standard"), Policy(name="standard")
    for name in (field.name for field in fields(Policy) if field.name not in ("hash", "sources")):
        assert getattr(standard, name) == getattr(default, name), name


def test_aarhus_as_its_pages_say() -> None:
    aarhus = load_policy("aarhus")
    assert aarhus.start_days == (1, 16)
    assert (aarhus.transition_age_months, aarhus.transition_counted) == (36, "month")
    assert aarhus.deadline_months == 2
    assert aarhus.tiers == (
        "special_need", "learning_offer_house", "sibling", "guarantee_home_district", "guarantee_own_area", "guarantee",
    )  # fmt: skip
    assert (aarhus.seniority, aarhus.seniority_months, aarhus.seniority_days) == ("birth_if_registered_early", 4, -1)
    assert (aarhus.counted_wishes_02, aarhus.counted_wishes_transfer) == (None, 1)


def test_copenhagen_as_its_pages_say() -> None:
    city = load_policy("koebenhavn")
    assert city.tiers == ("own_house", "sibling")
    assert (city.seniority, city.seniority_months, city.seniority_35, city.seniority_months_35) == (
        "registered_from_age",
        4,
        "registered_from_age",
        24,
    )
    assert (city.guarantee_area, city.guarantee_radius_m, city.deadline_months) == ("radius", 4000, 2)
    assert (city.counted_wishes_02, city.counted_wishes_35, city.list_first, city.transition_age_months) == (2, 3, ("0-2",), 34)


def test_odense_as_its_pages_say() -> None:
    odense = load_policy("odense")
    assert odense.tiers == ("special_need", "sibling", "unplaced_own_district", "unplaced", "transfer_from_outside")
    assert (odense.seniority, odense.counted_wishes_02, odense.counted_wishes_35) == ("registered", 3, 3)


def test_randers_and_aalborg_as_their_pages_say() -> None:
    randers, aalborg = load_policy("randers"), load_policy("aalborg")
    assert (randers.tiers, randers.seniority, randers.guarantee_area) == (("special_need",), "registered", "municipality")
    assert (randers.counted_wishes_02, randers.counted_wishes_35, randers.deadline_months) == (None, None, 3)
    assert (aalborg.tiers, aalborg.seniority, aalborg.seniority_months) == ((), "birth_if_registered_early", 3)
    assert (aalborg.counted_wishes_02, aalborg.counted_wishes_35) == (5, 5)


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        ('[order]\ntiers = ["special_need", "best_friend"]', "order.tiers", "tom eller med nogle af: special_need"),
        ("[objectives]\norder = []", "objectives.order", "mindst én af"),
        ('[order]\nlist_first = ["6-9"]', "order.list_first", "tom eller med nogle af: 0-2, 3-5"),
        ("[order]\nseniority_days = -2", "order.seniority_days", "helt tal fra -1 til 366"),
        ("[wishes]\ncounted_02 = 0", "wishes.counted_02", "helt tal fra 1 til 99"),
        ('[order]\ntiers = ["unplaced", "unplaced"]', "order.tiers", "uden gentagelser"),
        ("[ages]\nschool_start_month = 13", "ages.school_start_month", "helt tal fra 1 til 12"),
        ('[ages]\nschool_start_month = "august"', "ages.school_start_month", "helt tal fra 1 til 12"),
        ("[round]\nreserve = 1", "round.reserve", "true eller false"),
        ("[round]\nwindow_months = true", "round.window_months", "helt tal fra 1 til 12"),
        ("[round]\nwindow_months = 9\nhorizon_months = 6", "round.window_months", "højst horizon_months, som er 6"),
        ("[round]\nhorizon_months = 2", "round.window_months", "højst horizon_months, som er 2"),
        ("[round]\nstart_days = [16, 1]", "round.start_days", "stigende orden"),
        ("[round]\nstart_days = [31]", "round.start_days", "helt tal fra 1 til 28"),
        ('[round]\nmode = "lottery"', "round.mode", "en af: legal, points"),
        ('[round]\ndate = "15-01-2027"', "round.date", "en dato uden anførselstegn"),
        ("[round]\ndate = 2027-01-15T10:00:00", "round.date", "en dato uden anførselstegn"),
        ('[objectives]\norder = ["wishes", "breaches"]', "objectives.order", "begynder med breaches"),
        ('[objectives]\norder = "breaches"', "objectives.order", "mindst én af"),
        ('[objectives]\norder = ["breaches", ["wishes"]]', "objectives.order", "mindst to mål"),
        ('[objectives]\norder = ["breaches", ["wishes", "wishes"]]', "objectives.order", "uden gentagelser"),
        ('[objectives]\norder = ["breaches", ["wishes", "order"]]', "objectives.order", "mindst én af"),
        ('[objectives]\norder = ["breaches", "wishes"]\nweights = { wishes = 2 }', "objectives.weights", "indre liste"),
        ('[objectives]\norder = ["breaches", ["wishes", "siblings"]]\nweights = { siblings = 0 }', "objectives.weights", "fra 1 til"),
        ("[objectives]\nweights = { breaches = 2 }", "objectives.weights", "vægte for mål"),
        ("[wishes]\npoints = [3, 5]", "wishes.points", "aldrig stiger"),
        ("[wishes]\npoints = 3", "wishes.points", "en liste med mindst ét helt tal"),
        ("[round]\nwindow_month = 3", "round.window_month", "måske round.window_months"),
        ("colour = 3", "colour", "en indstilling, Redekasse kender"),
        ('"round.mode" = "points"', '"round.mode"', "en indstilling, Redekasse kender"),
        ("sources = 3", "sources", "et afsnit"),
        ('[sources]\n"round.mod" = "x"', "sources round.mod", "måske round.mode"),
        ('[sources]\n"round.mode" = " "', "sources round.mode", "en kilde"),
    ],
)
def test_a_faulty_line_is_named(line: str, column: str, expected: str) -> None:
    (fault,) = faults_of(f'name = "prøve"\n{line}\n').faults
    assert fault.column == column
    assert expected in fault.expected


def test_all_faults_are_told_at_once_with_their_lines() -> None:
    found = faults_of('municipality = 3\n\n[round]\nmode = "x"\nwindow_months = 0\n').faults
    told = {fault.column: fault.row for fault in found}
    assert told == {"name": None, "municipality": 1, "round.mode": 4, "round.window_months": 5}


def test_broken_toml_says_where() -> None:
    (fault,) = faults_of('name = "x"\n[round\n').faults
    assert (fault.code, fault.row) == ("policy_toml", 2)


def test_a_file_is_read_with_or_without_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "min politik.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "Fjordby"\r\n[round]\r\ndate = 2027-01-15\r\n')
    policy = load_policy(path)
    assert (policy.name, policy.round_date) == ("Fjordby", date(2027, 1, 15))
    assert policy.hash == parse_policy('name = "Fjordby"\n[round]\ndate = 2027-01-15').hash


@pytest.mark.parametrize(("content", "code"), [(None, "missing_file"), (b'name = "\xe6ble"', "encoding"), (b"#" * 1_000_001, "too_large")])
def test_a_file_that_is_no_policy(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "p.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PackageFaults) as caught:
        load_policy(str(path))
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_change_for_one_round_has_its_own_hash_and_source() -> None:
    standard = load_policy("standard")
    points = with_changes(standard, mode="points", window_months=standard.window_months)
    assert (points.mode, points.sources["round.mode"]) == ("points", CHOSEN_FOR_THE_ROUND)
    assert points.sources["round.window_months"] == standard.sources["round.window_months"]
    assert points.hash != standard.hash
    assert points.hash == parse_policy(policy_to_toml(points)).hash
    assert with_changes(standard, mode="legal") is standard


def test_a_change_is_checked_like_a_file() -> None:
    with pytest.raises(PackageFaults, match="horizon_months"):
        with_changes(load_policy("standard"), window_months=12, horizon_months=6)
