"""What is wrong with data for a forecast: a fault that the user mends, or a remedy that was used and is told with the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forecasts.history import Remedy
from forecasts.language import Language

#: code -> Danish and English, each: what was expected; what to do
_FAULTS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "no_rows": (
        ("mindst fire års folketal efter område og alder", "Læg tabellen population i datapakken, f.eks. med »redekasse statbank«."),
        (
            "at least four years of counts by area and age",
            'Put the table population in the data package, for instance by "redekasse statbank".',
        ),
    ),
    "no_day": (
        ("en opgørelsesdag eller et år", "Udfyld date eller year."),
        ("a day or a year of the count", "Fill in date or year."),
    ),
    "day_of_count": (
        ("en opgørelse den første i en måned", "Brug tal opgjort den 1. i måneden (eller dagen før)."),
        ("a count on the first of a month", "Use counts taken on the 1st of a month (or the day before)."),
    ),
    "no_age": (
        ("en alder i år eller måneder", "Udfyld age eller age_months."),
        ("an age in years or months", "Fill in age or age_months."),
    ),
    "age_disagrees": (
        ("samme alder i age og age_months", "Ret den forkerte, eller udfyld kun den ene."),
        ("the same age in age and age_months", "Mend the one that is wrong, or fill in one only."),
    ),
    "ages_mixed": (
        (
            "samme antal børn, når de tælles i måneder, som når de tælles i år",
            "Ret tallene, eller slet den ene opdeling for området og dagen.",
        ),
        (
            "as many children counted in months as counted in years",
            "Mend the counts, or delete one of the divisions for that area and day.",
        ),
    ),
    "ages_in_months": (
        (
            "omtrent lige så mange små børn som året før",
            "Ser tallene ud til at stå efter alder i måneder det ene år, så flyt alderen til kolonnen age_months.",
        ),
        (
            "about as many young children as the year before",
            "If the ages of one of the years are in months, move them to the column age_months.",
        ),
    ),
    "no_month": (
        ("en måned fra 1 til 12", "Ret month, eller lad den stå tom for hele året."),
        ("a month from 1 to 12", "Mend month, or leave it empty for the whole year."),
    ),
    "births_twice": (
        ("fødte enten for hele året eller måned for måned", "Slet den ene slags rækker for området og året."),
        ("births either of the whole year or month by month", "Delete one kind of rows for the area and year."),
    ),
    "no_count": (("et antal", "Udfyld count; skriv 0, hvor ingen bor."), ("a count", "Fill in count; write 0 where nobody lives.")),
    "negative": (("et antal på 0 eller mere", "Ret tallet i kilden."), ("a count of 0 or more", "Mend the count at its source.")),
    "fractional": (
        (
            "hele tal i optalte år",
            "Brug de optalte tal; er det en fremskrivning, så angiv den sidste optalte dag, så senere år læses som fremskrivning.",
        ),
        (
            "whole numbers in the years counted",
            "Use the counts; if this is a projection, give the last day counted, so that later years are read as a projection.",
        ),
    ),
    "twice": (("ét tal for hvert område, år og alder", "Slet det ene."), ("one count for each area, year and age", "Delete one of them.")),
    "unknown_area": (
        ("et område i tabellen districts", "Føj området til districts, ret koden, eller angiv at den er hele kommunen eller hele landet."),
        (
            "an area of the table districts",
            "Add the area to districts, mend the code, or say that it is the whole municipality or country.",
        ),
    ),
    "area_without_counts": (
        ("folketal for hvert distrikt", "Tilføj distriktets rækker; skriv 0, hvor ingen børn bor."),
        ("counts of every district", "Add the rows of the district; write 0 where no children live."),
    ),
    "age_missing": (
        ("alle aldre fra 0 til 5 år i det første, det sidste og hvert andet år", "Hent filen igen med den alder, der mangler."),
        ("every age from 0 to 5 in the first, the last and every other year", "Fetch the file again with the age that is missing."),
    ),
    "cell_missing": (
        ("et tal for hvert område, år og alder", "Tilføj tallet; skriv 0, hvor ingen børn bor."),
        ("a count of every area, year and age", "Add the count; write 0 where no children live."),
    ),
    "area_appears": (
        (
            "folketal for området i alle år",
            "Tilføj de tidligere år, eller ret koden; er området skilt ud fra et andet, skal dét falde lige så meget.",
        ),
        (
            "counts of the area in every year",
            "Add the earlier years, or mend the code; if it was split off another area, that one must fall by as many.",
        ),
    ),
    "copied_area": (
        ("et andet folketal end året før", "Tallene er en kopi af året før: hent de rigtige, eller slet året for alle områder."),
        (
            "other counts than the year before",
            "They are a copy of the year before: fetch the true ones, or delete that year for all areas.",
        ),
    ),
    "few_years": (
        (
            "mindst fire år i træk, som slutter med det sidste",
            "Tilføj tidligere år, eller læg hele kommunens tal for mindst fire år i samme tabel, så fordeles de på distrikterne.",
        ),
        (
            "at least four years in a row that end with the last",
            "Add earlier years, or put at least four years of the whole municipality in the same table: they are shared out to districts.",
        ),
    ),
    "share_sum": (
        (
            "andele, der højst er 1 tilsammen for samme alder, område og år",
            "Ret andelene; en alder må kun høre til ét interval pr. pasningstype.",
        ),
        (
            "shares of at most 1 together for one age, area and year",
            "Mend the shares; an age may lie in one interval for each kind of care.",
        ),
    ),
    "age_interval": (
        ("en højeste alder over den mindste", "Ret age_months_from og age_months_to."),
        ("a greatest age above the least", "Mend age_months_from and age_months_to."),
    ),
    "probability": (("en sandsynlighed fra 0 til 1", "Ret tallet."), ("a probability from 0 to 1", "Mend the number.")),
    "unknown_unit": (
        ("en enhed i tabellen units", "Ret koden, eller tilføj enheden."),
        ("a unit of the table units", "Mend the code, or add the unit."),
    ),
}

#: code of a remedy -> Danish, English
_REMEDIES: dict[str, tuple[str, str]] = {
    "repeated_years": (
        "{years} er kopier af året før og er ikke brugt.",
        "{years} are copies of the year before and were not used.",
    ),
    "missing_year": (
        "{year} mangler; tallene er sat mellem året før og året efter, årgang for årgang.",
        "{year} is missing; its counts were set between the year before and the year after, cohort by cohort.",
    ),
    "missing_age": (
        "{age} år mangler i {year}; tallene er sat mellem årgangens tal året før og året efter.",
        "Age {age} is missing in {year}; its counts were set between those of the cohort the year before and after.",
    ),
    "adult_age": (
        "Voksne på {ages} år mangler; tallene er sat mellem naboaldrenes.",
        "Adults aged {ages} are missing; their counts were set between those of the ages beside them.",
    ),
    "no_adults": (
        "Der er ingen folketal for voksne; fødslerne fremskrives af de seneste års fødsler.",
        "There are no counts of adults; births are forecast from the births of the last years.",
    ),
    "years_left_out": (
        "{years} er ikke brugt, fordi der mangler år eller aldre efter dem.",
        "{years} were not used, because years or ages are missing after them.",
    ),
    "other_days": (
        "{count} tal fra andre dage end den 1. i måned {month} er ikke brugt.",
        "{count} counts of other days than the 1st of month {month} were not used.",
    ),
    "projected": (
        "{years} ligger efter {day} og er læst som en fremskrivning, ikke som optalte børn.",
        "{years} lie after {day} and were read as a projection, not as children counted.",
    ),
    "rounded": ("{count} tal var ikke hele og er afrundet.", "{count} counts were not whole and were rounded."),
    "zeros": (
        "{count} tal manglede, hvor der næsten ingen børn bor, og er sat til 0.",
        "{count} counts were missing where hardly any children live, and were set to 0.",
    ),
    "borders": (
        "{areas} fik nye grænser i {year}; tidligere tal er delt mellem dem som i {year}.",
        "{areas} have other borders since {year}; earlier counts are shared between them as in {year}.",
    ),
    "jump": (
        "{area} springer fra {before} til {after} børn i {year} uden at et naboområde ændrer sig; tallene er brugt, som de er.",
        "{area} jumps from {before} to {after} children in {year} while no other area changes; the counts were used as they are.",
    ),
    "carried_back": (
        "Distrikterne har kun {years} år; tidligere år er hele kommunens tal, delt som i {year}.",
        "The districts have {years} years only; earlier years are those of the whole municipality, shared as in {year}.",
    ),
    "no_children": (
        "I {area} bor ingen børn; der ventes ingen uden nye boliger.",
        "No children live in {area}; none are expected without new dwellings.",
    ),
    "parents": (
        "{areas} er summer af andre områder og er ikke brugt.",
        "{areas} are sums of other areas and were not used.",
    ),
    "whole": (
        "{area} er læst som hele kommunen.",
        "{area} was read as the whole municipality.",
    ),
    "births_left_out": (
        "Tabellen births passer ikke til antallet af nulårige ({share} gange så mange) og er ikke brugt.",
        "The table births does not match the children aged 0 ({share} times as many) and was not used.",
    ),
    "births_rows": (
        "{count} rækker i births om områder eller tider uden folketal er ikke brugt.",
        "{count} rows of births about areas or times without counts were not used.",
    ),
    "births_since": (
        "{count} fødte i de {months} måneder efter seneste folketal er kendte børn i prognosen.",
        "{count} births in the {months} months after the last count are known children in the forecast.",
    ),
    "present_stays": (
        "Indskrivningerne rummer kun nuværende ophold; kun {month} er brugt.",
        "The enrolments hold present stays only; only {month} was used.",
    ),
    "homeless": (
        "{count} børn uden distrikt er regnet til distriktet, de passes i.",
        "{count} children without a district were counted in the district where they are cared for.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands, what was found, and by `code` what was expected and what to do."""

    code: str
    table: str
    column: str | None
    #: what was found, with area, year and age where they name it
    value: str | None
    #: line of the file as the user sees it (header = 1), where the rows came from a file
    row: int | None = None

    def expected(self, language: Language = "da") -> str:
        """What was expected."""
        return _FAULTS[self.code][language == "en"][0]

    def remedy(self, language: Language = "da") -> str:
        """What to do."""
        return _FAULTS[self.code][language == "en"][1]

    def text(self, language: Language = "da") -> str:
        """One or two sentences: where, what was found, what was expected, what to do."""
        english = language == "en"
        place = self.table
        if self.row is not None:
            place += f", {'row' if english else 'række'} {self.row}"
        if self.column is not None:
            place += f", {'column' if english else 'kolonne'} {self.column}"
        found = "" if self.value is None else f'found "{self.value}", ' if english else f"fandt »{self.value}«, "
        return f"{place}: {found}{'expected' if english else 'ventede'} {self.expected(language)}. {self.remedy(language)}"

    def to_dict(self, language: Language = "da") -> dict[str, str | int | None]:
        """The fault as plain values for JSON: the fields, what was expected, what to do, and the text."""
        return {
            "table": self.table, "row": self.row, "column": self.column, "value": self.value,
            "expected": self.expected(language), "remedy": self.remedy(language), "code": self.code, "text": self.text(language),
        }  # fmt: skip


class Unusable(Exception):
    """No forecast can be made from the data as they are; `faults` holds every fault that was found."""

    SHOWN = 20

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Raise with all faults; `str()` tells them in Danish."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def text(self, language: Language = "da") -> str:
        """The first faults, one a line, and how many more there are."""
        lines = [fault.text(language) for fault in self.faults[: self.SHOWN]]
        more = len(self.faults) - len(lines)
        if more:
            lines.append(f"... and {more} more" if language == "en" else f"... og {more} flere")
        return "\n".join(lines)

    def __str__(self) -> str:
        """The faults in Danish."""
        return self.text()


def told(remedy: Remedy, language: Language = "da") -> str:
    """The sentence about a remedy that was used."""
    return _REMEDIES[remedy.code][language == "en"].format(**dict(remedy.facts))


def remedy(code: str, **facts: object) -> Remedy:
    """A remedy with its facts as texts."""
    return Remedy(code, tuple((name, str(value)) for name, value in facts.items()))


def listed(values: Iterable[object]) -> str:
    """Values in a row; consecutive whole numbers as from-to."""
    parts: list[list[object]] = []
    for value in values:
        if parts and isinstance(value, int) and parts[-1][-1] == value - 1:
            parts[-1] = [parts[-1][0], value]
        else:
            parts.append([value])
    return ", ".join("-".join(str(end) for end in part) for part in parts)
