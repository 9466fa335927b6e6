"""`mapping.toml`: what another system's export calls its tables and columns.

[tables]
boern_udtraek = "children"      # file or sheet name -> table

[columns.children]
"BARN-NR" = "child_id"          # header -> column
"Intern note" = ""              # a column that is not read
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.faults import Fault
from data.fields import beside, normalise, tables
from data.importers.phrases import fault

NAME = "mapping.toml"


@dataclass(frozen=True, slots=True)
class Mappings:
    """Names in comparable form -> names of the data package; "" = not read."""

    tables: Mapping[str, str] = field(default_factory=dict)
    #: table -> header -> column
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_mapping(folder: Path) -> tuple[Mappings, list[Fault]]:
    """The mapping in `folder` (an empty one when there is none) and the names in it that the data package lacks."""
    path = folder / NAME
    if not path.is_file():
        return Mappings(), []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Mappings(), [fault("bad_mapping", NAME, value=str(error))]
    faults = [fault("bad_mapping", NAME, value=name) for name in content if name not in ("tables", "columns")]
    renamed = _names(content.get("tables", {}), set(tables()), "tables", faults)
    columns = {}
    given = content.get("columns", {})
    for table, names in given.items() if isinstance(given, dict) else ():
        spec = tables().get(table) or beside().get(table)
        if spec is not None:
            columns[table] = _names(names, set(spec.columns), table, faults)
        else:
            faults.append(fault("bad_mapping", NAME, value=table))
    return Mappings(renamed, columns), faults


def _names(given: object, known: set[str], section: str, faults: list[Fault]) -> dict[str, str]:
    if not isinstance(given, dict):
        faults.append(fault("bad_mapping", NAME, value=section))
        return {}
    wrong = [(theirs, ours) for theirs, ours in given.items() if ours != "" and ours not in known]
    faults.extend(fault("bad_mapping", NAME, column=theirs, value=f"{section}: {ours}") for theirs, ours in wrong)
    return {normalise(theirs): str(ours) for theirs, ours in given.items() if ours == "" or ours in known}
