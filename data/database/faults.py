"""What can go wrong with a database that its user can mend."""

from __future__ import annotations

from data.faults import Mendable


class DatabaseFault(Mendable):
    """The database cannot do what was asked; the message says what was found and what to do."""


class NotStored(DatabaseFault, LookupError):
    """What was asked for (data, a version of them, a round, an application of a round, a forecast) is not in the database."""


class ChangedMeanwhile(DatabaseFault):
    """Somebody else has changed what the user is changing; the message says what to do."""


class NotPossible(DatabaseFault):
    """What was asked for is against the order of the work (undoing where nothing is done, closing before approving)."""
