"""Room for guest children in a legestue group, in a round worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.rounds.certify import recheck
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import FEB, POLICY, ROUND_DATE, Build

POLICY_WITH_GUESTS = replace(POLICY, objectives=(*POLICY.objectives, "guest_slack"))


def test_only_homes_take_in_the_children_of_a_home_that_is_away() -> None:
    """Two homes with room for 5 each have five children, and A comes: in both months one more than the other home can have.

    The vuggestue that meets in the same legestue, and has empty places, has no room for them; nor has a home of no group.
    """
    build = Build()
    for name, group in (("d", "P"), ("e", "P"), ("f", None)):
        build.unit(name, 4, "dagpleje", playgroup_id=group)
    build.unit("v", 20, "vuggestue", playgroup_id="P")
    for n in range(5):
        build.child(f"c{n}", date(2025, 6, 1))
        build.enrol(f"c{n}", "d" if n < 3 else "e")
    build.apply("A", "d", care="0-2", birth=date(2025, 6, 1))
    record = run_round(build.snapshot(), POLICY_WITH_GUESTS, ROUND_DATE)
    assert [(row.unit_id, row.start_date) for row in record.allocation] == [("d", FEB)]
    assert {level["name"]: level["value"] for level in record.summary["levels"]}["guest_slack"] == 2
    assert verify_round(build.snapshot(), POLICY_WITH_GUESTS, ROUND_DATE, record, recheck) == []
