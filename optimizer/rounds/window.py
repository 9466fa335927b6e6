"""The window's model: who starts where on the dates that this round decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.engine.clauses import Logic
from optimizer.engine.model import FREE, Aim, Model, NamedRow, RowBuilder
from optimizer.rounds.envy import Preference, make_preference, profile_classes, satisfying_groups
from optimizer.rounds.instance import Instance
from optimizer.rounds.resources import Resources, add_resource_rows, loads_at, make_resources

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NEAREST = 12
PRICED_FROM = 150_000
EPSILON = 1e-5


@dataclass(frozen=True)
class Window:
    """A model with the meaning of its columns: plans are `options[plan]`, then one sum per preference group, then switches."""

    instance: Instance
    resources: Resources
    model: Model
    options: Ints
    """[plan] option row"""
    preference: Preference
    classes: Ints
    keys: Ints
    """[option] order key"""
    row_of: Ints
    """[limit * steps + step] row of the model; -1 = none"""

    @property
    def group_column(self) -> int:
        """Column of preference group 0."""
        return len(self.options)


def alive(instance: Instance, resources: Resources, wanted: Bools) -> Bools:
    """Options that could fit at all: alone, and with every mover gone that can go."""
    limits, steps = resources.kept.shape
    option, at, load = loads_at(instance.arrivals, len(instance.options), limits, steps, resources.kept)
    gone_option, gone_at, gone_load = loads_at(instance.departures, len(instance.options), limits, steps, resources.kept)
    best = np.zeros((limits * steps, 1), dtype=np.int64)
    usable = wanted[gone_option]
    key = instance.options.subject[gone_option[usable]] * np.int64(limits * steps) + gone_at[usable]
    pairs, inverse = np.unique(key, return_inverse=True)
    most = np.zeros(len(pairs), dtype=np.int64)
    np.maximum.at(most, inverse, -gone_load[usable])
    np.add.at(best[:, 0], pairs % (limits * steps), most)
    room = resources.room.ravel()
    out = wanted.copy()
    out[option[load > room[at] + best[at, 0]]] = False
    return out


def make_aims(instance: Instance, options: Ints, extra: int, names: tuple[str, ...], decided: Bools) -> tuple[Aim, ...]:
    """The policy's levels over the plans, waiting as the base. `decided` [subject] are the subjects of this model."""
    table, facts = instance.options, instance.facts
    subject = table.subject[options]
    members = facts.members[subject]
    counted = facts.in_window & decided
    # wishes and distance look at starts in the window alone; a displaced child may have to start later
    now = (table.start[options] < instance.grid.window) & counted[subject]
    none = np.zeros(extra, dtype=np.int64)
    won = table.points[options] * (facts.wait_points[subject] > 0)
    nearer = facts.farthest[subject] - table.excess[options]
    costs = {
        "breaches": (table.breach[options] - facts.wait_breach[subject], facts.wait_breach[decided].sum()),
        "wishes": (-won * members * now, (facts.wait_points * facts.members)[counted].sum()),
        "distance": (-nearer * members * now, (facts.farthest * facts.members)[counted].sum()),
    }
    units = {"breaches": "child-months", "wishes": "points", "distance": "metres"}
    return tuple(Aim(n, units[n], np.concatenate([costs[n][0], none]), int(costs[n][1])) for n in names)


def make_window(instance: Instance, base: Ints, keys: Ints, decided: Bools, names: tuple[str, ...]) -> Window:
    """Builds the model of the subjects `decided`, everybody else being in `base`."""
    resources = make_resources(instance, base)
    table = instance.options
    wanted = decided[table.subject]
    options = np.flatnonzero(alive(instance, resources, wanted))
    preference = make_preference(instance)
    groups = len(preference.rank)
    plan_of = np.full(len(table), -1, dtype=np.int64)
    plan_of[options] = np.arange(len(options))
    builder = RowBuilder()
    subjects = len(instance.subjects)
    plans = len(options)
    one = np.ones(plans, dtype=np.int64)
    builder.add(table.subject[options], np.arange(plans), one, np.full(subjects, -FREE), np.ones(subjects, dtype=np.int64))
    nothing = np.zeros(groups, dtype=np.int64)
    builder.add(
        np.concatenate([preference.group[options], np.arange(groups)]),
        np.concatenate([np.arange(plans), plans + np.arange(groups)]),
        np.concatenate([one, np.full(groups, -1)]),
        nothing,
        nothing,
    )
    row_of, switches = add_resource_rows(builder, instance, resources, plan_of, plans + groups)
    matrix, lower, upper = builder.matrix(plans + groups + switches)
    start = np.ones(plans, dtype=bool)
    if plans > PRICED_FROM:
        start = nearest_first(instance, options)
    model = Model(
        matrix=matrix,
        lower=lower,
        upper=upper,
        group=table.subject[options],
        groups=subjects,
        aims=make_aims(instance, options, groups + switches, names, decided),
        start=start,
        core=np.ones(plans, dtype=bool) if instance.policy.mode == "points" else table.rank[options] > 0,
    )
    return Window(instance, resources, model, options, preference, profile_classes(instance, resources), keys, row_of)


def nearest_first(instance: Instance, options: Ints) -> Bools:
    """Wished plans and the nearest guarantee plans of each subject, to begin with."""
    table = instance.options
    start = table.rank[options] > 0
    rest = np.flatnonzero(~start)
    order = rest[np.lexsort((table.start[options[rest]], table.excess[options[rest]], table.subject[options[rest]]))]
    subject = table.subject[options[order]]
    begins = np.r_[True, subject[1:] != subject[:-1]]
    place = np.arange(len(order)) - np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    start[order[place < NEAREST]] = True
    return start


class EnvySeparator:
    """Finds violated order rows: x_j <= "i is satisfied", for i before j at the same unit and start, who would fit in j's place."""

    def __init__(self, window: Window, pardoned: frozenset[tuple[int, int]] = frozenset()) -> None:
        """Claims of `pardoned` (subject, unit) are left out: there somebody may be passed over."""
        self.window = window
        instance, table = window.instance, window.instance.options
        self.place = table.unit * instance.steps + table.start
        plans = window.options[table.start[window.options] < instance.grid.window]
        claims = plans[table.rank[plans] > 0]
        if pardoned:
            pairs = zip(table.subject[claims].tolist(), table.unit[claims].tolist(), strict=True)
            claims = claims[[pair not in pardoned for pair in pairs]]
        order = np.lexsort((window.keys[claims], self.place[claims]))
        claims = claims[order]
        places = self.place[claims]
        begins = np.flatnonzero(np.diff(places, prepend=-1))
        self.claims = {int(places[a]): claims[a:b] for a, b in zip(begins, [*begins[1:], len(claims)], strict=False)}
        wait = instance.policy.wait_for_wish
        self.satisfying = {
            c: satisfying_groups(window.preference, int(table.subject[c]), int(table.rank[c]), int(table.start[c]), wait)
            for c in claims.tolist()
        }
        self.index = {c: k for k, c in enumerate(self.satisfying)}
        counts = [len(g) for g in self.satisfying.values()]
        self.begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.groups = np.concatenate([np.zeros(0, dtype=np.int64), *self.satisfying.values()]).astype(np.int64)
        self.rank_of = np.full(len(table), -1, dtype=np.int64)
        self.rank_of[list(self.index)] = list(self.index.values())

    def satisfied(self, x: Floats) -> Floats:
        """[claim] how much of "satisfied" each claim has at x."""
        sums = np.concatenate([[0.0], np.cumsum(x[self.window.group_column + self.groups])])
        return np.asarray(sums[self.begins[1:]] - sums[self.begins[:-1]], dtype=np.float64)

    def __call__(self, x: Floats) -> list[NamedRow]:
        """The worst violated row of every plan in use."""
        window, keys, classes = self.window, self.window.keys, self.window.classes
        satisfied = self.satisfied(x)
        rows = []
        for plan in np.flatnonzero(x[: len(window.options)] > EPSILON).tolist():
            option = int(window.options[plan])
            claims = self.claims.get(int(self.place[option]))
            if claims is None:
                continue
            before = claims[: int(np.searchsorted(keys[claims], keys[option]))]
            fits = (classes[before] <= classes[option]).all(axis=1) & (classes[before, 0] >= 0)
            before = before[fits]
            if not len(before):
                continue
            have = satisfied[self.rank_of[before]]
            worst = int(np.argmin(have))
            if x[plan] > have[worst] + EPSILON:
                rows.append(self.row(plan, option, int(before[worst])))
        return rows

    def logic(self) -> Logic:
        """The order as chains of switches, and the claims that only a full place may leave unmet.

        At each unit and start stand, in order, the plans there and all claims on the unit from that start or an earlier one. For each
        load profile of the plans a chain runs through the claims: a claim is met when the child is satisfied, or where it would not fit in
        the place of such a plan (section 7). A plan needs all claims before it to be met.
        """
        chains = _Chains(self)
        table = self.window.instance.options
        inside = self.window.options[table.start[self.window.options] < self.window.instance.grid.window]
        claims = np.array(list(self.index), dtype=np.int64)
        by_unit = dict(grouped(table.unit, claims))
        for unit, plans in grouped(table.unit, inside):
            here = by_unit.get(unit, claims[:0])
            for step in np.unique(table.start[plans]).tolist():
                chains.add_place(plans[table.start[plans] == step], here[table.start[here] <= step])
        return chains.logic()

    def row(self, plan: int, option: int, claim: int) -> NamedRow:
        """x_option <= sum of the groups that satisfy `claim`."""
        groups = (self.window.group_column + self.satisfying[claim]).tolist()
        return NamedRow(("envy", claim, option), (plan, *groups), (1, *([-1] * len(groups))), -FREE, 0)


def grouped(values: Ints, rows: Ints) -> list[tuple[int, Ints]]:
    """(value, its rows) of the rows, by value."""
    rows = rows[np.argsort(values[rows], kind="stable")]
    begins = np.flatnonzero(np.diff(values[rows], prepend=-1))
    return [(int(values[part[0]]), part) for part in np.split(rows, begins[1:]) if len(part)]


#: what a plan takes at each kept (limit * steps + step)
Loads = tuple[tuple[int, int], ...]


class _Chains:
    """Collects switches and marks place by place."""

    def __init__(self, separator: EnvySeparator) -> None:
        self.separator = separator
        window, instance = separator.window, separator.window.instance
        self.window = window
        limits, steps = window.resources.kept.shape
        option, at, load = loads_at(instance.arrivals, len(instance.options), limits, steps, window.resources.kept)
        self.room = window.resources.room.ravel()
        takes: dict[int, list[tuple[int, int]]] = {}
        for o, pair, amount in zip(option.tolist(), at.tolist(), load.tolist(), strict=True):
            if amount > 0:
                takes.setdefault(o, []).append((pair, amount))
        self.takes: dict[int, Loads] = {o: tuple(found) for o, found in takes.items()}
        self.plan_of = {int(o): k for k, o in enumerate(window.options.tolist())}
        self.marks: dict[tuple[int, int], int] = {}
        self.before: list[int] = []
        self.columns: list[Ints] = []
        self.switch_marks: list[list[int]] = []
        self.links: list[tuple[int, int]] = []

    def in_the_way(self, claim: int, gone: Loads) -> list[int]:
        """Marks of the limits and steps at which the claimant might not fit even with a plan of loads `gone` taken away."""
        freed = dict(gone)
        found = []
        for pair, amount in self.takes.get(claim, ()):
            less = freed.get(pair, 0)
            if amount > less:
                need = int(self.room[pair]) - amount + less + 1
                found.append(self.marks.setdefault((int(self.window.row_of[pair]), need), len(self.marks)))
        return found

    def add_place(self, plans: Ints, claims: Ints) -> None:
        """The chains of one unit and start, one for each load profile of its plans."""
        keys = self.window.keys
        # a claim stands before a plan of the same key: that is the child's own
        wanted = sorted((int(keys[c]), 0, c) for c in claims.tolist())
        profiles: dict[Loads, list[tuple[int, int, int]]] = {}
        for plan in plans.tolist():
            profiles.setdefault(self.takes.get(plan, ()), []).append((int(keys[plan]), 1, plan))
        for loads, those in profiles.items():
            last = -1
            for _, is_plan, option in sorted([*wanted, *those]) if wanted else ():
                if not is_plan:
                    last = self.switch(option, loads, last)
                elif last >= 0:
                    self.links.append((self.plan_of[option], last))

    def switch(self, claim: int, loads: Loads, before: int) -> int:
        """A switch for a claim against plans of the given loads."""
        self.before.append(before)
        self.columns.append(self.window.group_column + self.separator.satisfying[claim])
        self.switch_marks.append(self.in_the_way(claim, loads))
        return len(self.before) - 1

    def logic(self) -> Logic:
        """All that was collected, and each claim's own marks: unmet and nowhere without room, it would name an idle wished place."""

        def ends(lists: list[Ints] | list[list[int]]) -> Ints:
            return np.concatenate([[0], np.cumsum([len(x) for x in lists])]).astype(np.int64)

        separator = self.separator
        idle = [self.in_the_way(claim, ()) for claim in separator.index]
        return Logic(
            before=np.array(self.before, dtype=np.int64),
            begins=ends(self.columns),
            columns=np.concatenate([np.zeros(0, dtype=np.int64), *self.columns]).astype(np.int64),
            switch_mark_begins=ends(self.switch_marks),
            switch_marks=np.array([m for found in self.switch_marks for m in found], dtype=np.int64),
            plan=np.array([p for p, _ in self.links], dtype=np.int64),
            switch=np.array([k for _, k in self.links], dtype=np.int64),
            full_row=np.array([r for r, _ in self.marks], dtype=np.int64),
            full_need=np.array([n for _, n in self.marks], dtype=np.int64),
            claim_begins=separator.begins,
            claim_columns=separator.window.group_column + separator.groups,
            mark_begins=ends(idle),
            marks=np.array([m for found in idle for m in found], dtype=np.int64),
        )
