"""Rounds go in whole, come back as they were, and are asked page by page; on both back ends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from data.database.engine import migrate
from data.database.faults import NotStored
from data.stores.audit import list_audit
from data.stores.packages import import_package
from data.stores.rounds import (
    SORTS,
    allocation_page,
    child_of_round,
    decision_hash,
    list_rounds,
    load_round,
    reason_counts,
    save_round,
    unit_rows,
)
from optimizer.rounds.record import AllocationRow, ExplanationRow, RoundRecord
from tests.data.database.backends import BACKENDS, empty_database, rows_of, small_package

START = date(2027, 3, 1)
PLACED = AllocationRow(
    "A2", "B2", "H1-V", START, "wish", 1, "sibling", date(2027, 3, 1), 0, 812, None, "first_wish", "Fik sit første ønske."
)
LATE = AllocationRow(
    "A1", "B1", "P1-D", date(2027, 5, 1), "breach", None, "unplaced", date(2027, 4, 1), 30, 2400, "H1-V", "late", "For sent."
)
WAITING = AllocationRow("A3", "B3", None, None, "waiting", None, "unplaced", None, None, None, None, "not_due", "Venter.")
#: made by the system for a child that is not in the data's list of applications
DISPLACED = AllocationRow(
    "XB3", "B3", "H1-V", date(2027, 2, 1), "displaced", None, "unplaced", None, None, 90, None, "unit_closes", "Lukker."
)
ALLOCATION = (PLACED, LATE, WAITING, DISPLACED)
EXPLANATIONS = (
    ExplanationRow("A2", 1, "H1-V", "given", {"start": "2027-03-01", "km": 0.8}, "Givet.", "Given."),
    ExplanationRow("A1", 2, "P1-D", "late", {"days": 30}, "For sent.", "Too late."),
    ExplanationRow("A1", 1, "H1-V", "full", {"ahead": ["B2"], "places": 12}, "Optaget af børn med større ret.", "Taken."),
    ExplanationRow("A1", None, None, "none_free", {}, "Ingen.", "None."),
)
POLICY = 'name = "standard"\n\n[round]\nmode = "points"\n'


def record_of(version: str, **changes: Any) -> RoundRecord:
    """A finished round on those data."""
    summary = {
        "data_hash": version,
        "policy": {"name": "standard", "hash": "f" * 64},
        "round_date": "2027-01-15",
        "seed": 2**40,
        "repeatable": True,
        "outcomes": {"wish": 1, "breach": 1},
        "levels": [{"name": "breaches", "gap": 0.0, "bound": None}],
    }
    whole = RoundRecord(summary, POLICY, {"levels": [{"prices": [1, -(2**70)]}]}, ALLOCATION, EXPLANATIONS)
    return replace(whole, **changes)


@pytest.fixture
def version(engine: Engine) -> str:
    """Version of the data that were imported."""
    return import_package(engine, small_package(), "mappe", "eva").version


@pytest.fixture
def round_id(engine: Engine, version: str) -> int:
    """A stored round on them."""
    return save_round(engine, record_of(version), label="Vinter", actor="eva")


@pytest.fixture(scope="module", params=BACKENDS)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, int]]:
    """A database that is only asked, and the round in it."""
    with empty_database(request, tmp_path_factory.mktemp("rounds")) as engine:
        migrate(engine)
        version = import_package(engine, small_package(), "mappe", "eva").version
        yield engine, save_round(engine, record_of(version), label="Vinter", actor="eva")


def ids(page: tuple[list[AllocationRow], int]) -> list[str]:
    """The applications of a page."""
    return [row.application_id for row in page[0]]


def test_a_round_comes_back_as_it_was(engine: Engine, version: str, round_id: int) -> None:
    stored = load_round(engine, round_id)
    assert stored.record == record_of(version)
    assert stored.record is stored.record
    head = stored.head
    assert (head.id, head.label, head.actor, head.round_date) == (round_id, "Vinter", "eva", date(2027, 1, 15))
    assert (head.data_version, head.import_id, head.policy_name, head.policy_hash) == (version, 1, "standard", "f" * 64)
    assert (head.mode, head.seed, head.repeatable) == ("points", 2**40, True)
    assert head.decision_hash == decision_hash(ALLOCATION)
    assert abs(datetime.now(UTC) - head.created_at) < timedelta(minutes=5)


def test_rounds_are_listed_newest_first_with_their_own_data(engine: Engine, version: str, round_id: int) -> None:
    later = import_package(engine, small_package(units=rows_of("units", places=10)), "mappe", "eva").version
    second = save_round(engine, record_of(later), label="Forår", actor="bo")
    assert [(head.id, head.label, head.data_version, head.import_id) for head in list_rounds(engine)] == [
        (second, "Forår", later, 2),
        (round_id, "Vinter", version, 1),
    ]
    assert list_rounds(engine)[1] == load_round(engine, round_id).head


def test_a_round_straight_from_a_folder_brings_its_data(engine: Engine) -> None:
    package = small_package()
    with pytest.raises(NotStored, match=package.version):
        save_round(engine, record_of(package.version), label="x", actor="eva")
    with pytest.raises(ValueError, match="data version other"):
        save_round(engine, record_of("other"), label="x", actor="eva", package=package)
    assert list_rounds(engine) == []
    round_id = save_round(engine, record_of(package.version), label="x", actor="eva", package=package)
    assert load_round(engine, round_id).head.import_id is None
    assert ids(allocation_page(engine, round_id, search="østergård")) == ["A1"]


def test_a_round_that_cannot_be_stored_leaves_nothing(engine: Engine, version: str) -> None:
    with pytest.raises(IntegrityError):
        save_round(engine, record_of(version, allocation=(PLACED, LATE, PLACED)), label="x", actor="eva")
    assert list_rounds(engine) == []
    assert [entry.action for entry in list_audit(engine)] == ["import"]


def test_a_round_is_entered_in_the_audit(engine: Engine, version: str, round_id: int) -> None:
    entry = list_audit(engine)[0]
    assert (entry.actor, entry.action, entry.object) == ("eva", "round", f"rounds {round_id}")
    assert (entry.details["data_version"], entry.details["decision_hash"]) == (version, decision_hash(ALLOCATION))


def test_a_round_without_rows_is_a_round(engine: Engine, version: str) -> None:
    empty = record_of(version, allocation=(), explanations=(), policy_toml="")
    round_id = save_round(engine, empty, label="tom", actor="eva")
    assert load_round(engine, round_id).record == empty
    assert load_round(engine, round_id).head.mode == "legal"
    assert allocation_page(engine, round_id) == ([], 0)


def test_what_is_not_there_is_said(stored: tuple[Engine, int]) -> None:
    engine, round_id = stored
    with pytest.raises(NotStored, match="runde 99"):
        load_round(engine, 99)
    with pytest.raises(NotStored, match="runde 99"):
        allocation_page(engine, 99)
    with pytest.raises(NotStored, match="ansøgning A9"):
        child_of_round(engine, round_id, "A9")
    assert unit_rows(engine, round_id, "none") == []


def test_pages_and_their_total(stored: tuple[Engine, int]) -> None:
    engine, round_id = stored
    assert allocation_page(engine, round_id) == ([LATE, PLACED, WAITING, DISPLACED], 4)
    assert allocation_page(engine, round_id, offset=1, limit=2) == ([PLACED, WAITING], 4)
    assert allocation_page(engine, round_id, offset=9) == ([], 4)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"outcome": "breach"}, ["A1"]),
        ({"reason_code": "not_due"}, ["A3"]),
        ({"unit_id": "H1-V"}, ["A2", "XB3"]),
        ({"unit_id": "H1-V", "outcome": "wish"}, ["A2"]),
        ({"search": "ÆGIR"}, ["A2"]),
        ({"search": "holm  ægir"}, ["A2"]),
        ({"search": "ægir zenia"}, []),
        ({"search": "b3"}, ["A3", "XB3"]),
        ({"search": "xb"}, ["XB3"]),
        ({"search": "100%"}, ["A3", "XB3"]),
        ({"search": "_"}, []),
        ({"search": " ", "outcome": ""}, ["A1", "A2", "A3", "XB3"]),
    ],
)
def test_filters(stored: tuple[Engine, int], filters: dict[str, str], expected: list[str]) -> None:
    engine, round_id = stored
    page = allocation_page(engine, round_id, **filters)  # type: ignore[arg-type]
    assert (ids(page), page[1]) == (expected, len(expected))


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["A3", "XB3", "A2", "A1"]),
        ("-name", ["A1", "A2", "A3", "XB3"]),
        ("outcome", ["XB3", "A1", "A2", "A3"]),
        ("start_date", ["XB3", "A2", "A1", "A3"]),
        ("-start_date", ["A1", "A2", "XB3", "A3"]),
        ("-distance_m", ["A1", "A2", "XB3", "A3"]),
        ("unit_id", ["A2", "XB3", "A1", "A3"]),
    ],
)
def test_sorting(stored: tuple[Engine, int], sort: str, expected: list[str]) -> None:
    engine, round_id = stored
    assert ids(allocation_page(engine, round_id, sort=sort)) == expected


def test_every_sort_works_and_another_is_refused(stored: tuple[Engine, int]) -> None:
    engine, round_id = stored
    for sort in SORTS:
        assert allocation_page(engine, round_id, sort=f"-{sort}")[1] == 4
    with pytest.raises(ValueError, match="distance_m"):
        allocation_page(engine, round_id, sort="reason; DROP TABLE rounds")


def test_one_child_one_unit_and_the_reasons(stored: tuple[Engine, int]) -> None:
    engine, round_id = stored
    assert child_of_round(engine, round_id, "A1") == (LATE, EXPLANATIONS[1:])
    assert child_of_round(engine, round_id, "XB3") == (DISPLACED, ())
    assert unit_rows(engine, round_id, "H1-V") == [DISPLACED, PLACED, LATE]
    assert reason_counts(engine, round_id) == {"first_wish": 1, "late": 1, "not_due": 1, "unit_closes": 1}


def test_names_in_a_list_are_those_of_the_rounds_own_data(engine: Engine, round_id: int) -> None:
    import_package(engine, small_package(children=rows_of("children", name="Helt Andet")), "mappe", "eva")
    assert ids(allocation_page(engine, round_id, search="østergård")) == ["A1"]
    assert ids(allocation_page(engine, round_id, search="andet")) == []


def test_the_hash_of_a_decision_knows_places_and_not_words() -> None:
    assert decision_hash(ALLOCATION) == decision_hash(ALLOCATION[::-1])
    assert decision_hash((replace(PLACED, reason="Andre ord.", reason_code="other"),)) == decision_hash((PLACED,))
    for change in ({"unit_id": "P1-D"}, {"start_date": date(2027, 4, 1)}, {"outcome": "kept"}, {"alternative_unit_id": "P1-D"}):
        assert decision_hash((replace(PLACED, **change),)) != decision_hash((PLACED,))
    assert decision_hash((WAITING,)) == hashlib.sha256(b'[["A3",null,null,"waiting",null]]').hexdigest()
