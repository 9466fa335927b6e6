"""What is to be decided: which facilities to open, and which customers each of them serves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: faults told at once; a table that is wrong throughout need not be told cell by cell
MOST_FAULTS = 20


class InvalidInstance(ValueError):
    """Figures that make no instance. `faults` has a sentence each: table, row, value, what was expected."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, eq=False)
class Siting:
    """Capacitated facility location, all costs in one unit (say kroner a year), all amounts in another (say children).

    `fixed` [facility] is what it costs to have a facility open, `capacity` [facility] what it can serve, `demand` [customer] what a
    customer (a district, a child) needs, `cost` [facility, customer] what it costs to serve the WHOLE demand of the customer from the
    facility. Demand may be split over facilities in any shares unless `single_source`: then one facility serves it all.

    Raises InvalidInstance with all faults found.
    """

    fixed: Floats
    capacity: Floats
    demand: Floats
    cost: Floats
    single_source: bool = False

    def __post_init__(self) -> None:
        for name in ("fixed", "capacity", "demand", "cost"):
            object.__setattr__(self, name, np.array(getattr(self, name), dtype=np.float64))
        if faults := self._shapes() or self._values() or self._room():
            raise InvalidInstance(faults)

    @property
    def shape(self) -> tuple[int, int]:
        """Facilities and customers."""
        return len(self.fixed), len(self.demand)

    def _shapes(self) -> list[str]:
        faults = [
            f"table {name}: {getattr(self, name).ndim} dimensions; expected 1 and at least one row"
            for name in ("fixed", "capacity", "demand")
            if getattr(self, name).ndim != 1 or not len(getattr(self, name))
        ]
        if faults:
            return faults
        if len(self.capacity) != len(self.fixed):
            faults.append(f"table capacity: {len(self.capacity)} rows; expected {len(self.fixed)}, as in table fixed")
        if self.cost.shape != self.shape:
            faults.append(f"table cost: shape {self.cost.shape}; expected {self.shape}, facilities by customers")
        return faults

    def _values(self) -> list[str]:
        faults = []
        for name, least in (("fixed", "of at least 0"), ("capacity", "above 0"), ("demand", "above 0"), ("cost", "of at least 0")):
            values = getattr(self, name)
            good = np.isfinite(values) & ((values > 0) if least == "above 0" else (values >= 0))
            for at in np.argwhere(~good)[:MOST_FAULTS]:
                column = f", column {at[1]}" if len(at) > 1 else ""
                faults.append(f"table {name}, row {at[0]}{column}: {values[tuple(at)]:g}; expected a number {least}")
        return faults[:MOST_FAULTS]

    def _room(self) -> list[str]:
        need, room = float(self.demand.sum()), float(self.capacity.sum())
        if need > room * (1 + 1e-12):
            return [f"table demand, all rows: {need:g} in sum; expected no more than the capacity of all facilities, {room:g}"]
        if not self.single_source:
            return []
        most = float(self.capacity.max())
        expected = f"no more than the greatest capacity, {most:g}, as one facility serves it all"
        large = np.flatnonzero(self.demand > most)[:MOST_FAULTS]
        return [f"table demand, row {row}: {self.demand[row]:g}; expected {expected}" for row in large]
