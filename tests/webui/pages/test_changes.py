"""Changes by hand on a village that was really run: asked for, worked out, undone, redone, saved, compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from data.policies import parse_policy
from data.snapshot import to_snapshot
from data.stores.audit import list_audit
from data.stores.drafts import open_draft
from data.stores.rounds import load_round
from optimizer.rounds import resolve as resolve_module
from optimizer.rounds.certify import recheck
from optimizer.rounds.demand import Demand
from optimizer.rounds.nearest import Nearest
from optimizer.rounds.record import AllocationRow, RoundRecord
from optimizer.rounds.taken_up import TakenUp
from optimizer.rounds.verify import verify_round
from tests.webui.pages import village
from webui.app import create_app
from webui.changes import present
from webui.rounds.compare import effect_of


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[village.Package, RoundRecord]:
    return village.run(tmp_path_factory.mktemp("village"))


@pytest.fixture
def engine(ran: tuple[village.Package, RoundRecord], tmp_path: Path) -> Iterator[Engine]:
    engine = village.database(tmp_path, *ran)
    yield engine
    engine.dispose()


@pytest.fixture
def app(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(present, "PATIENCE", 250.0)
    return create_app(engine, testing=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def given(record: RoundRecord, outcome: str = "wish") -> AllocationRow:
    return next(row for row in record.allocation if row.outcome == outcome and not row.application_id.startswith("X"))


def ask(client: FlaskClient, row: AllocationRow, seen: int, **values: str) -> TestResponse:
    told = {"action": "ikke", "unit": row.unit_id or "", "reason": "Forældrene bor ikke længere der.", "seen": str(seen), **values}
    return client.post(f"/runder/1/aendr/{row.application_id}", data=told)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_childs_page_leads_to_the_form_and_that_offers_what_can_be_done(client: FlaskClient, ran: tuple[object, RoundRecord]) -> None:
    row = given(ran[1])
    assert f'href="/runder/1/aendr/{row.application_id}"' in client.get(f"/runder/1/ansoegninger/{row.application_id}").text
    html = client.get(f"/runder/1/aendr/{row.application_id}").text
    for words in ("Lås barnets plads, som den er nu", "Giv barnet denne plads", f'value="{row.unit_id}"', 'name="seen" value="0"'):
        assert words in html
    waiting = client.get(f"/runder/1/aendr/{given(ran[1], 'waiting').application_id}").text
    assert "Lås barnets plads" not in waiting
    assert client.get("/runder/1/aendr/NIX").status_code == 404


def test_a_change_is_worked_out_saved_and_shown(client: FlaskClient, engine: Engine, ran: tuple[village.Package, RoundRecord]) -> None:
    row = given(ran[1])
    answer = ask(client, row, 0)
    assert (answer.status_code, answer.location) == (303, "/runder/1/aendringer")
    page = client.get("/runder/1/aendringer").text
    assert "Forældrene bor ikke længere der." in page
    assert "Hvad ændringerne fører til" in page
    assert "ændret i hånden" in page
    assert "(1)" in client.get("/runder/1").text
    saved = client.post("/runder/1/aendringer/gem", data={"seen": "1", "label": "Rettet"})
    assert (saved.status_code, saved.location) == (303, "/runder/2")
    record = load_round(engine, 2).record
    assert next(new for new in record.allocation if new.application_id == row.application_id).unit_id != row.unit_id
    changed = record.summary["changed_by_hand"]
    assert [(c["kind"], c["application_id"], c["unit_id"]) for c in changed] == [("forbid", row.application_id, row.unit_id)]
    assert open_draft(engine, 1) is None
    assert "Runden er runde 1 med ændringer i hånden." in client.get("/runder/2").text
    assert "Forældrene bor ikke længere der." in client.get(f"/runder/2/ansoegninger/{row.application_id}").text
    assert "Ingen har ændret noget" in client.get("/runder/1/aendringer").text
    assert [entry.action for entry in list_audit(engine)][:3] == ["draft save", "round", "draft change"]


def test_the_saved_round_is_verified_like_any_other(client: FlaskClient, engine: Engine, ran: tuple[village.Package, RoundRecord]) -> None:
    ask(client, given(ran[1]), 0)
    client.get("/runder/1/aendringer")
    client.post("/runder/1/aendringer/gem", data={"seen": "1"})
    record = load_round(engine, 2).record
    policy = parse_policy(record.policy_toml, "policy.toml")
    day = load_round(engine, 2).head.round_date
    assert list(verify_round(to_snapshot(ran[0], record.ways), policy, day, record, recheck)) == []


def test_a_locked_place_is_kept_and_rounds_are_compared(client: FlaskClient, engine: Engine, ran: tuple[object, RoundRecord]) -> None:
    kept, other = [row for row in ran[1].allocation if row.outcome == "wish"][:2]
    ask(client, kept, 0, action="laas")
    ask(client, other, 1)
    client.get("/runder/1/aendringer")
    client.post("/runder/1/aendringer/gem", data={"seen": "2"})
    new = {row.application_id: row for row in load_round(engine, 2).record.allocation}
    assert (new[kept.application_id].unit_id, new[kept.application_id].start_date) == (kept.unit_id, kept.start_date)
    html = client.get("/runder/1/sammenlign?med=2", follow_redirects=True).text
    differing = [
        row for row in ran[1].allocation
        if (row.unit_id, row.start_date, row.outcome)
        != (new[row.application_id].unit_id, new[row.application_id].start_date, new[row.application_id].outcome)
    ]  # fmt: skip
    assert html.count('class="effect ') == len(differing) >= 1
    worse = sum(effect_of(row, new[row.application_id]) == "worse" for row in differing)
    assert f"Stillet dårligere: {worse} ·" in text(html)
    back = client.get("/runder/2/sammenlign/1").text
    assert f"stillet bedre: {worse} ·" in text(back)
    assert "runderne er kørt på forskellige data" not in html.lower()


def test_changes_are_laid_on_one_another_and_may_be_weighed_together(
    client: FlaskClient, engine: Engine, ran: tuple[village.Package, RoundRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = [row for row in ran[1].allocation if row.outcome == "wish" and not row.application_id.startswith("X")][:2]
    ask(client, first, 0)
    assert "Vej ændringerne samlet" not in client.get("/runder/1/aendringer").text
    unmet: list[int] = []
    honest = resolve_module.find_decision

    def counted(round_: TakenUp, demand: Demand) -> Nearest | None:
        unmet.append(len(demand.subjects(round_)))
        return honest(round_, demand)

    monkeypatch.setattr(resolve_module, "find_decision", counted)
    ask(client, second, 1)
    page = client.get("/runder/1/aendringer").text
    assert unmet == [1]  # one step alone, from the decision that holds the first change
    assert "Vej ændringerne samlet" in page
    assert client.post("/runder/1/aendringer/sammen").status_code == 303
    page = client.get("/runder/1/aendringer").text
    assert "Ændringerne er vejet samlet" in page
    client.post("/runder/1/aendringer/gem", data={"seen": "2"})
    given_now = {row.application_id: row.unit_id for row in load_round(engine, 2).record.allocation}
    assert given_now[first.application_id] != first.unit_id
    assert given_now[second.application_id] != second.unit_id


def test_undo_and_redo(client: FlaskClient, engine: Engine, ran: tuple[object, RoundRecord]) -> None:
    ask(client, given(ran[1]), 0)
    client.post("/runder/1/aendringer/fortryd", data={"seen": "1"})
    page = client.get("/runder/1/aendringer").text
    assert "fortrudt" in page
    assert "Hvad ændringerne fører til" not in page
    client.post("/runder/1/aendringer/gentag", data={"seen": "2"})
    assert "Hvad ændringerne fører til" in client.get("/runder/1/aendringer").text
    client.post(f"/runder/1/aendr/{given(ran[1]).application_id}", data={"action": "ophaev", "seen": "3"})
    assert "Ændringen er ophævet" in client.get("/runder/1/aendringer").text
    assert client.post("/runder/1/aendringer/gem", data={"seen": "4"}).status_code == 422
    client.post("/runder/1/aendringer/kasser", data={"seen": "4"})
    assert open_draft(engine, 1) is None


def test_two_officers_at_once(client: FlaskClient, engine: Engine, ran: tuple[object, RoundRecord]) -> None:
    ask(client, given(ran[1]), 0)
    late = ask(client, given(ran[1], "waiting"), 0, action="ingen")
    assert late.status_code == 409
    assert "En anden har ændret runden imens" in late.text
    assert 'href="/runder/1/aendringer"' in late.text
    draft = open_draft(engine, 1)
    assert draft is not None
    assert len(draft.changes) == 1


def test_a_place_against_the_rules_is_refused_by_the_rules_name(client: FlaskClient, ran: tuple[object, RoundRecord]) -> None:
    row = next(row for row in ran[1].allocation if (row.unit_id or "").endswith("-V") and row.outcome == "wish")
    ask(client, row, 0, action="plads", unit="H0001-B")
    page = client.get("/runder/1/aendringer").text
    assert "Ændringerne kan ikke holdes." in page
    assert "Egnet alder" in page or "Alder" in page
    assert client.post("/runder/1/aendringer/gem", data={"seen": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"reason": "  "}, "Skriv en begrundelse"),
        ({"reason": "x" * 1001}, "højst have 1000 tegn; den har 1001"),
        ({"action": "danse"}, "Vælg, hvad der skal gøres."),
        ({"unit": "NIX"}, "Vælg en plads på listen."),
        ({"action": "plads", "unit": ""}, "Vælg en plads på listen."),
        ({"start": "1999-01-01"}, "Vælg en af rundens startdatoer."),
    ],
)
def test_a_form_that_was_not_filled_in_says_what_is_missing_and_keeps_the_rest(
    client: FlaskClient, engine: Engine, ran: tuple[object, RoundRecord], values: dict[str, str], fault: str
) -> None:
    answer = ask(client, given(ran[1]), 0, **values)
    assert answer.status_code == 422
    assert fault in answer.text
    if "reason" not in values:
        assert "Forældrene bor ikke længere der." in answer.text
    assert open_draft(engine, 1) is None


def test_what_nobody_can_send(client: FlaskClient, ran: tuple[object, RoundRecord]) -> None:
    row = given(ran[1])
    for seen in ("x", "9" * 30, "-1", ""):
        assert (
            client.post(f"/runder/1/aendr/{row.application_id}", data={"action": "ingen", "reason": "-", "seen": seen}).status_code == 400
        )
    assert ask(client, given(ran[1], "waiting"), 0, action="laas").status_code == 422
    assert client.get("/runder/1/sammenlign?med=x").status_code == 400
    assert client.get("/runder/1/sammenlign/7").status_code == 404
    assert client.get("/runder/1/aendringer/gem").status_code == 405


def test_better_and_worse() -> None:
    plain = AllocationRow("A", "B", "U", None, "wish", 1, "", None, None, 0, None, "", "")
    breach = replace(plain, outcome="breach", wish_rank=None, days_late=30)
    waiting = replace(plain, outcome="waiting", unit_id=None, wish_rank=None)
    assert effect_of(plain, replace(plain, wish_rank=2)) == "worse"
    assert effect_of(breach, replace(breach, days_late=10)) == "better"
    assert effect_of(breach, replace(breach, days_late=None)) == "worse"
    assert effect_of(breach, waiting) == "better"
    assert effect_of(waiting, plain) == "better"
    assert effect_of(plain, replace(plain, unit_id="V")) == "same"
