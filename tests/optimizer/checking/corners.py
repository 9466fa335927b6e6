"""Small towns on the edges of the rules: dates, ages, distances and stays that just do, or just do not."""

from __future__ import annotations

from datetime import date
from typing import Any

from optimizer.domain.applications import Offer
from optimizer.domain.children import ChildDecision
from optimizer.domain.facilities import CapacityChange, Reservation
from tests.optimizer.checking.build import APR, FEB, MAR, MAY, ROUND_DATE, Build


def twins(first: date, second: date, wishes: str, **more: Any) -> Build:
    """Two children of one group, not born on one day."""
    build = Build()
    for name, birth in (("A", first), ("B", second)):
        build.child("c" + name, birth, twin_group="t", learning_offer_from=FEB if name == "A" else MAR)
        build.apply(name, wishes, **more)
    return build


def twins_of_different_ages() -> Build:
    """The younger has the unit's age a month later, and the learning offer of the second begins a month later."""
    build = twins(date(2024, 2, 1), date(2024, 2, 2), "u")
    build.unit("u", 2, min_age_months=36)
    return build


def twins_who_outgrow_their_units_apart() -> Build:
    build = twins(date(2024, 3, 10), date(2024, 3, 11), "u", kind="transition", wants_guarantee=True, guarantee_date=FEB)
    build.unit("u", 2)
    for name, months in (("A", 38), ("B", 37)):
        build.unit("v" + name, 1, "vuggestue", max_age_months=months)
        build.enrol("c" + name, "v" + name)
    return build


def on_the_edge_of_the_radius() -> Build:
    build = Build()
    for name, east in (("n", 1000), ("f", 1001)):
        build.facility("F" + name, east=east)
        build.unit(name, 1, facility="F" + name)
    build.apply("A", "f", wants_guarantee=True, guarantee_date=FEB)
    return build


def on_the_edge_of_the_age() -> Build:
    build = Build()
    build.unit("u", 1, max_age_months=37)
    build.apply("A", "u", birth=date(2024, 2, 1))
    return build


def a_combination_offer_beside_a_new_place() -> Build:
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    for name in "uv":
        build.enrol("c", name, combination=True)
    build.apply("A", "w", child="c")
    return build


def a_place_that_ends_when_the_next_begins() -> Build:
    build = Build()
    for name in "uv":
        build.unit(name, 1)
    build.enrol("c", "u", end=MAR)
    build.apply("A", "v", child="c")
    return build


def a_place_that_begins_before_the_new_one_ends() -> Build:
    """The vuggestue would keep the child until 1 April, the boernehave has it from 1 March."""
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 5, 1))
    build.enrol("c", "b", MAR)
    build.apply("A", "v", care="0-2", child="c")
    return build


def siblings_on_the_edge() -> Build:
    """One comes on 1 March, one leaves when the overlap after 1 February is over; the policy's overlap is three months."""
    build = Build()
    for name in "uv":
        build.unit(name, 3)
    for name, unit, start, end in (("s", "u", MAR, None), ("t", "v", date(2026, 8, 1), MAY)):
        build.child(name, date(2022, 1, 1), household_id="h")
        build.enrol(name, unit, start, end)
    build.child("cA", household_id="h")
    build.apply("A", "u v")
    return build


def a_transfer_within_the_house() -> Build:
    build = Build()
    build.facility("H")
    for name in "uv":
        build.unit(name, 1, facility="H")
    build.enrol("c", "u")
    build.apply("A", "v", "transfer", child="c")
    return build


def turns_within_a_step() -> Build:
    """Places, reservations and weights that change in the middle of a month, and on the first of one."""
    build = Build()
    build.unit("u", 3)
    build.unit("d", 3, "dagpleje")
    build.changes = [CapacityChange("u", date(2027, 2, 10), 2), CapacityChange("u", MAR, 4), CapacityChange("u", date(2027, 4, 20), 5)]
    build.reservations = [Reservation("d", "newcomer", 1, date(2027, 2, 20), MAR), Reservation("d", "newcomer", 1, APR, date(2027, 4, 10))]
    build.child("c", date(2025, 6, 1))
    build.enrol("c", "d")
    build.decisions = [ChildDecision("c", "place_weight", 2, MAR, APR)]
    build.apply("A", "u")
    return build


def stays_that_end_by_themselves() -> Build:
    """Too old for school or for the vuggestue already, or moving on while an offer waits; a house and a home with limits of their own."""
    build = Build()
    build.facility("H", max_units=9)
    build.unit("b", 2, facility="H")
    build.unit("v", 2, "vuggestue", facility="H")
    build.unit("d", 2, "dagpleje", max_infants=1)
    build.child("old", date(2020, 1, 1))
    build.enrol("old", "b")
    build.enrol("big", "v")
    build.apply("A", "v", care="0-2", birth=date(2024, 5, 1))
    build.offers = [Offer("A", "v", FEB, ROUND_DATE)]
    return build


def twins_with_a_wish_of_another_care() -> Build:
    """The vuggestue that A names does not count, so a unit that A has not named is A's second."""
    build = twins(date(2023, 6, 1), date(2023, 6, 1), "v u")
    build.unit("v", 2, "vuggestue")
    for name in "uwx":
        build.unit(name, 2)
    build.apply("B", "w x")
    return build


def twins_one_of_whom_is_in_a_unit_that_the_other_wishes() -> Build:
    build = twins(date(2023, 6, 1), date(2023, 6, 1), "w x", kind="transfer")
    for name in "uwx":
        build.unit(name, 2)
    build.enrol("cA", "u")
    build.enrol("cB", "w")
    return build


def twins_one_of_whom_has_a_closed_house() -> Build:
    """The boernehave of A's house is closed to the list, so that A has no last wish more."""
    build = twins(date(2024, 2, 1), date(2024, 2, 1), "u", kind="transition")
    build.facility("H")
    build.unit("h", 2, facility="H", open_to_list=False)
    build.unit("v", 2, "vuggestue", facility="H")
    build.unit("y", 2, "vuggestue")
    for name in "uwx":
        build.unit(name, 2)
    build.apply("B", "w x", "transition")
    build.enrol("cA", "v")
    build.enrol("cB", "y")
    return build


def two_applications_to_move_on() -> Build:
    """The unit shrinks when the child may move on by the first of them: it is the other that stays."""
    build = Build()
    build.unit("v", 2, "vuggestue")
    build.unit("b", 2)
    for name in "cd":
        build.child(name, date(2024, 5, 1) if name == "d" else date(2024, 3, 1))
        build.enrol(name, "v")
    build.apply("T", "b", "transition", child="c")
    build.apply("U", "b", "transition", child="c", need_date=MAY)
    build.changes = [CapacityChange("v", MAR, 1)]
    return build


def a_place_of_the_other_care() -> Build:
    """Only the place that the child moves on from is given up."""
    build = Build()
    build.unit("v", 1, "vuggestue")
    for name in "bw":
        build.unit(name, 1)
    build.child("c", date(2024, 2, 1))
    build.enrol("c", "v", end=MAR)
    build.enrol("c", "b", MAR)
    build.apply("A", "w", "transition", child="c")
    return build


def one_child_applies_twice() -> Build:
    """Two applications of one child of a household are no twins."""
    build = Build()
    for name in "uv":
        build.unit(name, 1)
    build.child("c", household_id="h")
    build.apply("A", "u", child="c")
    build.apply("B", "v", child="c")
    return build


def displaced_with_other_applications() -> Build:
    """A new application stands beside the displaced child's subject; a transfer of the other care gives it no wishes."""
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("w", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 2, 1))
    build.enrol("c", "v", end=APR)
    build.apply("A", "b", child="c")
    build.apply("B", "b", "transfer", child="c")
    build.changes = [CapacityChange("v", FEB, 0)]
    return build


def a_home_shrinks_when_a_weight_ends() -> Build:
    """Two of weight 1 have room in two places from the day on which one of them no longer counts 2."""
    build = Build()
    build.unit("d", 3, "dagpleje")
    for name in "ce":
        build.child(name, date(2025, 6, 1))
        build.enrol(name, "d")
    build.decisions = [ChildDecision("c", "place_weight", 2, FEB, MAR)]
    build.changes = [CapacityChange("d", MAR, 2)]
    return build


def decisions_within_a_step() -> Build:
    """One that begins and ends inside a month counts for it; of two in force the latest begun holds, whatever their order in the file."""
    build = Build()
    build.unit("d", 5, "dagpleje")
    for name in "ce":
        build.child(name, date(2025, 6, 1))
        build.enrol(name, "d")
    build.decisions = [
        ChildDecision("c", "place_weight", 2, date(2027, 2, 10), date(2027, 2, 20)),
        ChildDecision("e", "place_weight", 3, MAR, MAY),
        ChildDecision("e", "place_weight", 2, FEB, MAY),
    ]
    return build


def triplets() -> Build:
    """Three of one group, the one in the middle the oldest and the heaviest, with lists of different lengths; and one who applies twice."""
    build = Build()
    for name in "uvwd":
        build.unit(name, 4, "dagpleje" if name == "d" else "vuggestue", min_age_months=11, max_age_months=14)
    for name, day, wishes, weight in (("A", 20, "u v d", 1), ("B", 1, "v", 2), ("C", 28, "w d u", 1)):
        build.child("c" + name, date(2026, 2, day), twin_group="t", place_weight=weight, support_points=weight)
        build.apply(name, wishes, care="0-2", child="c" + name, wants_guarantee=name == "C", registered_date=date(2026, 5, day))
    for name, child in (("F", "one"), ("G", "other"), ("H", "third"), ("I", "one")):
        if child not in build.children:
            build.child(child, date(2026, 2, 1), twin_group="s")
        build.apply(name, "d u", care="0-2", child=child)
    return build


def siblings_who_ask_on_the_edge() -> Build:
    """Of three siblings two ask for the house in the window, one of them for April, after it; a fourth would leave before the overlap."""
    build = Build()
    build.facility("H")
    build.unit("v", 5, "vuggestue", facility="H")
    build.unit("b", 5, facility="H")
    build.unit("o", 5)
    for name, born in (("A", date(2023, 6, 1)), ("B", date(2025, 6, 1)), ("C", date(2022, 6, 1)), ("D", date(2021, 6, 1))):
        build.child("c" + name, born, household_id="h" if name in "AB" else "k")
    build.apply("A", "b o")
    build.apply("B", "v", care="0-2", need_date=APR)
    build.apply("C", "b o")
    build.apply("D", "b")
    return build


def a_learning_offer_that_ends() -> Build:
    """The child leaves the house on 1 March, the second date of the window, and asks for another unit of it."""
    build = Build()
    build.facility("H")
    for name in "vw":
        build.unit(name, 5, "vuggestue", facility="H")
    build.child("c", date(2025, 6, 1), learning_offer_from=FEB)
    build.enrol("c", "v", end=MAR)
    build.apply("A", "w", "transfer", care="0-2", child="c")
    return build


def registered_on_the_edge() -> Build:
    """Three and a half months old with three months and 14 days allowed: on the last day, and the day after; B was born in between."""
    build = Build()
    build.unit("v", 5, "vuggestue")
    build.unit("u", 5)
    for name, born, registered in (
        ("A", date(2025, 1, 1), date(2025, 4, 15)),
        ("B", date(2025, 2, 1), date(2025, 2, 1)),
        ("C", date(2025, 1, 1), date(2025, 4, 16)),
    ):
        build.apply(name, "v", care="0-2", birth=born, registered_date=registered)
    for name, born, registered in (("D", date(2023, 1, 1), date(2025, 1, 14)), ("E", date(2022, 6, 1), date(2025, 1, 15))):
        build.apply(name, "u", birth=born, registered_date=registered)
    return build


TOWNS = (
    siblings_who_ask_on_the_edge, a_learning_offer_that_ends, registered_on_the_edge,
    decisions_within_a_step, triplets,
    twins_of_different_ages, twins_who_outgrow_their_units_apart, on_the_edge_of_the_radius, on_the_edge_of_the_age,
    a_combination_offer_beside_a_new_place, a_place_that_ends_when_the_next_begins, a_place_that_begins_before_the_new_one_ends,
    siblings_on_the_edge, a_transfer_within_the_house, turns_within_a_step, stays_that_end_by_themselves, twins_with_a_wish_of_another_care,
    twins_one_of_whom_is_in_a_unit_that_the_other_wishes, twins_one_of_whom_has_a_closed_house, two_applications_to_move_on,
    a_place_of_the_other_care, one_child_applies_twice, displaced_with_other_applications, a_home_shrinks_when_a_weight_ends,
)  # fmt: skip
