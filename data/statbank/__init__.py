"""Public figures of a municipality from Statistics Denmark's StatBank."""

from data.statbank.client import Statbank, StatbankFault
from data.statbank.fetch import Asked, fetch

__all__ = ["Asked", "Statbank", "StatbankFault", "fetch"]
