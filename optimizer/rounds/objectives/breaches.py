"""The fewest months in which a child waits beyond its guarantee (specification, sections 5 and 8).

Formula: sum over members with  due <= last window date  of  begun months from max(due, g_0) to the start in the window,
or to H when there is none in the window; for a displaced child without a place, begun months from s_d to H.

Symbols: due - garantidato, for a transition not before the child outgrows its present unit (date); g_0 - first window date; H - first date
after the horizon; s_d - the date from which the displaced child has no place. Begun months from a to b: the least n >= 0 with
a + n months >= b (months).

Applies to: new and transition subjects that want the guarantee, and displaced children, whose start counts whenever it is: it is
decided, not only expected.

Example: garantidato 10 February 2027, start on 1 March: 1 begun month. Without a start in a horizon until 1 June: 4 months (10 February to
1 June).

Source: dagtilbudsloven § 23 stk. 1, § 25 (what a breach costs), § 29.

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `options.OptionMaker.breach_table`, `aims.by_subject.breaches`.
"""

from __future__ import annotations

from datetime import date

from optimizer.domain.dates import begun_months
from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.subjects import Subject

NAME = "breaches"
UNIT = "child-months"
DANISH = """
Så få måneder som muligt, hvor et barn venter ud over sin garanti.

Formel: summen over børn med  forfald <= rundens sidste startdato  af  påbegyndte måneder fra max(forfald, g_0) til starten i runden,
eller til H, når der ingen er i runden; for et barn, der mister sin plads og ingen får, påbegyndte måneder fra s_d til H.

Symboler: forfald - garantidatoen, ved overgang ikke før barnet vokser fra sin enhed (dato); g_0 - rundens første startdato; H - første dag
efter horisonten; s_d - den dag, barnet mister sin plads. Påbegyndte måneder fra a til b: det mindste n >= 0 med a + n måneder >= b
(måneder).

Gælder: nye børn og overgange, der vil have garantien, og børn, der mister deres plads; for dem tæller starten, hvornår den end er: den er
afgjort, ikke kun ventet.

Eksempel: Garantidato 10. februar 2027 og start 1. marts: 1 påbegyndt måned. Uden start i en horisont til 1. juni: 4 måneder (10. februar
til 1. juni).

Kilde: dagtilbudsloven § 23 stk. 1, § 25 (hvad et brud koster), § 29.

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def months(case: Case, subject: Subject, plan: Plan | None, last_due: date) -> int:
    """Breach months of one subject with a plan (or none), over the members whose place is due by `last_due`."""
    grid = case.basis.grid
    if subject.kind == "displaced":
        return 0 if plan is not None else begun_months(grid.dates[subject.earliest], grid.end)
    if not subject.wants_guarantee:
        return 0
    end = grid.end if plan is None else plan.start
    due = [day for m in subject.members if (day := subject.due(m)) is not None and day <= last_due]
    return sum(begun_months(max(day, grid.dates[0]), end) for day in due)


def value(case: Case) -> int:
    """Breach months of what falls due in the window; a start after the window counts as none, but for the displaced."""
    last = case.basis.grid.window_dates[-1]
    total = 0
    for subject in case.basis.subjects.values():
        plan = case.decided_plan(subject)
        total += months(case, subject, plan, last)
    return total


def expected(case: Case) -> int:
    """Breach months of all guarantees in the horizon as the look-ahead sees them today, later starts counted."""
    return sum(months(case, s, case.plans.get(s.key), case.basis.grid.end) for s in case.basis.subjects.values())
