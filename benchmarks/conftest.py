"""The municipalities as fixtures; samples that this machine lacks are skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.registry import INSTANCES, Absent, Instance, files_of


@pytest.fixture(scope="module", params=INSTANCES)
def instance(request: pytest.FixtureRequest) -> Instance:
    """Each municipality of the registry."""
    return INSTANCES[request.param]


@pytest.fixture(scope="module")
def files(instance: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its files."""
    try:
        return files_of(instance, tmp_path_factory.mktemp(instance.name) / "files")
    except Absent as absent:
        pytest.skip(str(absent))
