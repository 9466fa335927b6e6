"""From tables back to files."""
