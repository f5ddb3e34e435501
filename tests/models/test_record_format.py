"""The description of the records is the only list of their fields: what it has is in every output, and what it has not is in none."""

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from unittest.mock import patch

import pytest

from dara.archive import datapackage, sqlite
from dara.archive.exporting import write_bag
from dara.archive.tables import TABLES, table_of
from dara.models.record_format import KINDS, PARAGRAPHS
from dara.models.record_format.fields import Output
from dara.public.api.serializers import SERIALIZERS, serializer_of
from dara.public.exports import columns_of


@pytest.fixture
def archive(example_archive):
    return example_archive


PUBLIC = [*(kind for kind in KINDS.values() if not kind.private), PARAGRAPHS]


def named(kind):
    return kind.name


def without(kind, field):
    """The description of a kind as it was before the field was added to it."""
    return replace(kind, described=tuple(each for each in kind.described if each.name != field))


def outputs(kind, folder):
    """The names of the fields in each output that is made from the description."""
    tables = tuple(table_of(kind) if table.name == kind.name else table for table in TABLES)
    serializer = serializer_of(kind)
    folder.mkdir()
    with patch.dict(KINDS, {kind.name: kind}), patch.object(sqlite, "TABLES", tables), patch.object(datapackage, "TABLES", tables):
        write_bag(folder / "bag", public=False)
        sqlite.write(folder / "dara.sqlite", {})
        datapackage.write(folder / "package", dict.fromkeys(("title", "description", "snapshot", "newest_version"), ""))
    lines = (folder / "bag/data/records" / f"{kind.name}.jsonl").read_text().splitlines()
    with closing(sqlite3.connect(folder / "dara.sqlite")) as database:
        columns = [name for _, name, *_ in database.execute(f"PRAGMA table_info({kind.name})")]
    with (folder / "package" / f"{kind.name}.csv").open(newline="") as file:
        header = next(csv.reader(file))
    described = json.loads((folder / "package/datapackage.json").read_text())["resources"]
    return {
        "record file": {name for line in lines for name in json.loads(line)},
        "API": set(serializer(kind.rows(), many=True).data[0]),
        "list as CSV": set(columns_of(serializer())),
        "SQLite": set(columns),
        "data package": set(header),
        "its descriptor": {field["name"] for each in described if each["name"] == kind.name for field in each["schema"]["fields"]},
    }


@pytest.mark.parametrize(
    ("kind", "field"), [("statements", "speaker_as_named"), ("endorsements", "amount_as_stated"), ("results", "qualifier")]
)
def test_one_line_of_the_description_brings_a_field_into_every_output(archive, tmp_path, kind, field):
    before, after = outputs(without(KINDS[kind], field), tmp_path / "before"), outputs(KINDS[kind], tmp_path / "after")
    assert after == {output: names | {field} for output, names in before.items()}
    assert not any(field in names for names in before.values())


@pytest.mark.parametrize("kind", PUBLIC, ids=named)
def test_the_api_has_the_fields_of_the_description_in_its_order(kind):
    names = [field.name for field in kind.object_fields]
    assert list(SERIALIZERS[kind.name]().fields) == names
    assert len(names) == len(set(names))
    assert set(names) == {field.name for field in kind.described if Output.API in field.outputs}


@pytest.mark.parametrize("table", [table for table in TABLES if table.name in KINDS], ids=named)
def test_tables_have_the_fields_of_the_description(table):
    kind = KINDS[table.name]
    described = [field for field in kind.described if Output.TABLES in field.outputs]
    assert {column.name for column in table.columns} == {field.name for field in described if not field.is_list_of_references}
    pairs = {f"{kind.singular}_{field.name}" for field in described if field.is_list_of_references}
    assert pairs <= {table.name for table in TABLES}


@pytest.mark.parametrize("kind", PUBLIC, ids=named)
def test_every_public_field_is_described(kind):
    assert all(field.description.endswith((".", "”")) for field in kind.described)
