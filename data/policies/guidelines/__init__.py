"""Each setting as a sentence of published guidelines, in Danish and English: what is printed is what is solved.

A sentence says what the value means for a family or for the office, also where the setting is idle beside the others. Lists (the steps
of the order, the aims) are given line by line. A new setting gets its sentence in the module of its subject.
"""

from data.policies.guidelines import aims, areas, distance, guarantee, order, outsiders, refused, rounds
from data.policies.guidelines.grammar import GUIDELINES, Guideline
from data.policies.guidelines.order import TIER_WORDS

__all__ = ["GUIDELINES", "TIER_WORDS", "Guideline", "aims", "areas", "distance", "guarantee", "order", "outsiders", "refused", "rounds"]
