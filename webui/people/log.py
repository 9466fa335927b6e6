"""What a page shows of children is entered in the access log before it is shown; what cannot be entered is not shown."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from data.stores.access import Action, log_access
from webui.people.acting import acting
from webui.rounds.book import RoundBook
from webui.rounds.shelf import shelf


def shown(action: Action, book: RoundBook, applications: Iterable[str] = (), *, children: Iterable[str] = (), criterion: str = "") -> None:
    """Enter that the children of these applications of the round, and these children, are shown to the acting person."""
    ids = {book.decisions[one].child_id for one in applications if one in book.decisions} | set(children)
    log_access(shelf().engine, acting().name, action, request.endpoint or "", round_id=book.id, criterion=criterion, children=ids)
