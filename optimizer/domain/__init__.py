"""The nouns of Danish childcare: frozen, self-checking, standard library only."""
