"""Danish first, English by a switch: gettext catalogues, dates and numbers in the reader's language.

The message ids are the Danish texts themselves, so Danish needs no catalogue. The English one is read from its `.po` file when it is
first asked for: nothing has to be compiled, at install or later.
"""

from __future__ import annotations

import gettext as standard
from datetime import date, datetime
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Literal
from urllib.parse import urlencode

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from flask import Flask, Response, g, has_request_context, make_response, redirect, request

#: language code -> its own name
LANGUAGES = {"da": "Dansk", "en": "English"}
COOKIE = "redekasse_lang"
DATE_PATTERNS = {
    "da": {"day": "dd-MM-yyyy", "month": "MMM yyyy", "long": "d. MMMM yyyy"},
    "en": {"day": "d MMM yyyy", "month": "MMM yyyy", "long": "d MMMM yyyy"},
}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a text for the catalogue; it is translated where it is shown."""
    return message


@cache
def catalogue(language: str) -> standard.NullTranslations:
    """The texts of a language; Danish ids are their own texts."""
    if language == "da":
        return standard.NullTranslations()
    compiled = BytesIO()
    with (resources.files("webui") / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


def language() -> str:
    """The language of the request under way; Danish outside one."""
    return str(g.get("language", "da")) if has_request_context() else "da"


def gettext(message: str, **values: object) -> str:
    """`message` in the reader's language, with `%(name)s` filled in when values are given."""
    text = catalogue(language()).gettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The singular or plural text in the reader's language; `%(num)s` is the number as written."""
    return catalogue(language()).ngettext(one, many, num) % {"num": number(num), **values}


def _plural(one: str, many: str, num: int) -> str:
    """The singular or plural text; a template fills in its values itself."""
    return catalogue(language()).ngettext(one, many, num)


def day(value: date | None, style: Literal["day", "month", "long"] = "day") -> str:
    """A date as the reader writes it; empty for None."""
    return "" if value is None else format_date(value, DATE_PATTERNS[language()][style], locale=language())


def written_day(value: date, language_: str) -> str:
    """A date written out in a letter's language, whatever the reader of the page speaks."""
    return format_date(value, DATE_PATTERNS[language_]["long"], locale=language_)


def moment(value: datetime) -> str:
    """A point in time, to the minute."""
    return f"{day(value.date())} {value:%H:%M}"


def number(value: float | None, decimals: int = 0) -> str:
    """A number with the reader's separators, rounded to `decimals`; empty for None."""
    if value is None:
        return ""
    return format_decimal(round(value, decimals), format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=language())


def percent(share: float, decimals: int = 0) -> str:
    """A share between 0 and 1 as a percentage."""
    return format_percent(share, format="#,##0" + ("." + "0" * decimals if decimals else "") + " %", locale=language())


def distance(metres: float | None) -> str:
    """A way in words: metres below one kilometre, else kilometres with one decimal; empty for None."""
    if metres is None:
        return ""
    return f"{number(metres)} m" if metres < 1000 else f"{number(metres / 1000, 1)} km"


def _here(**changes: str) -> str:
    """The address of this page with the query changed; the front page when the address leads nowhere (and may be foreign)."""
    path = request.script_root + request.path if request.endpoint else "/"
    query = urlencode([*((k, v) for k, v in request.args.items(multi=True) if k != "lang"), *changes.items()])
    return f"{path}?{query}" if query else path


def language_url(code: str) -> str:
    """This page in another language (a page that came by a search form: the empty form)."""
    return _here(lang=code)


def choose_language() -> Response | None:
    """Take the language from the cookie; `?lang=` sets the cookie and leads back to the page without it."""
    kept = request.cookies.get(COOKIE, "da")
    g.language = kept if kept in LANGUAGES else "da"
    asked = request.args.get("lang")
    if asked not in LANGUAGES:
        return None
    response = make_response(redirect(_here(), 303))
    response.set_cookie(COOKIE, asked, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def install(app: Flask) -> None:
    """Give the app's requests a language, and its templates gettext and the formats above."""
    app.before_request(choose_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, _plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(day=day, moment=moment, number=number, percent=percent, distance=distance)
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES, "language_url": language_url})
