"""A round from the data to its closing, by keyboard alone, in a real browser: what an office does in a month."""

from __future__ import annotations

import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine
from werkzeug.serving import make_server

from data.database.engine import migrate, open_database
from data.stores import approvals, letters
from data.stores.drafts import draft_of
from data.stores.rounds import load_round
from webui.app import create_app
from webui.cli.sample import SAMPLE_DAY, write_sample
from webui.jobs.worker import Worker

pytestmark = pytest.mark.browser

FOCUS = """() => { const e = document.activeElement;
  return [(e.getAttribute('aria-label') || (e.labels && e.labels[0] && e.labels[0].textContent) || e.textContent || '')
    .trim().replace(/\\s+/g, ' '), e.closest('tbody th') !== null]; }"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(folder=tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def office(engine: Engine) -> Iterator[str]:
    """The pages of an empty database with a worker, as `redekasse serve` has them."""
    server = make_server("127.0.0.1", 0, create_app(engine), threaded=True)
    thread, worker = threading.Thread(target=server.serve_forever), Worker(engine)
    thread.start()
    worker.start()
    yield f"http://127.0.0.1:{server.port}"
    worker.end()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A village of 50 births as a zip file."""
    write_sample(tmp_path / "by", 50, 7, SAMPLE_DAY)
    path = tmp_path / "by.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in (tmp_path / "by").glob("*.csv"):
            archive.write(file, file.name)
    return path


def reach(page: Page, words: str, *, row: bool = False) -> None:
    """Press Tab until the control is reached that is called so; with `row` one at the head of a table's row."""
    for _press in range(600):
        page.keyboard.press("Tab")
        name, in_row = page.evaluate(FOCUS)
        if name.startswith(words) and (in_row or not row):
            return
    raise AssertionError(f"the keyboard does not reach »{words}« on {page.url}")


def press(page: Page, words: str, *, row: bool = False) -> None:
    """Reach a link or a button, and press Enter."""
    reach(page, words, row=row)
    enter(page)


def enter(page: Page) -> None:
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation(timeout=120_000):
        page.keyboard.press("Enter")


def write(page: Page, words: str, text: str) -> None:
    """Reach a field, and write in it instead of what stands there."""
    reach(page, words)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def change(page: Page, office: str, row: int, downs: int) -> None:
    """Open the n-th decision that is ready, and change it by hand: `downs` is the choice, from the first."""
    page.goto(f"{office}/runder/1/liste?bin=ready")
    for _row in range(row):
        reach(page, "", row=True)
    enter(page)
    press(page, "Ændr i hånden")
    reach(page, "Lås barnets plads")
    for _down in range(downs):
        page.keyboard.press("ArrowDown")
    if downs:
        reach(page, "Plads")
        page.keyboard.press("ArrowDown")
    write(page, "Begrundelse", "Aftalt med familien.")
    press(page, "Gem ændringen")
    while "Der regnes stadig" in page.inner_text("main"):
        press(page, "Se, om svaret er klar")


def test_a_round_by_keyboard_alone(page: Page, office: str, engine: Engine, package: Path) -> None:
    page.goto(f"{office}/data")
    reach(page, "Excel-fil")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(package)
    press(page, "Kontrollér")
    press(page, "Indlæs")
    press(page, "Kør en ny runde")
    reach(page, "Rundens dato")
    page.locator("#round_date").fill(SAMPLE_DAY.isoformat())  # how a date is typed is the browser's own business
    press(page, "Kør runden")
    while "/arbejder/" in page.url:
        assert "blev ikke til noget" not in page.inner_text("main")
        press(page, "Se, hvor langt den er nu")

    change(page, office, 1, 0)
    change(page, office, 2, 2)
    assert "Hvad ændringerne fører til" in page.inner_text("main")
    press(page, "Gem som ny runde")
    assert page.url == f"{office}/runder/2"
    draft = draft_of(engine, 2)
    assert draft is not None
    assert [one.kind for one in draft.effective] == ["lock", "forbid"]

    while True:
        page.goto(f"{office}/runder/2/liste?bin=needs")
        if "Viser 0 af" in page.inner_text("main"):
            break
        press(page, "", row=True)
        write(page, "Hvad har du lagt vægt på?", "Set og talt med familien.")
        press(page, "Jeg har taget stilling")
        press(page, "Godkend afgørelsen")
    page.goto(f"{office}/runder/2/arbejde")
    press(page, "Klar til godkendelse: godkend alle")
    press(page, "Godkend alle")

    for language in ("Dansk", "English"):
        page.goto(f"{office}/brevtekster")
        press(page, f"{language} Afsender")
        write(page, "Tekst", "Landsby Kommune")
        press(page, "Gem som ny udgave")
    page.goto(f"{office}/runder/2/breve")
    while "Lav brevene" in page.inner_text("main"):
        press(page, "Lav brevene")
    page.goto(f"{office}/runder/2/arbejde")
    press(page, "Luk runden")
    assert "Runden er lukket." in page.inner_text("main")

    sent = {one.application_id for one in letters.letters_of(engine, 2)}
    assert sent == set(approvals.standings(engine, 2))
    assert approvals.closed_at(engine, 2) is not None
    assert load_round(engine, 2).record.summary["changed_by_hand"]
    assert re.fullmatch(r"[0-9a-f]{64}", load_round(engine, 2).head.decision_hash)
