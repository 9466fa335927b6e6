"""What a planner assumes: a named, frozen scenario that can be written to TOML, read back and edited.

A forecast without steps goes on as the history did. Every step has a month from which it holds ("2028-08").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any, get_args, get_type_hints

import tomlkit

from forecasts.months import month_number
from forecasts.outcome import CARES


class AssumptionFault(ValueError):
    """An assumption that cannot be used; the text names it, its value and what is expected, in Danish and English."""

    def __init__(self, da: str, en: str) -> None:
        """Raise with the message in both languages; `str()` tells both, the Danish one first."""
        self.da, self.en = da, en
        super().__init__(da, en)

    def text(self, language: str = "da") -> str:
        """The message in `language`: "en" is English, anything else Danish."""
        return self.en if language == "en" else self.da

    def __str__(self) -> str:
        """The message in both languages."""
        return f"{self.da} ({self.en})"


def _month(value: str, where: str) -> int:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise AssumptionFault(
            f"{where}: »{value}« er ingen måned; skriv år og måned, fx 2028-08.",
            f"{where}: '{value}' is no month; write year and month, e.g. 2028-08.",
        )
    return month_number(int(value[:4]), int(value[5:]))


def _between(value: float, least: float, greatest: float, where: str) -> None:
    if not least <= value <= greatest:
        raise AssumptionFault(
            f"{where}: {value}; ventede et tal fra {least:g} til {greatest:g}.",
            f"{where}: {value}; a number from {least:g} to {greatest:g} is expected.",
        )


@dataclass(frozen=True, slots=True)
class Step:
    """Something that changes in a month, as "2028-08"."""

    start: str

    def __post_init__(self) -> None:
        _month(self.start, f"{type(self).__name__}.start")

    @property
    def month(self) -> int:
        """The number of the month from which the step holds."""
        return _month(self.start, "start")


@dataclass(frozen=True, slots=True)
class TransitionStep(Step):
    """Children move to børnehave at this age in whole months, from `start` on."""

    age: int

    def __post_init__(self) -> None:
        Step.__post_init__(self)
        _between(self.age, 24, 48, "TransitionStep.age (months)")


@dataclass(frozen=True, slots=True)
class SchoolStep(Step):
    """School (or the førskole before it) begins in this calendar month of the year of the sixth birthday, from `start` on."""

    calendar_month: int

    def __post_init__(self) -> None:
        Step.__post_init__(self)
        _between(self.calendar_month, 1, 12, "SchoolStep.calendar_month")


@dataclass(frozen=True, slots=True)
class TakeUpStep(Step):
    """So many percentage points more (or fewer) of the children of these ages take a place, reached over `over_months` months."""

    age_from: int
    age_to: int
    points: float
    over_months: int = 0

    def __post_init__(self) -> None:
        Step.__post_init__(self)
        _between(self.age_from, 0, 95, "TakeUpStep.age_from (months)")
        _between(self.age_to, self.age_from + 1, 96, "TakeUpStep.age_to (months, not included)")
        _between(self.points, -100, 100, "TakeUpStep.points (percentage points)")
        _between(self.over_months, 0, 240, "TakeUpStep.over_months")


@dataclass(frozen=True, slots=True)
class DagplejeStep(Step):
    """The share of dagpleje is this many times what it would else be; 0 = phased out, reached over `over_months` months."""

    factor: float
    over_months: int = 0
    #: id of the area; "" = everywhere
    area: str = ""

    def __post_init__(self) -> None:
        Step.__post_init__(self)
        _between(self.factor, 0, 10, "DagplejeStep.factor")
        _between(self.over_months, 0, 240, "DagplejeStep.over_months")


@dataclass(frozen=True, slots=True)
class CapacityStep(Step):
    """Places opened (or, below zero, closed) in an area."""

    area: str
    care: str
    places: float
    reason: str = ""

    def __post_init__(self) -> None:
        Step.__post_init__(self)
        if self.care not in CARES:
            raise AssumptionFault(
                f"CapacityStep.care: »{self.care}«; ventede en af {', '.join(CARES)}.",
                f"CapacityStep.care: '{self.care}'; one of {', '.join(CARES)} is expected.",
            )


@dataclass(frozen=True, slots=True)
class Assumptions:
    """A scenario.

    Raises:
        AssumptionFault: a value outside its range.
    """

    name: str = ""
    #: age at the move to børnehave; none = as the history shows
    transition: tuple[TransitionStep, ...] = ()
    school: tuple[SchoolStep, ...] = ()
    #: share of a year's children who start school a year later
    late_starters: float = 0.0
    takeup: tuple[TakeUpStep, ...] = ()
    dagpleje: tuple[DagplejeStep, ...] = ()
    capacity: tuple[CapacityStep, ...] = ()
    #: whether the housing programme is counted
    housing: bool = True
    #: mean delay of the programme's sites in years (assumed; sites differ by an exponential number)
    housing_delay: float = 0.5
    #: 0 = as the areas' own history, 1 = as the official projection
    control_weight: float = 0.0
    #: times the births to come, and times the net moves of each cohort, against the forecast's own
    fertility: float = 1.0
    migration: float = 1.0
    #: share of each kind of municipal place that the families take in other municipalities
    dagpleje_elsewhere: float = 0.0
    vuggestue_elsewhere: float = 0.0
    boernehave_elsewhere: float = 0.0

    def __post_init__(self) -> None:
        for name in ("late_starters", "control_weight", "dagpleje_elsewhere", "vuggestue_elsewhere", "boernehave_elsewhere"):
            _between(getattr(self, name), 0, 1, name)
        _between(self.housing_delay, 0, 10, "housing_delay (years)")
        _between(self.fertility, 0, 5, "fertility")
        _between(self.migration, -5, 5, "migration")

    def as_table(self) -> dict[str, Any]:
        """Plain values only, for TOML or JSON."""
        return {key: [dict(row) for row in value] if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    def to_toml(self) -> str:
        """The scenario as TOML; lists that are empty are left out."""
        return tomlkit.dumps({key: value for key, value in self.as_table().items() if value != []})

    @staticmethod
    def from_toml(text: str) -> Assumptions:
        """Read a scenario. Raises AssumptionFault."""
        try:
            return Assumptions.from_table(tomllib.loads(text))
        except tomllib.TOMLDecodeError as fault:
            raise AssumptionFault(
                f"Scenariet er ikke TOML: {fault}",
                f"The scenario is no TOML: {fault}",
            ) from None

    @staticmethod
    def from_table(table: Mapping[str, Any]) -> Assumptions:
        """Read a scenario from plain values, as `as_table` gives them; what is left out has its default. Raises AssumptionFault."""
        found: Assumptions = _read(Assumptions, table, "scenario")
        return found


def _read(kind: type[Any], table: Mapping[str, Any], where: str) -> Any:
    types = get_type_hints(kind)
    known = [field.name for field in fields(kind)]
    unknown = [name for name in table if name not in known]
    if unknown:
        raise AssumptionFault(
            f"{where}: »{unknown[0]}« findes ikke; kendte er {', '.join(known)}.",
            f"{where}: there is no '{unknown[0]}'; known are {', '.join(known)}.",
        )
    try:
        return kind(**{name: _value(types[name], value, f"{where}, {name}") for name, value in table.items()})
    except TypeError:
        lacking = [field for field in known if field not in table]
        raise AssumptionFault(
            f"{where}: {', '.join(lacking)} er ikke alle angivet.",
            f"{where}: {', '.join(lacking)} not all given.",
        ) from None


def _value(kind: Any, value: Any, where: str) -> Any:
    inner = get_args(kind)
    if inner and is_dataclass(inner[0]):
        if not isinstance(value, list | tuple):
            raise AssumptionFault(
                f"{where}: {value!r}; ventede en liste.",
                f"{where}: {value!r}; a list is expected.",
            )
        return tuple(_read(inner[0], row, f"{where} {number}") for number, row in enumerate(value, 1))  # type: ignore[arg-type]
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not kind:
        raise AssumptionFault(
            f"{where}: {value!r}; ventede {kind.__name__}.",
            f"{where}: {value!r}; {kind.__name__} is expected.",
        )
    return value
