"""The municipalities that are measured, as data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.exporters.package import write_package
from data.package import make_package
from data.policies import load_policy, with_changes
from data.synthetic import draw_municipality
from optimizer.domain.policy import Policy

ROUND_DATE = date(2027, 1, 15)
PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Instance:
    """A municipality: drawn from `births` and `seed`, or a folder of shared samples."""

    name: str
    births: int
    #: greatest relative gap that may be left on any level in mode points, and in mode legal: there what is reached today, no worse
    gap: float
    legal_gap: float
    seed: int = 1
    #: folder below the shared samples; empty = drawn
    sample: str = ""

    def greatest_gap(self, mode: str) -> float:
        """The gap that a mode may leave."""
        return self.gap if mode == "points" else self.legal_gap


INSTANCES = {
    instance.name: instance
    for instance in (
        Instance("village", 50, 0.001, 0.001),
        Instance("municipality", 700, 0.005, 0.45),
        Instance("city", 4_000, 0.01, 0.6),
        Instance("capital", 10_000, 0.01, 0.6),
        Instance("lilleby", 50, 0.001, 0.001, sample="lilleby-50-mixed"),
        Instance("fjordby", 700, 0.001, 0.06, sample="fjordby-700-dk"),
        Instance("storby", 4_000, 0.005, 0.07, sample="storby-4000-iso"),
    )
}


class Absent(Exception):
    """A sample that this machine does not have."""


def shared_folder() -> Path:
    """The folder of shared data; it need not exist."""
    return Path(os.environ.get("REDEKASSE_SHARED") or PROJECT.parent / "shared")


def sample_folder(instance: Instance) -> Path:
    """The folder of a sample. Raises Absent, with a sentence that says what to do, where there is none."""
    folder = shared_folder() / "data" / "samples" / instance.sample
    if not folder.is_dir():
        raise Absent(f"{instance.name}: no sample {instance.sample}; REDEKASSE_SHARED names the folder of shared data")
    return folder


def files_of(instance: Instance, folder: Path) -> Path:
    """The folder of the municipality's files: the sample's, or `folder`, into which the drawn municipality is written."""
    if instance.sample:
        return sample_folder(instance)
    write_package(make_package(draw_municipality(instance.births, instance.seed, ROUND_DATE)).tables, folder)
    return folder


def policy(mode: str = "legal") -> Policy:
    """The policy that is measured: the standard rules, in mode `legal` or `points`."""
    return with_changes(load_policy("standard"), mode=mode)
