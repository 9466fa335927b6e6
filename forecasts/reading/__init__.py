"""From the tables of the data package to what a forecast is made from: every fault is told, every remedy recorded."""

from forecasts.reading.inputs import read_inputs

__all__ = ["read_inputs"]
