"""The policy itself and how its rounds are run."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import day_words, guideline, listed, months
from optimizer.domain.policy import Policy


@guideline("name", "tekst", "Politikkens navn; skal være der")
def _name(policy: Policy) -> Phrase:
    return Phrase(f"Politikken hedder »{policy.name}«.", f"The policy is called “{policy.name}”.")


@guideline("municipality", "tekst", "Kommunen, hvis regler det er; tom for standard")
def _municipality(policy: Policy) -> Phrase:
    if not policy.municipality:
        return Phrase("Reglerne er ikke en bestemt kommunes.", "The rules are no particular municipality's.")
    return Phrase(f"Reglerne er fra {policy.municipality}.", f"The rules are those of {policy.municipality}.")


@guideline("valid_from", "dato", "Den dag, retningslinjerne gælder fra")
def _valid_from(policy: Policy) -> Phrase:
    day = day_words(policy.valid_from)
    return Phrase(f"Reglerne gælder fra den {day}.", f"The rules apply from {day.en}.")


@guideline(
    "round.mode",
    "`legal`, `points`",
    "`legal`: rækkefølgen er ufravigelig. `points`: målene vejes, og afvigelser fra rækkefølgen tælles og vises; kun for kommuner, "
    "hvis offentliggjorte retningslinjer er point",
)
def _mode(policy: Policy) -> Phrase:
    if policy.mode == "legal":
        return Phrase(
            "En ønsket plads gives efter rækkefølgen nedenfor. Ingen bliver sprunget over af et barn, som står efter.",
            "A wished place is given by the order below. Nobody is passed over for a child that stands after.",
        )
    return Phrase(
        "Pladserne gives, så målene nedenfor bliver nået bedst muligt. Rækkefølgen er vejledende, og hver afvigelse fra den vises.",
        "Places are given so as to reach the aims below as well as possible. The order is guidance, and each departure from it is shown.",
    )


@guideline("round.date", "dato", "Rundens dato, når `--round` ikke er givet; udeladt = dags dato")
def _round_date(policy: Policy) -> Phrase:
    if policy.round_date is None:
        return Phrase("Runden regnes fra den dag, den køres.", "A round is counted from the day on which it is run.")
    day = day_words(policy.round_date)
    return Phrase(f"Runden regnes fra den {day}.", f"The round is counted from {day.en}.")


@guideline("round.window_months", "1-12", "Måneder, hvis starter bliver besluttet; højst horisonten")
def _window(policy: Policy) -> Phrase:
    if policy.window_months == 1:
        return Phrase("En runde fordeler pladser med start i den næste måned.", "A round allocates places that start in the next month.")
    number = policy.window_months
    return Phrase(
        f"En runde fordeler pladser med start i de næste {number} måneder.",
        f"A round allocates places that start in the next {number} months.",
    )


@guideline("round.horizon_months", "1-60", "Måneder, der ses frem, vinduet iberegnet")
def _horizon(policy: Policy) -> Phrase:
    ahead = months(policy.horizon_months)
    return Phrase(
        f"Der ses {ahead} frem, så de garantier, der forfalder senere, også kan holdes.",
        f"The round looks {ahead.en} ahead, so that guarantees that fall due later can be kept too.",
    )


@guideline("round.start_days", "dage 1-28", "Dage i måneden, et ophold kan begynde: `[1]` eller `[1, 16]`")
def _start_days(policy: Policy) -> Phrase:
    da = listed([f"den {day}." for day in policy.start_days], "eller")
    en = listed([f"day {day}" for day in policy.start_days], "or")
    return Phrase(f"Et barn kan begynde {da} i måneden.", f"A child can start on {en} of the month.")


@guideline("round.reserve", "ja/nej", "Hold pladser tilbage til garantier, der forfalder senere i horisonten")
def _reserve(policy: Policy) -> Phrase:
    if policy.reserve:
        return Phrase(
            "Pladser, som en garanti skal bruge senere, holdes tilbage og gives ikke til ønsker nu.",
            "Places that a guarantee needs later are held back and not given to wishes now.",
        )
    return Phrase(
        "Ingen pladser holdes tilbage til garantier, der forfalder senere.", "No place is held back for guarantees that fall due later."
    )
