"""The independent check of a round: its own reading of the specification (`docs/handbook/round.md`), in plain Python.

Nothing here is shared with the solver. What the solver claims is recomputed from the snapshot, the policy and the allocation
rows alone; where the two disagree, one of them has misread the specification.
"""
