"""Who are siblings, by each definition: the step of the order and the pairs of the aim, in both halves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from optimizer.rounds.facts import family
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round
from tests.optimizer.checking.build import FEB, POLICY, ROUND_DATE, Build

#: child -> household and guardians: a and b live together, b and c have a father in common, d has a's mother but no other home
KIN = {"a": ("h", {1}), "b": ("h", {1, 2}), "c": ("g", {2}), "d": (None, {1})}
PAIRS = {
    "household": {"ab"},
    "guardian": {"ab", "ad", "bc", "bd"},
    "either": {"ab", "ad", "bc", "bd"},
}
STEPCHILD = {"household": {"ae", "ab", "be"}, "guardian": PAIRS["guardian"], "either": {*PAIRS["either"], "ae", "be"}}


def policy_of(definition: str) -> Any:
    changed: dict[str, Any] = {"sibling_definition": definition, "objectives": ("breaches", "siblings"), "tiers": ("sibling",)}
    return replace(POLICY, **changed)


def village(stepchild: bool) -> Build:
    """Each child asks for a unit of its own; no two are twins."""
    build = Build()
    kin = {**KIN, **({"e": ("h", {9})} if stepchild else {})}
    for month, (name, (home, guardians)) in enumerate(kin.items(), start=1):
        build.unit("u" + name, 1)
        build.child(name, date(2023, month, 1), household_id=home, guardians=frozenset(guardians))
        build.apply("A" + name, "u" + name, child=name)
    return build


@pytest.mark.parametrize("stepchild", [False, True])
@pytest.mark.parametrize("definition", PAIRS)
def test_who_are_siblings(definition: str, stepchild: bool) -> None:
    build, expected = village(stepchild), (STEPCHILD if stepchild else PAIRS)[definition]
    policy, children = policy_of(definition), build.children
    shared = {x + y for x in children for y in children if x < y and family(children[x], policy) & family(children[y], policy)}
    assert shared == expected
    record = run_round(build.snapshot(), policy, ROUND_DATE)
    assert verify_round(build.snapshot(), policy, ROUND_DATE, record) == []
    assert {level["name"]: level["value"] for level in record.summary["levels"]}["siblings"] == len(expected)
    for x in children:
        for y in children:
            if x != y:
                there = village(stepchild)
                there.enrol(y, "u" + x)
                case = there.case(policy)
                tier = case.order.tier(case.basis.subjects["A" + x], "u" + x, FEB)[1]
                assert (tier == "sibling") == ("".join(sorted(x + y)) in expected), (x, y)
