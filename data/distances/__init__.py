"""Ways from homes to facilities, measured before a round: from a file, by a routing service, or on a road map.

Each method is one file with a class that answers `Measurer`; `measure` makes of its answer the ways that a round reads.
"""
