"""A chart with its words: declared once, drawn to SVG, PNG or PDF here, without a browser and without asking anybody outside."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from html import escape
from typing import Any

import altair as alt
import vl_convert

from forecasts.language import Language

#: no clash of ids on a page with several charts
_NUMBERS = itertools.count(1)
#: fonts of one width, one of which every system has: room is measured in it here, nothing is embedded, nothing is fetched
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
INK, SOFT, LINE = "#16262c", "#4d5f66", "#d3dcdd"
FILL, SHORT = "#2c6e7f", "#8c1d18"
_LOCALES = {"da": "da-DK", "en": "en-GB"}
_NUMBER_LOCALES = {"da": "da-DK", "en": "en-US"}

_CONFIG: dict[str, Any] = {
    # the title and the description speak for the whole; a mark by itself says nothing
    "aria": False,
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT, "titleColor": SOFT, "gridColor": LINE, "domainColor": SOFT, "tickColor": SOFT,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": INK, "labelFontSize": 12, "titleFontSize": 12, "orient": "top", "title": None, "symbolSize": 180,
        "symbolType": "square", "symbolStrokeColor": FILL, "columnPadding": 24,
    },
    "text": {"color": INK, "fontSize": 12},
    "header": {"labelColor": INK, "labelFontSize": 13, "labelFontWeight": "bold", "title": None},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, its title, and the sentence that says what it shows. In a notebook it shows itself."""

    chart: alt.TopLevelMixin
    title: str
    #: read aloud where the picture cannot be seen
    description: str
    language: Language = "da"

    def spec(self) -> dict[str, Any]:
        """The declaration, as Vega-Lite reads it."""
        return {**self.chart.to_dict(format="vega-lite"), "config": _CONFIG}

    def svg(self) -> str:
        """The picture as an SVG element that can stand in a page by itself: no style, no script, no address; with title and description."""
        name = f"picture{next(_NUMBERS)}"
        drawn = vl_convert.vegalite_to_svg(self.spec(), **self._ways())
        drawn = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", drawn)
        drawn = re.sub(r'(id="|url\(#)', rf"\g<1>{name}-", drawn)
        head, body = drawn.split(">", 1)
        head = head.replace('class="marks"', f'class="drawn" role="img" aria-labelledby="{name}-title {name}-desc"')
        title, description = escape(self.title), escape(self.description)
        return f'{head}><title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>{body}'

    def png(self, scale: float = 2) -> bytes:
        """The picture in pixels, for a document that takes no SVG."""
        return vl_convert.vegalite_to_png(self.spec(), scale=scale, **self._ways())

    def pdf(self) -> bytes:
        """The picture as a PDF page of its own size."""
        return vl_convert.vegalite_to_pdf(self.spec(), **self._ways())

    def _repr_svg_(self) -> str:
        return self.svg()

    def _ways(self) -> dict[str, Any]:
        return {
            "allowed_base_urls": [],
            "format_locale": _NUMBER_LOCALES[self.language],
            "time_format_locale": _LOCALES[self.language],
        }
