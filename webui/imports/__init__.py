"""Data brought in by the browser: checked, shown beside the last import, and only then made the current data."""
