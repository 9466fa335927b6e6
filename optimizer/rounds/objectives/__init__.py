"""The aims, one a file. Each has NAME, UNIT and `value(case)`, an integer of which less is better."""
