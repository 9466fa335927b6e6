"""Processes of our own: messages, the watchdog, and what is left when a process is ended."""

from __future__ import annotations

import gc
import io
import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse

from optimizer.engine.child import Child, NoAnswer, receive, send
from optimizer.engine.highs import Highs, Solver, highs
from optimizer.engine.model import FREE

HANGS = [sys.executable, "-c", "import time; time.sleep(3600)"]
#: says that 100 bytes follow, sends three of them and ends
BREAKS_OFF = [sys.executable, "-c", "import sys, struct; sys.stdout.buffer.write(struct.pack('<q', 100) + b'abc')"]


def process(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_messages() -> None:
    stream = io.BytesIO()
    send(stream, {"a": 1})
    send(stream, [2])
    stream.seek(0)
    assert receive(stream) == {"a": 1}
    assert receive(stream) == [2]
    assert receive(stream) is None


def test_a_message_that_breaks_off_is_none() -> None:
    stream = io.BytesIO()
    send(stream, {"a": 1})
    assert receive(io.BytesIO(stream.getvalue()[:-1])) is None


def test_the_watchdog_ends_a_process_that_hangs() -> None:
    with Child("optimizer.engine.highs_child", "the fake") as child:
        hung = child.process = process(HANGS)
        with pytest.raises(NoAnswer, match="the fake gave no answer within 0 seconds"):
            child.ask("anything", 0.1)
        assert hung.poll() is not None
        assert child.process is None


def test_the_watchdog_ends_a_process_that_reads_nothing() -> None:
    """A message larger than the pipe holds hangs in sending."""
    with Child("optimizer.engine.highs_child", "the fake") as child:
        child.process = process(HANGS)
        with pytest.raises(NoAnswer):
            child.ask(b"x" * 10_000_000, 0.1)


def test_a_process_that_breaks_off_is_an_error() -> None:
    with Child("optimizer.engine.highs_child", "the fake") as child:
        child.process = process(BREAKS_OFF)
        with pytest.raises(RuntimeError, match="the fake ended with code 0"):
            child.ask("anything", 60.0)


def test_a_process_ends_with_the_child_that_nobody_holds_any_more() -> None:
    child = Child("optimizer.engine.highs_child", "the fake")
    started = child.start()
    assert started.poll() is None
    del child
    gc.collect()
    assert started.poll() is not None


def programme(cost: float) -> Solver:
    """Three columns of which two may be chosen, at this cost each."""
    solver = Solver()
    solver.load(sparse.csc_array(np.ones((1, 3))), np.array([-FREE]), np.array([2]))
    solver.set_cost(np.full(3, cost))
    return solver


def value(solver: Solver) -> float:
    result = solver.solve()
    assert result is not None
    return result.value


def test_programmes_of_one_process_do_not_mix_and_end_when_nobody_holds_them() -> None:
    first, second = programme(-1.0), programme(-5.0)
    assert first.highs is second.highs
    assert (value(first), value(second), value(first)) == (-2.0, -10.0, -2.0)
    number, process_ = first.number, first.highs
    del first
    gc.collect()
    assert number in process_.dropped
    assert value(second) == -10.0
    assert process_.dropped == []


def test_where_the_watchdog_ends_highs_its_programmes_are_lost_and_new_ones_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    before, beside = programme(-1.0), programme(-1.0)
    assert value(before) == -2.0
    with monkeypatch.context() as patched:
        patched.setattr("optimizer.engine.highs.PATIENCE", 0.1)
        before.highs.stop()
        hung = before.highs.process = process(HANGS)
        with pytest.raises(NoAnswer):
            before.solve()
    assert hung.poll() is not None
    for lost in (before, beside):
        with pytest.raises(NoAnswer, match="what it knew"):
            lost.solve()
    assert value(programme(-1.0)) == -2.0


def test_where_highs_gives_up_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it has not found a solution is not that there is none."""
    solver = programme(-1.0)
    monkeypatch.setattr(Highs, "ask", lambda *_: ("HighsModelStatus.kUnknown",))
    with pytest.raises(NoAnswer, match="kUnknown"):
        solver.solve()
    monkeypatch.setattr(Highs, "ask", lambda *_: (None,))
    assert solver.solve() is None
    assert not highs().lost
