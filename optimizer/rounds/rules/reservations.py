"""Places kept for children in the statutory learning offer, for newcomers or for the guarantee go to these children alone.

Formula: for each unit u, each non-empty set K of the kinds that u keeps places for, and each step k with a newcomer who may have none of K:
sum over children c present who may have none of K of w(c, k) <= places(u, k) - sum over kinds in K of reserved(u, kind, k).

Symbols: u - unit; k - step; w, places - as in the rule `places` (places); reserved - places kept in force, the least difference on any day
of the step (places). A newcomer, a child with a stay given on this round from s (date), may have the kind `learning_offer` when
learning_offer_from <= s, `newcomer` when newcomer_until > s, and `guarantee` when the subject (kind new or transition) wants the guarantee
and its latest lawful start lies in the window, or (s after the window) on or before s. Whoever is enrolled already, or has an offer, takes
an ordinary place: the office lowers `reservations.places` as they are used. By Hall's theorem these limits say that everybody present can
be given a place that is kept for it, or an ordinary one.

Applies to: units with reservations.

Example: 3 places, 1 kept for newcomers and 1 for the learning offer. K = {newcomer}: at most 2 others than newcomers; K = {learning_offer}:
at most 2 others than these; K = both: at most 1 who is neither.

Source: dagtilbudsloven § 44 a (the statutory learning offer), § 23 (the guarantee); published guidelines on newcomers
(e.g. København: up to 6 places a house and year).

In force: LBK no. 1038 of 11 August 2025, today's text of the act (no. 501 of 6 June 2007); the guidelines as published.

Solver half: `reservations.ordinary_places`, `reservations.entitled`, `loads.make_limits`, `instance.option_changes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from optimizer.rounds.checking.limits import over_limit
from optimizer.rounds.checking.violation import Violation

if TYPE_CHECKING:
    from optimizer.rounds.checking.case import Case

NAME = "reservations"
SOURCE = "dagtilbudsloven § 23, § 44 a; the policy"
DANISH = """
Pladser, der holdes til børn i obligatorisk læringstilbud, til tilflyttere eller til garantien, gives kun til disse børn.

Formel: for hver enhed u, hver ikke-tom mængde K af de formål, som u holder pladser til, og hvert skridt k med en nytilkommen uden for K:
summen over børn c til stede, der intet kan få af K, af v(c, k) <= pladser(u, k) - summen over formål i K af reserveret(u, formål, k).

Symboler: u - enhed; k - skridt; v, pladser - som i reglen `places` (pladser); reserveret - pladser, der holdes, den mindste forskel på
nogen dag i skridtet (pladser). En nytilkommen, et barn med et ophold fra runden fra s (dato), kan få en plads til læringstilbud, når det
har pligt til det fra senest s; til tilflyttere, når det er tilflytter efter s; og til garantien, når det (ny plads eller overgang) vil
have garantien, og den seneste lovlige start ligger i runden eller (s efter runden) senest på s. Den, der allerede er indskrevet eller har
et tilbud, har en almindelig plads: kontoret sænker antallet, når pladserne bruges. Efter Halls sætning siger grænserne, at alle til stede
kan have en plads, der holdes til dem, eller en almindelig.

Gælder: enheder med reserverede pladser.

Eksempel: 3 pladser, 1 holdt til tilflyttere og 1 til læringstilbud. K = {tilflytter}: højst 2 andre end tilflyttere; K = {læringstilbud}:
højst 2 andre end disse; K = begge: højst 1, der er ingen af delene.

Kilde: dagtilbudsloven § 44 a (obligatorisk læringstilbud), § 23 (garantien); offentliggjorte retningslinjer om tilflyttere
(fx København: op til 6 pladser pr. hus og år).

I kraft: LBK nr. 1038 af 11. august 2025, lovens tekst i dag (lov nr. 501 af 6. juni 2007); retningslinjerne som offentliggjort.
"""


def check(case: Case) -> Iterator[Violation]:
    """Units and steps with newcomers on places that are kept for others."""
    return over_limit(case, "ordinary", NAME, "pladser")
