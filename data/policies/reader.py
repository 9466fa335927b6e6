"""Reading a policy file: every fault in it is collected, so that the user mends them all at once."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.faults import Fault, PackageFaults, Phrase
from data.policies.settings import SECTIONS, SETTINGS, Unexpected
from data.policies.writer import policy_hash
from optimizer.domain.policy import Policy

#: a policy file is a page of text; something larger is another file under a wrong name
LARGEST_BYTES = 1_000_000

_BY_PATH = {setting.path: setting for setting in SETTINGS}
_DEFAULT = Policy(name="default")
_REMEDY = Phrase("Ret linjen; docs/policies.md beskriver hver indstilling", "Mend the line; docs/policies.md describes each setting")
_TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def read_policy(path: Path) -> Policy:
    """The policy in the TOML file at `path`; settings left out have the default of `Policy`.

    Raises:
        PackageFaults: with everything that is wrong in the file, or that the file is missing.
    """
    if not path.is_file():
        raise PackageFaults([_whole_file(path.name, "missing_file", Phrase("en fil med en politik", "a policy file"))])
    if path.stat().st_size > LARGEST_BYTES:
        raise PackageFaults([_whole_file(path.name, "too_large", Phrase("højst 1 MB tekst", "at most 1 MB of text"))])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackageFaults([_whole_file(path.name, "encoding", Phrase("en tekstfil i UTF-8", "a text file in UTF-8"))]) from None
    return parse_policy(text, path.name)


def parse_policy(text: str, file: str = "policy.toml") -> Policy:
    """The policy written in `text`; `file` names it in faults.

    Raises:
        PackageFaults: with everything that is wrong in it.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackageFaults([_broken_toml(file, text, str(error))]) from None
    sources = document.pop("sources", {})
    if not isinstance(sources, dict):
        raise PackageFaults([_fault(file, "sources", sources, Phrase("et afsnit, [sources]", "a section, [sources]"), "policy_value")])
    given = dict(_flat(document))
    values, faults = _read_values(given, file)
    faults += [_unknown(file, path, value, "") for path, value in given.items() if path not in _BY_PATH]
    faults += _source_faults(file, sources)
    faults += _joint_faults(file, values)
    if faults:
        raise PackageFaults(_with_lines(fault, text) for fault in faults)
    ordered = {setting.path: sources[setting.path] for setting in SETTINGS if setting.path in sources}
    policy = Policy(**values, sources=ordered)
    return replace(policy, hash=policy_hash(policy))


def _flat(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Settings by path; a known section's keys by `section.key`, anything else as it stands."""
    for key, value in document.items():
        if key in SECTIONS and isinstance(value, dict):
            yield from ((f"{key}.{inner}", content) for inner, content in value.items())
        else:
            yield (f'"{key}"' if "." in key else key), value


def _read_values(given: Mapping[str, Any], file: str) -> tuple[dict[str, Any], list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for setting in SETTINGS:
        if setting.path in given:
            try:
                values[setting.field] = setting.read(given[setting.path])
            except Unexpected as error:
                faults.append(_fault(file, setting.path, given[setting.path], error.expected, "policy_value"))
        elif setting.required:
            expected = Phrase(f"linjen {setting.path} = ...", f"the line {setting.path} = ...")
            faults.append(_fault(file, setting.path, None, expected, "policy_missing"))
    return values, faults


def _source_faults(file: str, sources: Mapping[str, Any]) -> Iterator[Fault]:
    for path, source in sources.items():
        if path not in _BY_PATH:
            yield _unknown(file, path, source, "sources ")
        elif not isinstance(source, str) or not source.strip():
            expected = Phrase("en kilde i anførselstegn", "a source in quotation marks")
            yield _fault(file, f"sources {path}", source, expected, "policy_source")


def _joint_faults(file: str, values: Mapping[str, Any]) -> Iterator[Fault]:
    """What no setting can see by itself."""
    window = values.get("window_months", _DEFAULT.window_months)
    horizon = values.get("horizon_months", _DEFAULT.horizon_months)
    if window > horizon:
        expected = Phrase(f"højst horizon_months, som er {horizon}", f"at most horizon_months, which is {horizon}")
        yield _fault(file, "round.window_months", window, expected, "policy_window")

    joint = {name for part in values.get("objectives", ()) if not isinstance(part, str) for name in part}
    if alone := [name for name in values.get("objective_weights", {}) if name not in joint]:
        expected = Phrase("vægte for mål, der står i en indre liste i order", "weights of objectives that stand in an inner list of order")
        yield _fault(file, "objectives.weights", alone, expected, "policy_weights")


def _unknown(file: str, path: str, value: object, prefix: str) -> Fault:
    close = difflib.get_close_matches(path, _BY_PATH, n=1)
    hint_da, hint_en = (f" (måske {close[0]})", f" (perhaps {close[0]})") if close else ("", "")
    expected = Phrase("en indstilling, Redekasse kender" + hint_da, "a setting that Redekasse knows" + hint_en)
    return _fault(file, prefix + path, value, expected, "policy_unknown")


def _broken_toml(file: str, text: str, message: str) -> Fault:
    place = _TOML_PLACE.search(message)
    row = int(place.group(1)) if place else len(text.splitlines())
    expected = Phrase(f"gyldig TOML ({message})", f"valid TOML ({message})")
    return Fault(file, row, None, None, expected, _REMEDY, "error", "policy_toml")


def _whole_file(file: str, code: str, expected: Phrase) -> Fault:
    remedy = Phrase(
        "Angiv en TOML-fil eller navnet på en politik, der følger med; redekasse policy list viser dem",
        "Name a TOML file or a policy that comes with the program; redekasse policy list shows them",
    )
    return Fault(file, None, None, None, expected, remedy, "error", code)


def _fault(file: str, column: str, value: object, expected: Phrase, code: str) -> Fault:
    shown = ", ".join(map(str, value)) if isinstance(value, list) else None if value is None else str(value)
    return Fault(file, None, column, shown, expected, _REMEDY, "error", code)


def _with_lines(fault: Fault, text: str) -> Fault:
    """The fault with the line of its key, found by the key's own name; a key written in another way keeps no line."""
    if fault.column is None:
        return fault
    path = fault.column.removeprefix("sources ")
    key = re.escape(path if path != fault.column else path.rsplit(".", 1)[-1])
    hits = [row for row, line in enumerate(text.splitlines(), 1) if re.match(rf'\s*"?{key}"?\s*=', line)]
    return replace(fault, row=hits[0]) if len(hits) == 1 else fault
