"""Questions that take the solver some seconds or minutes: asked once, worked out one after the other beside the pages, and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

from flask import current_app

from optimizer.rounds.taken_up import TakenUp, take_up
from webui.rounds.book import RoundBook

#: answers kept; the oldest go first
KEPT = 64


class Bench:
    """One worker: a question uses all that the machine can give, and two at a time would only be slower."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hvad-nu-hvis")
        self._asked: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()
        #: the round last asked about, taken up; only the worker touches it
        self._last: tuple[int, TakenUp] | None = None

    def ask(self, key: Hashable, book: RoundBook, answer: Callable[[TakenUp], Any]) -> None:
        """Work a question about a round out, unless it has been asked already and not failed."""
        with self._lock:
            known = self._asked.get(key)
            if known is not None and not (known.done() and known.exception() is not None):
                return
            self._asked[key] = self._worker.submit(lambda: answer(self._taken_up(book)))
            while len(self._asked) > KEPT:
                self._asked.popitem(last=False)

    def find(self, key: Hashable) -> Future[Any] | None:
        """The answer that is being worked out, or was; None when nobody asked."""
        with self._lock:
            return self._asked.get(key)

    def _taken_up(self, book: RoundBook) -> TakenUp:
        if self._last is None or self._last[0] != book.id:
            self._last = book.id, take_up(book.snapshot, book.policy, book.round_date, book.record)
        return self._last[1]


def bench() -> Bench:
    """The bench of the application under way."""
    found = current_app.extensions["redekasse_bench"]
    assert isinstance(found, Bench)  # noqa: S101 - tells the type checker what create_app put there
    return found
