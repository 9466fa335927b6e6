"""The database: connection, tables, and the way between tables and data frames."""
