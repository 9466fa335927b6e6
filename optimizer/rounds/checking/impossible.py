"""Guarantees stated as impossible, counted again from the data: more children must stand in some units on a day than have room there.

A child must stand there where each of its lawful starts that loses no month either puts it into one of the named units on that day, or
cannot fit even when everybody who could leave has left and nobody else comes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from optimizer.rounds.checking.case import Case, Plan
from optimizer.rounds.checking.intake import Account, Share
from optimizer.rounds.checking.resources import Limit, Load
from optimizer.rounds.checking.stays import Stay
from optimizer.rounds.checking.subjects import Subject
from optimizer.rounds.objectives.breaches import months


class Shortages:
    """Counts the groups that a record states; `case` gives the displaced children's plans, all other plans are left out."""

    def __init__(self, case: Case) -> None:
        self.case, self.basis = case, case.basis

    def faults(self, group: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with one stated group, in Danish."""
        day = date.fromisoformat(str(group["date"]))
        step = self.basis.step_of(day)
        if step is None or step >= self.basis.grid.window:
            yield f"{day} er ingen af rundens startdatoer"
            return
        named = [str(a) for a in group["applications"]]
        keys = {self.basis.subject_of[a] for a in named if a in self.basis.subject_of}
        subjects = [self.basis.subjects[key] for key in sorted(keys)]
        if sorted(named) != sorted(m.application_id for s in subjects for m in s.members):
            yield "gruppens ansøgninger er ikke hele familier af runden, hver nævnt én gang"
        units = {str(u) for u in group["units"]}
        for subject in subjects:
            yield from self.elsewhere(subject, step, units)
        children, places = sum(len(s.members) for s in subjects), sum(self.room(unit, step) for unit in sorted(units))
        for what, stated, counted in (
            ("børn", group["children"], children),
            ("pladser", group["places"], places),
            ("mangler", group["missing"], children - places),
        ):
            if stated != counted:
                yield f"{what}: resultatet siger {stated}, men beregnet er {counted}"
        if children <= places:
            yield "der er plads til alle"

    def elsewhere(self, subject: Subject, step: int, units: set[str]) -> Iterator[str]:
        """Why a child need not stand in the units on the day."""
        last = self.basis.grid.window_dates[-1]
        if subject.kind == "displaced" or not months(self.case, subject, None, last):
            yield f"{subject.key} har ingen garanti at tabe i runden"
        for unit_id, steps in self.case.options.unit_steps(subject).items():
            for start in steps:
                plan = Plan(unit_id, start, self.basis.grid.dates[start])
                if start >= self.basis.grid.window or months(self.case, subject, plan, last):
                    continue
                stays = self.basis.given_stays(subject, unit_id, plan.start)
                there = unit_id in units and start <= step and all(s.end > self.basis.grid.dates[step] for s in stays)
                if not there and not self.case.clashes(subject, plan, {}) and self.fits(stays) and self.may_come(subject, plan):
                    yield f"{subject.key} kunne i tide begynde {plan.start} i {unit_id}"
                    return

    def fits(self, stays: list[Stay]) -> bool:
        """Whether the stays would fit if nobody else came and all left who could."""
        taken: Counter[tuple[Limit, int]] = Counter()
        for stay in stays:
            for limit, step, amount in self.basis.resources.loads(stay):
                taken[limit, step] += amount
        caps = self.basis.resources.caps
        return all(self.least.total[limit][step] + amount <= caps[limit][step] for (limit, step), amount in taken.items())

    def may_come(self, subject: Subject, plan: Plan) -> bool:
        """Whether the year's intake could have the subject, if all others who bring the share of listed children down came too."""
        intake = self.basis.intake
        for account, share in intake.of_start(subject, plan.unit_id, plan.start).items():
            beside = sum(number for key, number in self.unlisted.get(account, {}).items() if key != subject.key)
            if share.listed and not intake.kept(intake.before[account] + share + Share(beside, 0)):
                return False
        return True

    @cached_property
    def unlisted(self) -> dict[Account, dict[str, int]]:
        """By account, the subjects that could come without counting as listed, and how many children each is."""
        found: dict[Account, dict[str, int]] = defaultdict(dict)
        for key, subject in self.basis.subjects.items():
            for unit_id, steps in self.case.options.unit_steps(subject).items():
                for step in steps:
                    plan = Plan(unit_id, step, self.basis.grid.dates[step])
                    # a later start is no intake yet, and the displaced have their plans
                    if self.case.plans.get(key) != plan if subject.kind == "displaced" else step >= self.basis.grid.window:
                        continue
                    for account, share in self.basis.intake.of_start(subject, unit_id, self.basis.grid.dates[step]).items():
                        if not share.listed:
                            found[account][key] = max(share.admitted, found[account].get(key, 0))
        return found

    def room(self, unit_id: str, step: int) -> int:
        """Places of a unit on the day that nobody who must stay takes."""
        limit: Limit = ("places", unit_id)
        return max(0, self.basis.resources.caps[limit][step] - self.least.total[limit][step])

    @cached_property
    def least(self) -> Load:
        """What is taken at the least: by who is there, without those who could have left, with the displaced where they were moved."""
        load = Load(self.basis.resources, self.basis.enrolled_load.total)
        leaving: dict[Stay, date] = {}
        for subject in self.basis.subjects.values():
            if subject.kind == "displaced":
                if subject.key in self.case.plans:
                    self.case.put(load, subject, self.case.plans[subject.key])
                continue
            present = [m.present for m in subject.members if m.present is not None]
            starts = [k for steps in self.case.options.unit_steps(subject).values() for k in steps if k < self.basis.grid.window]
            for stay in present if starts else []:
                leaving[stay] = min(self.basis.grid.dates[min(starts)], leaving.get(stay, date.max))
        for stay, day in leaving.items():
            if day < stay.end:
                load.add(replace(stay, start=max(day, stay.start)), -1)
        return load
