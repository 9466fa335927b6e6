"""The field tables are sound, and the page about them is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.fields import DTYPES, TableSpec, beside, normalise, required_tables, table_by_header, tables
from data.fields.reference import updated
from data.importers.cells import PARSERS

KEYS = {
    "capacity_changes": ("unit_id", "from_date"),
    "enrolments": ("child_id", "unit_id", "from_date"),
    "wishes": ("application_id", "rank"),
    "absences": ("unit_id", "from_date", "kind"),
}


def test_the_required_tables() -> None:
    """Those of the design, in the order in which they refer to each other."""
    assert required_tables() == ("districts", "facilities", "units", "children", "enrolments", "applications", "wishes")


@pytest.mark.parametrize("spec", [*tables().values(), *beside().values()], ids=lambda spec: spec.name)
def test_a_table_is_described_whole(spec: TableSpec) -> None:
    """Known types, a header for one column only, references to earlier tables, a default that its own type can read."""
    assert spec.key
    assert KEYS.get(spec.name, spec.key) == spec.key
    headers = [normalise(name) for field in spec.fields for name in (field.name, *field.aliases)]
    assert len(headers) == len(set(headers))
    names = [*tables(), *beside()]
    earlier = names[: names.index(spec.name) + 1]
    for field in spec.fields:
        assert field.type in DTYPES
        assert field.type in PARSERS
        assert not field.target or field.target in earlier
        assert (field.type == "ref") == bool(field.target)
        assert (field.type == "choice") == bool(field.choices)
        assert not (field.required and field.default)
        assert field.description
        assert field.description_da
        if field.default:
            PARSERS[field.type](field.default, field)
        words = [word for value, others in field.choices.items() for word in (value, *others)]
        assert len(words) == len(field.words)


def test_every_table_has_one_name_in_each_language() -> None:
    """No header stands for two tables."""
    assert len(table_by_header()) == sum(1 + len(spec.aliases) for spec in tables().values())


def test_an_unknown_column_is_a_key_error() -> None:
    """A wrong name in the code is our defect."""
    with pytest.raises(KeyError, match=r"children\.shoe_size"):
        tables()["children"].field("shoe_size")


def test_the_reference_page_is_up_to_date(project: Path) -> None:
    """`python -m data.fields.reference docs/data-package.md` renews it."""
    page = (project / "docs" / "data-package.md").read_text(encoding="utf-8")
    assert updated(page) == page
    with pytest.raises(ValueError, match="marks"):
        updated("# a page without them")
