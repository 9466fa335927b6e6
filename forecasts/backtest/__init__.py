"""What a forecast made in an earlier year would have said, beside what came and beside simpler ways."""
