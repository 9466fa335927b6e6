"""Listed areas in words: the share of a year's intake, and the second offer."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import guideline
from optimizer.domain.policy import Policy


@guideline(
    "areas.share_percent",
    "0-100",
    "Procent af et kalenderårs optagne børn i et hus, og i hver enhed, der højst må bo i et udsat boligområde (§ 26 a); 100 = intet loft",
)
def _share(policy: Policy) -> Phrase:
    if policy.composition_share == 100:
        return Phrase(
            "Der er intet loft over, hvor mange af årets optagne børn der må bo i et udsat boligområde.",
            "There is no limit on how many of the year's admitted children may live in a listed housing area.",
        )
    return Phrase(
        f"Af de børn, som et hus, og hver af dets enheder, optager i et kalenderår, må højst {policy.composition_share} % bo i et udsat "
        "boligområde. Det gælder ikke dagpleje og virksomhedsinstitutioner.",
        f"Of the children whom a house, and each of its units, admits in a calendar year, at most {policy.composition_share} % may live in "
        "a listed housing area. Dagpleje and company houses are exempt.",
    )


@guideline("areas.skip_employed", "ja/nej", "Børn, hvis forældre har erklæret at være i arbejde eller uddannelse, tæller ikke med (§ 26 b)")
def _employed(policy: Policy) -> Phrase:
    if policy.composition_skips_employed:
        return Phrase(
            "Børn, hvis forældre har erklæret at være i arbejde eller uddannelse, tæller ikke med i den andel.",
            "Children whose parents have declared to work or study do not count in that share.",
        )
    return Phrase(
        "Børn tæller med i den andel, også når deres forældre er i arbejde eller uddannelse.",
        "Children count in that share whether or not their parents work or study.",
    )


@guideline("areas.years_after_listing", "0-3", "År, reglen fortsætter, efter at et område er gået af listen (§ 26 c)")
def _years(policy: Policy) -> Phrase:
    years = policy.composition_years
    if not years:
        return Phrase("Andelen gælder, så længe området er på listen.", "The share holds for as long as the area is on the list.")
    return Phrase(
        f"Andelen gælder også i {years} år efter, at et område er gået af listen.",
        f"The share also holds for {years} {'year' if years == 1 else 'years'} after an area has left the list.",
    )


@guideline(
    "areas.alternative_offer",
    "`all`, `unwished`",
    "Hvem der, når de tilbydes en plads i et hus i et udsat boligområde og bor udenfor, også tilbydes en udenfor (§ 23 stk. 4): alle, "
    "eller kun dem, der ikke har ønsket stedet",
)
def _alternative(policy: Policy) -> Phrase:
    if policy.alternative_offer == "unwished":
        return Phrase(
            "Et barn, der bor uden for de udsatte boligområder og tilbydes en plads, det ikke har ønsket, i et hus i et af dem, tilbydes "
            "også en plads udenfor. Den holdes, til familien har svaret.",
            "A child who lives outside the listed areas and is offered a place that it has not wished, in a house inside one, is also "
            "offered a place outside. It is held until the family has answered.",
        )
    return Phrase(
        "Et barn, der bor uden for de udsatte boligområder og tilbydes en plads i et hus i et af dem, tilbydes også en plads udenfor. Den "
        "holdes, til familien har svaret.",
        "A child who lives outside the listed areas and is offered a place in a house inside one is also offered a place outside. It is "
        "held until the family has answered.",
    )
