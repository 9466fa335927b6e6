"""What a terminal is shown, what a clock counts."""

from __future__ import annotations

import io

import pytest
from rich.console import Console as RichConsole

from webui.cli import clock, texts
from webui.cli.clock import Clock, peak_memory_mb
from webui.cli.console import Console, clean


def test_a_data_file_cannot_steer_the_terminal() -> None:
    assert clean("a\x1b[2Jb\x07\u202ec\nd\te") == "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}c\nd\te"


def test_words_are_cleaned_and_not_taken_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.say("[bold]x[/bold] \x1b[31m :smile:")
    console.note("advarsel")
    shown = capsys.readouterr()
    assert shown.out == "[bold]x[/bold] \N{REPLACEMENT CHARACTER}[31m :smile:\n"
    assert shown.err == "advarsel\n"


def test_with_json_all_words_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(json=True)
    console.say("ord")
    console.emit({"æ": "x" * 300})
    shown = capsys.readouterr()
    assert shown.err == "ord\n"
    assert shown.out == '{\n  "æ": "' + "x" * 300 + '"\n}\n'


def test_progress_is_shown_in_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    with Console().progress("Runden regnes") as report:
        report(0.5, "Et mål løses")
    assert capsys.readouterr() == ("", "")
    terminal = io.StringIO()
    with Console(_stderr=RichConsole(file=terminal, force_terminal=True, width=80)).progress("Runden regnes") as report:
        report(0.5, "Et mål løses")
    assert "Et mål løses" in terminal.getvalue()


def test_a_clock_adds_up_what_a_phase_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.5, 10.0, 10.25])
    monkeypatch.setattr(clock.time, "perf_counter", lambda: next(ticks))
    watch = Clock()
    for _again in range(2):
        with watch.phase("store"):
            pass
    assert watch.seconds == {"store": 1.75}
    assert 10 < (peak_memory_mb() or 0) < 100_000


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    texts.choose("da")
    assert (texts.number(1234.5, 1), texts.percent(0.00123, 3), texts.number(None)) == ("1.234,5", "0,123 %", "–")
    texts.choose("en")
    assert (texts.number(1234.5, 1), texts.percent(None)) == ("1,234.5", "–")
    texts.choose("da")
