"""The order: steps, seniority, siblings, the list."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import age_words, count, guideline, listed, months
from optimizer.domain.policy import Policy, SeniorityBasis

#: who is in each step of the order
TIER_WORDS: dict[str, Phrase] = {
    "special_need": Phrase("Børn med et dokumenteret særligt behov", "Children with a documented special need"),
    "learning_offer": Phrase(
        "Børn, der på startdagen skal gå i det obligatoriske læringstilbud (dagtilbudsloven § 44 a)",
        "Children who on the start date must attend the compulsory learning offer (dagtilbudsloven § 44 a)",
    ),
    "learning_offer_house": Phrase(
        "Børn i det obligatoriske læringstilbud, når de allerede går i huset",
        "Children in the compulsory learning offer, where they are in the house already",
    ),
    "sibling": Phrase("Børn med søskende på stedet", "Children with a sibling in the place"),
    "own_house": Phrase(
        "Husets egne vuggestuebørn, når de skal i børnehave i samme hus", "The house's own 0-2-year-olds who move on to its boernehave"
    ),
    "guarantee_home_district": Phrase(
        "Børn uden plads, der ønsker garantien, når stedet ligger i det distrikt, de bor i",
        "Children without a place who want the guarantee, where the place is in the district in which they live",
    ),
    "guarantee_own_area": Phrase(
        "Børn uden plads, der ønsker garantien, når stedet ligger i deres garantiområde",
        "Children without a place who want the guarantee, where the place is in their guarantee area",
    ),
    "unplaced_own_district": Phrase(
        "Børn uden plads, når stedet ligger i deres eget garantidistrikt",
        "Children without a place, where the place is in their own guarantee district",
    ),
    "guarantee": Phrase("Børn uden plads, der ønsker garantien", "Children without a place who want the guarantee"),
    "unplaced": Phrase(
        "Børn uden plads; børn, der skal i børnehave, er med", "Children without a place; those moving on to boernehave included"
    ),
    "transfer_from_outside": Phrase(
        "Børn, der vil flytte fra en plads uden for deres eget garantidistrikt",
        "Children who want to move from a place outside their own guarantee district",
    ),
    "own_district": Phrase(
        "Børn, når stedet ligger i deres eget garantidistrikt", "Children, where the place is in their own guarantee district"
    ),
}


@guideline("order.tiers", "liste", "Trinnene i rækkefølgen, det første forrest; alle andre kommer efter det sidste (se nedenfor)")
def _tiers(policy: Policy) -> Phrase:
    if not policy.tiers:
        return Phrase(
            "Er der flere om en plads, har ingen fortrin: ancienniteten afgør det (børn, hvis egen plads lukker, går forud for alle).",
            "Where several ask for a place, nobody has precedence: seniority decides (children whose own place closes come before all).",
        )
    rows = [TIER_WORDS[tier] for tier in policy.tiers]
    rows.append(Phrase("Alle andre", "All others"))
    da = "\n".join(f"{n}. {row}" for n, row in enumerate(rows, 1))
    en = "\n".join(f"{n}. {row.en}" for n, row in enumerate(rows, 1))
    return Phrase(
        "Er der flere om en plads, gives den i denne rækkefølge (børn, hvis egen plads lukker, går forud for alle):\n" + da,
        "Where several ask for a place, it goes in this order (children whose own place closes come before all):\n" + en,
    )


def _seniority_words(basis: SeniorityBasis, age: int, days: int) -> Phrase:
    if basis == "registered":
        return Phrase("den dag, barnet blev skrevet op", "the day on which the child was registered")
    if basis == "birth":
        return Phrase("fødslen: det ældste barn først", "birth: the oldest child first")
    if basis == "registered_from_age":
        start = _age_day(age, days)
        return Phrase(
            f"den dag, barnet blev skrevet op, dog tidligst fra det er {start}",
            f"the day on which the child was registered, but not from before it is {start.en} old",
        )
    limit = _grace(age, days)
    return Phrase(
        f"fødslen, når barnet er skrevet op {limit}, ellers fra den dag, det blev skrevet op",
        f"birth where the child was registered {limit.en}, otherwise from the day on which it was registered",
    )


def _age_day(age: int, days: int) -> Phrase:
    more = count(days, ("dag", "dage"), ("day", "days"))
    if not days:
        return age_words(age)
    if not age:
        return more
    return Phrase(f"{age_words(age)} og {more}", f"{age_words(age).en} and {more.en}")


def _grace(age: int, days: int) -> Phrase:
    if days == -1:
        return Phrase(f"inden det fylder {age_words(age)}", f"before it is {age_words(age).en} old")
    within = _age_day(age, days)
    return Phrase(f"inden for {within} efter fødslen", f"within {within.en} of birth")


@guideline(
    "order.seniority",
    "`registered`, `birth`, `birth_if_registered_early`, `registered_from_age`",
    "Anciennitet inden for et trin: opskrivning; fødsel; fødsel, når barnet er skrevet op i tide, ellers opskrivning; "
    "opskrivning, dog tidligst fra en alder",
)
def _seniority(policy: Policy) -> Phrase:
    told = _seniority_words(policy.seniority, policy.seniority_months, policy.seniority_days)
    return Phrase(
        f"Inden for hvert trin går den med mest anciennitet forud; den regnes fra {told}. Står to lige, går det ældste barn forud, "
        "og derefter trækkes der lod.",
        f"Within a step the one with most seniority comes first; it counts from {told.en}. Of two who stand alike the older child comes "
        "first, and then lots are drawn.",
    )


def _idle_seniority(policy: Policy, what: Phrase) -> Phrase:
    return Phrase(f"{what} har ingen betydning for ancienniteten.", f"{what.en} has no bearing on seniority.")


def _bases(policy: Policy) -> list[SeniorityBasis]:
    """Those in use."""
    return [policy.seniority] if policy.seniority_35 is None else [policy.seniority, policy.seniority_35]


@guideline("order.seniority_months", "0-60", "Måneder efter fødslen til de to sidste")
def _seniority_months(policy: Policy) -> Phrase:
    if policy.seniority in ("registered", "birth") and (
        policy.seniority_months_35 is not None or set(_bases(policy)) <= {"registered", "birth"}
    ):
        return _idle_seniority(policy, Phrase("Opskrivning før en bestemt alder", "Registration before some age"))
    age = age_words(policy.seniority_months)
    return Phrase(f"Alderen, som ancienniteten afhænger af, er {age}.", f"The age on which seniority hangs is {age.en}.")


@guideline("order.seniority_days", "-1-366", "Dage lagt til månederne; -1 = inden barnet når alderen, ikke på dagen")
def _seniority_days(policy: Policy) -> Phrase:
    if set(_bases(policy)) <= {"registered", "birth"}:
        return _idle_seniority(policy, Phrase("En frist i dage", "A term in days"))
    if policy.seniority_days == -1:
        return Phrase("Alderen må ikke være nået på dagen for opskrivning.", "The age must not be reached on the day of registration.")
    if not policy.seniority_days:
        return Phrase("Selve dagen, hvor alderen nås, er med.", "The very day on which the age is reached is included.")
    more = count(policy.seniority_days, ("dag", "dage"), ("day", "days"))
    return Phrase(f"Til alderen lægges {more}.", f"{more.en} are added to the age.")


@guideline(
    "order.seniority_35",
    "`registered`, `birth`, `birth_if_registered_early`, `registered_from_age`",
    "Anciennitet til børnehave (3-5 år); udeladt = som til 0-2 år",
)
def _seniority_35(policy: Policy) -> Phrase:
    if policy.seniority_35 is None:
        return Phrase("Ancienniteten regnes på samme måde til børnehave.", "Seniority is counted in the same way for boernehave.")
    age = policy.seniority_months if policy.seniority_months_35 is None else policy.seniority_months_35
    told = _seniority_words(policy.seniority_35, age, policy.seniority_days)
    return Phrase(f"Til børnehave regnes ancienniteten fra {told}.", f"For boernehave seniority counts from {told.en}.")


@guideline("order.seniority_months_35", "0-60", "Måneder efter fødslen til børnehave; udeladt = som til 0-2 år")
def _seniority_months_35(policy: Policy) -> Phrase:
    if policy.seniority_months_35 is None:
        return Phrase("Alderen er den samme til børnehave.", "The age is the same for boernehave.")
    basis = policy.seniority if policy.seniority_35 is None else policy.seniority_35
    if basis in ("registered", "birth"):
        return _idle_seniority(policy, Phrase("Alderen ved opskrivning til børnehave", "The age at registration for boernehave"))
    age = age_words(policy.seniority_months_35)
    return Phrase(f"Til børnehave er alderen {age}.", f"For boernehave the age is {age.en}.")


def _no_siblings(policy: Policy, aim: bool) -> Phrase | None:
    """What is said where siblings are no step of the order, and (of what an aim looks at too) no aim."""
    if "sibling" in policy.tiers or (aim and any("siblings" in names for names in policy.levels.values())):
        return None
    return Phrase("Søskende giver ikke fortrin, så reglen bruges ikke.", "Siblings give no precedence, so this rule is not used.")


@guideline(
    "order.sibling_definition",
    "`household`, `guardian`, `either`",
    "Hvem der er søskende: børn i samme husstand; børn med en fælles forælder eller værge, også halvsøskende i to hjem "
    "(samme navn, adresse og postnummer i `guardians`); begge dele",
)
def _sibling_definition(policy: Policy) -> Phrase:
    home = Phrase("børn i samme husstand", "children of the same household")
    shared = Phrase(
        "børn med en fælles forælder eller værge, også halvsøskende i to hjem",
        "children with a parent or guardian in common, half-siblings in two homes too",
    )
    told = {"household": home, "guardian": shared, "either": Phrase(f"{home} og {shared}", f"{home.en} and {shared.en}")}
    who = told[policy.sibling_definition]
    return Phrase(f"Søskende er {who}.", f"Siblings are {who.en}.")


@guideline("order.sibling_scope", "`unit`, `facility`", "Søskende i samme enhed eller i samme hus")
def _sibling_scope(policy: Policy) -> Phrase:
    if policy.sibling_scope == "facility":
        told = Phrase(
            "En søskende tæller, når den går i samme hus eller samme dagplejehjem.",
            "A sibling counts when it is in the same house or the same childminder's home.",
        )
    else:
        told = Phrase("En søskende tæller, når den går i samme enhed.", "A sibling counts when it is in the same unit.")
    return _no_siblings(policy, True) or told


@guideline("order.sibling_overlap_months", "0-36", "Måneder, søskende skal gå der efter starten")
def _sibling_overlap(policy: Policy) -> Phrase:
    if not policy.sibling_overlap_months:
        told = Phrase("Det er nok, at søskende går der på startdagen.", "It is enough that the sibling is there on the start date.")
    else:
        least = months(policy.sibling_overlap_months)
        told = Phrase(f"Søskende skal gå der sammen i mindst {least}.", f"Siblings must be there together for at least {least.en}.")
    return _no_siblings(policy, True) or told


@guideline("order.sibling_applies_together", "ja/nej", "Søskende, der søger samme sted i samme runde, står som søskende")
def _sibling_applies(policy: Policy) -> Phrase:
    if policy.sibling_applies_together:
        told = Phrase(
            "Søskende, der søger samme sted i samme runde, står begge som søskende dér, også hvis kun den ene får plads.",
            "Siblings who ask for the same place in the same round both stand as siblings there, even where only one gets it.",
        )
    else:
        told = Phrase(
            "Kun søskende, der allerede går på stedet, tæller; ikke dem, der søger samtidig.",
            "Only siblings who are in the place already count; not those who ask for it at the same time.",
        )
    return _no_siblings(policy, False) or told


@guideline(
    "order.list_first",
    "liste af `0-2`, `3-5`",
    "Pasning, hvor børn, der har ønsket stedet, altid står før dem, der får det som garantiplads",
)
def _list_first(policy: Policy) -> Phrase:
    if not policy.list_first:
        return Phrase(
            "Et barn, der får en garantiplads, det ikke har ønsket, står på sit eget trin i rækkefølgen.",
            "A child given a guaranteed place that it has not wished stands at its own step of the order.",
        )
    cares = listed([f"{care} år" for care in sorted(policy.list_first)], "og")
    ages = listed(sorted(policy.list_first), "and")
    return Phrase(
        f"For {cares} gælder: børn, der har ønsket stedet, bliver aldrig sprunget over af børn, der får det som garantiplads.",
        f"For ages {ages}: children who have wished a place are never passed over for children who are given it for their guarantee.",
    )


@guideline(
    "order.kept_wish_ranks_as",
    "`transfer`, `unplaced`",
    "Et ønske, som et barn med plads har beholdt: som de andre, der vil flytte, eller som børn uden plads",
)
def _kept_wish(policy: Policy) -> Phrase:
    if policy.kept_wish_ranks_as == "unplaced":
        return Phrase(
            "Et barn, der har fået en plads og beholder sit ønske, står som børn uden plads, men har ikke længere garantien.",
            "A child that has got a place and keeps its wish stands as a child without a place, but has the guarantee no more.",
        )
    return Phrase(
        "Et barn, der har fået en plads og beholder sit ønske, står som de andre børn, der vil flytte.",
        "A child that has got a place and keeps its wish stands as the other children who want to move.",
    )


@guideline("order.wait_for_wish", "ja/nej", "Et barn, der starter i vinduet, kan stadig kræve et bedre ønske senere i samme vindue")
def _wait(policy: Policy) -> Phrase:
    if policy.wait_for_wish:
        return Phrase(
            "Et barn, der begynder i runden, kan stadig kræve et bedre ønske senere i samme runde.",
            "A child that starts in the round may still claim a better wish later in the same round.",
        )
    return Phrase(
        "Et barn, der begynder i runden, venter til næste runde med at flytte til et bedre ønske.",
        "A child that starts in the round waits for the next round to move to a better wish.",
    )
