"""Aims, wishes, distance, homes."""

from __future__ import annotations

from data.faults import Phrase
from data.policies.guidelines.grammar import guideline
from optimizer.domain.policy import Policy

_AIMS: dict[str, Phrase] = {
    "breaches": Phrase(
        "færrest måneder, hvor et barn med garanti mangler sin plads", "the fewest months in which a child with the guarantee lacks a place"
    ),
    "wishes": Phrase("flest ønskepoint", "the most wish points"),
    "siblings": Phrase("færrest søskende hver sit sted", "the fewest siblings in different places"),
    "distance": Phrase("kortest vej til pladsen", "the shortest way to the place"),
    "guest_slack": Phrase(
        "plads til gæstebørn i hver legestuegruppe, når et hjem er væk", "room for guests in every legestue group when a home is away"
    ),
    "few_moves": Phrase("færrest ændringer af det, den sidste runde lovede", "the fewest changes to what the last round promised"),
    "even_load": Phrase("jævn belægning i enheder af samme slags", "an even load of units of the same kind"),
    "group_mix": Phrase("blandede børnegrupper", "mixed groups of children"),
}


def _joined(policy: Policy, names: tuple[str, ...]) -> Phrase:
    """One level; of several aims with what each weighs."""
    if len(names) == 1:
        return _AIMS[names[0]]
    weighed = [(policy.weight(name), _AIMS[name]) for name in names]
    da = " og ".join(f"{aim} (vægt {weight})" for weight, aim in weighed)
    return Phrase(f"vejet mod hinanden: {da}", "weighed: " + " and ".join(f"{aim.en} (weight {weight})" for weight, aim in weighed))


@guideline("objectives.order", "liste", "Målenes rækkefølge, `breaches` først (se nedenfor); flere mål i en indre liste er ét niveau")
def _objectives(policy: Policy) -> Phrase:
    aims = [_joined(policy, names) for names in policy.levels.values()]
    da = "\n".join(f"{n}. {aim}" for n, aim in enumerate(aims, 1))
    en = "\n".join(f"{n}. {aim.en}" for n, aim in enumerate(aims, 1))
    return Phrase(
        "Blandt de fordelinger, som reglerne tillader, vælges den bedste, målt i denne rækkefølge:\n" + da,
        "Of the allocations that the rules allow the best is chosen, measured in this order:\n" + en,
    )


@guideline(
    "objectives.weights",
    "tabel",
    "Hvad én enhed af et mål i en indre liste vejer, 1-1.000.000; udeladt = 1. Fx `{ siblings = 500, distance = 1 }`: et par som 500 meter",
)
def _weights(policy: Policy) -> Phrase:
    if all(isinstance(part, str) for part in policy.objectives):
        return Phrase("Ingen af målene vejes mod hinanden.", "No aims are weighed against each other.")
    return Phrase(
        "Mål i samme trin lægges sammen, hvert ganget med sin vægt.", "Aims of one step are added up, each multiplied by its weight."
    )


@guideline("even_load.area", "`district`, `municipality`", "Hvor enheder af samme slags skal være lige fulde")
def _even_load(policy: Policy) -> Phrase:
    if policy.even_load_area == "district":
        return Phrase("Belægningen sammenlignes inden for et garantidistrikt.", "Load is compared within a guarantee district.")
    return Phrase("Belægningen sammenlignes i hele kommunen.", "Load is compared across the municipality.")


@guideline("group_mix.bilingual_percent", "0-100", "Andel tosprogede i en enhed, som `group_mix` tæller ud over; udeladt = tælles ikke")
def _bilingual(policy: Policy) -> Phrase:
    if policy.bilingual_percent is None:
        return Phrase("Tosprogede børn fordeles ikke efter et tal.", "Bilingual children are not spread by a figure.")
    return Phrase(
        f"Blandede børnegrupper: højst {policy.bilingual_percent} % tosprogede i en enhed, når det er et mål.",
        f"Mixed groups: at most {policy.bilingual_percent} % bilingual children in a unit, where that is an aim.",
    )


@guideline(
    "group_mix.same_half_year", "0-10", "Børn født i samme halvår i et dagplejehjem, som `group_mix` tæller ud over; udeladt = tælles ikke"
)
def _half_year(policy: Policy) -> Phrase:
    if policy.same_half_year is None:
        return Phrase("Alderen i et dagplejehjem fordeles ikke efter et tal.", "Ages in a childminder's home are not spread by a figure.")
    return Phrase(
        f"Blandede børnegrupper: højst {policy.same_half_year} børn født i samme halvår i et dagplejehjem, når det er et mål.",
        f"Mixed groups: at most {policy.same_half_year} children of one half-year in a childminder's home, where that is an aim.",
    )


@guideline("wishes.points", "liste", "Point for 1., 2., 3. ... ønske; det sidste tal gælder resten, og tallene må ikke stige")
def _points(policy: Policy) -> Phrase:
    points = ", ".join(str(figure) for figure in policy.wish_points)
    return Phrase(
        f"Det 1., 2., 3. ... ønske giver {points} point; det sidste tal gælder resten. En plads, der ikke er ønsket, giver 0.",
        f"The 1st, 2nd, 3rd ... wish gives {points} points; the last figure holds for the rest. A place not wished gives 0.",
    )


def _counted(most: int | None, da: str, en: str) -> Phrase:
    if most is None:
        return Phrase(f"{da} tæller alle ønsker.", f"{en} all wishes count.")
    if most == 1:
        return Phrase(f"{da} tæller ét ønske.", f"{en} one wish counts.")
    return Phrase(f"{da} tæller de første {most} ønsker.", f"{en} the first {most} wishes count.")


@guideline(
    "wishes.counted_02",
    "1-99",
    "Ønsker, der tæller, til 0-2 år, de første efter rang; udeladt = alle. Et hus eller dagplejen i et distrikt er ét ønske",
)
def _counted_02(policy: Policy) -> Phrase:
    told = _counted(policy.counted_wishes_02, "Til vuggestue og dagpleje", "For vuggestue and dagpleje")
    return Phrase(told + " Dagplejen i et område er ét ønske.", told.en + " The dagpleje of an area is one wish.")


@guideline("wishes.counted_35", "1-99", "Det samme til 3-5 år")
def _counted_35(policy: Policy) -> Phrase:
    return _counted(policy.counted_wishes_35, "Til børnehave", "For boernehave")


@guideline("wishes.counted_transfer", "1-99", "Det samme ved flytning, uanset alder; udeladt = som ellers")
def _counted_transfer(policy: Policy) -> Phrase:
    if policy.counted_wishes_transfer is None:
        return Phrase("Ved flytning tæller lige så mange ønsker som ellers.", "For a transfer as many wishes count as otherwise.")
    return _counted(policy.counted_wishes_transfer, "Ved flytning", "For a transfer")


@guideline("homes.max_infants", "0-10", "Børn under 1 år i et dagplejehjem, når hjemmet ikke selv har et loft; udeladt = intet loft")
def _infants(policy: Policy) -> Phrase:
    if policy.max_infants is None:
        return Phrase(
            "Der er intet fælles loft over børn under 1 år i et dagplejehjem.",
            "There is no common limit on infants in a childminder's home.",
        )
    return Phrase(
        f"Et dagplejehjem har højst {policy.max_infants} børn under 1 år, medmindre hjemmet har sit eget loft.",
        f"A childminder's home has at most {policy.max_infants} children under one year, unless the home has a limit of its own.",
    )
