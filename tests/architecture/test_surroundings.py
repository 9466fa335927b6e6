"""The tests' own surroundings: no way out to the network, and nothing of the user's is touched."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest


def test_the_network_is_out_of_reach() -> None:
    with socket.socket() as outside, pytest.raises(PermissionError, match="only this machine"):
        outside.connect(("192.0.2.1", 80))  # an address set aside for documentation: nobody is there


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_the_database_folder_is_the_runs_own() -> None:
    assert not Path(os.environ["REDEKASSE_DATA"]).is_relative_to(Path.home() / ".local")
    assert "REDEKASSE_DATABASE" not in os.environ
