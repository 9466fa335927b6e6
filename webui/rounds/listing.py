"""The list of a round's applications: one table, filtered, sorted and cut into pages as the address asks."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import pandas as pd

from data.stores.versions import name_key
from optimizer.domain.facilities import CARE_OF_UNIT
from optimizer.domain.snapshot import Snapshot
from optimizer.rounds.record import OUTCOMES, AllocationRow
from webui.units.places import unit_name

PAGE_SIZE = 50
#: the filter for any wish met, beside that for the wish of a rank
ANY_RANK = "any"
#: the filter for what is changed by hand, beside those for the bins
LOCKED = "locked"
#: reason of a row that only repeats the move of another row, the displaced child's
REPEATED = "displaced_instead"
#: name of a sorting in the address -> column of the list; ties keep the order of application ids
SORTS = {
    "application": "application_id",
    "child": "child_key",
    "born": "birth_date",
    "care": "care",
    "district": "district_name",
    "outcome": "outcome_order",
    "unit": "unit_name",
    "start": "start_date",
    "rank": "wish_rank",
    "distance": "distance_m",
    "guarantee": "guarantee_date",
}


DECIDED = [field.name for field in fields(AllocationRow)]
COLUMNS = [
    *DECIDED,
    *(
        "child_name",
        "child_key",
        "birth_date",
        "care",
        "kind",
        "district_id",
        "district_name",
        "unit_name",
        "met_rank",
        "outcome_order",
        "protected",
    ),
]


class BadQuery(ValueError):
    """An address that asks for a sorting, rank or page that there is not."""


@dataclass(frozen=True, slots=True)
class Query:
    """What of the list is asked for, and in which order. It holds nothing personal, for it stands in addresses."""

    outcome: str = ""
    care: str = ""
    district: str = ""
    unit: str = ""
    rank: str = ""
    #: a bin of work at the desk, or "locked"; the rows asked must carry it
    bin: str = ""
    #: month (2027-03) in which a guarantee falls due without a place
    due: str = ""
    sort: str = "application"
    descending: bool = False
    page: int = 1

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> Query:
        """Read an address's query.

        Raises:
            BadQuery: an unknown sorting, or a rank or page that is not a positive number.
        """
        sort, page, rank = args.get("sort", "application"), args.get("page", "1"), args.get("rank", "")
        if sort not in SORTS:
            raise BadQuery(f"sort={sort}")
        if not _is_count(page) or not (rank in ("", ANY_RANK) or _is_count(rank)):
            raise BadQuery(f"page={page}, rank={rank}")
        texts = {name: args.get(name, "") for name in ("outcome", "care", "district", "unit", "bin", "due")}
        return cls(**texts, rank=rank, sort=sort, descending=args.get("order") == "desc", page=int(page))

    def args(self, **changes: Any) -> dict[str, Any]:
        """The query as an address carries it, defaults left out."""
        values = asdict(replace(self, **changes))
        plain = {"sort": "application", "page": 1}
        kept = {name: str(value) for name, value in values.items() if value and value != plain.get(name) and name != "descending"}
        return {**kept, "order": "desc"} if values["descending"] else kept

    @property
    def asks_the_desk(self) -> bool:
        """Whether the rows must carry what officers have done with them."""
        return bool(self.bin or self.due)

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return any((self.outcome, self.care, self.district, self.unit, self.rank, self.bin, self.due))


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0


def build_list(
    allocation: Sequence[AllocationRow], snapshot: Snapshot, names: Mapping[str, str], protected: Collection[str], last_start: date
) -> pd.DataFrame:
    """One row per application of the round, with the child's and the unit's facts beside the decision.

    `met_rank` is the rank of a wish that is met by `last_start`, the last start that the round decides (see `met_rank`).

    A child with a protected address has no district and no distance in the list, for both would tell where it lives.
    """
    order = {code: place for place, code in enumerate(OUTCOMES)}
    listed = []
    for row in allocation:
        child, application = snapshot.children[row.child_id], snapshot.applications.get(row.application_id)
        hidden = row.child_id in protected
        district = None if hidden else child.district_id
        listed.append(
            {
                **{name: getattr(row, name) for name in DECIDED},
                "child_name": names.get(row.child_id, row.child_id),
                "child_key": name_key(names.get(row.child_id, row.child_id)),
                "birth_date": child.birth_date,
                # An application that the system made for a displaced child stands in no table: its care is that of the unit given.
                "care": application.care if application else CARE_OF_UNIT.get(snapshot.units[row.unit_id].kind) if row.unit_id else None,
                "kind": application.kind if application else "displaced",
                "district_id": district,
                "district_name": snapshot.districts[district].name if district else None,
                "unit_name": unit_name(snapshot, row.unit_id) or None,
                "distance_m": None if hidden else row.distance_m,
                "met_rank": met_rank(row, last_start),
                "outcome_order": order[row.outcome],
                "protected": hidden,
            }
        )
    table = pd.DataFrame(listed, columns=COLUMNS)
    return table.astype({"wish_rank": "Int64", "met_rank": "Int64", "days_late": "Int64", "distance_m": "Int64", "outcome_order": "Int64"})


def met_rank(row: AllocationRow, last_start: date) -> int | None:
    """The rank of the wish that the application's start meets by `last_start`; counted, they are the summary's `wish_ranks`.

    An application that was decided with its displaced child repeats the move of the row made for that child, which is counted once.
    """
    if row.reason_code == REPEATED or row.start_date is None or row.start_date > last_start:
        return None
    return row.wish_rank


def select(rows: pd.DataFrame, query: Query) -> pd.DataFrame:
    """The rows that pass the query's filters, in its order; empty cells come last either way."""
    keep = pd.Series(data=True, index=rows.index)
    for column, wanted in (("outcome", query.outcome), ("care", query.care), ("district_id", query.district), ("unit_id", query.unit)):
        if wanted:
            keep &= (rows[column] == wanted).fillna(value=False).astype(bool)
    if query.due:
        keep &= rows["due"] == query.due
    if query.bin:
        keep &= rows["locked"].astype(bool) if query.bin == LOCKED else rows["bin"] == query.bin
    if query.rank == ANY_RANK:
        keep &= rows["met_rank"].notna()
    elif query.rank:
        keep &= (rows["met_rank"] == int(query.rank)).fillna(value=False).astype(bool)
    by_id = rows[keep].sort_values("application_id", kind="stable")
    return by_id.sort_values(SORTS[query.sort], ascending=not query.descending, kind="stable", na_position="last")


def search(rows: pd.DataFrame, words: str) -> pd.DataFrame:
    """The rows whose child's name holds `words` (in any case), or whose application or child has just that id."""
    wanted, key = words.strip().casefold(), name_key(words.strip())
    named = rows["child_key"].str.contains(key, regex=False)
    exact = (rows["application_id"].str.casefold() == wanted) | (rows["child_id"].str.casefold() == wanted)
    return rows[(named | exact).astype(bool)] if wanted else rows[:0]


def page_count(found: int) -> int:
    """Pages that `found` rows fill; at least one."""
    return max(1, math.ceil(found / PAGE_SIZE))


def neighbours(selected: pd.DataFrame, application_id: str) -> tuple[str | None, str | None, int | None]:
    """The applications before and after one in the selected list, and its place there from 1; all None when it is not in it."""
    ids = selected["application_id"].tolist()
    if application_id not in ids:
        return None, None, None
    at = ids.index(application_id)
    return ids[at - 1] if at > 0 else None, ids[at + 1] if at + 1 < len(ids) else None, at + 1
