"""Decisions that go down lists, on the part of a round that the textbook's market of children and houses has words for."""
