"""Which houses to open: capacitated facility location with a bound that anybody can check (docs/planning.md)."""
