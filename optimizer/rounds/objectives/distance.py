"""Children come no farther from home than they must (specification, section 8, level 4).

Formula: sum over subjects with some option in the window, per member, of  d(u) - min over candidates of d;
without a start in the window:  max over candidates of d - min over candidates of d.

Symbols: d - home to unit in metres (straight line times the detour, or by road as given), of twins the first's home; candidates - the
units in which the subject has any option, whatever the date.

Source: a choice of the policy (`distance_method`, `detour_percent`); dagtilbudsloven § 27 (the municipality's guidelines).
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case

NAME = "distance"
UNIT = "metres"


def value(case: Case) -> int:
    """Metres beyond the nearest candidate, over the subjects with an option in the window."""
    total = 0
    for subject in case.basis.subjects.values():
        if case.options.has_window_option(subject):
            nearest, farthest = case.options.reach(subject)
            plan = case.window_plan(subject)
            got = farthest if plan is None else case.options.distance(subject, plan.unit_id)
            total += len(subject.members) * (got - nearest)
    return total
