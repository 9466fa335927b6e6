"""Pages about one unit: how full it is, who comes and who goes."""
