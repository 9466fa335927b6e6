"""Who is decided on: a child, twins as one, or a child displaced from a unit that closes or shrinks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.applications import Application
from optimizer.domain.children import Child
from optimizer.domain.facilities import Care
from optimizer.rounds.stays import Stay

Ints = NDArray[np.int64]
SubjectKind = Literal["new", "transfer", "transition", "displaced"]


@dataclass(frozen=True, slots=True)
class Subject:
    """One decision to make: a child, or twins (or more of one birth) who apply together. Steps are indices of the grid."""

    id: str
    kind: SubjectKind
    care: Care
    applications: tuple[Application, ...]
    children: tuple[Child, ...]
    #: stays that end when the subject moves
    present: tuple[Stay, ...]
    earliest: int
    #: last step on which the family accepts a start (the grid's last when open)
    latest: int
    wants_guarantee: bool
    guarantee: date
    seniority: date
    priority: bool
    #: rank -> units, best rank only, ranks 1, 2, ...; a transition's own house is the last
    wishes: tuple[tuple[int, tuple[int, ...]], ...]
    #: displaced: the step at which the present stay ends
    leaves: int | None = None
    #: displaced child's transition application, whose options up to `leaves` are open to it too
    transition: Subject | None = None

    @property
    def members(self) -> int:
        """Children in the subject: costs count each."""
        return len(self.children)


def member_rows(subjects: Sequence[Subject], index: Mapping[str, int]) -> Ints:
    """[subject, member] each member's number in `index` (by child id); -1 beyond its members. At least one column."""
    rows = np.full((len(subjects), max((s.members for s in subjects), default=1)), -1, dtype=np.int64)
    for i, subject in enumerate(subjects):
        rows[i, : subject.members] = [index[child.id] for child in subject.children]
    return rows
