"""The field tables: the single source for importer, documentation and messages.

One CSV per table says what each column is called (English name and Danish aliases), its type, unit, range, default and key;
`_tables.csv` lists the tables, `_beside.csv` those that may lie beside them. Types: `text`, `id`, `ref:<table>`,
`integer[:low..high]`, `number[:low..high]`, `yes_no`, `date`, `time`, `choice:<value>[=<word>,<word>]|...`. `required` is `yes`, `no`
or `either:<group>`: of the columns of a group at least one is filled in.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

FieldType = Literal["text", "id", "ref", "integer", "number", "yes_no", "date", "time", "choice"]

#: how texts are held: said in full, because pandas would choose another way where pyarrow happens to be installed
TEXT = "string[python]"
#: pandas dtype of each type in a canonical table
DTYPES: Mapping[str, str] = MappingProxyType({
    "text": TEXT, "id": TEXT, "ref": TEXT, "choice": TEXT, "time": TEXT,
    "integer": "Int64", "number": "Float64", "yes_no": "boolean", "date": "datetime64[s]",
})  # fmt: skip


def normalise(name: str) -> str:
    """A header, sheet or choice in the form in which it is compared: no case, spaces or signs; æ, ø, å as ae, oe, aa."""
    folded = unicodedata.normalize("NFC", name).casefold()
    folded = folded.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return "".join(ch for ch in folded if ch.isalnum())


def choice_word(text: str) -> str:
    """A choice in the form in which it is compared: the hyphen of `0-2` counts, case and spaces do not."""
    return "".join(unicodedata.normalize("NFC", text).casefold().replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `low` and `high` bound a number (None = no bound); `default` fills an empty cell ("" = stays empty)."""

    name: str
    aliases: tuple[str, ...]
    type: FieldType
    #: the table that a `ref` points to, else ""
    target: str
    low: float | None
    high: float | None
    #: canonical value -> the other words accepted for it
    choices: Mapping[str, tuple[str, ...]]
    unit: str
    required: bool
    #: group of columns of which at least one is filled in, else ""
    either: str
    default: str
    key: bool
    description: str
    description_da: str
    source: str

    @property
    def dtype(self) -> str:
        """The pandas dtype of the canonical column."""
        return DTYPES[self.type]

    @property
    def words(self) -> dict[str, str]:
        """Every accepted word of a choice in comparable form -> the canonical value."""
        return {choice_word(word): value for value, others in self.choices.items() for word in (value, *others)}


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of the data package, its columns in canonical order."""

    name: str
    aliases: tuple[str, ...]
    required: bool
    description: str
    description_da: str
    fields: tuple[Field, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in canonical order."""
        return tuple(field.name for field in self.fields)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together name a row; an empty cell counts as a value."""
        return tuple(field.name for field in self.fields if field.key)

    @property
    def by_header(self) -> dict[str, Field]:
        """Every accepted header in comparable form -> its field."""
        return {normalise(header): field for field in self.fields for header in (field.name, *field.aliases)}

    def field(self, name: str) -> Field:
        """The column `name`; KeyError when there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name}.{name}")


def _read(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(resources.files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines()))


def _split(text: str, sign: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(sign) if part)


def _field(row: Mapping[str, str]) -> Field:
    kind, _, detail = row["type"].partition(":")
    low, _, high = detail.partition("..") if kind in ("integer", "number") else ("", "", "")
    pairs = [option.partition("=") for option in _split(detail, "|")] if kind == "choice" else []
    required, _, either = row["required"].partition(":")
    return Field(
        name=row["name"],
        aliases=_split(row["aliases"], "|"),
        type=kind,  # type: ignore[arg-type]  # a test holds the files to the known types
        target=detail if kind == "ref" else "",
        low=float(low) if low else None,
        high=float(high) if high else None,
        choices=MappingProxyType({value: _split(words, ",") for value, _, words in pairs}),
        unit=row["unit"],
        required=required == "yes",
        either=either,
        default=row["default"],
        key=row["key"] == "yes",
        description=row["description"],
        description_da=row["description_da"],
        source=row["source"],
    )


@cache
def tables() -> Mapping[str, TableSpec]:
    """All tables of the data package by name, in canonical order: a table comes after those that it refers to."""
    return MappingProxyType({row["name"]: _table(row) for row in _read("_tables.csv")})


@cache
def beside() -> Mapping[str, TableSpec]:
    """Tables that may lie beside those of the package: they are no part of its version, and are read by what needs them."""
    return MappingProxyType({row["name"]: _table(row) for row in _read("_beside.csv")})


def _table(row: Mapping[str, str]) -> TableSpec:
    return TableSpec(
        name=row["name"],
        aliases=_split(row["aliases"], "|"),
        required=row["required"] == "yes",
        description=row["description"],
        description_da=row["description_da"],
        fields=tuple(_field(field) for field in _read(f"{row['name']}.csv")),
    )


@cache
def required_tables() -> tuple[str, ...]:
    """The names of the tables that every package holds."""
    return tuple(name for name, spec in tables().items() if spec.required)


@cache
def table_by_header() -> Mapping[str, str]:
    """Every accepted file or sheet name in comparable form -> the table's name."""
    return MappingProxyType({normalise(name): spec.name for spec in tables().values() for name in (spec.name, *spec.aliases)})
