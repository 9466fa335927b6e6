"""Children of other municipalities (dagtilbudsloven § 28)."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import guideline
from optimizer.domain.policy import Policy

_WHERE: dict[str, Phrase] = {
    "all": Phrase("i hele kommunen", "in the whole municipality"),
    "care": Phrase("i aldersgruppen", "in the age group"),
    "kind": Phrase("i den slags tilbud", "in that kind of care"),
    "district": Phrase("i distriktet", "in the district"),
    "facility": Phrase("på stedet", "in the place"),
}
_OPEN = Phrase("Listen er åben, så reglen bruges ikke.", "The list is open, so this rule is not used.")


@guideline(
    "outsiders.list",
    "`open`, `closed_above_share`",
    "Om listen lukkes for børn fra andre kommuner, når der er flere af dem på den end andelen (§ 28; dem med plads her berører det ikke)",
)
def _list(policy: Policy) -> Phrase:
    if policy.outsiders_list == "open":
        return Phrase("Børn fra andre kommuner kan også få plads.", "Children of other municipalities can get a place too.")
    return Phrase(
        "Ventelisten lukkes for børn fra andre kommuner, når der står flere af dem på den end andelen nedenfor.",
        "The waiting list is closed to children of other municipalities when more of them are on it than the share below.",
    )


@guideline("outsiders.share_percent", "0-100", "Andelen i procent af egne indskrevne børn, rundet op til hele børn")
def _share(policy: Policy) -> Phrase:
    if policy.outsiders_list == "open":
        return _OPEN
    share = policy.outsiders_share_percent
    return Phrase(
        f"Andelen er {share} % af kommunens egne indskrevne børn, rundet op.",
        f"The share is {share} % of the municipality's own enrolled children, rounded up.",
    )


@guideline(
    "outsiders.measured_per",
    "`all`, `care`, `kind`, `district`, `facility`",
    "Hvad andelen måles i: hele kommunen, aldersgruppen, slags tilbud, distriktet, stedet",
)
def _per(policy: Policy) -> Phrase:
    if policy.outsiders_list == "open":
        return _OPEN
    where = _WHERE[policy.outsiders_measured_per]
    return Phrase(f"Der tælles {where}.", f"It is counted {where.en}.")


@guideline("outsiders.own_code", "kommunekode", "Kommunens egen kode; et barn med den, eller uden bopælskommune, bor i kommunen")
def _code(policy: Policy) -> Phrase:
    if not policy.outsiders_own_code:
        return Phrase("Et barn uden bopælskommune bor i kommunen.", "A child without a municipality of residence lives here.")
    code = policy.outsiders_own_code
    return Phrase(
        f"Et barn med kommunekode {code}, eller uden bopælskommune, bor i kommunen.",
        f"A child with municipality code {code}, or without one, lives here.",
    )
