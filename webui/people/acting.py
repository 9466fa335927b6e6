"""The person for whom a request is answered, and the roles that say what they may see and do."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum

from flask import g


class Role(StrEnum):
    """What a person may do; a person may have several."""

    OFFICER = "officer"  # pladsanviser: rounds, children, changes by hand
    APPROVER = "approver"  # approves what officers propose
    PLANNER = "planner"  # scenarios and forecasts, children under pseudonyms
    LEADER = "leader"  # figures of groups only
    UNIT = "unit"  # one house's own children
    AUDITOR = "auditor"  # who saw and did what
    ADMINISTRATOR = "administrator"  # accounts and settings, no children's data


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: `name` as it is written beside what they do, never a CPR number."""

    name: str
    roles: frozenset[Role]

    def may(self, *roles: Role) -> bool:
        """Whether the person has one of these roles."""
        return not self.roles.isdisjoint(roles)


def acting() -> Person:
    """The person of the request under way; on a machine of one's own, where nobody signs in, its user with every role."""
    found = g.get("person")
    if not isinstance(found, Person):
        found = g.person = local_person()
    return found


def local_person() -> Person:
    """The user of this machine, with every role."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # no such user, as in some containers
        name = "redekasse"
    return Person(name, frozenset(Role))
