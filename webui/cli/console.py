"""Where the command line writes: results for machines on stdout, words for people beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console as RichConsole
from rich.console import RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

#: columns of a table that is not shown in a terminal
PLAIN_WIDTH = 110
# Escape sequences in a data file must not reach the terminal; line feeds and tabs may.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

Report = Callable[[float, str], None]


def _rich(*, stderr: bool) -> RichConsole:
    console = RichConsole(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    return console


@dataclass(slots=True)
class Console:
    """The two streams of one command; with `json` every word for people goes to stderr."""

    json: bool = False
    debug: bool = False
    _stdout: RichConsole = field(default_factory=lambda: _rich(stderr=False))
    _stderr: RichConsole = field(default_factory=lambda: _rich(stderr=True))

    def say(self, what: RenderableType = "") -> None:
        """Show a result to a person."""
        self._show(self._stderr if self.json else self._stdout, what)

    def note(self, what: RenderableType = "") -> None:
        """Tell a person something that is not the result: a warning, an error, what happens now."""
        self._show(self._stderr, what)

    def emit(self, document: object) -> None:
        """With `--json`: write the result to stdout as one JSON document; otherwise nothing."""
        if self.json:
            self._stdout.out(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False), highlight=False)

    @contextmanager
    def progress(self, title: str) -> Iterator[Report]:
        """A progress bar on stderr, if that is a terminal; the report takes a share (0..1) and a sentence."""
        if not self._stderr.is_terminal:
            yield lambda _share, _text: None
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._stderr, transient=True) as bar:
            task = bar.add_task(title, total=1.0)
            yield lambda share, text: bar.update(task, completed=share, description=clean(text))

    @staticmethod
    def _show(stream: RichConsole, what: RenderableType) -> None:
        if isinstance(what, str):
            stream.print(clean(what), soft_wrap=True)
        else:
            stream.print(what)


def clean(text: str) -> str:
    """`text` without the control characters by which a data file could steer the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
