"""From a municipality's files to a validated package."""

from data.importers.reader import read_package
from data.importers.round_check import round_faults

__all__ = ["read_package", "round_faults"]
