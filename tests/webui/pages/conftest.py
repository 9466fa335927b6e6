"""The example town in a database, and the pages over it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webui.pages import example
from webui.app import create_app


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return example.database(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def app(engine: Engine) -> Flask:
    return create_app(engine, testing=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
