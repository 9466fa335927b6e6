"""Every version of a scenario is kept, only a change makes one, and nobody overwrites what they have not seen; on both back ends."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from data.database.faults import NotStored
from data.stores.audit import list_audit
from data.stores.scenarios import list_scenarios, load_scenario, retire_scenario, save_scenario, scenario_versions

BASE = {"housing": True, "takeup_trend": 0.8, "switches": [{"care": "dagpleje", "from": "2028-08-01", "share": 0.0}]}


def test_a_scenario_comes_back_as_it_was_left(engine: Engine) -> None:
    stored = save_scenario(engine, " Uden dagpleje ", BASE, "eva")
    assert (stored.name, stored.number, stored.actor, stored.retired) == ("Uden dagpleje", 1, "eva", False)
    assert load_scenario(engine, "Uden dagpleje") == stored
    assert stored.assumptions == BASE
    entry = list_audit(engine)[0]
    assert (entry.actor, entry.action, entry.object) == ("eva", "scenario", "scenarios Uden dagpleje")
    assert entry.details == {"version": 1, "assumptions": BASE, "retired": False}


def test_a_change_makes_a_version_and_none_is_lost(engine: Engine) -> None:
    save_scenario(engine, "Lav", BASE, "eva")
    assert save_scenario(engine, "Lav", dict(reversed(BASE.items())), "bo").number == 1
    save_scenario(engine, "Lav", {**BASE, "housing": False}, "bo")
    assert [(one.number, one.actor, one.assumptions["housing"]) for one in scenario_versions(engine, "Lav")] == [
        (2, "bo", False),
        (1, "eva", True),
    ]
    assert load_scenario(engine, "Lav").number == 2
    assert load_scenario(engine, "Lav", 1).assumptions == BASE
    assert len(list_audit(engine)) == 2


def test_nobody_overwrites_what_they_have_not_seen(engine: Engine) -> None:
    save_scenario(engine, "Lav", BASE, "eva", seen=0)
    save_scenario(engine, "Lav", {}, "eva", seen=1)
    for seen in (0, 1):
        with pytest.raises(NotStored, match=r"»Lav« er ændret imens \(version 2\)"):
            save_scenario(engine, "Lav", BASE, "bo", seen=seen)
    assert load_scenario(engine, "Lav").assumptions == {}


def test_the_list_shows_the_last_version_of_each(engine: Engine) -> None:
    for name in ("Lav", "Høj", "Ålen"):
        save_scenario(engine, name, BASE, "eva")
    save_scenario(engine, "Høj", {}, "eva")
    assert [(one.name, one.number) for one in list_scenarios(engine)] == [("Høj", 2), ("Lav", 1), ("Ålen", 1)]


def test_a_scenario_put_away_is_kept_and_can_be_taken_out(engine: Engine) -> None:
    save_scenario(engine, "Lav", BASE, "eva")
    retire_scenario(engine, "Lav", "bo")
    assert list_scenarios(engine) == []
    assert [(one.name, one.number, one.assumptions) for one in list_scenarios(engine, retired=True)] == [("Lav", 2, BASE)]
    with pytest.raises(NotStored, match="intet scenarie »Lav«"):
        retire_scenario(engine, "Lav", "bo")
    assert save_scenario(engine, "Lav", BASE, "eva").number == 3
    assert len(list_scenarios(engine)) == 1


def test_what_is_not_there_is_said(engine: Engine) -> None:
    with pytest.raises(NotStored, match="intet scenarie »Lav«"):
        load_scenario(engine, "Lav")
    save_scenario(engine, "Lav", BASE, "eva")
    with pytest.raises(NotStored, match="»Lav« version 7"):
        load_scenario(engine, "Lav", 7)
    with pytest.raises(NotStored, match="mangler et navn"):
        save_scenario(engine, "  ", BASE, "eva")
    assert scenario_versions(engine, "Høj") == []
