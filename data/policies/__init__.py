"""Policies: a municipality's published rules of allocation as files, each setting with its source.

`standard` and five municipalities' come with the product; any other is a TOML file of the user's own (docs/policies.md).
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from data.policies.reader import parse_policy, read_policy
from data.policies.settings import SETTINGS
from data.policies.writer import policy_to_toml
from optimizer.domain.policy import Policy

#: the policies that come with the product
SHIPPED: tuple[str, ...] = ("standard", "aarhus", "koebenhavn", "odense", "randers", "aalborg")
#: the source of a setting that was chosen for one round only
CHOSEN_FOR_THE_ROUND = "Valgt ved kørslen i stedet for politikkens egen værdi"

__all__ = ["CHOSEN_FOR_THE_ROUND", "SHIPPED", "load_policy", "parse_policy", "policy_to_toml", "with_changes"]


def load_policy(name_or_path: str | Path) -> Policy:
    """The shipped policy of that name, else the policy in the file of that path; its hash is that of its canonical text.

    Raises:
        PackageFaults: with everything that is wrong in the file, or that there is none.
    """
    if isinstance(name_or_path, str) and name_or_path in SHIPPED:
        text = (resources.files("data") / "policies" / f"{name_or_path}.toml").read_text(encoding="utf-8")
        return parse_policy(text, f"{name_or_path}.toml")
    return read_policy(Path(name_or_path))


def with_changes(policy: Policy, **changes: Any) -> Policy:
    """`policy` with some fields of `Policy` changed for one round, checked again and with a new hash.

    The sources say that a changed setting was chosen for the round; a change to the value it has already is none.

    Raises:
        PackageFaults: a changed value, or how it goes with the others, is not allowed.
    """
    changed = {field: value for field, value in changes.items() if getattr(policy, field) != value}
    if not changed:
        return policy
    sources = {**policy.sources, **{s.path: CHOSEN_FOR_THE_ROUND for s in SETTINGS if s.field in changed}}
    return parse_policy(policy_to_toml(replace(policy, **changed, sources=sources)), f"{policy.name}.toml")
