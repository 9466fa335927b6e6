"""The settings of a policy file: where each one stands, what it may hold, and which field of `Policy` it fills."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import get_args

from data.faults import Phrase
from optimizer.domain.facilities import Care
from optimizer.domain.policy import (
    OBJECTIVES,
    TIERS,
    AlternativeOffer,
    CountedFrom,
    DistanceMethod,
    EvenLoadArea,
    GuaranteeArea,
    KeptWishRanksAs,
    MeasuredPer,
    Mode,
    OutsidersList,
    RefusedGuarantee,
    RefusedWish,
    SeniorityBasis,
    SiblingDefinition,
    SiblingScope,
    TransitionCounted,
    TravelMode,
)


class Unexpected(ValueError):
    """A value that a setting cannot hold; `expected` says what it can."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.expected = Phrase(da, en)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `section` and `key` in the file, the `Policy` field it fills, and how its value is read."""

    section: str
    key: str
    field: str
    read: Callable[[object], object]
    required: bool = False

    @property
    def path(self) -> str:
        """How the setting is named in `[sources]` and in messages: `section.key`, or `key` at the top of the file."""
        return f"{self.section}.{self.key}" if self.section else self.key


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unexpected("tekst i anførselstegn", "text in quotation marks")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Unexpected("et navn i anførselstegn", "a name in quotation marks")
    return value


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Unexpected("en dato uden anførselstegn, fx 2027-01-15", "a date without quotation marks, e.g. 2027-01-15")
    return value


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unexpected("true eller false", "true or false")
    return value


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Unexpected(f"et helt tal fra {least} til {most}", f"a whole number from {least} to {most}")
        return value

    return read


def _choice(*allowed: str) -> Callable[[object], str]:
    names = ", ".join(allowed)

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise Unexpected("en af: " + names, "one of: " + names)
        return value

    return read


def _choices(*allowed: str, least: int = 1) -> Callable[[object], tuple[str, ...]]:
    names = ", ".join(allowed)

    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) < least or not all(item in allowed for item in value):
            if not least:
                raise Unexpected("en liste, tom eller med nogle af: " + names, "a list, empty or of some of: " + names)
            raise Unexpected("en liste med mindst én af: " + names, "a list of at least one of: " + names)
        if len(set(value)) < len(value):
            raise Unexpected("en liste uden gentagelser", "a list without repetitions")
        return tuple(value)

    return read


def _objectives(value: object) -> tuple[str | tuple[str, ...], ...]:
    """Names in order; those in a list of their own are one level."""
    if not isinstance(value, list) or not value:
        raise Unexpected("en liste med mindst én af: " + ", ".join(OBJECTIVES), "a list of at least one of: " + ", ".join(OBJECTIVES))
    if value[0] != "breaches":
        raise Unexpected("en liste, der begynder med breaches", "a list that begins with breaches")
    flat = [name for item in value for name in (item if isinstance(item, list) else [item])]
    _choices(*OBJECTIVES)(flat)
    if any(isinstance(item, list) and len(item) < 2 for item in value):
        raise Unexpected("mindst to mål i en indre liste", "at least two objectives in an inner list")
    return tuple(tuple(item) if isinstance(item, list) else item for item in value)


def _weights(value: object) -> dict[str, int]:
    names = ", ".join(OBJECTIVES[1:])
    if not isinstance(value, dict) or any(name not in OBJECTIVES[1:] for name in value):
        raise Unexpected("vægte for mål, fx { siblings = 500, distance = 1 }; mål: " + names, "weights of objectives: " + names)
    weigh = _whole(1, 1_000_000)
    return {name: weigh(value[name]) for name in OBJECTIVES if name in value}


def _start_days(value: object) -> tuple[int, ...]:
    days = _numbers(1, 28)(value)
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise Unexpected("dage i stigende orden uden gentagelser, fx [1, 16]", "ascending days without repetitions, e.g. [1, 16]")
    return days


def _points(value: object) -> tuple[int, ...]:
    points = _numbers(0, 1_000_000)(value)
    if any(later > earlier for earlier, later in pairwise(points)):
        raise Unexpected(
            "point, der aldrig stiger: et ringere ønske må ikke give flere point",
            "points that never rise: a lesser wish must not give more",
        )
    return points


def _numbers(least: int, most: int) -> Callable[[object], tuple[int, ...]]:
    def read(value: object) -> tuple[int, ...]:
        if not isinstance(value, list) or not value:
            raise Unexpected(
                f"en liste med mindst ét helt tal fra {least} til {most}", f"a list of at least one whole number from {least} to {most}"
            )
        return tuple(_whole(least, most)(item) for item in value)

    return read


#: every setting of a policy file, in the order in which it is written
SETTINGS: tuple[Setting, ...] = (
    Setting("", "name", "name", _name, required=True),
    Setting("", "municipality", "municipality", _text),
    Setting("", "valid_from", "valid_from", _day),
    Setting("round", "mode", "mode", _choice(*get_args(Mode))),
    Setting("round", "date", "round_date", _day),
    Setting("round", "window_months", "window_months", _whole(1, 12)),
    Setting("round", "horizon_months", "horizon_months", _whole(1, 60)),
    Setting("round", "start_days", "start_days", _start_days),
    Setting("round", "reserve", "reserve", _yes_no),
    Setting("ages", "transition_age_months", "transition_age_months", _whole(24, 48)),
    Setting("ages", "transition_counted", "transition_counted", _choice(*get_args(TransitionCounted))),
    Setting("ages", "school_start_month", "school_start_month", _whole(1, 12)),
    Setting("guarantee", "area", "guarantee_area", _choice(*get_args(GuaranteeArea))),
    Setting("guarantee", "radius_m", "guarantee_radius_m", _whole(100, 100_000)),
    Setting("guarantee", "travel_minutes", "travel_minutes", _whole(5, 240)),
    Setting("guarantee", "deadline_months", "deadline_months", _whole(0, 12)),
    Setting("guarantee", "deadline_days", "deadline_days", _whole(0, 31)),
    Setting("guarantee", "months_after_application", "months_after_application", _whole(0, 3)),
    Setting("refused_offer", "guarantee", "refused_guarantee", _choice(*get_args(RefusedGuarantee))),
    Setting("refused_offer", "months", "refused_months", _whole(0, 24)),
    Setting("refused_offer", "counted_from", "refused_counted_from", _choice(*get_args(CountedFrom))),
    Setting("refused_offer", "wish", "refused_wish", _choice(*get_args(RefusedWish))),
    Setting("order", "tiers", "tiers", _choices(*TIERS, least=0)),
    Setting("order", "seniority", "seniority", _choice(*get_args(SeniorityBasis))),
    Setting("order", "seniority_months", "seniority_months", _whole(0, 60)),
    Setting("order", "seniority_days", "seniority_days", _whole(-1, 366)),
    Setting("order", "seniority_35", "seniority_35", _choice(*get_args(SeniorityBasis))),
    Setting("order", "seniority_months_35", "seniority_months_35", _whole(0, 60)),
    Setting("order", "sibling_definition", "sibling_definition", _choice(*get_args(SiblingDefinition))),
    Setting("order", "sibling_scope", "sibling_scope", _choice(*get_args(SiblingScope))),
    Setting("order", "sibling_overlap_months", "sibling_overlap_months", _whole(0, 36)),
    Setting("order", "sibling_applies_together", "sibling_applies_together", _yes_no),
    Setting("order", "list_first", "list_first", _choices(*get_args(Care), least=0)),
    Setting("order", "kept_wish_ranks_as", "kept_wish_ranks_as", _choice(*get_args(KeptWishRanksAs))),
    Setting("order", "wait_for_wish", "wait_for_wish", _yes_no),
    Setting("outsiders", "list", "outsiders_list", _choice(*get_args(OutsidersList))),
    Setting("outsiders", "share_percent", "outsiders_share_percent", _whole(0, 100)),
    Setting("outsiders", "measured_per", "outsiders_measured_per", _choice(*get_args(MeasuredPer))),
    Setting("outsiders", "own_code", "outsiders_own_code", _text),
    Setting("objectives", "order", "objectives", _objectives),
    Setting("objectives", "weights", "objective_weights", _weights),
    Setting("wishes", "points", "wish_points", _points),
    Setting("wishes", "counted_02", "counted_wishes_02", _whole(1, 99)),
    Setting("wishes", "counted_35", "counted_wishes_35", _whole(1, 99)),
    Setting("wishes", "counted_transfer", "counted_wishes_transfer", _whole(1, 99)),
    Setting("distance", "method", "distance_method", _choice(*get_args(DistanceMethod))),
    Setting("distance", "mode", "travel_mode", _choice(*get_args(TravelMode))),
    Setting("distance", "detour_percent", "detour_percent", _whole(100, 300)),
    Setting("distance", "foot_kmh", "foot_kmh", _whole(1, 10)),
    Setting("distance", "bicycle_kmh", "bicycle_kmh", _whole(5, 45)),
    Setting("distance", "car_kmh", "car_kmh", _whole(10, 130)),
    Setting("even_load", "area", "even_load_area", _choice(*get_args(EvenLoadArea))),
    Setting("group_mix", "bilingual_percent", "bilingual_percent", _whole(0, 100)),
    Setting("group_mix", "same_half_year", "same_half_year", _whole(0, 10)),
    Setting("homes", "max_infants", "max_infants", _whole(0, 10)),
    Setting("areas", "share_percent", "composition_share", _whole(0, 100)),
    Setting("areas", "skip_employed", "composition_skips_employed", _yes_no),
    Setting("areas", "years_after_listing", "composition_years", _whole(0, 3)),
    Setting("areas", "alternative_offer", "alternative_offer", _choice(*get_args(AlternativeOffer))),
)
#: settings that say how a round is run; each has a source line in a shipped policy
SOURCED: tuple[str, ...] = tuple(setting.path for setting in SETTINGS if setting.path not in ("name", "municipality"))
#: the sections of a policy file
SECTIONS: frozenset[str] = frozenset(setting.section for setting in SETTINGS if setting.section)
