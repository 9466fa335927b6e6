"""Invented municipalities of any size, tuned to published Danish figures, for samples, tests and benchmarks."""

from data.synthetic.municipality import draw_municipality

__all__ = ["draw_municipality"]
