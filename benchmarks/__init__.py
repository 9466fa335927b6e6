"""How long the work takes, how good the result is, and how textbook models do on the same problem."""
