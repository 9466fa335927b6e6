"""Changes by hand: gathered, undone, redone, saved whole or not at all, and never made on what was not seen; on both back ends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.database.faults import ChangedMeanwhile, NotPossible, NotStored
from data.stores import drafts
from data.stores.audit import list_audit
from data.stores.drafts import Change, Draft, Wanted
from data.stores.keys import server_key
from data.stores.rounds import list_rounds, save_round
from tests.webui.pages import example
from tests.webui.pages.town import package


def wanted(kind: drafts.Kind = "lock", application: str = "A0001", unit: str | None = "H1-V", reason: str = "Bor tæt på.") -> Wanted:
    return Wanted(kind, application, unit, None, reason)


@pytest.fixture
def round_id(engine: Engine) -> int:
    town = package()
    return save_round(engine, example.record(town), label="", actor="eva", package=town)


def test_a_round_has_no_draft_until_something_is_changed(engine: Engine, round_id: int) -> None:
    assert drafts.open_draft(engine, round_id) is None
    draft = drafts.add_change(engine, round_id, 0, Wanted("lock", "A0001", "P1", date(2027, 3, 1), "  Søskende flytter. "), "eva")
    (change,) = draft.changes
    assert (change.kind, change.unit_id, change.start_date, change.reason, change.actor) == (
        "lock", "P1", date(2027, 3, 1), "Søskende flytter.", "eva",
    )  # fmt: skip
    assert drafts.open_draft(engine, round_id) == draft
    entry = list_audit(engine)[0]
    assert (entry.actor, entry.action, entry.object) == ("eva", "draft change", f"drafts {draft.id}")
    assert "Søskende" not in str(entry.details)


def test_undo_and_redo_and_a_new_change_after_an_undo(engine: Engine, round_id: int) -> None:
    for seen, application in enumerate(("A0001", "A0002", "A0003")):
        drafts.add_change(engine, round_id, seen, wanted(application=application), "eva")
    assert drafts.undo(engine, round_id, 3, "bo").in_force == 2
    assert drafts.undo(engine, round_id, 4, "bo").in_force == 1
    assert drafts.redo(engine, round_id, 5, "bo").in_force == 2
    draft = drafts.add_change(engine, round_id, 6, wanted(application="A0004"), "bo")
    assert [(c.number, c.application_id) for c in draft.changes] == [(1, "A0001"), (2, "A0002"), (3, "A0004")]
    with pytest.raises(NotPossible, match="ingen fortrudt ændring"):
        drafts.redo(engine, round_id, 7, "bo")
    for seen in (7, 8, 9):
        drafts.undo(engine, round_id, seen, "bo")
    with pytest.raises(NotPossible, match="ingen ændring at fortryde"):
        drafts.undo(engine, round_id, 10, "bo")


def test_nobody_changes_what_they_have_not_seen(engine: Engine, round_id: int) -> None:
    drafts.add_change(engine, round_id, 0, wanted(), "eva")
    for act in (
        lambda: drafts.add_change(engine, round_id, 0, wanted("forbid"), "bo"),
        lambda: drafts.undo(engine, round_id, 0, "bo"),
        lambda: drafts.redo(engine, round_id, 2, "bo"),
        lambda: drafts.drop_draft(engine, round_id, 0, "bo"),
        lambda: drafts.save_draft(engine, round_id, 0, example.record(package()), label="", actor="bo"),
    ):
        with pytest.raises(ChangedMeanwhile, match="en anden har ændret runden imens"):
            act()
    found = drafts.open_draft(engine, round_id)
    assert found is not None
    assert (found.version, len(found.changes), len(list_rounds(engine))) == (1, 1, 1)


def test_a_page_of_a_dropped_draft_does_not_speak_for_the_next(engine: Engine, round_id: int) -> None:
    drafts.add_change(engine, round_id, 0, wanted(), "eva")
    drafts.drop_draft(engine, round_id, 1, "eva")
    assert drafts.open_draft(engine, round_id) is None
    draft = drafts.add_change(engine, round_id, 0, wanted(), "eva")
    assert draft.version == 3
    with pytest.raises(ChangedMeanwhile):
        drafts.undo(engine, round_id, 1, "bo")


def test_what_cannot_be_asked(engine: Engine, round_id: int) -> None:
    with pytest.raises(NotPossible, match="mangler en begrundelse"):
        drafts.add_change(engine, round_id, 0, wanted(reason=" \n"), "eva")
    with pytest.raises(NotPossible, match="ingen ændring at ophæve"):
        drafts.add_change(engine, round_id, 0, wanted("release"), "eva")
    with pytest.raises(NotStored, match="runde 99"):
        drafts.add_change(engine, 99, 0, wanted(), "eva")
    with pytest.raises(NotPossible, match="ingen ændringer at kassere"):
        drafts.drop_draft(engine, round_id, 0, "eva")
    with pytest.raises(NotPossible, match="ingen ændringer at gemme"):
        drafts.save_draft(engine, round_id, 0, example.record(package()), label="", actor="bo")
    assert drafts.open_draft(engine, round_id) is None


def test_a_draft_becomes_a_round_of_its_own(engine: Engine, round_id: int) -> None:
    drafts.add_change(engine, round_id, 0, wanted(), "eva")
    drafts.add_change(engine, round_id, 1, wanted("forbid", "A0002", None), "eva")
    drafts.undo(engine, round_id, 2, "eva")
    number = drafts.save_draft(engine, round_id, 3, example.record(package()), label="rettet", actor="bo")
    assert drafts.open_draft(engine, round_id) is None
    saved = drafts.draft_of(engine, number)
    assert saved is not None
    assert (saved.state, saved.saved_as, saved.round_id) == ("saved", number, round_id)
    assert [change.application_id for _draft, change in drafts.changes_of_application(engine, "A0001")] == ["A0001"]
    assert drafts.changes_of_application(engine, "A0002") == []
    assert next((head.id, head.label, head.actor) for head in list_rounds(engine)) == (number, "rettet", "bo")
    assert drafts.draft_of(engine, round_id) is None


def test_a_round_that_cannot_be_stored_leaves_the_draft_open(engine: Engine, round_id: int) -> None:
    drafts.add_change(engine, round_id, 0, wanted(), "eva")
    record = example.record(package())
    record.summary["data_hash"] = "0" * 64
    with pytest.raises(NotStored, match="dataversion 000"):
        drafts.save_draft(engine, round_id, 1, record, label="", actor="bo")
    found = drafts.open_draft(engine, round_id)
    assert found is not None
    assert (found.version, len(list_rounds(engine))) == (1, 1)


def draft(changes: list[Change], in_force: int) -> Draft:
    at = changes[0].at if changes else None
    return Draft(1, 1, at, "", "open", 1, in_force, None, tuple(changes))  # type: ignore[arg-type]


def change(number: int, kind: drafts.Kind, application: str, unit: str | None) -> Change:
    return Change(number, kind, application, unit, None, "", "", None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "left"),
    [
        (["lock U", "lock V"], ["lock V"]),
        (["forbid U", "lock U"], ["lock U"]),
        (["lock U", "forbid U"], ["forbid U"]),
        (["lock U", "forbid V"], ["lock U", "forbid V"]),
        (["lock U", "forbid None"], ["forbid None"]),
        (["forbid U", "forbid V"], ["forbid U", "forbid V"]),
        (["lock U", "forbid V", "release None"], []),
        (["release None", "lock U"], ["lock U"]),
    ],
)
def test_what_several_changes_to_a_child_come_to(made: list[str], left: list[str]) -> None:
    changes = []
    for number, told in enumerate(made, 1):
        kind, unit = told.split()
        changes.append(change(number, kind, "A", None if unit == "None" else unit))  # type: ignore[arg-type]
    assert [f"{c.kind} {c.unit_id}" for c in draft(changes, len(changes)).effective] == left
    assert draft(changes, 0).effective == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["lock", "forbid", "release"]), st.sampled_from("AB"), st.sampled_from(["U", "V", None]))))
def test_at_most_one_lock_of_a_child_is_left_and_others_do_not_matter_to_it(made: list[tuple[drafts.Kind, str, str | None]]) -> None:
    changes = [change(number, *one) for number, one in enumerate(made, 1)]
    left = draft(changes, len(changes)).effective
    for application in "AB":
        mine = [c for c in left if c.application_id == application]
        assert sum(c.kind == "lock" for c in mine) <= 1
        alone = [c for c in changes if c.application_id == application]
        assert mine == list(draft(alone, len(alone)).effective)


def test_a_server_key_is_made_once_and_differs_by_name(engine: Engine) -> None:
    key = server_key(engine, "forms")
    assert len(key) == 32
    assert server_key(engine, "forms") == key
    assert server_key(engine, "other") != key
