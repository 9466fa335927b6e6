"""Every rule and every outcome has its reasons, and no reason stands alone: a new rule needs a line here, and so a sentence."""

from __future__ import annotations

import random

import pytest

from optimizer.rounds.explain.texts_da import TEMPLATES
from optimizer.rounds.record import OUTCOMES
from optimizer.rounds.rules import RULES
from optimizer.rounds.run import run_round
from tests.optimizer.towns import random_town

#: by rule, the codes that tell a family that it stood in the way, or that it was kept for it
OF_RULES = {
    "one_place_per_child": {"other_place", "offer_pending", "already_there", "other_application_first", "after_younger_care"},
    "placed_keep_their_place": {"kept_present_place", "full_no_free_place", "present_place_taken"},
    "age_appropriate": {"not_suitable_age", "too_early", "stay_would_end"},
    "earliest_start": {"not_due_yet", "after_latest_start", "breach_earliest_start"},
    "open_to_list": {"not_open", "private", "other_care"},
    "closed_lists": {"list_closed_to_outsiders"},
    "home_conditions": {"home_conditions"},
    "guarantee_area": {"guarantee_place", "breach_no_place_in_area", "breach_late"},
    "refused_offer": {"wish_refused"},
    "equal_place": {"displaced_new_place", "displaced_no_place", "displaced_instead"},
    "twins_together": {"twins_need_two", "got_with_twin", "twins_apart"},
    "places": {"full_by_order", "full_before_start", "no_places", "room_short_weight", "fewer_places", "taken_later"},
    "kept_wishes": {"kept_wish"},
    "reservations": {"reserved_places", "reserved_later"},
    "support_points": {"room_short_support"},
    "infants": {"room_short_infants"},
    "integrated_house": {"room_short_house"},
    "composition": {"listed_share"},
    "alternative_offer": {"alternative_offer", "alternative_short"},
}
#: what the order, the wishes and the look-ahead are told by
OF_THE_REST = {
    "got", "better_wish_met", "started_elsewhere_earlier", "wish_not_counted", "passed_over", "idle_place", "held_for_guarantee",
    "provisional_from", "no_wish", "waiting",
}  # fmt: skip
#: by outcome, the reasons that an application's row may have
OF_OUTCOMES = {
    "displaced": {"displaced_new_place", "displaced_instead"},
    "breach": {"breach_no_place_in_area", "breach_late", "breach_earliest_start", "displaced_no_place", "displaced_instead"},
    "moved_on": {"got", "got_with_twin", "guarantee_place"},
    "wish": {"got", "got_with_twin"},
    "guarantee": {"guarantee_place"},
    "kept": {"kept_present_place", "not_due_yet", "no_wish", "waiting"},
    "provisional": {"provisional_from"},
    "waiting": {"waiting", "no_wish", "not_due_yet", "offer_pending", "other_application_first"},
}


def test_every_rule_has_reasons() -> None:
    assert {rule.NAME for rule in RULES} - OF_RULES.keys() == set(), "name the codes that tell of the new rule, and give them sentences"
    assert all(OF_RULES.values())


def test_every_reason_belongs_to_something() -> None:
    named = set().union(*OF_RULES.values(), *OF_OUTCOMES.values()) | OF_THE_REST
    assert named - set(TEMPLATES) == set()
    assert set(TEMPLATES) - named == set(), "say which rule the new code tells of"


def test_every_outcome_has_reasons() -> None:
    assert OF_OUTCOMES.keys() == set(OUTCOMES)


@pytest.mark.parametrize("start", range(3000, 3120, 30))
def test_outcomes_are_told_by_their_reasons(start: int) -> None:
    for seed in range(start, start + 30):
        for row in run_round(*random_town(random.Random(seed))).allocation:  # noqa: S311 - a town, no secret
            assert row.reason_code in OF_OUTCOMES[row.outcome], (seed, row.application_id)
            assert row.reason
