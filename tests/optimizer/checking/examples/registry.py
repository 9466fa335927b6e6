"""Examples of the hard rules, by rule."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.rounds.checking.case import Case

Example = Callable[[], tuple[Case, Case]]


class Examples(dict[str, list[Example]]):
    """The examples of some rules, by name of the rule."""

    def __call__(self, rule: str) -> Callable[[Example], Example]:
        """Register a pair of cases: the first breaks the rule, and only that, the second breaks none."""

        def register(make: Example) -> Example:
            self.setdefault(rule, []).append(make)
            return make

        return register
