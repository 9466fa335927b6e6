"""A server on this machine that answers as StatBank's API is documented, for a made-up municipality, and can be told to fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from typing import Any

Document = dict[str, Any]
Answer = tuple[int, bytes, dict[str, str]]

ALL = {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"}
AREAS = {"000": "Hele landet", "751": "Aarhus", "400": "Bornholm"}
OFFERS = {"DAG": "Dagpleje", "VUG": "Vuggestuer", "BH": "Børnehaver", "SFO": "Fritidshjem"}


def years(first: int, last: int, suffix: str = "") -> dict[str, str]:
    return {f"{year}{suffix}": f"{year}{suffix}" for year in range(first, last + 1)}


#: table -> its variables: id, values, whether it may be left out
TABLES: dict[str, list[tuple[str, dict[str, str], bool]]] = {
    "FOLK1A": [
        ("OMRÅDE", AREAS, True),
        ("KØN", ALL, True),
        ("ALDER", {"IALT": "Alder i alt"} | {str(age): f"{age} år" for age in range(126)}, True),
        ("CIVILSTAND", {"TOT": "I alt", "U": "Ugift"}, True),
        ("Tid", years(2008, 2026, "K1") | years(2008, 2026, "K2"), False),
    ],
    "FOD207": [
        ("OMRÅDE", AREAS, True),
        ("MODERSALDER", {"30": "30 år"}, True),
        ("BARNKON", {"D": "Drenge", "P": "Piger"}, True),
        ("Tid", years(2007, 2025), False),
    ],
    "BOERN2": [("OMRÅDE", AREAS, True), ("PASNING", OFFERS, True), ("Tid", years(2015, 2024), False)],
    "FRKM126": [
        ("OMRÅDE", {"751": "Aarhus"}, True),
        ("ALDER", {str(age): f"{age} år" for age in range(100)}, True),
        ("Tid", years(2026, 2040), False),
    ],
    "NEEDS": [
        ("OMRÅDE", AREAS, True),
        ("VALG", {"A": "a", "B": "b"}, False),
        ("ALDER", {"0": "0 år"}, True),
        ("Tid", years(2008, 2026, "K1"), False),
    ],
}


def figure(table: str, codes: dict[str, str]) -> float:
    """What the table says: a thousand children of each age and some more for each age and year, ten times as many in the country."""
    factor = 10 if codes["OMRÅDE"] == "000" else 1
    year = int(codes["Tid"][:4])
    if table in ("FOLK1A", "FRKM126"):
        return factor * (1000 + 3 * (year - 2008) + int(codes["ALDER"]) * 2 - (year - int(codes["ALDER"])) % 7)
    if table == "FOD207":
        return factor * 990
    return {"DAG": 600.5, "VUG": 1200, "BH": 2800, "SFO": 5000}[codes["PASNING"]]


def error(code: str, message: str, status: int = 400) -> Answer:
    return status, json.dumps({"errorTypeCode": code, "message": message}).encode(), {}


def answer(function: str, asked: Document) -> Answer:
    """What the service says to a question."""
    if asked["table"] not in TABLES:
        return error("EXTRACT-NOTFOUND", "Tabellen blev ikke fundet")
    variables = TABLES[asked["table"]]
    if function == "tableinfo":
        told = [
            {
                "id": name,
                "text": name.lower(),
                "elimination": free,
                "time": name == "Tid",
                "values": [{"id": k, "text": v} for k, v in values.items()],
            }
            for name, values, free in variables
        ]
        return 200, json.dumps({"id": asked["table"], "text": "en tabel", "variables": told}).encode(), {}
    chosen = {each["code"]: each["values"] for each in asked["variables"]}
    for name, values, free in variables:
        if name not in chosen and not free:
            return error("EXTRACT-NOTALLOWED", f"Der skal vælges værdier for variabel: {name}")
        if not set(chosen.get(name, ())) <= set(values):
            return error("EXTRACT-NOTFOUND", "Værdien blev ikke fundet")
    assert asked["format"] == "CSV"
    assert asked["valuePresentation"] == "Code"
    lines = [";".join([*(name.upper() for name in chosen), "INDHOLD"])]
    for codes in product(*chosen.values()):
        lines.append(";".join([*codes, f"{figure(asked['table'], dict(zip(chosen, codes, strict=True))):g}".replace(".", ",")]))
    return 200, ("\ufeff" + "\r\n".join(lines) + "\r\n").encode(), {}


class Service:
    """The server, what it was asked, and what it says instead of the truth (None = the truth)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Document]] = []
        self.says: Callable[[str, Document], Answer | None] = lambda _function, _asked: None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                function = self.path.removeprefix("/v1/")
                outer.asked.append((function, asked))
                status, body, headers = outer.says(function, asked) or answer(function, asked)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing is written."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"


@contextmanager
def served() -> Iterator[Service]:
    """The service while it runs."""
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.server.shutdown()
        thread.join()
        service.server.server_close()
