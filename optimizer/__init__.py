"""The core of Redekasse: the nouns of the trade, one engine, and the problems it solves."""
