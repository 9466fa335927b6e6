"""A stored forecast with what its pages read beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from data.stores.forecasts import ForecastHead
from forecasts.charts.picture import Picture
from forecasts.language import Language
from forecasts.outcome import CARES, Forecast
from webui.i18n import gettext, language
from webui.labels import UNIT_KINDS, label

#: what stands for the municipality in an address, where a district has its id
WHOLE = "alle"


@dataclass(frozen=True, slots=True)
class ForecastBook:
    """One stored forecast. It never changes."""

    head: ForecastHead
    forecast: Forecast
    #: rows of the back-test's table
    backtest: list[dict[str, Any]] = field(default_factory=list)
    #: the middle of the districts, metres east and north, where it is known
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The forecast's number."""
        return self.head.id

    @property
    def name(self) -> str:
        """The scenario's name, or the forecast's number when it has none."""
        return self.head.scenario or gettext("Prognose %(number)s", number=self.head.id)

    @property
    def made(self) -> datetime:
        """When it was made, UTC."""
        return self.head.created_at

    def area_names(self) -> list[str]:
        """The areas' names as shown, the municipality last."""
        return [*self.forecast.names[:-1], gettext("Hele kommunen")]

    def area_id(self, area: int) -> str:
        """What stands for the area in an address."""
        return WHOLE if area == len(self.forecast.areas) - 1 else self.forecast.areas[area]

    def area_of(self, area_id: str) -> int | None:
        """The number of the area that an address names; None when there is none."""
        if area_id == WHOLE:
            return len(self.forecast.areas) - 1
        return self.forecast.areas.index(area_id) if area_id in self.forecast.areas[:-1] else None


def reader() -> Language:
    """The reader's language, as charts and sentences take it."""
    return "en" if language() == "en" else "da"


def care_name(care: int) -> str:
    """A kind of care, beginning a line."""
    return label(UNIT_KINDS, CARES[care]).capitalize()


def inline(picture: Picture) -> Markup:
    """A picture as an element of a page, which needs no names of namespaces."""
    return Markup(re.sub(r' xmlns(:\w+)?="[^"]*"', "", picture.svg(), count=2))  # noqa: S704 - drawn here, its texts escaped
