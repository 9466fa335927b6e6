"""The one solver that every problem shares: choose one plan per subject, under resources over time, aim by aim."""
