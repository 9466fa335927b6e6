"""Policies as TOML: one canonical text per policy, whose SHA-256 is the policy's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import tomlkit

from data.policies.settings import SETTINGS
from optimizer.domain.policy import Policy


def policy_to_toml(policy: Policy) -> str:
    """The policy's canonical text: every setting that has a value, in fixed order, then the sources.

    Reading the text gives an equal policy, and the SHA-256 of its UTF-8 bytes is `policy.hash`.
    """
    lines: list[str] = []
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            lines += ["", f"[{section}]"]
        value = getattr(policy, setting.field)
        if value is not None and value != {}:
            lines.append(f"{setting.key} = {_toml(value)}")
    lines += ["", "[sources]"]
    lines += [f"{_toml(s.path)} = {_toml(policy.sources[s.path])}" for s in SETTINGS if s.path in policy.sources]
    return "\n".join(lines) + "\n"


def policy_hash(policy: Policy) -> str:
    """SHA-256 of the canonical text: the checksum of the `policy.toml` that a round writes."""
    return hashlib.sha256(policy_to_toml(policy).encode()).hexdigest()


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in sorted(value.items())) + " }"
    text: str = tomlkit.item(value).as_string()
    return text
