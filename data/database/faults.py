"""What can go wrong with a database that its user can mend."""

from __future__ import annotations

from data.faults import Phrase


class DatabaseFault(Exception):
    """The database cannot do what was asked; the message says what was found and what to do."""

    def __init__(self, da: str, en: str) -> None:
        """Raise with the message in Danish and English; `str()` gives the Danish one."""
        self.phrase = Phrase(da, en)
        super().__init__(str(self.phrase))

    def text(self, language: str = "da") -> str:
        """The message in `language`: "en" is English, anything else Danish."""
        return self.phrase.text(language)


class NotStored(DatabaseFault, LookupError):
    """What was asked for (data, a version of them, a round, an application of a round) is not in the database."""
