"""The commands in the order of the work, each with what it does; their code is loaded when they are called."""

from __future__ import annotations

import importlib

import click

from webui.i18n import N_

COMMANDS = {
    "sample": N_("Skriv en opdigtet kommune som en mappe med data i DIR."),
    "statbank": N_("Hent en kommunes folketal, fødsler og pasning fra Statistikbanken til DIR."),
    "validate": N_("Kontrollér data i DIR, og vis alle fejl."),
    "import": N_("Indlæs data fra DIR i databasen, og vis, hvad der er anderledes end sidst."),
    "distances": N_("Mål vejene fra hjem til steder, som politikken siger, og gem dem."),
    "allocate": N_("Kør en runde på data fra DIR, eller fra databasen, når DIR udelades."),
    "verify": N_("Efterprøv resultatet i OUT mod data i DIR, uden at regne det igen."),
    "explain": N_("Forklar, hvad der skete med hvert ønske for et barn (eller en ansøgning) i resultatet OUT."),
    "resolve": N_("Beslut en færdig runde igen efter ændringer i hånden, med så få andre ændringer som muligt."),
    "rules": N_("Vis de regler, som hver runde holder, og dens mål, med lov og kilde; RULE nævner en enkelt."),
    "policy": N_("Vis reglerne i en politik i ord med kilderne, eller de politikker, der følger med."),
    "forecast": N_("Lav en prognose for behovet for pladser ud fra data i DIR, eller fra databasen, når DIR udelades."),
    "backtest": N_("Prøv prognosen på historien i DATA: hvor godt ville den have ramt, og hvor godt rammer simple bud."),
    "account": N_("Giv medarbejdere adgang til siderne: add, list, change. Uden konti svarer siderne kun på deres egen maskine."),
    "serve": N_("Vis runder og prognoser på en lokal adresse."),
    "backup": N_("Skriv hele databasen til én fil, FIL, med alle runder, afgørelser og breve."),
    "restore": N_("Læg sikkerhedskopien FIL ind i en tom database; den må gerne være af en anden slags."),
    "retention": N_("Vis, hvilke børns data der er ældre end fristerne, og slet dem med --delete."),
    "demo": N_("Prøv det hele: tegn en opdigtet kommune, indlæs den, kør en runde, og vis resultatet."),
}


def load(name: str) -> click.Command | None:
    """The command of that name, None when there is none. Its module has its name, `import_` for the word Python keeps for itself."""
    if name not in COMMANDS:
        return None
    attribute = "import_" if name == "import" else name
    command: click.Command = getattr(importlib.import_module(f"webui.cli.{attribute}"), attribute)
    return command
