"""Old data go when their term is over, leave no child behind, and nothing else goes with them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from data.database.faults import NotStored
from data.database.tables import METADATA
from data.stores.access import log_access
from data.stores.audit import list_audit
from data.stores.packages import current_version, import_package, load_package
from data.stores.retention import Terms, delete_outdated, outdated
from data.stores.rounds import list_rounds, load_round, save_round
from tests.data.database.backends import small_package
from tests.data.stores.test_rounds import record_of

TERMS = Terms()
NOW = datetime.now(UTC)
AFTER = NOW + timedelta(days=31 * TERMS.rounds)


@pytest.fixture
def used(engine: Engine) -> Engine:
    """A round on the first data, then other data, and a look at a child."""
    import_package(engine, small_package(), "prøve", "Anna")
    version = current_version(engine)
    assert version is not None
    save_round(engine, record_of(version), label="Vinter", actor="eva")
    log_access(engine, "anna", "view", "children.show", round_id=1, children=["B1"])
    import_package(engine, small_package(births=small_package().tables["births"].assign(count=50.0)), "ny", "Anna")
    return engine


def text_of(engine: Engine, *, without: frozenset[str] = frozenset()) -> str:
    """Every cell of every table that is not the current data's, as text."""
    current = {table.name for table in METADATA.sorted_tables} & set(small_package().tables)
    with engine.connect() as connection:
        return "\n".join(
            f"{table.name} {tuple(row)}"
            for table in METADATA.sorted_tables
            if table.name not in current | without
            for row in connection.execute(select(table))
        )


def test_nothing_goes_before_its_term(used: Engine) -> None:
    before = text_of(used)
    assert not outdated(used, TERMS).rows
    assert not delete_outdated(used, TERMS, "root").rows
    assert text_of(used) == before


def test_the_log_goes_first_and_alone(used: Engine) -> None:
    later = NOW + timedelta(days=31 * TERMS.log)
    found = delete_outdated(used, Terms(data=1000), "root", now=later)
    assert found.rows == {"access_children": 1, "access_log": 1}
    assert load_round(used, 1).record.allocation
    assert list_audit(used)[0].action == "retention"


def test_a_round_past_its_term_leaves_its_figures_and_no_child(used: Engine) -> None:
    first, run_on = load_round(used, 1), list_rounds(used)[0].data_version
    seen = outdated(used, TERMS, now=AFTER)
    assert seen.rounds == (1,)
    assert seen.versions == (run_on,)
    assert delete_outdated(used, TERMS, "root", now=AFTER) == seen
    left = list_rounds(used)[0]
    assert left.summary["outcomes"] == first.head.summary["outcomes"]
    assert left.decision_hash == first.head.decision_hash
    with pytest.raises(NotStored):
        load_package(used, run_on)
    kept = current_version(used)
    assert kept is not None
    assert load_package(used, kept).tables["children"].shape[0] == 3
    rest = text_of(used, without=frozenset({"version_tables", "version_children", "data_versions", "imports"}))
    assert not re.search(r"\b[AB][1-3]\b", rest)
    assert not outdated(used, TERMS, now=AFTER).rows


def test_a_round_that_is_held_keeps_its_data(used: Engine) -> None:
    found = delete_outdated(used, TERMS, "root", held=[1], now=AFTER)
    assert (found.rounds, found.versions) == ((), ())
    head = list_rounds(used)[0]
    assert load_round(used, 1).record.allocation
    assert load_package(used, head.data_version).version == head.data_version


def test_data_without_a_round_go_sooner_but_never_those_that_hold(engine: Engine) -> None:
    import_package(engine, small_package(), "prøve", "Anna")
    alone = current_version(engine)
    soon = NOW + timedelta(days=31 * TERMS.data)
    assert not outdated(engine, TERMS, now=soon).rows
    import_package(engine, small_package(births=small_package().tables["births"].assign(count=50.0)), "ny", "Anna")
    assert delete_outdated(engine, TERMS, "root", now=soon).versions == (alone,)
