"""Demand for childcare places: children by cohort, the share that takes a place, and the kind of place, as draws."""
