"""The nearest decision, looked for in a neighbourhood that grows: everybody outside keeps what the round gave (specification, section 10).

The neighbourhood are the houses that the change touches. First only those who have a place there are free, then everybody with a wish for
a place there; where a child is moved into a house outside, that house is touched too, and the search goes on. What is proven is proven for
all decisions: by `least_change`, in which everybody at the houses touched may go anywhere, as if there were room.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.engine.clauses import Clause, Logic
from optimizer.engine.cpsat import CpSat
from optimizer.engine.local import PartSearch, Reached, refusal, solve_part
from optimizer.engine.problem import Problem
from optimizer.engine.witness import Refusal, confirm
from optimizer.rounds.chains import Chains
from optimizer.rounds.checking.fairness import find_cases
from optimizer.rounds.claims import make_claims
from optimizer.rounds.demand import Demand
from optimizer.rounds.excuses import Excusing, pairs_of, passed_over, with_excuses
from optimizer.rounds.order_rows import OrderRows
from optimizer.rounds.solve import Case as Found
from optimizer.rounds.solve import forbid, plan_columns
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.window import Window

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: deterministic seconds (about) of search: of the cases, of months paid and of children moved; then of each further aim
EFFORTS = (1.5, 1.0, 1.0, 0.15)
#: how often the neighbourhood grows, and how often a case that the logic does not know is forbidden
GROWS, AGAIN = 4, 3


@dataclass(frozen=True)
class Near:
    """A decision that holds the demand; `worth` are its cases, then the aims' values, constants included."""

    choice: Ints
    cases: list[Found]
    values: tuple[int, ...]

    @property
    def worth(self) -> tuple[int, ...]:
        """What is compared; less is better."""
        return len(self.cases), *self.values


class Impossible(Exception):
    """No decision holds the demand."""


class Nearby:
    """One search. `window` is the demand's (see `demanding`)."""

    def __init__(self, round_: TakenUp, demand: Demand, window: Window, cpsat: CpSat) -> None:
        self.round, self.demand, self.window, self.cpsat = round_, demand, window, cpsat
        instance, table = round_.instance, round_.instance.options
        self.legal = instance.policy.mode == "legal"
        self.subject = window.model.group
        #: [plan] its house
        self.house = instance.places.facility[table.unit[window.options]]
        self.now = plan_columns(window, round_.window_choice)
        self.known = self.cases(round_.choice)
        self.asking = demand.subjects(round_)
        asked = [instance.places.facility[table.unit[rows]] for rows in demand.unmet(round_)]
        self.touched: Ints = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *asked, *map(self.houses, self.asking.tolist())]))

    def houses(self, subject: int, option: int | None = None) -> Ints:
        """The houses where the subject is now, by the round or at present, and that of an option."""
        instance = self.round.instance
        options = [k for k in (int(self.round.choice[subject]), -1 if option is None else option) if k >= 0]
        present = [instance.places.index[p.unit_id] for p in instance.subjects[subject].present]
        return np.asarray(instance.places.facility[[*instance.options.unit[options].tolist(), *present]], dtype=np.int64)

    def around(self, wide: bool) -> Bools:
        """[plan] free in the neighbourhood: all of those who have a place in a house touched.

        `wide`: also those of others who wish for a place there, that place or what they have.
        """
        instance, choice = self.round.instance, self.round.window_choice
        now, there = self.window.options == choice[self.subject], np.isin(self.house, self.touched)
        among = np.zeros(len(choice), dtype=bool)
        among[self.subject[there & now]] = True
        among[self.asking] = True
        movers = [i for i, s in enumerate(instance.subjects) if s.present and np.isin(self.houses(i), self.touched).any()]
        among[movers] = True
        free = among[self.subject]
        if wide:
            come = there & (instance.options.rank[self.window.options] > 0)
            among[self.subject[come]] = True
            free |= come | (now & among[self.subject])
        return np.asarray(free)

    def everybody(self) -> Bools:
        """[plan] of those who have a place or an option in a house touched."""
        there = self.around(False) | np.isin(self.house, self.touched)
        return np.asarray(np.isin(self.subject, self.subject[there]))

    def cases(self, choice: Ints) -> list[Found]:
        """The cases that the checker finds; none are looked for where the order is not the law's."""
        return self.round.referee.found(find_cases(self.round.with_choice(choice))) if self.legal else []

    # --- what every decision pays ---------------------------------------------------------------------------------------------

    def least_change(self) -> tuple[int, int]:
        """Bounds of months paid and of children moved, given these months. Raises Impossible where no decision holds the demand.

        Only the rows that nobody outside stands in are kept: whoever must leave a house touched finds room wherever the options lead.
        """
        model, free = self.window.model, self.everybody()
        kept = np.concatenate([free, np.zeros(model.columns - model.plans, dtype=bool)])
        switches = slice(model.plans + len(self.window.pooled), model.columns - self.window.levels.amounts.columns)
        kept[switches] = True
        matrix = sparse.csr_array(model.matrix)
        outside = sparse.csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape) @ (~kept).astype(np.float64)
        rows = np.flatnonzero((outside == 0) & (np.diff(matrix.indptr) > 0))
        columns = np.flatnonzero(kept)
        there = sparse.csc_array(matrix[rows][:, columns])
        costs = [aim.cost[columns] for aim in model.aims[:2]]
        alike = same_columns(there, [np.r_[self.subject[free], np.arange(len(columns) - free.sum()) + model.groups], *costs])
        part, costs = sparse.csr_array(there[:, alike]), [cost[alike] for cost in costs]
        plans = int((columns[alike] < model.plans).sum())
        nobody = Problem(part, model.lower[rows], model.upper[rows], plans, Logic(), (), costs[0], ())
        search = PartSearch(nobody, None, 1, self.cpsat)
        bounds: list[int] = []
        for cost, aim in zip(costs, model.aims, strict=False):
            bound = search.solve(cost, EFFORTS[-1])
            if search.x is None:
                if search.refusal is None:
                    return 0, 0
                self.give_up(search.refusal)
            # those outside change nothing
            stays = aim.cost.copy()
            stays[columns] = 0
            rest = 0 if self.now is None else int(stays @ self.now)
            bounds.append(max(0, bound + rest + aim.constant))
            search.freeze(cost, int(cost @ search.x))
        return bounds[0], bounds[1]

    def give_up(self, none: Refusal) -> NoReturn:
        """Raises Impossible, where a user is told so after the other solver has confirmed it (else Undecided or Defect)."""
        if not self.demand.gentle:
            confirm(none, self.cpsat, 1)
        raise Impossible

    # --- the search --------------------------------------------------------------------------------------------------------------

    def run(self, paid: int, moved: int) -> Near | None:
        """The nearest decision found, or None. `paid`, `moved`: bounds below which nothing can be.

        Raises Impossible when no decision holds the demand.
        """
        if self.now is None:
            return None
        plain = replace(self.window.model, aims=self.window.model.aims[:1])
        if solve_part(plain, self.around(False), self.now, False, EFFORTS, 1, self.cpsat) is None and (none := refusal(plain)) is not None:
            self.give_up(none)
        best = self.grow(False, None)
        if best is None or len(best.cases) > len(self.known) or best.values[0] > paid or best.values[1] > moved:
            wider = self.grow(True, best)
            best = min((found for found in (best, wider) if found is not None), key=lambda found: found.worth, default=None)
        return best

    def grow(self, wide: bool, best: Near | None) -> Near | None:
        """Searches, and again with the houses that the decision found touches, until it touches no more."""
        for _ in range(1 if wide and self.legal else GROWS):
            found = self.search(wide, best)
            if found is None:
                return best
            best = found if best is None else min(best, found, key=lambda one: one.worth)
            changed = np.flatnonzero((best.choice != self.round.choice) & self.round.decided).tolist()
            touched = np.unique(np.concatenate([self.touched, *(self.houses(i, int(best.choice[i])) for i in changed)]))
            if len(touched) == len(self.touched):
                break
            self.touched = touched
        return best

    def search(self, wide: bool, begin: Near | None) -> Near | None:
        """The best decision with everybody outside the neighbourhood as now; cases that the logic does not know are forbidden."""
        free = self.around(wide)
        excusing, x = self.with_order(free, begin)
        if excusing is None:
            return None
        clauses: tuple[Clause, ...] = ()
        best: Near | None = None
        for _ in range(AGAIN):
            efforts = EFFORTS if self.legal and not self.demand.gentle else EFFORTS[1:]
            known = begin is not None and not clauses
            reached = solve_part(excusing.model, free, x, known, efforts, 1, self.cpsat, clauses, len(efforts) - 1 if wide else 0)
            if reached is None:
                return best
            found = self.near(reached, excusing)
            best = found if best is None else min(best, found, key=lambda one: one.worth)
            allowed = excusing.used(reached.x) | {case[:2] for case in self.known}
            wrong = [case for case in found.cases if case[:2] not in allowed]
            if not wrong:
                break
            clauses += tuple(forbid(self.window, found.choice, case) for case in wrong)
        if best is not None and self.demand.gentle and len(best.cases) > len(self.known):
            return None
        return best

    def with_order(self, free: Bools, begin: Near | None) -> tuple[Excusing | None, Ints]:
        """The model with the order at the units of the free plans, and the solution to begin with: nothing may be excused gently."""
        window, model = self.window, self.window.model
        x = self.now if begin is None else plan_columns(window, np.where(self.round.decided, begin.choice, -1))
        if x is None:
            return None, np.zeros(0, dtype=np.int64)
        if not self.legal:
            return Excusing(model, []), x
        units = np.flatnonzero(np.isin(self.round.instance.places.facility, np.unique(self.house[free])))
        pardoned = frozenset(case[:2] for case in self.known) if self.demand.gentle else frozenset()
        order = OrderRows(make_claims(window, pardoned, units))
        chains = Chains(order)
        logic = chains.logic()
        if self.demand.gentle:
            return Excusing(replace(model, logic=logic), []), x
        excusing = with_excuses(model, chains, logic, pairs_of(order.claims, np.arange(len(order.claims))))
        over = set(pairs_of(order.claims, passed_over(model, logic, chains.claims_met(), x)))
        return excusing, np.concatenate([x, np.array([pair in over for pair in excusing.pairs], dtype=np.int64)])

    def near(self, reached: Reached, excusing: Excusing) -> Near:
        """What was reached as a decision."""
        options, counted = self.window.options, excusing.model.aims[len(excusing.model.aims) - len(self.window.model.aims) :]
        choice = np.where(self.round.decided, -1, self.round.choice)
        chosen = options[np.flatnonzero(reached.x[: len(options)])]
        choice[self.round.instance.options.subject[chosen]] = chosen
        values = tuple(int(aim.cost @ reached.x) + aim.constant for aim in counted)
        return Near(choice, self.cases(choice), values)


def same_columns(matrix: sparse.csc_array, marks: list[Ints]) -> Ints:
    """One of each set of columns that are alike in the matrix and in all marks ([column] each)."""
    weights = np.random.default_rng(1).integers(1, 2**40, (matrix.shape[0], 2))
    _, first = np.unique(np.column_stack([*marks, matrix.T @ weights]), axis=0, return_index=True)
    return np.sort(first)
