"""Published instance sets, read from the shared samples, and one setting for all of them."""
