"""Generalised assignment (OR-Library gap1-12, Chu and Beasley's types a-d): which agent does which job, at the least cost.

To the engine a job is a group that must choose, a plan is (job, agent), an agent is a limit of one step. All are minimised, as the best
known values of the set are.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.registry import Absent, shared_folder
from optimizer.engine.model import FREE, Aim, Model, RowBuilder

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Gap:
    """Costs and weights [agent, job], capacities [agent], and the best known cost (`best`)."""

    name: str
    cost: Ints
    weight: Ints
    capacity: Ints
    best: int

    @property
    def family(self) -> str:
        """gap1 ... gap12, a, b, c, d."""
        return self.name.partition("-")[0] if self.name.startswith("gap") else self.name[0]


def gap_folder() -> Path:
    """The folder of the set. Raises Absent where this machine has none."""
    folder = shared_folder() / "data" / "instances" / "gap"
    if not folder.is_dir():
        raise Absent("no published sets; REDEKASSE_SHARED names the folder of shared data")
    return folder


def read_gap(folder: Path, path: str, best: int) -> Gap:
    """One file: agents and jobs, costs, weights, capacities. Raises ValueError where the count of figures is another."""
    figures = np.array((folder / path).read_text(encoding="ascii").split(), dtype=np.int64)
    agents, jobs = int(figures[0]), int(figures[1])
    size = agents * jobs
    if len(figures) != 2 + 2 * size + agents:
        raise ValueError(f"{path}: {len(figures)} figures for {agents} agents and {jobs} jobs")
    cost, weight = (figures[2 + k * size : 2 + (k + 1) * size].reshape(agents, jobs) for k in (0, 1))
    return Gap(path.rpartition("/")[2], cost, weight, figures[2 + 2 * size :], best)


def read_all(families: tuple[str, ...] = ()) -> list[Gap]:
    """Every instance at hand, or those of some families, in the order of the list of best known values."""
    folder = gap_folder()
    with (folder / "best_known_checked.csv").open(encoding="utf-8") as lines:
        known = {row["path"]: int(row["reference_value"]) for row in csv.DictReader(lines)}
    found = [read_gap(folder, path, best) for path, best in known.items() if (folder / path).is_file()]
    return [gap for gap in found if not families or gap.family in families]


def to_model(gap: Gap) -> Model:
    """The engine's model: plans by job, then agent."""
    agents, jobs = gap.cost.shape
    plan = np.arange(agents * jobs)
    job, agent = plan // agents, plan % agents
    builder, ones = RowBuilder(), np.ones(jobs, dtype=np.int64)
    builder.add(job, plan, np.ones(len(plan), dtype=np.int64), ones, ones)
    builder.add(agent, plan, gap.weight.T.ravel(), np.full(agents, -FREE), gap.capacity)
    matrix, lower, upper = builder.matrix(len(plan))
    return Model(matrix, lower, upper, job, jobs, (Aim("cost", "units", gap.cost.T.ravel()),), np.ones(len(plan), dtype=bool))


def cost_of(gap: Gap, x: Ints) -> int | None:
    """The cost of a choice [plan] recomputed from the file's figures; None where it is no solution."""
    agents, jobs = gap.cost.shape
    chosen = x.reshape(jobs, agents) > 0
    if (chosen.sum(axis=1) != 1).any() or ((chosen.T * gap.weight).sum(axis=1) > gap.capacity).any():
        return None
    return int((chosen.T * gap.cost).sum())
