"""The trade's codes in the reader's words. Codes are the core's own; a code without words here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from webui.i18n import N_, gettext

OUTCOMES = {
    "displaced": N_("Genplaceret"),
    "breach": N_("Garantibrud"),
    "moved_on": N_("Videre til børnehave"),
    "wish": N_("Ønske opfyldt"),
    "guarantee": N_("Garantiplads"),
    "kept": N_("Beholder sin plads"),
    "provisional": N_("Foreløbig"),
    "waiting": N_("Venter"),
}
OUTCOME_MEANINGS = {
    "displaced": N_("Ny plads, fordi barnets enhed lukker eller får færre pladser"),
    "breach": N_("Ingen egnet plads inden garantidatoen"),
    "moved_on": N_("Fra 0-2 år til en børnehaveplads"),
    "wish": N_("Plads i en ønsket enhed"),
    "guarantee": N_("Plads, som ikke var ønsket, men som opfylder garantien"),
    "kept": N_("Flytning er ikke mulig eller ikke aktuel endnu"),
    "provisional": N_("Start efter runden, som det ser ud i dag"),
    "waiting": N_("Ingen plads er nødvendig nu, eller ingen kunne gives"),
}
CARES = {"0-2": N_("0-2 år"), "3-5": N_("3-5 år")}
KINDS = {"new": N_("Ny plads"), "transfer": N_("Flytning"), "transition": N_("Overgang til børnehave")}
UNIT_KINDS = {"dagpleje": N_("dagpleje"), "vuggestue": N_("vuggestue"), "boernehave": N_("børnehave"), "gaestehus": N_("gæstehus")}
RESERVED_FOR = {
    "learning_offer": N_("børn i det obligatoriske læringstilbud"),
    "newcomer": N_("tilflyttere"),
    "guarantee": N_("børn, hvis pasningsgaranti forfalder"),
}
OPERATORS = {"municipal": N_("Kommunal"), "independent": N_("Selvejende"), "outsourced": N_("Udliciteret"), "private": N_("Privat")}
TIERS = {
    "special_need": N_("Særligt behov"),
    "learning_offer": N_("Obligatorisk læringstilbud"),
    "learning_offer_house": N_("Læringstilbud i huset"),
    "sibling": N_("Søskende"),
    "own_house": N_("Eget hus"),
    "guarantee_home_district": N_("Garanti i eget anvisningsdistrikt"),
    "guarantee_own_area": N_("Garanti i eget område"),
    "unplaced_own_district": N_("Uden plads, eget distrikt"),
    "guarantee": N_("Garanti"),
    "unplaced": N_("Uden plads"),
    "transfer_from_outside": N_("Flytning fra et andet distrikt"),
    "own_district": N_("Eget distrikt"),
}
SENIORITIES = {
    "registered": N_("opskrivningsdatoen"),
    "birth": N_("fødselsdatoen"),
    "birth_if_registered_early": N_("fødselsdatoen ved tidlig opskrivning, ellers opskrivningsdatoen"),
    "registered_from_age": N_("opskrivningsdatoen, dog tidligst fra en vis alder"),
}
LEVELS = {
    "order": N_("Rækkefølge"),
    "envy": N_("Rækkefølge"),
    "breaches": N_("Garantibrud"),
    "wishes": N_("Ønsker"),
    "siblings": N_("Søskende samme sted"),
    "distance": N_("Afstand"),
    "guest_slack": N_("Plads til gæstebørn i legestuen"),
    "few_moves": N_("Få ændringer siden sidste runde"),
    "even_load": N_("Jævn belægning"),
    "group_mix": N_("Blandede børnegrupper"),
    "tie_break": N_("Lodtrækning mellem lige gode"),
    "later_wishes": N_("Senere ønsker"),
}
UNITS = {
    "child-months": N_("børnemåneder"),
    "points": N_("point"),
    "points lost": N_("tabte point"),
    "metres": N_("meter"),
    "m": N_("meter"),
    "cases": N_("tilfælde"),
    "pairs": N_("søskendepar"),
    "guest places": N_("manglende gæstepladser"),
    "children": N_("børn"),
    "places": N_("pladser"),
    "draws": N_("lodder"),
    "weighted points": N_("vægtede point"),
}
REFUSALS = {
    "kept": N_("Siger I nej, beholder I garantien."),
    "postponed": N_("Siger I nej, udskydes garantien %(months)s måneder."),
    "lapses": N_("Siger I nej, er garantien opfyldt med tilbuddet."),
}
EFFECTS = {"worse": N_("dårligere"), "better": N_("bedre"), "same": N_("anden plads")}
METHODS = {
    "optimiser": N_("Redekasse"),
    "legal": N_("Redekasse, lovens rækkefølge"),
    "points": N_("Redekasse, point"),
    "queue": N_("Kø som i dag"),
    "deferred_acceptance": N_("Udskudt optagelse"),
}
PROOFS = {"prices": N_("bevist ved priser"), "search": N_("bevist ved søgning")}
SEARCH_CUT = N_("søgningen blev afbrudt")
MODES = {"legal": N_("lovens rækkefølge"), "points": N_("pointorden")}
PHASES = {
    "load": N_("Indlæsning"),
    "distances": N_("Veje målt"),
    "validate": N_("Kontrol af data"),
    "build": N_("Opstilling"),
    "solve": N_("Løsning"),
    "check": N_("Efterkontrol"),
    "explain": N_("Forklaring"),
    "store": N_("Lagring"),
    "reserve": N_("Pladser holdt"),
    "look_ahead": N_("Fremsyn"),
    "queue": N_("Kø som i dag"),
    "deferred_acceptance": N_("Udskudt optagelse"),
    "price_of_order": N_("Rækkefølgens pris"),
}
#: units that take children of every age have at least this as their highest, in months
ANY_AGE = 999
#: names of the rules' files in the core
RULES = {
    "age_appropriate": N_("Egnet alder"),
    "closed_lists": N_("Lister lukket for andre kommuners børn"),
    "earliest_start": N_("Tidligste start"),
    "equal_place": N_("Tilsvarende plads ved lukning"),
    "guarantee_area": N_("Garantiens område"),
    "home_conditions": N_("Røg og dyr i hjemmet"),
    "infants": N_("Spædbørn hos en dagplejer"),
    "integrated_house": N_("Fælles loft i integreret hus"),
    "one_place_per_child": N_("Én plads pr. barn"),
    "open_to_list": N_("Kun enheder med åben venteliste"),
    "order": N_("Rækkefølge efter trin og anciennitet"),
    "placed_keep_their_place": N_("Børn beholder deres plads"),
    "places": N_("Pladser over tid"),
    "refused_offer": N_("Nej til et tilbud"),
    "kept_wishes": N_("Ønsker, som børn med plads har beholdt"),
    "reservations": N_("Pladser reserveret til andre"),
    "alternative_offer": N_("Andet tilbud uden for udsatte boligområder"),
    "composition": N_("Andel fra udsatte boligområder"),
    "support_points": N_("Støttepoint"),
    "twins_together": N_("Tvillinger sammen"),
}

#: all that `redekasse rules` and the page of rules tell of
RULEBOOK = {**LEVELS, **RULES}


def level_label(code: str) -> str:
    """The words for a level; one of several objectives has the words of each."""
    return " + ".join(label(LEVELS, part) for part in code.split("+"))


def label(labels: Mapping[str, str], code: str | None) -> str:
    """The words for a code; the code itself when it has none, nothing for None."""
    if code is None:
        return ""
    return gettext(labels[code]) if code in labels else code
