"""A municipality's counts, births, projection and take-up from StatBank as tables of the data package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from data.statbank.client import Row, Statbank, StatbankFault, Table, Variable

#: ages of children, and of those who become parents
AGES = (*range(10), *range(18, 50))
NATION = "000"
#: kind of care -> the first words of its text in BOERN2, and the ages in years that its children are held against
CARES: dict[str, tuple[tuple[str, ...], tuple[int, int]]] = {
    "dagpleje": (("dagpleje",), (0, 3)),
    "vuggestue": (("vuggestue", "aldersintegrerede institutioner 0-2", "daginstitution 0-2"), (0, 3)),
    "boernehave": (("børnehave", "aldersintegrerede institutioner 3-5", "daginstitution 3-5"), (3, 6)),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What to fetch; a table named "" is left out."""

    #: the municipality's code as StatBank has it, three figures
    municipality: str
    #: first and last year, both included
    first: int
    last: int
    counts: str = "FOLK1A"
    births: str = "FOD207"
    care: str = "BOERN2"
    #: the newest projection has a name of its own every year, e.g. FRKM126
    projection: str = ""
    #: with the whole country's counts, which tell how births turn
    nation: bool = True


def fetch(statbank: Statbank, asked: Asked, answered: Callable[[float], None] = lambda _share: None) -> dict[str, pd.DataFrame]:
    """The tables `population`, `births` and `takeup`, each as far as asked for; `answered` is told the share done.

    Raises:
        StatbankFault: StatBank does not answer, lacks a table, the municipality or a year, or withholds a count.
    """
    if not (asked.municipality.isdigit() and len(asked.municipality) == len(NATION)) or asked.first > asked.last:
        raise StatbankFault(
            f"»{asked.municipality}«, {asked.first}-{asked.last}: skriv kommunens kode med tre cifre, fx 751, "
            "og det første år før det sidste",
            f'"{asked.municipality}", {asked.first}-{asked.last}: write the municipality\'s code of three figures, e.g. 751, '
            "and the first year before the last",
        )
    counts = _counts(statbank, asked)
    answered(0.5)
    parts = [counts]
    if asked.projection:
        parts.append(_projection(statbank, asked))
    answered(0.7)
    tables = {"population": pd.concat(parts, ignore_index=True)}
    if asked.births:
        tables["births"] = _births(statbank, asked)
    answered(0.85)
    if asked.care:
        tables["takeup"] = _takeup(statbank, asked, counts)
    answered(1.0)
    return tables


def _areas(asked: Asked) -> list[str]:
    return [asked.municipality, NATION] if asked.nation else [asked.municipality]


def _time(table: Table) -> Variable:
    return next(variable for variable in table.variables if variable.time)


def _known(row: Row, table: Table) -> float:
    if row.value is None:
        where = ", ".join(row.codes.values())
        raise StatbankFault(
            f"tabellen {table.id} har intet tal for {where}: vælg andre år",
            f"the table {table.id} has no figure for {where}: choose other years",
        )
    return row.value


def _by_age(statbank: Statbank, table: Table, areas: list[str], times: dict[str, int]) -> pd.DataFrame:
    """Counts by area, single year of age and time; ages that the table lacks are for the reader of the package to say."""
    when, ages = _time(table).id, table.variable("ALDER")
    chosen = [str(age) for age in AGES if str(age) in ages.values]
    rows = statbank.rows(table, {"OMRÅDE": areas, "ALDER": chosen, when: list(times)})
    place = table.variable("OMRÅDE").id
    found = [(row.codes[place], times[row.codes[when]], int(row.codes[ages.id]), _known(row, table)) for row in rows]
    return pd.DataFrame(found, columns=["area_id", "year", "age", "count"])


def _counts(statbank: Statbank, asked: Asked) -> pd.DataFrame:
    """Residents on 1 January: the first quarter, or January, of each year."""
    table = statbank.table(asked.counts)
    monthly = any("M" in code for code in _time(table).values)
    suffix = "M01" if monthly else "K1"
    return _by_age(statbank, table, _areas(asked), {f"{year}{suffix}": year for year in range(asked.first, asked.last + 1)})


def _projection(statbank: Statbank, asked: Asked) -> pd.DataFrame:
    """The years after the last count, of the municipality alone."""
    table = statbank.table(asked.projection)
    times = {code: int(code) for code in _time(table).values if code.isdigit() and int(code) > asked.last}
    if not times:
        raise StatbankFault(
            f"fremskrivningen {asked.projection} har ingen år efter {asked.last}: angiv en nyere",
            f"the projection {asked.projection} has no years after {asked.last}: name a newer one",
        )
    return _by_age(statbank, table, [asked.municipality], times)


def _births(statbank: Statbank, asked: Asked) -> pd.DataFrame:
    """Live births in the calendar years before each count, as far as the table goes."""
    table = statbank.table(asked.births)
    when, place = _time(table), table.variable("OMRÅDE").id
    years = [str(year) for year in range(asked.first - 1, asked.last) if str(year) in when.values]
    rows = statbank.rows(table, {"OMRÅDE": [asked.municipality], when.id: years}) if years else []
    found = [{"area_id": row.codes[place], "year": int(row.codes[when.id]), "count": _known(row, table)} for row in rows]
    return pd.DataFrame(found, columns=["area_id", "year", "count"])


def _takeup(statbank: Statbank, asked: Asked, counts: pd.DataFrame) -> pd.DataFrame:
    """Full-time children in each kind of care over the children of its ages on 1 January of the year; figures withheld are left out.

    Children over 35 months in dagpleje or a vuggestue are not told apart, so a share is held to at most 1.
    """
    table = statbank.table(asked.care)
    when, place = _time(table), table.variable("OMRÅDE").id
    offers = next((variable for variable in table.variables if variable.id not in (when.id, place) and not _one(variable)), None)
    if offers is None:
        raise StatbankFault(
            f"tabellen {asked.care} deler ikke børnene efter pasningstilbud: angiv en anden",
            f"the table {asked.care} does not divide the children by kind of care: name another",
        )
    own = counts[counts["area_id"] == asked.municipality]
    rows = []
    for care, (words, (low, high)) in CARES.items():
        codes = [code for code, text in offers.values.items() if text.casefold().startswith(words)]
        years = [str(year) for year in range(asked.first, asked.last + 1) if str(year) in when.values]
        if not codes or not years:
            continue
        found = statbank.rows(table, {place: [asked.municipality], offers.id: codes, when.id: years})
        for year in years:
            figures = [row.value for row in found if row.codes[when.id] == year]
            children = own.loc[(own["year"] == int(year)) & own["age"].between(low, high - 1), "count"].sum()
            known = [figure for figure in figures if figure is not None]
            if len(known) == len(figures) and children:
                share = round(min(sum(known) / children, 1.0), 4)
                rows.append((low * 12, high * 12, care, share, int(year)))
    return pd.DataFrame(rows, columns=["age_months_from", "age_months_to", "care_kind", "share", "year"])


def _one(variable: Variable) -> bool:
    """Whether there is nothing to choose."""
    return len(variable.values) == 1
