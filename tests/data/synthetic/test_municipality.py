"""What holds in every invented municipality: sound by the importer, within every limit, and the same for the same seed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exporters.package import write_package
from data.fields import tables as specs
from data.importers.reader import read_package
from data.importers.round_check import round_faults
from data.package import content_hash, make_package
from data.synthetic import draw_municipality
from data.synthetic.figures import displaced_children
from optimizer.domain.dates import TWENTY_SIX_WEEKS
from optimizer.domain.policy import Policy

Tables = dict[str, pd.DataFrame]
ROUND = date(2027, 1, 15)


@pytest.fixture(scope="module")
def town() -> Tables:
    return draw_municipality(700, 1)


def joined(tables: Tables) -> pd.DataFrame:
    """Every stay with its child, unit and home."""
    stays = tables["enrolments"].merge(tables["children"], on="child_id")
    return stays.merge(tables["units"], on="unit_id", suffixes=("", "_unit"))


def asked(tables: Tables) -> pd.DataFrame:
    """Every application with its child and the child's present facility."""
    applications = tables["applications"].merge(tables["children"], on="child_id")
    units = tables["units"][["unit_id", "facility_id"]]
    return applications.merge(tables["enrolments"][["child_id", "unit_id"]].merge(units, on="unit_id"), on="child_id", how="left")


def assert_within_limits(tables: Tables) -> None:
    """Nobody beyond places, infants, support points, smoke or pets; private units closed to the list; always someone displaced."""
    stays = joined(tables)
    home = stays["kind"] == "dagpleje"
    load = stays["place_weight"].where(home, 1).groupby(stays["unit_id"]).sum()
    units = tables["units"].set_index("unit_id")
    assert (load <= units["places"].loc[load.index]).all()
    homes = stays[home]
    infant = homes["birth_date"] > pd.Timestamp(ROUND) - pd.DateOffset(years=1)
    assert (infant.groupby(homes["unit_id"]).sum() <= homes.groupby("unit_id")["max_infants"].first()).all()
    points = stays.groupby("unit_id")["support_points"].sum()
    assert (points <= units["support_points"].loc[points.index]).all()
    assert not (homes["smoke_free_needed"] & ~homes["smoke_free"]).any()
    assert not (homes["pets_excluded"] & homes["pets"]).any()
    assert (units["places"] <= units["max_places"]).all()
    assert (units["places"] + units["guest_places"] <= units["max_places"])[units["kind"] == "dagpleje"].all()
    shrinking = tables["capacity_changes"].query("reason == 'Gruppe lukker'")
    assert displaced_children({**tables, "capacity_changes": shrinking}) >= len(shrinking) >= 1


def assert_sound(tables: Tables, folder: Path) -> None:
    """The importer reads the package back to the same content with nothing to say about it."""
    write_package(tables, folder)
    package = read_package(folder)
    assert [warning.text("en") for warning in package.warnings] == []
    assert package.version == content_hash(tables)
    assert round_faults(package, Policy("test"), ROUND) == []


@pytest.mark.parametrize(("births", "seed"), [(50, 1), (50, 2), (700, 1), (700, 7)])
def test_sound_by_our_own_importer(births: int, seed: int, tmp_path: Path) -> None:
    assert_sound(draw_municipality(births, seed), tmp_path)


@settings(max_examples=12)
@given(births=st.integers(50, 90), seed=st.integers(0, 2**32))
def test_every_small_draw_is_sound_and_within_limits(births: int, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = draw_municipality(births, seed)
    assert_within_limits(tables)
    assert_sound(tables, tmp_path_factory.mktemp("draw"))
    assert set(tables["wishes"]["application_id"]) == set(tables["applications"]["application_id"])


@pytest.mark.parametrize("day", [date(2026, 7, 31), date(2026, 8, 1), date(2027, 6, 1), date(2028, 2, 29), date(2029, 12, 31)])
def test_any_round_date(day: date) -> None:
    tables = draw_municipality(120, 3, day)
    assert tables["children"]["birth_date"].max() <= pd.Timestamp(day)
    assert (tables["applications"]["registered_date"] <= pd.Timestamp(day)).all()
    assert round_faults(make_package(tables), Policy("test"), day) == []
    assert displaced_children(tables) >= 1


def test_limits_of_a_town(town: Tables) -> None:
    assert_within_limits(town)


def test_same_seed_same_tables(town: Tables) -> None:
    again = draw_municipality(700, 1)
    assert town.keys() == again.keys()
    for name, table in town.items():
        pd.testing.assert_frame_equal(table, again[name])
    assert content_hash(draw_municipality(700, 2)) != content_hash(town)


def test_columns_and_types_are_canonical(town: Tables) -> None:
    for name, table in town.items():
        assert table.dtypes.to_dict() == {field.name: field.dtype for field in specs()[name].fields}
        assert list(table) == [field.name for field in specs()[name].fields]


@pytest.mark.parametrize("births", [0, 49, 60_001])
def test_births_out_of_range_are_named(births: int) -> None:
    with pytest.raises(ValueError, match=f"from 50 to 60000 a year, got {births}"):
        draw_municipality(births, 1)


def test_a_negative_seed_is_named() -> None:
    with pytest.raises(ValueError, match="got -1"):
        draw_municipality(50, -1)


def test_districts_stand_below_guarantee_districts(town: Tables) -> None:
    districts = town["districts"].set_index("district_id")
    school = districts[districts["parent_id"].notna()]
    assert set(school["parent_id"]) == set(districts.index) - set(school.index)
    assert set(town["children"]["district_id"]) | set(town["facilities"]["district_id"]) <= set(school.index)
    assert school["vulnerable_area"].any()
    listed = town["children"].loc[town["children"]["vulnerable_area"], "district_id"]
    assert school.loc[listed, "vulnerable_area"].all()


def test_homes_hold_what_the_law_allows(town: Tables) -> None:
    homes = town["units"].query("kind == 'dagpleje'")
    assert set(homes["max_places"]) == {5, 10}
    assert (homes["max_places"] == 10).sum() == 2
    assert homes["support_points"].between(2, 3).sum() >= 5
    assert homes["playgroup_id"].value_counts().between(5, 9).mean() > 0.8
    parent = town["districts"].set_index("district_id")["parent_id"]
    area = town["facilities"].set_index("facility_id")["district_id"].map(parent)
    assert (homes.assign(area=homes["facility_id"].map(area)).groupby("playgroup_id")["area"].nunique() == 1).all()


def test_private_houses_are_closed_to_the_list(town: Tables) -> None:
    operator = town["units"]["facility_id"].map(town["facilities"].set_index("facility_id")["operator"])
    assert ((operator == "private") == ~town["units"]["open_to_list"]).all()
    assert (operator == "private").any()


def test_a_house_s_ceiling_holds_its_children(town: Tables) -> None:
    stays = joined(town)
    heads = stays["kind"].map({"vuggestue": 2, "boernehave": 1, "dagpleje": 0})
    ceiling = town["facilities"].set_index("facility_id")["max_units"].dropna()
    now = heads.groupby(stays["facility_id"]).sum()
    assert len(ceiling) > 20
    assert (now.reindex(ceiling.index, fill_value=0) <= ceiling).all()


def test_what_each_application_asks(town: Tables) -> None:
    applications = asked(town)
    new, placed = applications["kind"] == "new", applications["unit_id"].notna()
    assert (new == ~placed).all()
    assert (applications["need_date"].dt.day == 1).all()
    assert (applications["registered_date"] >= applications["birth_date"]).all()
    first = applications[new]
    assert (first["need_date"] >= first["birth_date"] + TWENTY_SIX_WEEKS).all()
    assert (first["need_date"] <= pd.Timestamp(2028, 4, 1)).all()
    assert (first["need_date"] < pd.Timestamp(ROUND)).any()
    written = first[first["guarantee_date"].notna()]
    assert 0.3 < len(written) / len(first) < 0.5
    assert written["wants_guarantee"].all()
    assert (written["guarantee_date"] >= written["need_date"]).all()
    moves = applications[applications["kind"] == "transition"]
    months = (moves["need_date"].dt.year - moves["birth_date"].dt.year) * 12 + moves["need_date"].dt.month - moves["birth_date"].dt.month
    assert set(months) == {35, 36}
    assert set(moves["care"]) == {"3-5"}


def test_wishes_are_open_and_ranked(town: Tables) -> None:
    wishes = town["wishes"]
    assert (wishes.groupby("application_id")["rank"].max() == wishes.groupby("application_id").size()).all()
    assert wishes["rank"].max() == 5
    assert not wishes.duplicated(["application_id", "target_kind", "target_id"]).any()
    assert set(wishes["target_kind"]) == {"unit", "facility", "district_dagpleje"}
    closing = town["capacity_changes"].query("places == 0")["unit_id"]
    shut = set(town["units"].loc[~town["units"]["open_to_list"], "unit_id"]) | set(closing)
    assert not set(wishes["target_id"]) & shut
    units = town["units"].set_index("unit_id")
    own = wishes.merge(asked(town).query("kind == 'transfer'")[["application_id", "facility_id"]], on="application_id")
    assert len(own) > 0
    assert (own["target_kind"] == "unit").all()
    assert (units["facility_id"].loc[own["target_id"]].to_numpy() != own["facility_id"].to_numpy()).all()


def test_wishes_are_for_the_care_asked(town: Tables) -> None:
    wishes = town["wishes"].query("target_kind == 'unit'").merge(town["applications"], on="application_id")
    kind = town["units"].set_index("unit_id")["kind"].loc[wishes["target_id"]].to_numpy()
    assert ((kind == "boernehave") == (wishes["care"] == "3-5")).all()


def distances(tables: Tables, rows: pd.DataFrame, unit: str) -> pd.Series:
    """Metres as the crow flies from each row's home to the unit that its column `unit` names."""
    places = tables["units"].merge(tables["facilities"], on="facility_id").set_index("unit_id")[["easting", "northing"]]
    way = rows[["easting", "northing"]].to_numpy(dtype=float) - places.loc[rows[unit]].to_numpy(dtype=float)
    return pd.Series(np.linalg.norm(way, axis=1), index=rows.index)


def share_nearest(tables: Tables, rows: pd.DataFrame, unit: str, kind: str) -> float:
    """How many of the rows name the unit of that kind, open to the list, that is nearest to their home."""
    units = tables["units"].query("kind == @kind and open_to_list")["unit_id"]
    nearest = pd.DataFrame({one: distances(tables, rows.assign(one=one), "one") for one in units}).min(axis=1)
    return float((distances(tables, rows, unit) == nearest).mean())


def test_the_nearest_house_is_wished_first_by_many(town: Tables) -> None:
    first = town["wishes"].query("target_kind == 'unit' and rank == 1").merge(asked(town).query("kind == 'new'"), on="application_id")
    assert share_nearest(town, first[first["target_id"].str.endswith("-V")], "target_id", "vuggestue") > 0.3


def test_many_use_the_nearest_house(town: Tables) -> None:
    assert share_nearest(town, joined(town).query("kind == 'boernehave'"), "unit_id", "boernehave") > 0.3


def test_siblings_and_own_house_come_first(town: Tables) -> None:
    facility = town["units"].set_index("unit_id")["facility_id"]
    applications = asked(town).drop(columns="unit_id")
    first = town["wishes"].query("rank == 1").merge(applications, on="application_id")
    target = first["target_id"].where(first["target_kind"] != "unit", first["target_id"].map(facility))
    integrated = town["facilities"].loc[town["facilities"]["max_units"].notna(), "facility_id"]
    own = (first["kind"] == "transition") & first["facility_id"].isin(integrated)
    assert (target == first["facility_id"])[own].mean() > 0.6
    inside = joined(town)[["child_id", "household_id", "facility_id"]]
    pairs = first[first["kind"] == "new"].assign(target=target).merge(inside, on="household_id", suffixes=("", "_sibling"))
    pairs = pairs[pairs["facility_id_sibling"].isin(integrated)]
    assert len(pairs) > 50
    assert (pairs["target"] == pairs["facility_id_sibling"]).mean() > 0.5


def test_twins_ask_for_the_same(town: Tables) -> None:
    twins = asked(town)[lambda table: table["twin_group"].notna()]
    wishes = town["wishes"].groupby("application_id")[["target_kind", "target_id"]].apply(lambda rows: tuple(map(tuple, rows.to_numpy())))
    twins = twins.assign(wishes=twins["application_id"].map(wishes))
    columns = ["registered_date", "need_date", "wants_guarantee", "wishes"]
    pairs = twins.groupby(["twin_group", "kind", "care"])[columns].nunique()
    assert len(pairs) > 5
    assert (pairs == 1).all(axis=None)


def test_dagplejere_leave_and_are_hired(town: Tables) -> None:
    changes = town["capacity_changes"].merge(town["units"], on="unit_id", suffixes=("", "_now"))
    leaving, hired = changes[changes["places"] == 0], changes[changes["places_now"] == 0]
    assert len(leaving) > 0
    assert len(hired) > 0
    assert (hired["places"] == 4).all()
    assert set(leaving["kind"]) | set(hired["kind"]) == {"dagpleje"}
    assert changes["from_date"].between(pd.Timestamp(2027, 2, 1), pd.Timestamp(2027, 9, 1)).all()
    assert not changes["unit_id"].duplicated().any()


def test_absences_of_a_home_never_overlap(town: Tables) -> None:
    absences = town["absences"].sort_values(["unit_id", "from_date"])
    before = absences.groupby("unit_id")["to_date"].shift()
    assert (absences["from_date"] > before)[before.notna()].all()
    assert (absences["from_date"] <= absences["to_date"]).all()


def test_nobody_has_a_cpr_number_and_everybody_a_guardian(town: Tables) -> None:
    assert town["children"]["cpr"].isna().all()
    assert set(town["guardians"]["child_id"]) == set(town["children"]["child_id"])
