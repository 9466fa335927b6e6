"""The person for whom a request is answered, and the roles that say what they may see and do."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum

from flask import g

from webui.i18n import N_


class Role(StrEnum):
    """What a person may do; a person may have several."""

    OFFICER = "officer"  # pladsanviser: rounds, children, changes by hand
    APPROVER = "approver"  # approves what officers propose
    PLANNER = "planner"  # forecasts and scenarios, no children
    LEADER = "leader"  # figures of groups only
    UNIT = "unit"  # one house's own children
    AUDITOR = "auditor"  # who saw and did what
    ADMINISTRATOR = "administrator"  # accounts and settings, no children's data


ROLE_NAMES = {
    Role.OFFICER: N_("pladsanviser"),
    Role.APPROVER: N_("godkender"),
    Role.PLANNER: N_("planlægger"),
    Role.LEADER: N_("leder"),
    Role.UNIT: N_("enhed"),
    Role.AUDITOR: N_("revisor"),
    Role.ADMINISTRATOR: N_("administrator"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: `name` as it is written beside what they do, never a CPR number; `facility_id` the house of the role unit."""

    name: str
    roles: frozenset[Role]
    facility_id: str | None = None
    #: signed in, and so able to sign out
    signed_in: bool = False

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
