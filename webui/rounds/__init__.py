"""Pages about rounds: the list of rounds, one round's summary, its list of applications."""
