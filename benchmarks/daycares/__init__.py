"""Stable matching with siblings, as in Japanese daycare admission: families rank combinations, daycares rank children."""
