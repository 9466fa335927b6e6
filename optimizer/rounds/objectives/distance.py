"""Children come no farther from home than they must (specification, section 8, level 5).

Formula: sum over subjects with some option in the window, per member, of  d(u) - min over candidates of d;
without a start in the window:  max over candidates of d - min over candidates of d.

Symbols: d - home to unit, a straight line times the detour or by road as given, of twins the first's home (metres); candidates - the
units in which the subject has any option, whatever the date.

Applies to: subjects with some option in the window.

Example: a child's candidates lie 300, 800 and 1,500 metres away. The second costs 500, the first 0, and no start in the window 1,200; twins
cost twice as much.

Source: a choice of the policy (`distance_method`, `detour_percent`); dagtilbudsloven § 27 (the municipality's guidelines).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the policy as published.

Solver half: `options.OptionMaker.expand`, `options.reach`, `aims.by_subject.distance`.
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case

NAME = "distance"
UNIT = "metres"
DANISH = """
Børn kommer ikke længere hjemmefra end nødvendigt.

Formel: summen over børn med en mulighed i runden, for hvert barn, af  d(u) - den mindste d blandt mulighederne;
uden start i runden:  den største d - den mindste d blandt mulighederne.

Symboler: d - fra hjem til enhed, lige linje gange omvejen eller ad vej som oplyst, for tvillinger den førstes hjem (meter); muligheder - de
enheder, hvor barnet kan begynde på nogen dato.

Gælder: børn med en mulighed i runden.

Eksempel: Et barns muligheder ligger 300, 800 og 1.500 meter væk. Den anden koster 500, den første 0, og ingen start i runden 1.200;
tvillinger koster det dobbelte.

Kilde: politikkens valg (`distance_method`, `detour_percent`); dagtilbudsloven § 27 (kommunens retningslinjer).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); politikken som offentliggjort.
"""


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
