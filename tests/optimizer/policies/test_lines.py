"""What is printed is what is solved: for every line of every shipped policy a small town where that line decides who gets the place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from data.policies import SHIPPED, load_policy
from data.policies.settings import SETTINGS, SOURCED
from optimizer.domain.policy import Policy
from tests.optimizer.checking.build import Build
from tests.optimizer.policies import steps
from tests.optimizer.policies.line import Line, outcome
from tests.optimizer.policies.lines import IDLE, LINES
from tests.optimizer.policies.towns import EARLY, LATE

POLICIES = {name: load_policy(name) for name in SHIPPED}
CASES = [pytest.param(name, line, id=f"{name}-{line.field}") for line in LINES for name in SHIPPED if line.having(POLICIES[name])]
#: each step of the order beside the one that follows it, the last beside a child with none
STEPS = [(name, before, after) for name in SHIPPED for before, after in pairwise((*POLICIES[name].tiers, ""))]


@pytest.mark.parametrize(("name", "line"), CASES)
def test_the_line_decides_who_gets_the_place(name: str, line: Line) -> None:
    policy = POLICIES[name]
    assert outcome(line.town, policy, policy) == line.gets
    assert outcome(line.town, policy, line.other(policy)) == line.instead
    assert line.gets != line.instead


@pytest.mark.parametrize(("name", "before", "after"), STEPS)
def test_the_step_stands_before_the_next(name: str, before: str, after: str) -> None:
    """A has the one step, B, the senior, the next: A gets the place, and B when the steps change places (or the last is struck)."""
    policy = POLICIES[name]

    def town(_: Policy) -> Build:
        build = steps.town()
        steps.CHILD_OF[before](build, "A", LATE)
        steps.CHILD_OF[after](build, "B", EARLY)
        return build

    other = {before: after, after: before}
    turned = tuple(tier for t in policy.tiers if (tier := other.get(t, t)))
    assert outcome(town, policy, policy).get("A", "")[:1] == "u"
    assert outcome(town, policy, replace(policy, tiers=turned)).get("B", "")[:1] == "u"


def test_without_steps_a_special_need_waits_its_turn() -> None:
    """Aalborg's list goes by date alone."""
    policy = POLICIES["aalborg"]

    def town(_: Policy) -> Build:
        build = steps.town()
        steps.CHILD_OF["special_need"](build, "A", LATE)
        steps.CHILD_OF[""](build, "B", EARLY)
        return build

    assert outcome(town, policy, policy)["B"] == "u 02-01"
    assert outcome(town, policy, replace(policy, tiers=("special_need",)))["A"] == "u 02-01"


@cache
def covered(name: str) -> set[str]:
    return {line.field for line in LINES if line.having(POLICIES[name])} | {"tiers"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_line_has_its_town_or_says_why_not(name: str) -> None:
    """A new setting needs a town in lines.py for each value that a shipped policy has, or a reason why it decides nothing there."""
    fields = {setting.field for setting in SETTINGS if setting.path in SOURCED}
    idle = {field for field, (where, _) in IDLE.items() if where(POLICIES[name])}
    assert fields - covered(name) - idle == set()
    assert idle & covered(name) == set()


def test_no_reason_speaks_of_a_setting_that_is_gone() -> None:
    fields = {setting.field for setting in SETTINGS}
    assert set(IDLE) <= fields
    assert {line.field for line in LINES} <= fields
    assert all(any(where(policy) for policy in POLICIES.values()) for where, _ in IDLE.values())
