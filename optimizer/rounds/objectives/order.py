"""The fewest breaches of the order: idle wished places and justified envies (specification, section 7).

Formula: (wished places, unit and date, that stand idle though somebody with a claim could have them)
+ (pairs of subject and unit where somebody behind it in the order got a place that it could have had).

Symbols: both numbers are counts (cases).

Applies to: starts in the window; a level in mode `legal` only, in `points` it is counted and shown.

Example: one place, wished by a child registered on 1 June 2026 and one registered on 1 July. The first gets it: 0 cases. The second gets
it: 1 justified envy. Nobody gets it: 1 idle wished place.

Source: dagtilbudsloven § 27 stk. 1 (by seniority within the published guidelines).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007).

Solver half: `claims.make_claims`, `order_rows.OrderRows`, `blocking`, `chains.make_logic`.
"""

from __future__ import annotations

from optimizer.rounds.checking.case import Case
from optimizer.rounds.checking.fairness import find_cases

NAME = "order"
UNIT = "cases"
DANISH = """
Så få brud på rækkefølgen som muligt: ledige ønskede pladser og børn, der er sprunget over.

Formel: (ønskede pladser, enhed og dato, der står ledige, selv om et barn med krav på dem kunne få dem)
+ (par af barn og enhed, hvor et barn længere nede i rækkefølgen fik en plads, det kunne have fået).

Symboler: begge tal er antal (tilfælde).

Gælder: starter i runden; et niveau i lovens rækkefølge, i pointorden tælles det og vises.

Eksempel: Én plads er ønsket af et barn skrevet op 1. juni 2026 og et skrevet op 1. juli. Får det første den: 0 tilfælde. Får det andet den:
1 barn er sprunget over. Får ingen den: 1 ledig ønsket plads.

Kilde: dagtilbudsloven § 27 stk. 1 (efter anciennitet inden for de offentliggjorte retningslinjer).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007).
"""


def value(case: Case) -> int:
    """Idle wished places plus justified envies."""
    cases = find_cases(case)
    return len(cases.idle) + len(cases.envy)
