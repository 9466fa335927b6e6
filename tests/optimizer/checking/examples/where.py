"""Rules about which place a child may be given: open, suitable at home, within the guarantee, equal to one lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from optimizer.domain.facilities import CapacityChange
from optimizer.rounds.checking.case import Case
from tests.optimizer.checking.build import APR, FEB, MAR, POLICY, Build
from tests.optimizer.checking.examples.registry import Examples

example = Examples()


@example("open_to_list")
def a_private_house() -> tuple[Case, Case]:
    build = Build()
    build.facility("P", operator="private")
    build.facility("I", operator="outsourced")
    build.unit("p", 1, facility="P")
    build.unit("i", 1, facility="I")
    build.apply("A", "p i", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("p", FEB)), build.case(A=("i", FEB))


@example("open_to_list")
def a_closed_list() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, open_to_list=False)
    build.unit("v", 1)
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("home_conditions")
def smoke() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, smoke_free=False)
    build.unit("v", 1)
    build.child("cA", smoke_free_needed=True)
    build.apply("A", "u v")
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("home_conditions")
def pets() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1, pets=True)
    build.unit("v", 1)
    build.child("cA", pets_excluded=True)
    build.apply("A", "u v")
    return build.case(A=("u", FEB)), build.case(A=("v", FEB))


@example("home_conditions")
def smoke_for_the_second_twin() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 2, smoke_free=False)
    build.unit("v", 2)
    for name, needed in (("A", False), ("B", True)):
        build.child("c" + name, household_id="h", smoke_free_needed=needed)
        build.apply(name, "u v")
    return build.case(A=("u", FEB), B=("u", FEB)), build.case(A=("v", FEB), B=("v", FEB))


@example("guarantee_area")
def unwished_and_too_far() -> tuple[Case, Case]:
    build = Build()
    build.facility("far", east=1001)
    build.facility("near", north=1000)
    build.unit("f", 1, facility="far")
    build.unit("n", 1, facility="near")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    policy = replace(POLICY, guarantee_area="radius", guarantee_radius_m=1000)
    return build.case(policy, A=("f", FEB)), build.case(policy, A=("n", FEB))


@example("guarantee_area")
def unwished_without_a_guarantee() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", guarantee_date=FEB)
    broken = build.case(A=("u", FEB))
    build.apply("A", guarantee_date=FEB, wants_guarantee=True)
    return broken, build.case(A=("u", FEB))


@example("guarantee_area")
def unwished_and_early() -> tuple[Case, Case]:
    build = Build()
    build.unit("u", 1)
    build.apply("A", wants_guarantee=True, guarantee_date=date(2027, 3, 31))
    return build.case(A=("u", FEB)), build.case(A=("u", MAR))


@example("guarantee_area")
def unwished_in_another_language() -> tuple[Case, Case]:
    build = Build()
    build.facility("E", language="en")
    build.unit("u", 1, facility="E")
    build.apply("A", wants_guarantee=True, guarantee_date=FEB)
    broken = build.case(A=("u", FEB))
    build.apply("A", "u", wants_guarantee=True, guarantee_date=FEB)
    return broken, build.case(A=("u", FEB))


def closing() -> Build:
    build = Build()
    build.facility("E", language="en")
    build.unit("u", 1)
    build.unit("v", 1)
    build.unit("e", 1, facility="E")
    build.enrol("c", "u")
    build.changes = [CapacityChange("u", MAR, 0)]
    return build


@example("equal_place")
def displaced_too_early() -> tuple[Case, Case]:
    return closing().case(Xc=("v", FEB)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_too_late() -> tuple[Case, Case]:
    return closing().case(Xc=("v", APR)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_to_another_language() -> tuple[Case, Case]:
    return closing().case(Xc=("e", MAR)), closing().case(Xc=("v", MAR))


@example("equal_place")
def displaced_to_another_language_that_it_wished() -> tuple[Case, Case]:
    build = closing()
    broken = build.case(Xc=("e", MAR))
    build.apply("A", "e", "transfer", child="c")
    return broken, build.case(Xc=("e", MAR))


@example("equal_place")
def displaced_to_where_it_was() -> tuple[Case, Case]:
    """The other child asks for a transfer, which would make room again."""
    build = closing()
    build.units["u"] = replace(build.units["u"], places=2)
    build.changes = [CapacityChange("u", MAR, 1)]
    build.enrol("d", "u", date(2026, 1, 1))
    build.unit("w", 1)
    build.apply("D", "w", "transfer", child="d")
    return build.case(Xc=("u", MAR), D=("w", FEB)), build.case(Xc=("v", MAR), D=("w", FEB))


@example("equal_place")
def displaced_moving_on_too_late() -> tuple[Case, Case]:
    build = Build()
    build.unit("v", 1, "vuggestue")
    build.unit("b", 1)
    build.child("c", date(2024, 3, 1))
    build.enrol("c", "v")
    build.apply("T", "b", "transition", child="c")
    build.changes = [CapacityChange("v", MAR, 0)]
    return build.case(Xc=("b", APR)), build.case(Xc=("b", FEB))
