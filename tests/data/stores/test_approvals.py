"""Decisions considered, approved, withdrawn, rounds closed: all or nothing, and only what was seen; on both back ends."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from data.database.engine import writing
from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.stores import approvals, office
from data.stores.approvals import Standing
from data.stores.audit import list_audit
from data.stores.rounds import load_round, save_round
from data.stores.touched import children_touched
from tests.webui.pages import example
from tests.webui.pages.town import package


@pytest.fixture
def round_id(engine: Engine) -> int:
    town = package()
    return save_round(engine, example.record(town), label="", actor="eva", package=town)


@pytest.fixture
def seen(engine: Engine, round_id: int) -> str:
    return load_round(engine, round_id).head.decision_hash


def test_a_decision_is_approved_by_one_officer(engine: Engine, round_id: int, seen: str) -> None:
    assert approvals.approve(engine, round_id, ["A0001", "A0003"], "eva", seen_hash=seen) == 2
    found = approvals.standings(engine, round_id)
    assert found == {"A0001": Standing(approvers=frozenset({"eva"})), "A0003": Standing(approvers=frozenset({"eva"}))}
    entry = list_audit(engine)[0]
    assert (entry.actor, entry.action, entry.object, entry.details) == ("eva", "approved", "rounds 1", {"applications": ["A0001", "A0003"]})


def test_with_four_eyes_two_different_officers_are_needed(engine: Engine, round_id: int, seen: str) -> None:
    office.set_switch(engine, "four_eyes", on=True, actor="chef")
    assert approvals.needed(engine) == 2
    assert approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen) == 0
    with pytest.raises(NotPossible, match="du har allerede godkendt A0001"):
        approvals.approve(engine, round_id, ["A0001", "A0003"], "eva", seen_hash=seen)
    assert "A0003" not in approvals.standings(engine, round_id)
    assert approvals.approve(engine, round_id, ["A0001"], "bo", seen_hash=seen) == 1


def test_an_approval_is_taken_back_with_its_reason(engine: Engine, round_id: int, seen: str) -> None:
    approvals.consider(engine, round_id, "A0004", "Familien er spurgt.", "eva")
    approvals.approve(engine, round_id, ["A0004"], "eva", seen_hash=seen)
    with pytest.raises(NotPossible, match="mangler en begrundelse"):
        approvals.withdraw(engine, round_id, "A0004", "  ", "bo")
    approvals.withdraw(engine, round_id, "A0004", "Flyttet.", "bo")
    assert approvals.standings(engine, round_id) == {"A0004": Standing()}
    told = [(line.step, line.note, line.actor) for line in approvals.steps_of(engine, round_id, "A0004")]
    assert told == [("considered", "Familien er spurgt.", "eva"), ("approved", "", "eva"), ("withdrawn", "Flyttet.", "bo")]
    with pytest.raises(NotPossible, match="ikke godkendt"):
        approvals.withdraw(engine, round_id, "A0004", "Igen.", "bo")
    assert "Flyttet" not in str(list_audit(engine))


def test_only_the_decision_that_was_seen_and_stored_is_approved(engine: Engine, round_id: int, seen: str) -> None:
    with pytest.raises(ChangedMeanwhile, match="en anden afgørelse"):
        approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash="0" * 64)
    with writing(engine) as connection:
        connection.execute(text("UPDATE round_allocation SET unit_id = 'P4' WHERE application_id = 'A0001'"))
    with pytest.raises(NotPossible, match="ikke den, der blev gemt"):
        approvals.approve(engine, round_id, ["A0003"], "eva", seen_hash=seen)
    assert approvals.standings(engine, round_id) == {}


def test_a_round_by_points_needs_guidelines_that_are_points(engine: Engine, round_id: int, seen: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE rounds SET mode = 'points'"))
    with pytest.raises(NotPossible, match="retningslinjer er ikke point"):
        approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen)
    office.set_switch(engine, "points_published", on=True, actor="chef")
    assert approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen) == 1


def test_a_child_is_approved_in_one_open_round_only(engine: Engine, round_id: int, seen: str) -> None:
    other = save_round(engine, example.record(package()), label="", actor="eva")
    approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen)
    with pytest.raises(NotPossible, match="A0001 er godkendt i runde 1"):
        approvals.approve(engine, other, ["A0001", "A0003"], "eva", seen_hash=seen)
    approvals.withdraw(engine, round_id, "A0001", "Ny runde.", "eva")
    assert approvals.approve(engine, other, ["A0001"], "eva", seen_hash=seen) == 1
    approvals.close_round(engine, other, "eva")
    assert approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen) == 1


def test_a_closed_round_is_closed(engine: Engine, round_id: int, seen: str) -> None:
    assert approvals.closed_at(engine, round_id) is None
    approvals.close_round(engine, round_id, "eva")
    assert approvals.closed_at(engine, round_id) is not None
    for act in (
        lambda: approvals.approve(engine, round_id, ["A0001"], "eva", seen_hash=seen),
        lambda: approvals.consider(engine, round_id, "A0001", "-", "eva"),
        lambda: approvals.withdraw(engine, round_id, "A0001", "-", "eva"),
        lambda: approvals.close_round(engine, round_id, "eva"),
    ):
        with pytest.raises(NotPossible, match="runden er lukket"):
            act()


def test_what_cannot_be_approved(engine: Engine, round_id: int, seen: str) -> None:
    with pytest.raises(NotPossible):
        approvals.approve(engine, round_id, [], "eva", seen_hash=seen)
    with pytest.raises(NotStored, match="runde 9"):
        approvals.approve(engine, 9, ["A0001"], "eva", seen_hash=seen)
    with pytest.raises(NotPossible, match="mangler en begrundelse"):
        approvals.consider(engine, round_id, "A0001", "", "eva")


def test_a_setting_that_stands_so_already_is_not_entered_again(engine: Engine) -> None:
    assert office.switches(engine) == {"four_eyes": False, "points_published": False}
    office.set_switch(engine, "four_eyes", on=False, actor="chef")
    assert list_audit(engine) == []
    office.set_switch(engine, "four_eyes", on=True, actor="chef")
    office.set_switch(engine, "four_eyes", on=True, actor="chef")
    assert [(entry.action, entry.object, entry.details) for entry in list_audit(engine)] == [
        ("setting", "office_settings four_eyes", {"is": True})
    ]


def test_which_children_have_other_data_now() -> None:
    old, new = package(), package()
    assert children_touched(old, new) == {}
    wishes, children, applications = (new.tables[name] for name in ("wishes", "children", "applications"))
    new.tables["wishes"] = wishes[~((wishes["application_id"] == "A0002") & (wishes["rank"] == 1))]
    new.tables["children"] = children.assign(easting=children["easting"].where(children["child_id"] != "B0003", 1.0))
    new.tables["applications"] = applications[applications["application_id"] != "A0004"]
    assert children_touched(old, new) == {"B0002": {"wishes"}, "B0003": {"children"}, "B0004": {"applications"}}
