"""Sentences about a change by hand and about what would have helped, in Danish and English: for the office, and for the parents.

Codes that begin with `parents_` are for a letter: no number, date or place of another child stands in them.
"""

from __future__ import annotations

from dataclasses import replace

from optimizer.rounds.explain.texts_da import DANISH
from optimizer.rounds.explain.texts_en import ENGLISH

DANISH_TEMPLATES: dict[str, tuple[str, ...]] = {
    "has_it": ("Barnet har allerede den plads i rundens fordeling.",),
    "displaced": ("Barnets plads ophører, og det er genplaceret før alle andre (§ 29); dets plads afgøres ikke sammen med de andres.",),
    "pending": ("Familien har et tilbud, som ikke er besvaret; før det er besvaret, kan barnet ikke få en anden plads.",),
    "waits": ("Barnet har en anden ansøgning eller en ny plads, som går forud; denne ansøgning afgøres ikke i runden.",),
    "unlawful": ("Barnet kan ikke få den plads efter reglerne.",),
    "no_room": ("Der er ikke plads, hvem der end flytter. Hver af disse grænser er nok til at hindre det:",),
    "too_few_leave": (
        "Der kunne kun blive plads, hvis børn, der går der, flyttede, og de kan ikke alle få en anden plads.[[ Uden {limits:denne grænse|"
        "disse grænser} kunne det lade sig gøre:]]",
    ),
    "nearest": (
        "Den nærmeste fordeling, hvor barnet får pladsen, {others:ændrer intet for andre børn|giver ét andet barn et andet resultat|"
        "giver # andre børn et andet resultat}.",
    ),
    "paid_none": ("Ingen mister garanti ved det.",),
    "paid": ("{paid:Der mistes én måneds garanti mere|Der mistes # måneders garanti mere}, fordelt på {payers:ét barn|# børn}.",),
    "cases": (
        "{cases:Ét barn bliver|# gange bliver et barn} sprunget over i rækkefølgen, eller en ønsket plads står ledig: "
        "det er i strid med lovens rækkefølge.",
    ),
    "proven": ("Det er bevist, at det ikke kan gøres med færre tabte måneder eller færre børn.",),
    "unproven": (
        "Det er ikke bevist, at det ikke kan gøres mildere: mindst {paid_bound:ingen måneder|# måned|# måneder} og "
        "{moved_bound:# barn|# børn}.",
    ),
    "help_places": (
        "Med {amount:én plads|# pladser} mere {place:at} fra {since:date} kunne barnet være begyndt dér den {start:date}, uden at nogen "
        "mister noget.[[ {others:Ét andet barn|# andre børn} ville få en anden plads, som er mindst lige så god efter familiens ønsker.]]",
    ),
    "help_support": (
        "Med {amount:ét støttepoint|# støttepoint} mere {place:at} kunne barnet være begyndt dér den {start:date}, uden at nogen "
        "mister noget.[[ {others:Ét andet barn|# andre børn} ville få en anden plads, som er mindst lige så god efter familiens ønsker.]]",
    ),
    "help_wish": (
        "Havde familien også ønsket {place:place}[[ ({metres} m fra hjemmet)]], kunne barnet have fået plads dér fra {start:date}.",
    ),
    "help_none": ("Hverken flere pladser ét sted eller ét ønske mere er fundet, som ville have hjulpet barnet uden tab for andre.",),
    "parents_free": ("Barnet kunne have fået pladsen, uden at andre børn mistede noget.",),
    "parents_law": ("Barnet kunne kun få pladsen ved at springe andre over i den rækkefølge, som loven kræver.",),
    "parents_others": ("Barnet kunne kun få pladsen, hvis andre børn fik en anden plads eller ventede.",),
    "parents_impossible": ("Barnet kan ikke få pladsen i denne runde: reglerne eller pladserne tillader det ikke.",),
}
ENGLISH_TEMPLATES: dict[str, tuple[str, ...]] = {
    "has_it": ("The child has that place already in the round's allocation.",),
    "displaced": ("The child's place ends, and it is given a new one before all others (§ 29); its place is not decided with theirs.",),
    "pending": ("The family has an offer that is not answered; until it is, the child cannot get another place.",),
    "waits": ("Another application or a new place of the child goes first; this application is not decided on this round.",),
    "unlawful": ("The child cannot have that place by the rules.",),
    "no_room": ("There is no room, whoever moves. Each of these limits is enough to prevent it:",),
    "too_few_leave": (
        "There would be room only if children who are there moved, and they cannot all get another place.[[ Without {limits:this limit|"
        "these limits} it could be done:]]",
    ),
    "nearest": (
        "The nearest allocation in which the child gets the place {others:changes nothing for other children|gives one other child another "
        "result|gives # other children another result}.",
    ),
    "paid_none": ("Nobody loses a guarantee by it.",),
    "paid": ("{paid:One more month of guarantee is|# more months of guarantee are} lost, by {payers:one child|# children}.",),
    "cases": (
        "{cases:Once a child is|# times a child is} passed over in the order, or a wished place stands idle: "
        "that is against the order of the law.",
    ),
    "proven": ("It is proven that it cannot be done with fewer months lost or fewer children.",),
    "unproven": (
        "It is not proven that it cannot be done more mildly: at least {paid_bound:no months|# month|# months} and "
        "{moved_bound:# child|# children}.",
    ),
    "help_places": (
        "With {amount:one place|# places} more {place:at} from {since:date} the child could have started there on {start:date}, and nobody "
        "would lose.[[ {others:One other child|# other children} would get another place, at least as good by the family's wishes.]]",
    ),
    "help_support": (
        "With {amount:one support point|# support points} more {place:at} the child could have started there on {start:date}, and nobody "
        "would lose.[[ {others:One other child|# other children} would get another place, at least as good by the family's wishes.]]",
    ),
    "help_wish": (
        "Had the family wished {place:place} too[[ ({metres} m from home)]], the child could have had a place there from {start:date}.",
    ),
    "help_none": ("Neither more places in one unit nor one more wish was found that would have helped the child without loss to others.",),
    "parents_free": ("The child could have had the place without any loss to other children.",),
    "parents_law": ("The child could have the place only by passing others over in the order that the law demands.",),
    "parents_others": ("The child could have the place only if other children got another place or waited.",),
    "parents_impossible": ("The child cannot have the place on this round: the rules or the places do not allow it.",),
}
LANGUAGES = {"da": replace(DANISH, templates=DANISH_TEMPLATES), "en": replace(ENGLISH, templates=ENGLISH_TEMPLATES)}
