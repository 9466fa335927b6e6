"""Which line of which policy is tested by which town, and which lines decide nothing by themselves, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from optimizer.domain.policy import Policy
from tests.optimizer.policies import aim_towns, family_towns, towns
from tests.optimizer.policies.line import Line

A, B = {"A": "u 02-01"}, {"B": "u 02-01"}


def having(field: str, *values: Any) -> Callable[[Policy], bool]:
    """Policies with one of the values."""
    return lambda policy: getattr(policy, field) in values


def counted(how: str) -> Callable[[Policy], bool]:
    """Policies that count the age of the transition so."""
    return having("transition_counted", how)


def without(field: str, *values: Any) -> Callable[[Policy], bool]:
    """Policies with any other value."""
    return lambda policy: getattr(policy, field) not in values


def siblings(policy: Policy) -> bool:
    """Siblings are a step of the order."""
    return "sibling" in policy.tiers


def steps_for_unplaced(policy: Policy) -> bool:
    """Children without a place have a step of the order, whether or not they want the guarantee."""
    return not {"unplaced", "unplaced_own_district"}.isdisjoint(policy.tiers)


def even(policy: Policy) -> bool:
    """Whether an even load is an aim."""
    return "even_load" in policy.objectives


def mixed(policy: Policy) -> bool:
    """Mixed groups are an aim."""
    return "group_mix" in policy.objectives


def alike_at_all_ages(policy: Policy) -> bool:
    return policy.seniority_35 is None


def two_months_to_the_day(policy: Policy) -> bool:
    return policy.deadline_months == 2 and policy.deadline_days == 0


def postponed_by(months: int) -> Callable[[Policy], bool]:
    """A refusal postpones the guarantee by so many months."""
    return lambda policy: policy.refused_guarantee == "postponed" and policy.refused_months == months


def one_more(field: str) -> Callable[[Policy], int]:
    return lambda policy: getattr(policy, field) + 1


LINES: tuple[Line, ...] = (
    # the round
    Line("mode", towns.first_or_both_pleased, "points", A, {"A": "v 02-01", "B": "u 02-01"}),
    Line("window_months", towns.needed_in_april, 2, {"A": "u 04-01"}, {}),
    Line("horizon_months", towns.due_in_july, 3, {}, A),
    Line("reserve", towns.due_in_july, False, {}, A),
    Line("start_days", towns.wanted_in_mid_february, (1, 16), {"B": "u 03-01"}, {"A": "u 02-16"}, having("start_days", (1,))),
    Line("start_days", towns.wanted_in_mid_february, (1,), {"A": "u 02-16"}, {"B": "u 03-01"}, having("start_days", (1, 16))),
    # ages
    Line("transition_age_months", towns.of_the_age_in_march, one_more("transition_age_months"), {"A": "u 03-01"}, {"B": "u 03-01"}),
    Line("transition_counted", towns.of_the_age_in_mid_march, "month", {"B": "u 03-01"}, {"A": "u 03-01"}, counted("day")),
    Line("transition_counted", towns.of_the_age_in_mid_march, "day", {"A": "u 03-01"}, {"B": "u 03-01"}, counted("month")),
    Line("school_start_month", towns.somebody_turns_six, 3, {}, {"A": "u 03-01"}),
    # the guarantee
    Line("guarantee_area", towns.ten_kilometres_away, "municipality", {}, A, having("guarantee_area", "district", "radius")),
    Line("guarantee_area", towns.ten_kilometres_away, "district", A, {}, having("guarantee_area", "municipality")),
    Line("guarantee_radius_m", towns.three_kilometres_away, 3000, A, {}, having("guarantee_area", "radius")),
    Line("deadline_months", towns.applied_two_months_before, 2, {"A": "u 04-01"}, {"A": "u 03-01"}, having("deadline_months", 3)),
    Line("deadline_months", towns.applied_two_months_before, 3, {"A": "u 03-01"}, {"A": "u 04-01"}, having("deadline_months", 2)),
    Line("deadline_days", towns.four_weeks_late, 1, A, {"A": "u 03-01"}, two_months_to_the_day),
    Line("deadline_days", towns.four_weeks_late, 0, {"A": "u 03-01"}, {"A": "u 02-16"}, having("deadline_days", 1)),
    Line("months_after_application", towns.applied_on_5_january, 1, {"A": "u 03-01"}, A, having("deadline_months", 2)),
    Line("months_after_application", towns.applied_on_5_january, 1, {"A": "u 04-01"}, A, having("deadline_months", 3)),
    # refused offers
    Line("refused_guarantee", towns.refused_elsewhere, "postponed", A, {"A": "u 04-01"}, having("refused_guarantee", "kept")),
    Line("refused_guarantee", towns.refused_elsewhere, "kept", {"A": "u 03-01"}, A, postponed_by(2)),
    Line("refused_guarantee", towns.refused_elsewhere, "kept", {"A": "u 04-01"}, A, postponed_by(3)),
    Line("refused_months", towns.refused_elsewhere, 3, {"A": "u 03-01"}, {"A": "u 04-01"}, postponed_by(2)),
    Line("refused_months", towns.refused_elsewhere, 2, {"A": "u 04-01"}, {"A": "u 03-01"}, postponed_by(3)),
    Line("refused_counted_from", towns.refused_elsewhere, "answer", {"A": "u 03-01"}, A, postponed_by(2)),
    Line("refused_counted_from", towns.refused_elsewhere, "answer", {"A": "u 04-01"}, {"A": "u 03-01"}, postponed_by(3)),
    Line("refused_wish", towns.refused_here, "deleted", A, B, having("refused_wish", "kept")),
    Line("refused_wish", towns.refused_here, "kept", B, A, having("refused_wish", "deleted")),
    # seniority
    Line("seniority", towns.sooner_or_older, "birth", A, B, having("seniority", "registered")),
    Line("seniority", towns.registered_at_ten_weeks, "registered", A, B, having("seniority", "birth_if_registered_early")),
    Line("seniority", towns.registered_before_four_months, "registered", A, B, having("seniority", "registered_from_age")),
    Line("seniority_months", towns.registered_at_ten_weeks, 2, A, B, having("seniority", "birth_if_registered_early")),
    Line("seniority_months", towns.registered_before_four_months, 0, A, B, having("seniority", "registered_from_age")),
    Line("seniority_days", towns.registered_on_the_day_of_the_age, 0, B, A, having("seniority_days", -1)),
    Line(
        "seniority_days", towns.registered_on_the_day_of_the_age, -1, A, B,
        lambda policy: policy.seniority == "birth_if_registered_early" and policy.seniority_days == 0,
    ),
    Line("seniority_days", towns.registered_a_fortnight_after_the_age, 30, A, B, having("seniority", "registered_from_age")),
    Line("seniority_35", towns.sooner_or_older_35, "birth", A, B, alike_at_all_ages),
    Line("seniority_35", towns.registered_before_two_years, "registered", A, B, having("seniority_35", "registered_from_age")),
    Line("seniority_months_35", towns.registered_before_two_years, None, A, B, having("seniority_35", "registered_from_age")),
    Line(
        "seniority_months_35", towns.registered_at_a_year_and_a_half, 24, A, B,
        lambda policy: alike_at_all_ages(policy) and policy.seniority == "birth_if_registered_early",
    ),
    # siblings and the list
    Line("sibling_definition", family_towns.half_sibling, "guardian", B, A, siblings),
    Line("sibling_scope", family_towns.sibling_next_door, "unit", A, B, siblings),
    Line("sibling_overlap_months", family_towns.sibling_until_mid_march, 3, A, B, lambda p: siblings(p) and not p.sibling_overlap_months),
    Line("sibling_overlap_months", family_towns.sibling_until_mid_march, 0, B, A, lambda p: siblings(p) and bool(p.sibling_overlap_months)),
    Line(
        "sibling_applies_together", family_towns.siblings_apply_together, True,
        {"B": "u 02-01", "S": "v 02-01"}, {"A": "u 02-01", "S": "v 02-01"}, siblings,
    ),
    Line("kept_wish_ranks_as", family_towns.kept_wish_or_transfer, "unplaced", B, A, steps_for_unplaced),
    Line("list_first", family_towns.guarantee_or_list, ("0-2",), B, A, having("list_first", ())),
    Line("list_first", family_towns.guarantee_or_list, (), A, B, having("list_first", ("0-2",))),
    Line("wait_for_wish", family_towns.better_wish_in_march, True, {"A": "v 02-01", "B": "u 03-01"}, {"A": "u 03-01"}),
    # children of other municipalities
    Line("outsiders_list", family_towns.lives_elsewhere, "closed_above_share", A, B),
    Line("outsiders_own_code", family_towns.own_code, "", A, {}, without("outsiders_own_code", "")),
    Line("outsiders_own_code", family_towns.own_code, "999", {}, A, having("outsiders_own_code", "")),
    # listed housing areas
    Line("composition_share", family_towns.from_a_listed_area, 100, B, A),
    Line("composition_skips_employed", family_towns.from_a_listed_area_at_work, True, B, A),
    Line("composition_years", family_towns.area_off_the_list, 3, A, B),
    # aims and wishes
    Line("objectives", aim_towns.wished_or_near, ("breaches", "distance", "wishes"), {"Xx": "u 03-01"}, {"Xx": "v 03-01"}),
    Line("even_load_area", aim_towns.emptier_than_its_neighbour, "municipality", {"Xx": "u 03-01"}, {"Xx": "v 03-01"}, even),
    Line("bilingual_percent", aim_towns.one_more_bilingual, None, {"Xx": "u 03-01"}, {"Xx": "v 03-01"}, mixed),
    Line("same_half_year", aim_towns.a_third_of_one_half_year, None, {"Xx": "u 03-01"}, {"Xx": "v 03-01"}, mixed),
    Line(
        "sibling_definition", aim_towns.by_the_half_sibling_or_near, "either", {"Xx": "v 03-01"}, {"Xx": "u 03-01"},
        lambda policy: not siblings(policy),
    ),
    Line("sibling_scope", aim_towns.by_the_sibling_or_near, "unit", {"Xx": "u 03-01"}, {"Xx": "v 03-01"}, lambda p: not siblings(p)),
    Line(
        "sibling_overlap_months", aim_towns.by_the_sibling_until_mid_may, 3, {"Xx": "u 03-01"}, {"Xx": "v 03-01"},
        lambda policy: not siblings(policy) and not policy.sibling_overlap_months,
    ),
    Line("wish_points", aim_towns.soon_far_away_or_later_near, (10, 0), {"A": "v 02-01", "B": "u 03-01"}, {"A": "u 03-01"}),
    Line("counted_wishes_02", towns.one_wish_too_many_02, 1, A, B, having("counted_wishes_02", None)),
    Line("counted_wishes_02", towns.one_wish_too_many_02, None, B, A, without("counted_wishes_02", None)),
    Line("counted_wishes_35", towns.one_wish_too_many_35, 1, A, B, having("counted_wishes_35", None)),
    Line("counted_wishes_35", towns.one_wish_too_many_35, None, B, A, without("counted_wishes_35", None)),
    Line("counted_wishes_transfer", towns.one_wish_too_many_in_a_transfer, 1, A, B, having("counted_wishes_transfer", None)),
    Line("counted_wishes_transfer", towns.one_wish_too_many_in_a_transfer, None, B, A, without("counted_wishes_transfer", None)),
    # distance and homes
    Line("detour_percent", towns.three_and_a_half_away, 100, {}, A, having("guarantee_area", "radius")),
    Line("max_infants", towns.an_infant_is_there, 1, A, B, having("max_infants", None)),
)  # fmt: skip


def measured_straight(policy: Policy) -> bool:
    return policy.distance_method == "straight" and policy.guarantee_area != "travel_time"


#: field -> (of which policies, why the line decides nothing there)
IDLE: dict[str, tuple[Callable[[Policy], bool], str]] = {
    "valid_from": (lambda policy: True, "says from when the rules apply; a round takes the policy that it is given"),
    "round_date": (having("round_date", None), "left out: the round's date is given when it is run"),
    "even_load_area": (lambda policy: not even(policy), "an even load is no aim of the policy"),
    "guarantee_radius_m": (without("guarantee_area", "radius"), "only where the area is a radius"),
    "travel_minutes": (without("guarantee_area", "travel_time"), "only where the area is a time of travel"),
    "seniority_months": (having("seniority", "registered"), "registration counts from the day itself"),
    "seniority_days": (having("seniority", "registered"), "registration counts from the day itself"),
    "seniority_months_35": (lambda p: alike_at_all_ages(p) and p.seniority == "registered", "registration counts from the day itself"),
    "sibling_applies_together": (lambda policy: not siblings(policy), "siblings are no step of the order"),
    "kept_wish_ranks_as": (lambda policy: not steps_for_unplaced(policy), "no step asks for a place alone: a kept wish has no guarantee"),
    "outsiders_share_percent": (having("outsiders_list", "open"), "the list is open"),
    "outsiders_measured_per": (having("outsiders_list", "open"), "the list is open"),
    "refused_months": (without("refused_guarantee", "postponed"), "a refusal does not postpone the guarantee"),
    "refused_counted_from": (without("refused_guarantee", "postponed"), "a refusal does not postpone the guarantee"),
    "deadline_days": (having("deadline_months", 3), "three months from the application bind first (dagtilbudsbekendtgørelsen § 3)"),
    "objective_weights": (having("objective_weights", {}), "every aim is a level of its own"),
    "bilingual_percent": (lambda policy: not mixed(policy), "mixed groups are no aim"),
    "same_half_year": (lambda policy: not mixed(policy), "mixed groups are no aim"),
    "detour_percent": (without("guarantee_area", "radius"), "makes all ways longer alike"),
    "distance_method": (measured_straight, "another method needs ways measured beforehand: tests of ways"),
    "travel_mode": (measured_straight, "a straight line is as long by any mode"),
    "foot_kmh": (measured_straight, "no time of travel is asked for"),
    "bicycle_kmh": (measured_straight, "no time of travel is asked for"),
    "car_kmh": (measured_straight, "no time of travel is asked for"),
    "alternative_offer": (having("alternative_offer", "all"), "who gets which place is decided before: see test_alternatives.py"),
}
