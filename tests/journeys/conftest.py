"""Journeys open their own addresses."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def base_url() -> str:
    """None that all journeys share."""
    return ""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Danish user's browser."""
    return {**browser_context_args, "locale": "da-DK", "timezone_id": "Europe/Copenhagen"}
