"""Rules about the child: one place, kept unless it asks, at the right age and time, twins together."""

from __future__ import annotations

from datetime import date

from optimizer.domain.applications import Offer
from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()


def losing_its_place() -> Build:
    """A child whose unit closes on 1 March has asked to be moved."""
    build = Build()
    for name in "uvw":
        build.unit(name, 1)
    build.enrol("c", "u")
    build.apply("A", "v w", "transfer", child="c")
    build.changes = [CapacityChange("u", MAR, 0)]
    return build


@example("one_place_per_child")
def two_new_places() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u")
    build.apply("B", "v", child="cA")
    return build.case(A=("u", FEB), B=("v", APR)), build.case(A=("u", FEB))


@example("one_place_per_child")
def a_new_place_beside_the_old() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("cA", date(2024, 5, 1))
    build.enrol("cA", "v")
    build.apply("A", "b")
    return build.case(A=("b", MAR)), build.case(A=("b", APR))


@example("one_place_per_child")
def a_second_place_in_the_same_home() -> tuple[Case, Case]:
    """A part of a combination offer may run beside another place, but there it is the same."""
    build = Build()
    build.unit("u", 2)
    build.unit("v", 1)
    build.enrol("cA", "u", combination=True)
    build.apply("A", "u v")
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("one_place_per_child")
def one_twin_goes_on_before_the_other() -> tuple[Case, Case]:
    """The older is 35 months old on 1 April and has a place to go on to; the younger, a day later, stays in the vuggestue until May."""

    def case(goes_on: date) -> Case:
        build = Build()
        build.unit("v", 2, "vuggestue")
        build.unit("b", 1)
        for name, day in (("A", 1), ("B", 2)):
            build.child("c" + name, date(2024, 5, day), twin_group="t")
            build.apply(name, "v", care="0-2")
        build.enrol("cA", "b", goes_on)
        return build.case(A=("v", FEB), B=("v", FEB))

    return case(MAR), case(APR)


@example("earliest_start")
def a_place_that_begins_before_the_other_ends() -> tuple[Case, Case]:
    """The 0-2 place lasts until 1 April, when the child is 35 months old: the next may begin on that day."""
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 5, 1))
    build.apply("A", "v", care="0-2", child="c")
    build.apply("B", "b", child="c")
    return build.case(B=("b", MAR)), build.case(A=("v", FEB), B=("b", APR))


@example("placed_keep_their_place")
def moved_without_having_asked() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.enrol("c", "u")
    return build.case(Xc=("v", FEB)), build.case()


@example("placed_keep_their_place")
def a_second_place_before_the_answer() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u v")
    build.offers = [Offer("A", "u", MAR, FEB)]
    return build.case(A=("v", MAR)), build.case(A=("u", MAR))


@example("placed_keep_their_place")
def a_place_that_the_family_refused() -> tuple[Case, Case]:
    """Only the offer still to be answered holds its place."""
    build = Build()
    build.unit("u", 1)
    build.unit("v", 1)
    build.apply("A", "u v")
    build.offers = [Offer("A", "v", MAR, FEB, accepted=False), Offer("A", "u", MAR, FEB)]
    return build.case(A=("v", MAR)), build.case(A=("u", MAR))


@example("placed_keep_their_place")
def a_displaced_childs_transfer_by_itself() -> tuple[Case, Case]:
    build = losing_its_place()
    return build.case(A=("v", FEB)), build.case(A=("v", MAR), Xc=("v", MAR))


@example("placed_keep_their_place")
def a_displaced_childs_transfer_elsewhere() -> tuple[Case, Case]:
    build = losing_its_place()
    return build.case(A=("w", MAR), Xc=("v", MAR)), build.case(A=("w", MAR), Xc=("w", MAR))


@example("placed_keep_their_place")
def a_displaced_childs_transfer_on_another_day() -> tuple[Case, Case]:
    build = losing_its_place()
    return build.case(A=("v", FEB), Xc=("v", MAR)), build.case(A=("v", MAR), Xc=("v", MAR))


@example("age_appropriate")
def another_care() -> tuple[Case, Case]:
    """The vuggestue takes children of any age; the family asks for a boernehave."""
    build = Build()
    build.unit("v", 1, "vuggestue", max_age_months=72)
    build.unit("b", 1)
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("v", FEB)), build.case(A=("b", FEB))


@example("age_appropriate")
def displaced_before_it_is_26_weeks_old() -> tuple[Case, Case]:
    """On 1 March 2027 a child born on 31 August 2026 is 182 days old."""

    def case(birth: date) -> Case:
        build = Build()
        for name in "uv":
            build.unit(name, 1, "vuggestue")
        build.child("c", birth)
        build.enrol("c", "u", birth)
        build.changes = [CapacityChange("u", MAR, 0)]
        return build.case(Xc=("v", MAR))

    return case(date(2026, 9, 1)), case(date(2026, 8, 31))


@example("age_appropriate")
def too_young() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, min_age_months=36)
    build.apply("A", "u", birth=date(2024, 2, 2))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("age_appropriate")
def too_old() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, max_age_months=37)
    build.apply("A", "u", birth=date(2024, 2, 1))
    return build.case(A=("u", MAR)), build.case(A=("u", FEB))


@example("age_appropriate")
def one_twin_outgrows() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2, min_age_months=36)
    for name, day in (("1", 1), ("2", 2)):
        build.child("t" + name, date(2024, 2, day), twin_group="t")
        build.apply(name, "u", child="t" + name)
    return build.case(**{"1": ("u", FEB), "2": ("u", FEB)}), build.case(**{"1": ("u", MAR), "2": ("u", MAR)})


@example("earliest_start")
def before_the_need() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", need_date=date(2027, 2, 2))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("earliest_start")
def off_the_grid() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u")
    return build.case(A=("u", date(2027, 2, 16))), build.case(A=("u", FEB))


@example("earliest_start")
def after_the_last_accepted_start() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", "u", accepts_until=date(2027, 3, 31))
    return build.case(A=("u", APR)), build.case(A=("u", MAR))


@example("earliest_start")
def a_transition_before_its_age() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("u", 1)
    build.child("c", date(2024, 4, 2))
    build.enrol("c", "v")
    build.apply("A", "u", "transition", child="c")
    return build.case(A=("u", MAR)), build.case(A=("u", APR))


@example("earliest_start")
def a_stay_that_would_be_over() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, "vuggestue")
    build.apply("A", "u", care="0-2", birth=date(2024, 5, 1))
    return build.case(A=("u", APR)), build.case(A=("u", MAR))


@example("twins_together")
def one_twin_only() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    for name in "AB":
        build.child("c" + name, household_id="h")
        build.apply(name, "u")
    return build.case(A=("u", FEB)), build.case(A=("u", FEB), B=("u", FEB))


@example("twins_together")
def two_of_three() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 3)
    for name in "ABC":
        build.child("c" + name, household_id="h")
        build.apply(name, "u")
    return build.case(A=("u", FEB), C=("u", FEB)), build.case(A=("u", FEB), B=("u", FEB), C=("u", FEB))


@example("twins_together")
def twins_on_different_days() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2)
    for name in "AB":
        build.child("c" + name, household_id="h")
        build.apply(name, "u")
    return build.case(A=("u", FEB), B=("u", MAR)), build.case(A=("u", MAR), B=("u", MAR))


@example("twins_together")
def twins_in_different_units() -> tuple[Case, Case]:
    build = Build()
    for name in "AB":
        build.unit("u" + name, 2)
        build.child("c" + name, household_id="h")
        build.apply(name, "uA uB")
    return build.case(A=("uA", FEB), B=("uB", FEB)), build.case(A=("uB", FEB), B=("uB", FEB))
