"""Which children's data are others than when a round was run: what makes a decision stale."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from data.package import Package
from data.stores.differences import TableDifference, differences

#: tables whose rows a decision about a child rests on
BY_CHILD = ("children", "child_decisions", "enrolments")
BY_APPLICATION = ("applications", "wishes", "offers")


def children_touched(old: Package, new: Package) -> dict[str, set[str]]:
    """The tables in which each child's rows were added, removed or changed, by child id; children without a difference are not in it."""
    found: dict[str, set[str]] = defaultdict(set)
    owners = {**_owners(new.tables["applications"]), **_owners(old.tables["applications"])}
    for difference in differences(old.tables, new.tables):
        if difference.table in BY_CHILD:
            for child_id in _ids(difference, "child_id"):
                found[child_id].add(difference.table)
        if difference.table in BY_APPLICATION:
            for application_id in _ids(difference, "application_id"):
                if application_id in owners:
                    found[owners[application_id]].add(difference.table)
    return dict(found)


def _owners(applications: pd.DataFrame) -> dict[str, str]:
    return dict(zip(applications["application_id"], applications["child_id"], strict=True))


def _ids(difference: TableDifference, column: str) -> set[str]:
    at = difference.key_columns.index(column)
    keys = [*difference.added, *difference.removed, *(change.key for change in difference.changed)]
    return {str(key[at]) for key in keys}
