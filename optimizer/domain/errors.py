"""The three kinds of trouble: a fault the user can mend (raised at the edge, in `data`), a contradiction, a defect of ours."""

from __future__ import annotations


class Contradiction(Exception):
    """The rules contradict each other: no decision satisfies them all. `witness` names the rules and facts that clash."""

    def __init__(self, message: str, witness: list[str]) -> None:
        super().__init__(message)
        self.witness = witness


class Defect(Exception):
    """Our own fault: an internal check failed. Nothing of the result may be used."""


class Undecided(Defect):
    """Within their limits our solvers found no decision, and did not prove that there is none."""
