"""Why twins (triplets, ...) who have both applied are not decided on together."""

from __future__ import annotations

from collections import defaultdict

from optimizer.domain.applications import Application
from optimizer.rounds.checking.case import Case
from optimizer.rounds.explain.reasons import Reason


class Twins:
    """Finds the others of a birth who have applied, and what parts them."""

    def __init__(self, case: Case) -> None:
        self._basis = case.basis
        self._children = case.snapshot.children
        self._of_birth: dict[tuple[object, ...], list[Application]] = defaultdict(list)
        for application in case.snapshot.applications.values():
            tie = self._tie(application)
            if tie is not None:
                self._of_birth[tie].append(application)

    def _tie(self, application: Application) -> tuple[object, ...] | None:
        child = self._children[application.child_id]
        if child.twin_group:
            return ("group", child.twin_group)
        return ("household", child.household_id, child.birth_date) if child.household_id else None

    def apart(self, application: Application) -> Reason | None:
        """The reason why the application is decided without a twin's; None when there is no twin, or they are together."""
        tie = self._tie(application)
        others = [a for a in self._of_birth.get(tie or (), ()) if a.child_id != application.child_id]
        key = self._subject(application)
        if not others or any(key is not None and self._subject(other) == key for other in others):
            return None
        return Reason("twins_apart", {"parted": self._cause(application, others)})

    def _subject(self, application: Application) -> str | None:
        return self._basis.subject_of.get(application.id)

    def _cause(self, application: Application, others: list[Application]) -> str:
        everyone = [application, *others]
        behind = self._basis.several.behind
        if any(a.id in self._basis.replaced or (a.id in behind and behind[a.id] is None) for a in everyone):
            return "parted_displaced"
        if any(a.id in self._basis.pending for a in everyone):
            return "parted_offer"
        alike = [a for a in others if a.care == application.care and a.id not in behind]
        if not alike:
            return "parted_care"
        return "parted_home" if any(a.kind == application.kind for a in alike) else "parted_kind"
