"""A client of StatBank's API as it is documented: https://www.dst.dk/en/Statistik/hjaelp-til-statistikbanken/api.

`POST tableinfo` tells a table's variables and values; `POST data` gives rows as CSV, semicolon between. Only codes of the table
leave the house.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from data.faults import Mendable

#: the service's own address, with its version
ADDRESS = "https://api.statbank.dk/v1"
SECONDS_TO_WAIT = 60.0
#: the service refuses a CSV answer of more than a million cells; fewer at once keeps each answer quick
MOST_CELLS = 100_000
#: how often a service that is busy is asked again, and the longest wait between, seconds
TRIES = 4
LONGEST_WAIT = 30.0
#: what stands for a figure that is not published
WITHHELD = ("..", ".", "-", "…")
_BUSY = (429, 503)


class StatbankFault(Mendable):
    """StatBank does not answer, or does not have what was asked for."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table."""

    id: str
    #: code -> text, in the table's order
    values: Mapping[str, str]
    #: it may be left out: the figures are then those of all its values together
    may_be_left_out: bool
    #: it is time
    time: bool


@dataclass(frozen=True, slots=True)
class Table:
    """What a table holds."""

    id: str
    text: str
    variables: tuple[Variable, ...]

    def variable(self, name: str) -> Variable:
        """The variable of that id, any case. StatbankFault when there is none, with those there are."""
        for variable in self.variables:
            if variable.id.casefold() == name.casefold():
                return variable
        there = ", ".join(variable.id for variable in self.variables)
        raise StatbankFault(
            f"tabellen {self.id} har ikke variablen »{name}«, men {there}: angiv en anden tabel",
            f'the table {self.id} has no variable "{name}" but {there}: name another table',
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `value` None where it is not published."""

    codes: Mapping[str, str]
    value: float | None


class Statbank:
    """The service at an address; `pause` waits the seconds it is given."""

    def __init__(self, address: str = ADDRESS, timeout: float = SECONDS_TO_WAIT, pause: Callable[[float], None] = time.sleep) -> None:
        """StatbankFault when the address is none."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise StatbankFault(
                f"»{address}« er ikke adressen på Statistikbankens API: skriv fx {ADDRESS}",
                f'"{address}" is not the address of StatBank\'s API: write e.g. {ADDRESS}',
            )
        self.source = address.rstrip("/")
        self._timeout, self._pause = timeout, pause
        self._host, self._secure, self._path = parts.netloc, parts.scheme == "https", parts.path.rstrip("/")

    def table(self, name: str) -> Table:
        """What a table holds. StatbankFault when there is none."""
        body = self._ask("tableinfo", {"table": name, "format": "JSON", "lang": "da"})
        try:
            told = json.loads(body)
            variables = tuple(
                Variable(
                    each["id"],
                    {value["id"]: value["text"] for value in each["values"]},
                    bool(each.get("elimination")),
                    bool(each.get("time")),
                )
                for each in told["variables"]
            )
            return Table(told["id"], told["text"], variables)
        except (ValueError, KeyError, TypeError):
            raise self._fault(f"beskriver ikke tabellen {name}", f"does not describe the table {name}") from None

    def rows(self, table: Table, chosen: Mapping[str, list[str]]) -> list[Row]:
        """The figures of the chosen codes of each variable; those not named must be such as may be left out.

        Asked for in parts of time where there are many. StatbankFault when a variable or a value is not in the table.
        """
        selection = {table.variable(name).id: codes for name, codes in chosen.items()}
        for variable in table.variables:
            if variable.id in selection:
                unknown = [code for code in selection[variable.id] if code not in variable.values]
                if unknown:
                    raise _no_value(table, variable, unknown)
            elif not variable.may_be_left_out:
                raise StatbankFault(
                    f"tabellen {table.id} kræver et valg af {variable.id}: angiv en anden tabel",
                    f"the table {table.id} needs a choice of {variable.id}: name another table",
                )
        when = next(variable.id for variable in table.variables if variable.time)
        others = 1
        for name, codes in selection.items():
            others *= 1 if name == when else len(codes)
        step = max(1, MOST_CELLS // others)
        times = selection[when]
        found: list[Row] = []
        for first in range(0, len(times), step):
            found += self._part(table, {**selection, when: times[first : first + step]})
        return found

    def _part(self, table: Table, selection: Mapping[str, list[str]]) -> list[Row]:
        asked = [{"code": name, "values": codes} for name, codes in selection.items()]
        body = self._ask("data", {"table": table.id, "format": "CSV", "lang": "da", "valuePresentation": "Code", "variables": asked})
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig", errors="replace")), delimiter=";"))
        names = {variable.id.casefold(): variable.id for variable in table.variables}
        head = [names.get(cell.casefold()) for cell in lines[0][:-1]] if lines else []
        cells = 1
        for codes in selection.values():
            cells *= len(codes)
        if None in head or set(head) != set(selection) or len(lines) - 1 != cells or any(len(line) != len(head) + 1 for line in lines):
            raise self._fault(
                f"svarer med {max(len(lines) - 1, 0)} rækker af {cells} fra {table.id}",
                f"answers with {max(len(lines) - 1, 0)} rows of {cells} from {table.id}",
            )
        return [Row(dict(zip((str(name) for name in head), line[:-1], strict=True)), self._figure(line[-1], table)) for line in lines[1:]]

    def _figure(self, text: str, table: Table) -> float | None:
        if text.strip() in WITHHELD:
            return None
        try:
            return float(text.replace(",", "."))
        except ValueError:
            raise self._fault(
                f"svarer med »{text}« i {table.id}, hvor der ventes et tal", f'answers "{text}" in {table.id} for a number'
            ) from None

    def _ask(self, function: str, document: dict[str, Any]) -> bytes:
        for tried in range(1, TRIES + 1):
            status, body, wait = self._post(function, document)
            if status not in _BUSY or tried == TRIES:
                break
            self._pause(min(wait if wait is not None else 2.0**tried, LONGEST_WAIT))
        if status == http.client.OK:
            return body
        raise self._refused(status, body, str(document["table"]))

    def _post(self, function: str, document: dict[str, Any]) -> tuple[int, bytes, float | None]:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        connection = kind(self._host, timeout=self._timeout)
        try:
            connection.request("POST", f"{self._path}/{function}", json.dumps(document).encode(), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            wait = answer.getheader("Retry-After", "")
            return answer.status, answer.read(), float(wait) if wait.isdigit() else None
        except TimeoutError:
            waited = f"{self._timeout:g}"
            raise self._fault(f"svarede ikke inden {waited} sekunder", f"did not answer within {waited} seconds") from None
        except (OSError, http.client.HTTPException) as error:
            told = type(error).__name__ if not str(error) else str(error)
            raise self._fault(f"svarer ikke ({told})", f"does not answer ({told})") from None
        finally:
            connection.close()

    def _refused(self, status: int, body: bytes, table: str) -> StatbankFault:
        if status in _BUSY:
            return self._fault(f"har travlt (HTTP {status}) og gav op: vent lidt", f"is busy (HTTP {status}) and gave up: wait a while")
        try:
            told = json.loads(body)
            words = f"{told['errorTypeCode']}: {told['message']}"
        except (ValueError, KeyError, TypeError):
            words = f"HTTP {status}"
        return self._fault(f"afviser spørgsmålet om {table} ({words})", f"refuses the question about {table} ({words})")

    def _fault(self, da: str, en: str) -> StatbankFault:
        return StatbankFault(
            f"Statistikbanken på {self.source} {da}: se efter, at adressen og tabellens navn er rigtige, og prøv igen",
            f"StatBank at {self.source} {en}: see that the address and the table's name are right, and try again",
        )


def _no_value(table: Table, variable: Variable, unknown: list[str]) -> StatbankFault:
    shown, first, last = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else ""), next(iter(variable.values)), list(variable.values)[-1]
    return StatbankFault(
        f"{variable.id} i tabellen {table.id} har ikke {shown}; den går fra {first} til {last}: vælg noget, der er der",
        f"{variable.id} of the table {table.id} has no {shown}; it goes from {first} to {last}: choose what is there",
    )
