"""The reasons in Danish, for the office: plain sentences, no other child to be recognised in them."""

from __future__ import annotations

from datetime import date

from optimizer.rounds.explain.language import Language

_MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"]
_FULL = "[[ {others:# plads|# pladser} blev besat, før barnet kan begynde.]][[ Det gælder {homes:det ene egnede hjem|alle # egnede hjem}.]]"
_POOL = "[[ Der er {homes:# egnet hjem|# egnede hjem}, heraf {full:# fuldt|# fulde}.]]"
_GIVEN = "{places:Den ene plads|Alle # pladser} {place:at} {starts:starts} gik til {children:et barn|børn}"
_DATED = "med {order:words} anciennitetsdato[[ (senest tildelte: {last_seniority:date})]]"
_GROUP = "i en højere gruppe ({higher:groups})"
_AREA = (
    "{units:Dér er ét egnet sted|Dér er # egnede steder} med {free:ingen ledige pladser|# ledig plads|# ledige pladser}; "
    "{given:ingen pladser|# plads|# pladser} er givet i runden[[, heraf {before:ingen til børn|# til et barn|# til børn} "
    "med garanti, som står før i rækkefølgen]]."
)
_SHORT = (
    "[[ Ingen fordeling kan holde garantien: {none_can:det ene egnede sted|de # egnede steder} kan ikke tage barnet i tide, "
    "hvem der end flytter.]]"
    "[[ Ingen fordeling kan holde alle garantierne her: Den {short_day:date} skal {short_children:# barn|# børn} med garanti være begyndt "
    "{short_units:på ét sted|på # steder}]][[ ({short_names:names})]]"
    "[[, hvor der {short_places:ingen plads er|er én plads|er # pladser}, når alle, der kan flytte, er flyttet.]]"
    "[[ {short_full:Det ene andet egnede sted er fuldt|De # andre egnede steder er fulde}.]]"
)
_REFUSED = "[[ Familien har sagt nej til en plads fra {refused:date}; derfor {refusal:words}.]]"
_LATE = (
    "Barnet har krav på en plads senest den {due:date}. Den første plads, som det kan få, er fra {start:date}, "
    "{days_late:# dag|# dage} efter."
)
#: what a child needs by decision
_DECIDED = (
    "[[ Det følger af en tidsbegrænset afgørelse, som gælder til og med {decided_until:date}.]]"
    "[[ Det følger af en afgørelse fra {decided_from:date}.]]"
)

TEMPLATES: dict[str, tuple[str, ...]] = {
    "got": ("Barnet får plads {place:at} fra {start:date}.",),
    "got_with_twin": ("Barnet får plads {place:at} fra {start:date} sammen med {with:words}, som har ønsket stedet.",),
    "provisional_from": (
        "Som det ser ud i dag, kan barnet begynde {place:at} den {start:date}. Det afgøres først i en senere runde.",
    ),
    "better_wish_met": ("Barnet får plads {got:at} fra {start:date}, og det ønske står højere på listen.",),
    "started_elsewhere_earlier": (
        "Barnet begynder {got:at} den {start:date}; {place:at} kunne det tidligst begynde den {possible:date}.",
    ),
    "wish_not_counted": ("Kun {limit:det første ønske|de første # ønsker} tæller, så ønsket om {place:place} er ikke regnet med.",),
    "already_there": ("{who:words} har allerede sin plads {place:at}.",),
    "not_open": (
        "{homes:Ingen|#|#} hjem {place:at} tager børn fra kommunens venteliste.",
        "{place:place} tager ikke børn fra kommunens venteliste.",
    ),
    "private": ("{place:place} er privat og optager selv børn; kommunen kan ikke anvise pladser dér.",),
    "list_closed_to_outsiders": (
        "Listen {place:at} er lukket for børn fra andre kommuner: {listed:# barn|# børn} fra andre kommuner står på den, "
        "og der må være {most} ({share} % af {own:# barn|# børn} fra kommunen selv, indskrevet {per:words}).",
    ),
    "other_care": ("{place:place} har ingen pladser til børn på {care:words}.",),
    "not_suitable_age": (
        "Barnet er under {weeks} uger den {day:date} og kan ikke begynde {place:at} så tidligt.",
        "{place:place} tager børn fra {min_age:# måned|# måneder} til under {max_age:# måned|# måneder}, "
        "og barnet er {age:# måned|# måneder} den {day:date}.",
        "{place:place} tager børn fra {min_age:# måned|# måneder}, og barnet er {age:# måned|# måneder} den {day:date}.",
    ),
    "too_early": ("Barnet når først alderen til {place:place} den {earliest:date}, efter rundens sidste startdato ({last:date}).",),
    "not_due_yet": ("Barnet skal først begynde den {earliest:date}, efter rundens sidste startdato ({last:date}).",),
    "after_latest_start": ("Familien ønsker start senest den {latest:date}, men barnet kan tidligst begynde den {earliest:date}.",),
    "stay_would_end": ("Barnet skal videre til {next:words} den {end:date} og kan ikke nå at begynde {place:at} inden.",),
    "wish_refused": ("Familien har sagt nej til en plads {place:at} fra {start:date}; derfor er ønsket slettet.",),
    "home_conditions": ("Barnet har brug for {needs:words}, og det kan ikke tilbydes {place:at}.",),
    "other_place": ("Barnet har en anden plads eller et tilbud i samme periode, så det kan ikke begynde {place:at}.",),
    "full_by_order": (
        f"{_GIVEN} {_DATED} eller {_GROUP}.{_FULL}",
        f"{_GIVEN} {_DATED}.{_FULL}",
        f"{_GIVEN} {_GROUP}.{_FULL}",
    ),
    "full_before_start": (
        "{places:Den ledige plads|De # ledige pladser} {place:at} blev besat {starts:starts}, før barnet kan begynde ({earliest:date}).",
    ),
    "full_no_free_place": (
        "Der er ingen ledig plads {place:at}: alle pladser er optaget af børn, som allerede har plads der."
        "[[ Som det ser ud i dag, er der tidligst plads fra {first_room:date}.]]"
        "[[ Det gælder {homes:det ene egnede hjem|alle # egnede hjem}.]]",
    ),
    "no_places": ("{place:place} har ingen pladser at give ved rundens startdatoer: stedet er lukket.",),
    "reserved_places": (
        "{free:Den ledige plads|De # ledige pladser} {place:at} er reserveret til {kinds:words}."
        "[[ I runden er {given:# plads|# pladser} dér givet til børn, som står før i rækkefølgen.]]" + _POOL,
        "Pladsen {place:at} gik til et barn, som den er reserveret til."
        "[[ I runden er {given:# plads|# pladser} dér givet til børn, som står før i rækkefølgen.]]" + _POOL,
    ),
    "reserved_later": ("Pladsen {place:at} kan kun bruges indtil {day:date}; derefter er den reserveret til {kinds:words}." + _POOL,),
    "held_for_guarantee": (
        "Pladsen {place:at} kan kun bruges indtil {month:date}; derefter holdes den til {held:et barn|# børn} med pasningsgaranti."
        + _POOL,
    ),
    "taken_later": ("Pladsen {place:at} kan kun bruges indtil {day:date}; derefter er den givet til et andet barn." + _POOL,),
    "fewer_places": ("Pladsen {place:at} kan kun bruges indtil {day:date}; derefter har stedet færre pladser." + _POOL,),
    "room_short_weight": (
        "Barnet tæller for {need:# plads|# pladser}, men {place:at} er der kun "
        "{free:# ledig plads|# ledige pladser} den {day:date}." + _DECIDED + _POOL,
    ),
    "twins_need_two": (
        "{group:words} får plads sammen og skal bruge {need:# plads|# pladser}, men {place:at} er der kun "
        "{free:# ledig plads|# ledige pladser} den {day:date}." + _DECIDED + _POOL,
    ),
    "room_short_support": (
        "Barnet har brug for {need} støttepoint, men {place:at} er der {free} tilbage af {cap} den {day:date}; "
        "der mangler {missing}." + _DECIDED + _POOL,
    ),
    "room_short_infants": (
        "{place:place} må højst have {cap:# barn|# børn} under 1 år ad gangen, og det er nået den {day:date}." + _POOL,
    ),
    "room_short_house": (
        "{place:place} må i alt have {cap:# enhed|# enheder} i huset (børn på 0-2 år tæller 2, børn på 3-5 år tæller 1); "
        "der mangler {missing:# enhed|# enheder} den {day:date}." + _POOL,
    ),
    "listed_share": (
        "Højst {share} % af de børn, der optages {place:at} i {year}, må bo i et udsat boligområde (dagtilbudsloven § 26 a); "
        "med barnet ville det være {listed} af {admitted}." + _POOL,
    ),
    "present_place_taken": (
        "For at begynde {place:at} skulle barnet blive længere på sin nuværende plads, og den er givet til et andet barn." + _POOL,
    ),
    "passed_over": (
        "Barnet kunne have fået en plads {place:at} fra {start:date} i stedet for et barn, som står efter i rækkefølgen; {cause:words}. "
        "Tilfældet er talt med i rundens resultat.",
    ),
    "idle_place": (
        "Der er en ledig plads {place:at} fra {start:date}, som barnet kunne have fået; {cause:words}. "
        "Tilfældet er talt med i rundens resultat.",
    ),
    "alternative_offer": (
        "Barnet tilbydes også en plads {place:at} fra {start:date}, uden for de udsatte boligområder (dagtilbudsloven § 23 stk. 4). "
        "Familien vælger én af de to; pladsen holdes, til den har svaret.",
    ),
    "alternative_short": (
        "Barnet skal også tilbydes en plads uden for de udsatte boligområder (dagtilbudsloven § 23 stk. 4), "
        "men ingen egnet plads er ledig.",
    ),
    "offer_pending": (
        "Familien har fået tilbudt en plads {place:at} fra {start:date}[[ eller {other:at}]]; "
        "svaret afventes[[ senest den {answer_by:date}]].",
    ),
    "displaced_new_place": ("Barnets plads {old:at} ophører den {end:date}. Barnet får en ny plads {place:at} fra {start:date}.",),
    "displaced_no_place": (
        "Barnets plads {old:at} ophører den {end:date}, og der er ikke fundet en ledig tilsvarende plads til det {area:words}.",
    ),
    "displaced_instead": (
        "Barnets plads {old:at} ophører den {end:date}, og derfor får barnet en ny plads {got:at} fra {start:date}. "
        "Ansøgningen er behandlet sammen med den.",
        "Barnets plads {old:at} ophører den {end:date}, og ansøgningen er behandlet sammen med den nye plads, som barnet mangler.",
    ),
    "other_application_first": (
        "Barnet har også en ansøgning om plads til {care:words}, registreret {registered:date}, som går forud. "
        "Et barn har én plads ad gangen, så denne ansøgning venter.",
        "Barnets plads {old:at} ophører den {end:date}, og den nye plads, som barnet skal have i stedet, går forud. "
        "Et barn har én plads ad gangen, så denne ansøgning venter.",
    ),
    "after_younger_care": (
        "Barnet har eller søger også plads til 0-2 år. Den slutter, når barnet er gammelt nok til at rykke op, "
        "så plads til 3-5 år kan tidligst gives fra {day:date}.",
    ),
    "twins_apart": ("Barnet og dets tvilling får ikke plads sammen i denne runde, fordi {parted:words}.",),
    "kept_present_place": ("Barnet beholder sin plads {place:at}.",),
    "kept_wish": (
        "Ansøgningen er et ønske, som barnet har beholdt, efter at det fik plads {place:at}; det står i rækkefølgen {stands:words} "
        "og beholder pladsen, til ønsket bliver opfyldt.",
    ),
    "no_wish": (
        "Ansøgningen har ingen ønsker, som kan give en plads i denne runde.[[ Garantien gælder fra {guarantee_date:date}.]]"
        + _REFUSED,
    ),
    "waiting": (
        "{wishes:Ønsket kunne ikke opfyldes|Ingen af de # ønsker kunne opfyldes} i denne runde, så barnet står fortsat på ventelisten."
        "[[ Garantien gælder fra {guarantee_date:date}.]]" + _REFUSED,
    ),
    "guarantee_place": (
        "Barnet får plads {place:at} fra {start:date}, fordi garantidatoen er {guarantee_date:date}. Stedet er ikke ønsket, "
        "men ligger {area:words}.[[ {nearer_full:Det nærmere egnede sted er fuldt|De # nærmere egnede steder er fulde}.]]" + _REFUSED,
    ),
    "breach_no_place_in_area": (
        f"Barnet har krav på en plads senest den {{due:date}}, men der er ikke fundet en ledig plads til det {{area:words}}. "
        f"{_AREA}{_SHORT}{_REFUSED}",
        "Barnet har krav på en plads senest den {due:date}, men der er ingen egnede steder {area:words} ved rundens startdatoer."
        + _REFUSED,
    ),
    "breach_late": (f"{_LATE} {_AREA}{_SHORT}{_REFUSED}", f"{_LATE}{_SHORT}{_REFUSED}"),
    "breach_earliest_start": (
        "Barnet har krav på en plads senest den {due:date}, men kan tidligst begynde den {earliest:date}, "
        "{days_late:# dag|# dage} efter." + _REFUSED,
    ),
}  # fmt: skip

WORDS = {
    # the order's groups; those that tell of a child's needs share one name
    "sibling": "søskende",
    "own_house": "eget hus",
    "guarantee_home_district": "garanti i eget anvisningsdistrikt",
    "guarantee_own_area": "garanti i eget område",
    "unplaced_own_district": "uden plads, eget distrikt",
    "guarantee": "garanti",
    "unplaced": "uden plads",
    "transfer_from_outside": "flytning fra et andet distrikt",
    "own_district": "eget distrikt",
    "displaced": "børn, hvis plads ophører",
    "precedence": "en gruppe med fortrin",
    # dates in the order
    "earlier": "tidligere",
    "earlier_or_same": "tidligere eller samme",
    # the guarantee's area
    "area_district": "i garantidistriktet",
    "area_radius": "inden for garantiens afstand fra hjemmet (fugleflugt med tillæg for omveje)",
    "area_radius_foot": "inden for garantiens afstand fra hjemmet ad vej til fods",
    "area_radius_bicycle": "inden for garantiens afstand fra hjemmet ad vej på cykel",
    "area_radius_car": "inden for garantiens afstand fra hjemmet ad vej i bil",
    "area_travel_time_foot": "inden for garantiens rejsetid fra hjemmet til fods",
    "area_travel_time_bicycle": "inden for garantiens rejsetid fra hjemmet på cykel",
    "area_travel_time_car": "inden for garantiens rejsetid fra hjemmet i bil",
    "area_municipality": "i kommunen",
    # care, home, what comes next, who
    "care_0_2": "0-2 år",
    "care_3_5": "3-5 år",
    "smoke_free": "et røgfrit hjem",
    "no_pets": "et hjem uden husdyr",
    "boernehave": "børnehave",
    "school": "skole",
    "per_all": "i alt",
    "per_care": "i samme aldersgruppe",
    "per_kind": "i samme slags tilbud",
    "per_district": "i distriktet",
    "per_facility": "på stedet",
    "for_learning_offer": "børn i det obligatoriske læringstilbud",
    "for_newcomer": "tilflyttere",
    "for_guarantee": "børn, hvis pasningsgaranti forfalder",
    "guarantee_postponed": "er garantidatoen flyttet",
    "kept_wish_transfer": "med de børn, der vil flytte,",
    "kept_wish_unplaced": "med børn uden plads",
    "guarantee_lapsed": "er garantien bortfaldet",
    "child": "Barnet",
    "twin": "Barnets tvilling",
    "triplet": "Et barn af samme fødsel",
    "with_twin": "sin tvilling",
    "with_triplets": "sine søskende af samme fødsel",
    "twins": "Tvillinger",
    "triplets": "Trillinger eller flere af samme fødsel",
    # why twins are apart
    "parted_care": "de søger plads til hver sin aldersgruppe",
    "parted_kind": "den ene søger ny plads og den anden flytning eller overgang",
    "parted_home": "kun det ene barn bor i en anden kommune",
    "parted_offer": "et af børnene har et tilbud, som ikke er besvaret",
    "parted_displaced": "det ene barns plads ophører, og det genplaceres før alle andre",
    # why somebody could be passed over
    "cause_rules": "reglerne om pladser og rækkefølge kan ikke alle opfyldes på én gang",
    "cause_points": "kommunens retningslinjer vægter point frem for rækkefølge",
}


def _day(day: date) -> str:
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _starts(first: date, last: date) -> str:
    if first == last:
        return f"fra {_day(first)}"
    begin = _day(first) if first.year != last.year else f"{first.day}. {_MONTHS[first.month - 1]}"
    return f"med start mellem {begin} og {_day(last)}"


def _place(kind: str, name: str) -> str:
    return f"dagplejen i {name}" if kind == "district_dagpleje" else name


def _at(kind: str, name: str) -> str:
    return f"hos {name}" if kind == "home" else f"i {_place(kind, name)}"


DANISH = Language(TEMPLATES, WORDS, "og", _day, _starts, _place, _at)
