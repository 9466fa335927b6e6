"""Textbook models of the round's window, solved by others: what the engine is measured against."""
