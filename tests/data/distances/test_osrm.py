"""A server that answers as OSRM's table service is documented, and servers that do not."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from data.distances.osrm import BATCH, Osrm, ServiceFault, batches
from data.distances.utm import to_utm
from tests.data.distances.osmtown import ORIGIN, place

Answer = Callable[[str], tuple[int, bytes]]


def answer(path: str) -> tuple[int, bytes]:
    """What the service says: metres are the straight line, seconds a fifth of it; nothing is reached from the west of the origin."""
    parts = urlsplit(path)
    found = re.fullmatch(r"/table/v1/(car|bike|foot)/([-0-9.,;]+)", parts.path)
    asked = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    if found is None or asked["annotations"] != "duration,distance":
        return 400, b'{"code": "InvalidQuery"}'
    places = np.array([pair.split(",") for pair in found[2].split(";")], dtype=float)
    if len(places) > 100:
        return 400, b'{"code": "TooBig"}'
    points = np.column_stack(to_utm(places[:, 0], places[:, 1]))
    sources = [int(k) for k in asked["sources"].split(";")]
    destinations = [int(k) for k in asked["destinations"].split(";")]
    metres = [[float(np.hypot(*(points[s] - points[d]))) if points[s][0] >= ORIGIN[0] - 1 else None for d in destinations] for s in sources]
    seconds = [[None if m is None else m / 5 for m in row] for row in metres]
    return 200, json.dumps({"code": "Ok", "distances": metres, "durations": seconds}).encode()


class Server:
    """The server, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Answer = answer
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, body = outer.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.http.shutdown()
    thread.join()
    running.http.server_close()


def test_metres_and_seconds_come_from_the_service(server: Server) -> None:
    homes, facilities = place((0, 0), (300, 0), (-50, 0)), place((300, 400), (1000, 0))
    metres, seconds = Osrm(server.address + "/", "bicycle").table(homes, facilities)
    assert metres.tolist() == [[500, 1000], [400, 700], [-1, -1]]
    assert seconds.tolist() == [[100, 200], [80, 140], [-1, -1]]
    assert len(server.asked) == 1
    assert server.asked[0].startswith("/table/v1/bike/")
    # coordinates leave the house, and nothing else
    assert re.fullmatch(r"/table/v1/bike/[-0-9.,;]+\?sources=0;1;2&destinations=3;4&annotations=duration,distance", server.asked[0])


def test_many_places_are_asked_for_in_batches(server: Server) -> None:
    homes = place(*[(float(10 * k), 0.0) for k in range(BATCH + 3)])
    facilities = place(*[(0.0, float(100 * k)) for k in range(BATCH + 1)])
    told: list[float] = []
    metres, _ = Osrm(server.address, "car", answered=told.append).table(homes, facilities)
    straight = np.hypot(*(homes[:, None, :] - facilities[None, :, :]).transpose(2, 0, 1))
    assert np.abs(metres - straight).max() <= 0.6
    assert len(server.asked) == 4
    assert told == sorted(told)
    assert told[-1] == 1
    assert [(r.stop - r.start, c.stop - c.start) for r, c, _ in batches(BATCH + 3, BATCH + 1)] == [
        (BATCH, BATCH), (BATCH, 1), (3, BATCH), (3, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((400, b'{"code": "NoTable"}'), "HTTP 400, NoTable"),
        ((200, b'{"code": "NoSegment"}'), "HTTP 200, NoSegment"),
        ((200, b"<html>"), "HTTP 200"),
        ((302, b""), "HTTP 302"),
        ((200, b'{"code": "Ok", "distances": [[1.0]]}'), "durations"),
        ((200, b'{"code": "Ok", "distances": [[1.0, 2.0]], "durations": [[1.0]]}'), "distances"),
        ((200, b'{"code": "Ok", "distances": [["far"]], "durations": [[1.0]]}'), "distances"),
        ((200, b'{"code": "Ok", "distances": [[-1.0]], "durations": [[1.0]]}'), "distances"),
    ],
)
def test_an_answer_that_is_none_stops_with_its_reason(server: Server, said: tuple[int, bytes], expected: str) -> None:
    server.answer = lambda _path: said
    with pytest.raises(ServiceFault, match=expected) as raised:
        Osrm(server.address, "car").table(place((0, 0)), place((1, 1)))
    assert server.address in str(raised.value)
    assert raised.value.text("en").startswith("the OSRM service at")


def test_a_service_that_is_not_there() -> None:
    gone = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    address = f"http://127.0.0.1:{gone.server_port}"
    gone.server_close()
    with pytest.raises(ServiceFault, match="svarer ikke"):
        Osrm(address, "car").table(place((0, 0)), place((1, 1)))


def test_a_service_that_keeps_silent() -> None:
    silent = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    try:
        with pytest.raises(ServiceFault, match="svarer ikke"):
            Osrm(f"http://127.0.0.1:{silent.server_port}", "car", timeout=0.05).table(place((0, 0)), place((1, 1)))
    finally:
        silent.server_close()


@pytest.mark.parametrize(
    "address", ["localhost:5000", "ftp://host", "http://", "file:///etc/passwd", "http://me:secret@host", "http://h?x=1"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ServiceFault, match="er ikke adressen"):
        Osrm(address, "car")
