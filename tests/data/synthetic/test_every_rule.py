"""The municipality in which every rule of a round has somebody to decide on: sound, repeatable, solved and verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.exporters.package import write_package
from data.importers.reader import read_package
from data.importers.round_check import round_faults
from data.package import content_hash, make_package
from data.policies import load_policy, with_changes
from data.snapshot import to_snapshot
from data.synthetic import draw_municipality
from data.synthetic.every_rule import EVERY_RULE, with_every_rule
from optimizer.rounds.certify import recheck
from optimizer.rounds.run import run_round
from optimizer.rounds.verify import verify_round

ROUND = date(2027, 1, 15)
Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def plain() -> Tables:
    return draw_municipality(100, 1, ROUND)


@pytest.fixture(scope="module")
def town(plain: Tables) -> Tables:
    return with_every_rule(plain, 100, 1, ROUND)


def test_the_plain_draw_is_left_as_it_is_and_the_same_arguments_give_the_same(plain: Tables, town: Tables) -> None:
    assert content_hash(plain) == content_hash(draw_municipality(100, 1, ROUND))
    assert content_hash(town) == content_hash(with_every_rule(plain, 100, 1, ROUND))
    assert content_hash(town) != content_hash(with_every_rule(plain, 100, 2, ROUND))


def test_everything_is_there(town: Tables) -> None:
    children, applications = town["children"], town["applications"]
    assert set(town["child_decisions"]["kind"]) == {"support_points", "place_weight"}
    assert set(town["reservations"]["kind"]) == {"learning_offer", "newcomer", "guarantee"}
    assert {str(answer) for answer in town["offers"]["answer"].fillna("waiting")} == {"declined", "waiting"}
    assert children["residence"].notna().any()
    assert children["newcomer_until"].notna().any()
    assert children["twin_group"].value_counts().max() == 3
    assert town["enrolments"].groupby("child_id")["combination"].all().any()
    assert applications.duplicated(["child_id", "care"]).any()
    assert (applications.groupby("child_id")["care"].nunique() > 1).any()
    care = town["units"].set_index("unit_id")["kind"].eq("boernehave").map({True: "3-5", False: "0-2"})
    places = town["enrolments"].assign(care=town["enrolments"]["unit_id"].map(care))
    asked = applications[applications["kind"] == "new"].merge(places, on=["child_id", "care"])
    assert len(asked), "a kept wish"


@pytest.mark.parametrize("births", [50, 700])
def test_it_is_imported_without_a_fault(births: int, tmp_path: Path) -> None:
    write_package(with_every_rule(draw_municipality(births, 3, ROUND), births, 3, ROUND), tmp_path)
    package = read_package(tmp_path)
    assert {fault.code for fault in package.warnings} <= {"applied_twice", "wish_smoke", "wish_pets"}
    assert round_faults(package, with_changes(load_policy("standard"), **EVERY_RULE), ROUND) == []


def test_a_round_of_a_hundred_births_is_solved_and_verified(town: Tables) -> None:
    policy = with_changes(load_policy("standard"), **EVERY_RULE)
    snapshot = to_snapshot(make_package(town))
    record = run_round(snapshot, policy, ROUND)
    assert verify_round(snapshot, policy, ROUND, record, recheck) == []
    told = {row.code for row in record.explanations}
    assert told >= {"other_application_first", "kept_wish", "offer_pending", "displaced_new_place", "got"}
    assert {level["name"]: level["value"] for level in record.summary["levels"]}["order"] == 0
