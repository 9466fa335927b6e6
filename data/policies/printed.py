"""A policy as a municipality would publish it: a sentence for every setting, its source under it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from data.faults import Phrase
from data.policies.guidelines import GUIDELINES
from data.policies.settings import SETTINGS
from optimizer.domain.policy import Policy

#: headings by the section of the file
TITLES: dict[str, Phrase] = {
    "": Phrase("Politikken", "The policy"),
    "round": Phrase("Runden", "The round"),
    "ages": Phrase("Alder", "Ages"),
    "guarantee": Phrase("Pasningsgarantien", "The guarantee of care"),
    "refused_offer": Phrase("Nej til et tilbud", "A refused offer"),
    "order": Phrase("Rækkefølgen", "The order"),
    "outsiders": Phrase("Børn fra andre kommuner", "Children of other municipalities"),
    "objectives": Phrase("Målene", "The aims"),
    "wishes": Phrase("Ønsker", "Wishes"),
    "distance": Phrase("Afstand", "Distance"),
    "even_load": Phrase("Jævn belægning", "Even load"),
    "group_mix": Phrase("Blandede børnegrupper", "Mixed groups"),
    "homes": Phrase("Dagplejehjem", "Childminders' homes"),
    "areas": Phrase("Udsatte boligområder", "Listed areas"),
}


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One setting in words. `text` is a sentence, or one with a list under it: the lines that follow the first."""

    path: str
    text: str
    #: as it stands in the file, in Danish; empty where there is none
    source: str

    @property
    def rows(self) -> list[str]:
        """The sentence, then the list's lines."""
        return self.text.split("\n")


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading with its lines."""

    title: str
    lines: tuple[PrintedLine, ...]


def printed(policy: Policy, language: str = "da") -> list[PrintedSection]:
    """The policy's guidelines in `language` ("da" or "en"), every setting in the order of the file."""
    sections = []
    for section, settings in groupby(SETTINGS, key=lambda setting: setting.section):
        lines = tuple(
            PrintedLine(s.path, GUIDELINES[s.path].sentence(policy).text(language), policy.sources.get(s.path, "")) for s in settings
        )
        sections.append(PrintedSection(TITLES[section].text(language), lines))
    return sections
