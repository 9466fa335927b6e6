"""A round in figures without children: order, proof, and who got what by group."""
