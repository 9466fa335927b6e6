"""Why each application got what it got: a reason for the application and one for each of its wishes, in Danish and English."""

from optimizer.rounds.explain.rows import explain_round

__all__ = ["explain_round"]
