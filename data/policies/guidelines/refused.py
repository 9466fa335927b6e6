"""What a refused offer costs."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import guideline, months
from optimizer.domain.policy import Policy

_FROM: dict[str, Phrase] = {
    "offer_start": Phrase("den start, familien sagde nej til", "the start that the family refused"),
    "answer": Phrase("svaret", "the answer"),
    "answer_month": Phrase("udgangen af svarets måned", "the end of the month of the answer"),
}
_IDLE = Phrase(
    "Et nej udskyder ikke garantien, så reglen bruges ikke.", "A refusal does not postpone the guarantee, so this rule is not used."
)


@guideline(
    "refused_offer.guarantee",
    "`kept`, `postponed`, `lapses`",
    "Hvad et nej til et tilbud betyder for garantien: intet; den gælder tidligst en senere dato; den bortfalder",
)
def _guarantee(policy: Policy) -> Phrase:
    if policy.refused_guarantee == "lapses":
        return Phrase("Garantien bortfalder ved et nej til et tilbud.", "The guarantee lapses when the family refuses an offer.")
    if policy.refused_guarantee == "postponed":
        return Phrase("Et nej til et tilbud giver en senere garantidato.", "A refused offer gives a later guarantee date.")
    return Phrase("Et nej til et tilbud ændrer ikke garantien.", "A refused offer does not change the guarantee.")


@guideline("refused_offer.months", "0-24", "Måneder, garantien udsættes ved `postponed`")
def _months(policy: Policy) -> Phrase:
    if policy.refused_guarantee != "postponed":
        return _IDLE
    later = months(policy.refused_months)
    return Phrase(f"Garantien gælder da tidligst {later} senere.", f"The guarantee then holds {later.en} later at the earliest.")


@guideline(
    "refused_offer.counted_from",
    "`offer_start`, `answer`, `answer_month`",
    "Hvorfra månederne regnes: den start, familien sagde nej til; svaret (svarfristen, ellers dagen, tilbuddet blev sendt); den 1. i "
    "måneden efter svaret",
)
def _counted_from(policy: Policy) -> Phrase:
    if policy.refused_guarantee != "postponed":
        return _IDLE
    since = _FROM[policy.refused_counted_from]
    return Phrase(f"Månederne regnes fra {since}.", f"The months are counted from {since.en}.")


@guideline("refused_offer.wish", "`kept`, `deleted`", "Om ønsker, der nævner det sted, familien sagde nej til, bliver på listen")
def _wish(policy: Policy) -> Phrase:
    if policy.refused_wish == "deleted":
        return Phrase("Et nej sletter ønsket om det sted.", "A refusal deletes the wish for that place.")
    return Phrase("Et ønske bliver på listen, når familien siger nej.", "A wish stays on the list when the family refuses.")
