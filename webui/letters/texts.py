"""The texts of letters: the program's own, the office's versions, and what may stand in them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from sqlalchemy import Engine

from data.stores.letters import Text, last_text
from webui.i18n import N_
from webui.i18n import gettext as _

Kind = Literal["offer", "guarantee", "displaced", "breach", "refusal", "appeal", "sender"]
KINDS: dict[str, str] = {
    "offer": N_("Tilbud om plads"),
    "guarantee": N_("Tilbud om garantiplads"),
    "displaced": N_("Ny plads, når den gamle ophører"),
    "breach": N_("Garantien bliver ikke holdt"),
    "refusal": N_("Ingen ny plads i runden"),
    "appeal": N_("Hvis familien er uenig (i alle breve)"),
    "sender": N_("Afsender (i alle breve)"),
}
#: what is filled in, and what it is
NAMES: dict[str, str] = {
    "barn": N_("barnets navn"),
    "plads": N_("pladsen"),
    "startdato": N_("den første dag"),
    "garantidato": N_("dagen, garantien forfalder"),
    "svarfrist": N_("sidste dag at svare"),
    "begrundelse": N_("hvorfor det blev sådan"),
    "oensker": N_("hvert ønske, og hvad der skete med det"),
    "hensyn": N_("hvad der er lagt vægt på"),
    "andet_tilbud": N_("det andet tilbud efter § 23 stk. 4"),
    "plads_i_stedet": N_("pladsen, der kan gives, når garantien er overskredet"),
    "svar_om_pladsen": N_("fristen for at svare på den plads"),
    "afslag": N_("hvad et nej gør ved garantien"),
    "klagevejledning": N_("hvis familien er uenig"),
}
#: what a letter must hold to be lawful: the reason, and what can be done by one who disagrees
NEEDED = ("begrundelse", "hensyn", "klagevejledning")
LANGUAGES = ("da", "en")
LONGEST = 10_000
_NAME = re.compile(r"\{([^{}]*)\}")


@cache
def _own() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = tomllib.loads((resources.files("webui.letters") / "own.toml").read_text("utf-8"))
    return found


def own_text(kind: str, language: str) -> Text:
    """The program's own text."""
    text = _own()[kind][language]
    return Text(kind, language, 0, text["subject"], text["body"].strip())


def text_of(engine: Engine, kind: str, language: str) -> Text:
    """The text in use: the office's last version, else the program's own."""
    return last_text(engine, kind, language) or own_text(kind, language)


def faults_of(kind: str, subject: str, body: str) -> dict[str, str]:
    """What is wrong with a text, by field."""
    faults, used = {}, set(_NAME.findall(subject + body))
    unknown = sorted(used - set(NAMES) if kind not in ("appeal", "sender") else used)
    missing = (
        []
        if kind in ("appeal", "sender")
        else [name for name in NEEDED if name not in used and name in _NAME.findall(own_text(kind, "da").body)]
    )
    if not subject.strip():
        faults["subject"] = _("Skriv en overskrift.")
    if not body.strip():
        faults["body"] = _("Skriv en tekst.")
    elif len(body) > LONGEST:
        faults["body"] = _("Teksten må højst have %(limit)s tegn.", limit=LONGEST)
    elif unknown:
        faults["body"] = _(
            "Dette kan ikke fyldes ud: %(names)s. Brug navnene på listen.", names=", ".join(f"{{{name}}}" for name in unknown)
        )
    elif missing:
        faults["body"] = _("Loven kræver, at dette står i brevet: %(names)s.", names=_braced(missing))
    elif re.search(r"[{}]", _NAME.sub("", body)):
        faults["body"] = _("En klamme { eller } mangler sin mage.")
    return faults


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its names filled in; a name without a value leaves nothing."""
    return " ".join(_NAME.sub(lambda found: values.get(found[1], ""), text).split())
