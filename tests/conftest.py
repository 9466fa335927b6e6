"""What holds for every test: no network beyond this machine, one locale, and where the optional things are found."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parents[1]
#: what a user may have set for the product, and no test may depend on
SETTINGS = ("DATABASE", "HOSTS", "LANGUAGE", "PSEUDONYM_KEY")
LOOPBACK = {"127.0.0.1", "::1", "localhost", None, ""}

# The time of one example says nothing on a machine whose cores are shared; a found fault is printed so that it can be repeated.
settings.register_profile("redekasse", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("redekasse")


def chromium() -> str | None:
    """Path of the Chromium or Chrome on this machine, None when there is none."""
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


def _unless(present: object, variable: str, reason: str) -> None:
    """Skip the test when `present` is falsy; fail it when the environment says that the thing is mandatory."""
    if present:
        return
    if os.environ.get(variable) == "1":
        pytest.fail(f"{reason}, and {variable}=1 makes it mandatory", pytrace=False)
    pytest.skip(reason)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip (or fail) tests marked `browser` or `postgres` where the machine lacks what they need."""
    if item.get_closest_marker("browser"):
        _unless(chromium(), "REDEKASSE_REQUIRE_BROWSER", "no Chromium on this machine")
    if item.get_closest_marker("postgres"):
        _unless(os.environ.get("REDEKASSE_TEST_POSTGRES"), "REDEKASSE_REQUIRE_POSTGRES", "REDEKASSE_TEST_POSTGRES names no server")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Let Python sockets reach this machine only: a test that needs the outside world is a test that fails some day."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _local_only(getattr(socket.socket, name)))
        yield


def _local_only(call: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise PermissionError(f"a test may not reach {address[0]}: only this machine")
        return call(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def same_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One locale, time zone, width, no colour and a database folder of the run's own, also for the commands that tests start."""
    fixed = {"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "TZ": "UTC", "COLUMNS": "160", "NO_COLOR": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANGUAGE", "FORCE_COLOR", "CLICOLOR_FORCE", *(f"REDEKASSE_{setting}" for setting in SETTINGS)):
            patch.delenv(name, raising=False)
        for name, value in fixed.items():
            patch.setenv(name, value)
        patch.setenv("REDEKASSE_DATA", str(tmp_path_factory.mktemp("redekasse")))
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data (samples and reference), which is not part of the project; skips where it is absent."""
    path = Path(os.environ.get("REDEKASSE_SHARED") or PROJECT.parent / "shared")
    if not path.is_dir():
        pytest.skip("no shared data: REDEKASSE_SHARED names no folder, and none lies beside the project")
    return path.resolve()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """SQLAlchemy address of the PostgreSQL server for tests; use it only in tests marked `postgres`."""
    return os.environ["REDEKASSE_TEST_POSTGRES"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium: Playwright's download is not needed. Root may run no sandbox."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium(), "args": arguments}
