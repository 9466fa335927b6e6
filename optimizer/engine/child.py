"""A process of our own that answers one message after the other, under a watchdog.

Solvers run in such processes: HiGHS' and OR-Tools' libraries cannot be loaded together, and a solver that hangs or runs far beyond its
limit can only be ended from outside.
"""

from __future__ import annotations

import pickle
import struct
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from optimizer.domain.errors import Undecided


class NoAnswer(Undecided):
    """A solver gave no answer: it took too long and was ended, or gave up. What it knew is lost."""


class Child:
    """A process that runs `main` of a module. It is started by the first message, or beforehand by `start`; `stop` ends it."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the process where it does not run yet."""
        if self.process is None:
            root = str(Path(__file__).resolve().parents[2])
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); from {self.module} import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            weakref.finalize(self, end, self.process)
        return self.process

    def ask(self, message: object, seconds: float) -> object:
        """The answer to a message. NoAnswer after so many seconds without one, RuntimeError where the process ends of itself."""
        process = self.start()
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        watchdog = threading.Timer(seconds, give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            send(process.stdin, message)
            answer = receive(process.stdout)
        except OSError:
            answer = None
        finally:
            watchdog.cancel()
        if answer is None:
            code = process.wait()
            self.stop()
            if late.is_set():
                raise NoAnswer(f"{self.name} gave no answer within {seconds:.0f} seconds")
            raise RuntimeError(f"{self.name} ended with code {code}")
        return answer

    def stop(self) -> None:
        """Ends the process."""
        if self.process is not None:
            end(self.process)
            self.process = None


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process, once or again."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None and not stream.closed:
            # what was not sent yet is lost with the process
            try:
                stream.close()
            except OSError:
                continue


def send(stream: Any, message: object) -> None:
    """Writes one message: its length, then its pickle."""
    data = pickle.dumps(message)
    stream.write(struct.pack("<q", len(data)) + data)
    stream.flush()


def receive(stream: Any) -> object:
    """Reads one message of our own other process; None at the end, be it in the midst of a message."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    length = struct.unpack("<q", head)[0]
    data = stream.read(length)
    message: object = pickle.loads(data) if len(data) == length else None  # noqa: S301
    return message
