"""Who got what by district, care, siblings, language and need: counts of a round's applications, small ones hidden."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from webui.fairness.discreet import LEAST, discreet
from webui.i18n import N_
from webui.i18n import gettext as _
from webui.labels import CARES, label
from webui.rounds.book import RoundBook

#: what is counted in each group, in the order of the columns
MEASURES = (N_("Fik 1. ønske"), N_("Fik et ønske"), N_("Garantiplads"), N_("Venter"), N_("Garantibrud"))


@dataclass(frozen=True, slots=True)
class Group:
    """One group's figures; None is hidden."""

    name: str
    applications: int | None
    #: as MEASURES
    counts: list[int | None]
    #: metres from home, mean over the places given whose way is known
    distance: float | None


@dataclass(frozen=True, slots=True)
class Split:
    """All applications of the round, parted in groups by one trait."""

    key: str
    name: str
    groups: list[Group]


def splits(book: RoundBook) -> list[Split]:
    """The round's applications parted by each trait."""
    rows = book.rows
    children = book.snapshot.children
    need = [children[one].support_points > 0 or children[one].place_weight > 1 for one in rows["child_id"]]
    sibling = [len(book.households.get(children[one].household_id or "", ())) > 1 for one in rows["child_id"]]
    language = [children[one].bilingual for one in rows["child_id"]]
    traits = {
        "distrikt": (_("Efter distrikt"), rows["district_name"].fillna(_("Uden distrikt eller med beskyttet adresse"))),
        "alder": (_("Efter pasning"), rows["care"].map(lambda care: label(CARES, care) if care else _("Ukendt"))),
        "soeskende": (_("Efter søskende"), _told(sibling, _("Har søskende i data"), _("Har ikke søskende i data"), rows)),
        "sprog": (_("Efter sprog"), _told(language, _("Tosproget"), _("Ikke tosproget"), rows)),
        "behov": (_("Efter behov"), _told(need, _("Særligt behov"), _("Uden særligt behov"), rows)),
    }
    counted = _counted(rows)
    return [Split(key, name, _groups(counted, trait)) for key, (name, trait) in traits.items()]


def _told(flags: list[bool], yes: str, no: str, rows: pd.DataFrame) -> pd.Series:
    return pd.Series([yes if flag else no for flag in flags], index=rows.index, dtype=object)


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """For each application what it counts as, in the order of MEASURES, and the way of the place that it got."""
    given = rows["outcome"].isin(["wish", "guarantee", "moved_on", "displaced", "breach"]) & rows["start_date"].notna()
    return pd.DataFrame(
        {
            0: (rows["met_rank"] == 1).fillna(value=False).astype(int),
            1: rows["met_rank"].notna().astype(int),
            2: (rows["outcome"] == "guarantee").astype(int),
            3: (rows["outcome"] == "waiting").astype(int),
            4: (rows["outcome"] == "breach").astype(int),
            "distance": rows["distance_m"].where(given).astype("Float64"),
        }
    )


def _groups(counted: pd.DataFrame, trait: pd.Series) -> list[Group]:
    """The figures of each group; a group whose own size is hidden shows nothing else either."""
    parts = counted.groupby(trait, sort=True)
    names = list(parts.groups)
    sizes = discreet([int(size) for size in parts.size()])
    columns = [discreet([int(count) for count in parts[column].sum()]) for column in range(len(MEASURES))]
    known = [int(count) for count in parts["distance"].count()]
    means = [float(mean) if not pd.isna(mean) else 0.0 for mean in parts["distance"].mean()]
    return [
        Group(
            name=str(name),
            applications=size,
            counts=[None if size is None else column[place] for column in columns],
            distance=means[place] if size is not None and known[place] >= LEAST else None,
        )
        for place, (name, size) in enumerate(zip(names, sizes, strict=True))
    ]
