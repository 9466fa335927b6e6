"""What can go wrong, in three kinds, and what each becomes: an exit code and lines on the command line, a status on the web.

A *fault* is something the user can mend, a *contradiction* means that the rules cannot all hold, anything else is a *defect* of
ours. This is the one place where an exception becomes one of them.
"""

from __future__ import annotations

import errno
import secrets
import traceback
from dataclasses import dataclass, field
from typing import Any, Literal

import click
from sqlalchemy.exc import OperationalError

from data.database.faults import NotStored
from data.faults import Mendable, PackageFaults, mask_cpr
from forecasts.assumptions import AssumptionFault
from forecasts.faults import Unusable
from forecasts.language import Language
from optimizer.domain.errors import Contradiction
from webui.i18n import N_, catalogue

Kind = Literal["fault", "contradiction", "defect", "interrupted"]
EXIT_CODES: dict[Kind, int] = {"fault": 1, "contradiction": 2, "defect": 3, "interrupted": 130}
HTTP_STATUS: dict[Kind, int] = {"fault": 422, "contradiction": 409, "defect": 500, "interrupted": 503}
#: faults shown to a person; a machine gets them all
SHOWN_FAULTS = 50

_OS_REASONS = {
    errno.ENOENT: N_("findes ikke"),
    errno.EACCES: N_("må ikke læses eller skrives: ret rettighederne"),
    errno.EPERM: N_("må ikke læses eller skrives: ret rettighederne"),
    errno.EROFS: N_("ligger på et drev, der ikke kan skrives på"),
    errno.ENOTDIR: N_("er ikke en mappe"),
    errno.EISDIR: N_("er en mappe; der skulle stå en fil"),
    errno.EEXIST: N_("findes allerede og er ikke en mappe"),
    errno.ENOSPC: N_("kan ikke skrives: disken er fuld"),
    errno.EADDRINUSE: N_("adressen er i brug: vælg en anden --port"),
}


class UserFault(Exception):
    """Something the user can mend that no other exception tells; the message is in the user's language."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What is told of an exception. `lines` are for people, `details` for machines; neither holds personal data."""

    kind: Kind
    lines: tuple[str, ...]
    details: list[dict[str, Any]] = field(default_factory=list)
    #: number by which a defect is found again in the log; empty for the other kinds
    error_id: str = ""
    #: when not the usual status of its kind
    status: int | None = None

    @property
    def exit_code(self) -> int:
        """The command line's exit code."""
        return EXIT_CODES[self.kind]

    @property
    def http_status(self) -> int:
        """The status of the answer on the web."""
        return self.status or HTTP_STATUS[self.kind]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "error": self.kind,
            "exit_code": self.exit_code,
            "lines": list(self.lines),
            "details": self.details,
            "error_id": self.error_id,
        }


def failure_of(error: BaseException, language: str = "da") -> Failure:
    """What `error` is, told in `language` ("da" or "en")."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return Failure("interrupted", (_text(language, N_("Afbrudt.")),))
    if isinstance(error, Contradiction):
        head = _text(language, N_("Reglerne modsiger hinanden, så ingen fordeling kan opfylde dem alle:"))
        lines = (head, str(error), *(f"  {line}" for line in error.witness))
        return Failure("contradiction", lines, [{"witness": list(error.witness)}])
    mendable = _mendable(error, language)
    if mendable is not None:
        return mendable
    error_id = secrets.token_hex(4)
    line = _text(language, N_("Der er en fejl i Redekasse selv (fejl-id %(id)s). Kør igen med --debug, og send os logfilen."))
    return Failure("defect", (line % {"id": error_id},), error_id=error_id)


def _mendable(error: BaseException, language: str) -> Failure | None:
    """The failure when `error` is something the user can mend, else None."""
    if isinstance(error, PackageFaults):
        return _package_failure(error, language)
    if isinstance(error, Unusable):
        words: Language = "en" if language == "en" else "da"
        return Failure("fault", tuple(error.text(words).splitlines()), [fault.to_dict(words) for fault in error.faults])
    line, status = None, None
    match error:
        case AssumptionFault():
            line = error.text(language)
        case Mendable():
            line, status = error.text(language), 404 if isinstance(error, NotStored) else None
        case OperationalError():
            line = _text(language, N_("Databasen svarer ikke eller er optaget: se efter, at den kører, og prøv igen."))
        case click.ClickException():
            line = _usage_line(error, language)
        case UserFault():
            line = str(error)
        case OSError(errno=int(), strerror=str()) if error.filename is not None or error.errno in _OS_REASONS:
            reason = _text(language, _OS_REASONS[error.errno]) if error.errno in _OS_REASONS else error.strerror
            line = reason if error.filename is None else f"{error.filename}: {reason}"
    return None if line is None else Failure("fault", (mask_cpr(line),), status=status)


def _usage_line(error: click.ClickException, language: str) -> str:
    """Click's usage errors in the user's language; what Click says of a single value stays as it is."""
    if isinstance(error, click.NoSuchOption):
        return _text(language, N_("Valget %(name)s findes ikke.")) % {"name": error.option_name}
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _text(language, N_("Kommandoen %(name)s findes ikke.")) % {"name": error.command_name}
    if isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        name = error.param.get_error_hint(error.ctx)
        if isinstance(error, click.MissingParameter):
            return _text(language, N_("%(name)s mangler.")) % {"name": name}
        return _text(language, N_("%(name)s kan ikke være det: %(why)s")) % {"name": name, "why": error.message}
    return error.format_message()


def _package_failure(error: PackageFaults, language: str) -> Failure:
    lines = [fault.text(language) for fault in error.faults[:SHOWN_FAULTS]]
    more = len(error.faults) - len(lines)
    if more:
        lines.append(_text(language, N_("... og %(num)s fejl mere; --json viser dem alle")) % {"num": more})
    return Failure("fault", tuple(lines), [fault.to_dict(language) for fault in error.faults])


def safe_traceback(error: BaseException) -> str:
    """Where the exception and those behind it came from: types and places, never messages, which may quote personal data."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(current.__traceback__)]
        current = current.__cause__ or current.__context__
    return "\n".join(lines) + "\n"


def _text(language: str, message: str) -> str:
    return catalogue(language).gettext(message)
