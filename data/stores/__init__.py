"""The stores: what goes into the database and what comes out, each change in one transaction with its audit entry."""
