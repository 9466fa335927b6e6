"""The command line's texts: Danish message ids, put into the language that was asked for with `--language`."""

from __future__ import annotations

from contextvars import ContextVar

from babel.numbers import format_decimal, format_percent

from webui.i18n import catalogue

_LANGUAGE: ContextVar[str] = ContextVar("command_line_language", default="da")


def choose(language: str) -> None:
    """From now on `_` speaks this language, `da` or `en`."""
    _LANGUAGE.set(language)


def language() -> str:
    """The language chosen: `da` or `en`."""
    return _LANGUAGE.get()


def _(message: str, **values: object) -> str:
    """`message` in the chosen language, with `%(name)s` filled in when values are given."""
    text = catalogue(language()).gettext(message)
    return text % values if values else text


def number(value: float | None, decimals: int = 0) -> str:
    """A number with the language's separators; a dash for none."""
    if value is None:
        return "–"
    return format_decimal(round(value, decimals), format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=language())


def percent(share: float | None, decimals: int = 2) -> str:
    """A share (1 = all) as a percentage; a dash for none."""
    if share is None:
        return "–"
    return format_percent(share, format="#,##0." + "0" * decimals + " %", locale=language())
