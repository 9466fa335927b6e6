"""A whole municipality, drawn subject by subject and written as canonical tables."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from data.fields import tables
from data.package import canonical
from data.synthetic.absences import draw_absences
from data.synthetic.arrays import NO_DAY, add_months, as_days
from data.synthetic.care import draw_care, peak_ratio
from data.synthetic.demand import draw_applications
from data.synthetic.enrolment import enrolments_table, place_children
from data.synthetic.families import draw_families
from data.synthetic.geography import Geography, draw_geography
from data.synthetic.past import draw_past, past_tables
from data.synthetic.people import draw_people
from data.synthetic.sizes import sizes_for
from data.synthetic.supply import capacity_changes, set_ceilings
from data.synthetic.takeup import takeup_table
from data.synthetic.wishes import draw_wishes

#: Each subject draws from its own stream, so that a change in one leaves the draws of the others.
SUBJECTS = ("geography", "families", "care", "places", "changes", "demand", "wishes", "enrolments", "absences", "people", "past", "takeup")
LISTED_FROM = date(2024, 12, 1)


def draw_municipality(births: int, seed: int, round_date: date = date(2027, 1, 15)) -> dict[str, pd.DataFrame]:
    """An invented municipality with `births` a year on `round_date`, as canonical tables of the data package.

    The same arguments give the same tables. Raises ValueError, with the value, when `births` is below 50 or above
    60,000, or `seed` is negative.
    """
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, got {seed}")
    sizes = sizes_for(births, round_date)
    streams = np.random.SeedSequence([seed, births]).spawn(len(SUBJECTS))
    rng = {subject: np.random.default_rng(stream) for subject, stream in zip(SUBJECTS, streams, strict=True)}
    geography = draw_geography(rng["geography"], sizes)
    children = draw_care(rng["care"], draw_families(rng["families"], sizes, geography), sizes, geography)
    children, facilities, units = place_children(rng["places"], children, sizes, geography, peak_ratio(children, sizes))
    changes = capacity_changes(rng["changes"], units, children, sizes)
    enrolled = np.bincount(children.loc[children["unit"] >= 0, "unit"], minlength=len(units))
    facilities, units = set_ceilings(rng["changes"], facilities, units, enrolled, changes)
    applications = draw_applications(rng["demand"], children, units, sizes)
    closing = changes.loc[changes["places"] == 0, "unit"].to_numpy()
    wishes = draw_wishes(rng["wishes"], applications, children, units, closing)
    # notice is given neither by who applies for another place nor where a change of capacity was counted on who stays
    stays = np.isin(children["unit"], changes["unit"])
    stays[applications["child"]] = True
    enrolments = enrolments_table(rng["enrolments"], children, units, stays, sizes)
    names, guardians = draw_people(rng["people"], children)
    child_ids = _ids("B", len(children), 6)
    application_ids = _ids("A", len(applications), 6)
    return _canonical({
        "districts": districts_table(geography),
        "facilities": facilities.rename(columns={"x": "easting", "y": "northing"}),
        "units": units,
        "capacity_changes": changes,
        "children": children_table(children, geography, child_ids).assign(name=names),
        "guardians": guardians.assign(child_id=child_ids[guardians["child"]]),
        "enrolments": enrolments.assign(child_id=child_ids[enrolments["child"]], unit_id=units["unit_id"].to_numpy()[enrolments["unit"]]),
        "applications": applications.assign(application_id=application_ids, child_id=child_ids[applications["child"]]),
        "wishes": wishes.assign(application_id=application_ids[wishes["application"]]),
        "absences": draw_absences(rng["absences"], units, sizes),
        **past_tables(draw_past(rng["past"], children, sizes, geography), geography),
        "takeup": takeup_table(rng["takeup"], sizes),
    })  # fmt: skip


def _ids(letter: str, count: int, digits: int) -> np.typing.NDArray[np.object_]:
    return np.array([f"{letter}{k + 1:0{digits}d}" for k in range(count)], dtype=object)


def _canonical(drawn: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The columns that the data package knows, in its order and types, rows sorted by key."""
    result = {}
    for name, frame in drawn.items():
        spec = tables()[name]
        known = frame[[column for column in frame.columns if column in spec.columns]]
        result[name] = canonical(spec, known).reset_index(drop=True)
    return result


def districts_table(geography: Geography) -> pd.DataFrame:
    """Guarantee districts (no coordinates) and the school districts below them."""
    parents = [f"G{k + 1:02d}" for k in range(len(geography.areas))]
    above = pd.DataFrame({"district_id": parents, "name": geography.areas, "vulnerable_area": False})
    below = pd.DataFrame({
        "district_id": geography.district_ids(),
        "name": geography.names,
        "parent_id": np.array(parents, dtype=object)[geography.area],
        "easting": np.round(geography.centre[:, 0]),
        "northing": np.round(geography.centre[:, 1]),
        "vulnerable_area": geography.listed,
        "listed_from": np.where(geography.listed, np.datetime64(LISTED_FROM, "D"), NO_DAY),
    })  # fmt: skip
    return pd.concat([above, below], ignore_index=True)


def children_table(children: pd.DataFrame, geography: Geography, child_ids: np.typing.NDArray[np.object_]) -> pd.DataFrame:
    """The children; one in a listed area who is in no care at one year owes the statutory learning offer from then on."""
    birth, need = as_days(children["birth"].to_numpy()), as_days(children["need"].to_numpy())
    first_birthday = add_months(birth, 12)
    obliged = children["vulnerable_area"].to_numpy() & ~(need <= first_birthday) & ~children["placed"].to_numpy()
    obliged &= as_days(children["transition"].to_numpy()) > first_birthday
    twin_ids = np.array([f"T{k + 1:06d}" for k in children["delivery"]], dtype=object)
    twin_ids[~children["twin"].to_numpy()] = None
    return children.assign(
        child_id=child_ids,
        birth_date=birth,
        household_id=_ids("F", int(children["household"].max()) + 1, 6)[children["household"]],
        twin_group=twin_ids,
        district_id=np.array(geography.district_ids(), dtype=object)[children["district"]],
        easting=children["x"],
        northing=children["y"],
        learning_offer_from=np.where(obliged, first_birthday, NO_DAY),
    )
