"""Exceptions become one of three kinds in one place."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from sqlalchemy.exc import OperationalError

from data.database.faults import DatabaseFault, NotStored
from data.faults import PackageFaults
from forecasts.assumptions import AssumptionFault
from forecasts.faults import Fault, Unusable
from optimizer.domain.errors import Contradiction, Defect
from webui.errors import UserFault, failure_of, safe_traceback


@pytest.mark.parametrize(
    ("error", "exit_code", "status"),
    [
        (PackageFaults([]), 1, 422),
        (DatabaseFault("optaget", "busy"), 1, 422),
        (Unusable([Fault("few_years", "population", "year", "2021-2023")]), 1, 422),
        (NotStored("runde 7 findes ikke", "no round 7"), 1, 404),
        (OperationalError("select", {}, OSError()), 1, 422),
        (UserFault("ret det"), 1, 422),
        (click.UsageError("no"), 1, 422),
        (FileNotFoundError(2, "No such file", "x.csv"), 1, 422),
        (OSError(98, "Address already in use"), 1, 422),
        (OSError(5, "Input/output error", "x.csv"), 1, 422),
        (Contradiction("clash", ["a", "b"]), 2, 409),
        (Defect("check failed"), 3, 500),
        (OSError(5, "Input/output error"), 3, 500),
        (KeyError("B000001"), 3, 500),
        (click.Abort(), 130, 503),
        (KeyboardInterrupt(), 130, 503),
    ],
)
def test_every_exception_is_of_one_kind(error: BaseException, exit_code: int, status: int) -> None:
    failure = failure_of(error)
    assert (failure.exit_code, failure.http_status) == (exit_code, status)
    assert bool(failure.error_id) == (exit_code == 3)


def test_a_message_is_told_in_the_users_language() -> None:
    assert failure_of(DatabaseFault("optaget", "busy"), "da").lines == ("optaget",)
    assert failure_of(DatabaseFault("optaget", "busy"), "en").lines == ("busy",)
    assert failure_of(FileNotFoundError(2, "No such file", "x.csv")).lines == ("x.csv: findes ikke",)


def test_a_cpr_number_is_masked() -> None:
    assert "1234" not in failure_of(UserFault("010125-1234 er ukendt")).lines[0]


def test_the_log_has_places_and_no_messages(tmp_path: Path) -> None:
    def broken() -> None:
        try:
            raise KeyError("Karla Jensen")
        except KeyError as cause:
            raise ValueError("010125-1234") from cause

    with pytest.raises(ValueError, match="1234") as caught:
        broken()
    text = safe_traceback(caught.value)
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "broken" in text
    assert "Karla" not in text
    assert "1234" not in text


def test_data_that_no_forecast_can_be_made_from_are_told_fault_by_fault() -> None:
    """Line by line for people in their language, field by field for machines."""
    found = failure_of(
        Unusable([Fault("negative", "population", "count", "-3 (A, 2018, 5)", 7), Fault("no_rows", "births", None, None)]), "en"
    )
    assert (
        found.lines[0]
        == 'population, row 7, column count: found "-3 (A, 2018, 5)", expected a count of 0 or more. Mend the count at its source.'
    )
    assert len(found.lines) == len(found.details) == 2
    assert {key: found.details[0][key] for key in ("table", "row", "column", "value", "code")} == {
        "table": "population", "row": 7, "column": "count", "value": "-3 (A, 2018, 5)", "code": "negative",
    }  # fmt: skip
    assert (
        failure_of(Unusable([Fault("no_rows", "population", None, None)]))
        .lines[0]
        .startswith("population: ventede mindst fire års folketal")
    )


def test_an_assumption_that_cannot_be_used_is_told_in_the_users_language() -> None:
    fault = AssumptionFault("ventede et tal", "a number is expected")
    assert failure_of(fault).lines == ("ventede et tal",)
    assert failure_of(fault, "en").lines == ("a number is expected",)
    assert failure_of(fault).exit_code == 1
