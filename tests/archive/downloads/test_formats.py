"""The bag, SQLite and the data package of `/data/`, each read by a program that is not ours."""

import asyncio
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import bagit
import frictionless
import pytest
from datasette.app import Datasette
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from dara.archive import downloads, sqlite
from dara.archive.tables import TABLES
from dara.local import defaults
from dara.models.downloads import BAG, DATA_PACKAGE, SQLITE
from dara.models.record_format import KINDS
from tests import factories
from tests.archive.downloads.contents import query, tables

pytestmark = pytest.mark.django_db(transaction=True)  # of one moment: a transaction of its own


def test_the_tables_have_every_field_of_the_record_files():
    columns = {table.name: {column.name for column in table.columns} for table in TABLES}
    assert not {kind.name for kind in KINDS.values() if kind.private} & columns.keys()
    for kind in (kind for kind in KINDS.values() if not kind.private):
        single = {field.name for field in kind.fields if not (field.refers_to and field.type is list)}
        assert single <= columns["entities" if kind.name == "groups" else kind.name], kind.name
    names = [(table.name, column.name) for table in TABLES for column in table.columns]
    assert len(names) == len(set(names))
    assert all(column.description.endswith((".", "”")) for table in TABLES for column in table.columns)


def test_translations_and_languages_stand_in_the_tables(archive, folder):
    translations = {"es": {"name": "Fianza en efectivo"}}
    archive.bail.translations = translations
    archive.bail.save()
    archive.page.language = "es"
    archive.page.save()
    built, _ = downloads.build()
    (topic,) = (row for row in tables(built)["topics"] if row["slug"] == "cash-bail")
    assert json.loads(topic["translations"]) == translations
    spanish = "SELECT slug FROM topics WHERE json_extract(translations, '$.es.name') = 'Fianza en efectivo'"
    assert query(built, spanish) == [("cash-bail",)]
    assert query(built, "SELECT language, count(*) FROM sources GROUP BY 1 ORDER BY 1") == [("en", 2), ("es", 1)]


def test_they_are_made_of_what_the_public_role_may_read(archive):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', %s, true)", [defaults.public_role()])
        rows = {table.name: list(table.rows()) for table in TABLES}
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("SELECT * FROM dara_paragraph")
        cursor.execute("SET LOCAL ROLE NONE")
    assert all(rows[table.name] for table in TABLES if table.name != "utterances")


def test_rows_come_in_the_order_of_their_names(built):
    for table in TABLES:
        names = [tuple(row[name] for name in table.primary_key) for row in tables(built)[table.name]]
        if table.name not in ("paragraphs", "passages"):  # by number, by place
            assert names == sorted(names), table.name
        assert len(names) == len(set(names)) == built.counts.get(table.name, 0), table.name


def test_the_bag_is_one(built, tmp_path):
    with zipfile.ZipFile(built.path(BAG)) as package:
        assert package.namelist() == sorted(package.namelist())
        package.extractall(tmp_path / "out")
    bag = bagit.Bag(str(tmp_path / "out" / "dara-bag"))
    bag.validate()
    assert "not the texts of third parties" in bag.info["External-Description"]
    statements = (tmp_path / "out/dara-bag/data/records/statements.jsonl").read_text().splitlines()
    assert len(statements) == built.counts["statements"]


def test_the_sqlite_file_is_sound(built):
    assert query(built, "PRAGMA integrity_check") == [("ok",)]
    assert query(built, "PRAGMA foreign_key_check") == []
    for table in TABLES:
        assert query(built, f"SELECT count(*) FROM {table.name}") == [(built.counts.get(table.name, 0),)]
        refers = {(row[3], row[2]) for row in query(built, f"PRAGMA foreign_key_list({table.name})")}
        assert refers == {(column.name, column.refers_to) for column in table.columns if column.refers_to}
    assert dict(query(built, "SELECT * FROM dara_about"))["snapshot"] == f"{built.made:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_it_finds_words_without_their_accents_and_endings(archive, built):
    found = "SELECT s.key FROM statements_fts AS f JOIN statements AS s ON s.rowid = f.rowid WHERE statements_fts MATCH ?"
    for words in ("gascon", "Gascón", '"george gascon"', "votes gascón"):
        assert query(built, found, words) == [(archive.gascon.key,)], words
    assert query(built, found, "nothing") == []
    body = "SELECT p.body FROM paragraphs_fts AS f JOIN paragraphs AS p ON p.rowid = f.rowid WHERE paragraphs_fts MATCH 'ballot'"
    assert "790,000 ballots remain" in query(built, body)[0][0]
    with closing(sqlite3.connect(built.path(SQLITE), isolation_level=None)) as database:
        database.execute("VACUUM")  # numbers rows anew
        assert database.execute(found, ["gascon"]).fetchall() == [(archive.gascon.key,)]


def test_its_views_join_the_names_and_keep_what_is_inferred(archive, built):
    columns = "speaker, topics, source, publisher, published_on, inferred, inferred_of_source"
    row = query(built, f"SELECT {columns} FROM statements_with_source WHERE key = ?", archive.quote.key)[0]
    assert row[:5] == ("Ann Smith", "Cash bail, Courts", f"[Document {archive.story.key}]", "The Paper", "2020-11-06")
    assert (set(json.loads(row[5])), set(json.loads(row[6]))) == ({"said_on"}, {"title", "published_on"})
    assert query(built, "SELECT source FROM statements_with_source WHERE key = ?", archive.own.key) == [
        (f"Document {archive.page.key}",)
    ]
    for table in ("statements", "endorsements", "results"):
        assert query(built, f"SELECT count(*) FROM {table}_with_source") == [(built.counts[table],)]


def test_the_same_archive_makes_the_same_file(archive, tmp_path):
    for name in ("one", "two"):
        sqlite.write(tmp_path / name, {"title": "The same"})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_datasette_opens_it(archive, built):
    async def ask() -> dict[str, str | dict]:
        datasette = Datasette([str(built.path(SQLITE))])
        await datasette.invoke_startup()
        answers: dict[str, str | dict] = {}
        for path in ("/dara", *(f"/dara/{table.name}" for table in TABLES), "/dara/statements_with_source"):
            response = await datasette.client.get(path)
            assert response.status_code == 200, path
            answers[path] = response.text
        response = await datasette.client.get("/dara/statements.json?_search=gascon&_facet=kind&_labels=on&_shape=objects")
        answers["found"] = response.json()
        return answers

    answers = asyncio.run(ask())
    assert all('name="_search"' in answers[f"/dara/{name}"] for name in ("statements", "paragraphs"))
    assert 'name="_search"' not in answers["/dara/topics"]
    found = answers["found"]
    assert [row["key"] for row in found["rows"]] == [archive.gascon.key]
    assert found["rows"][0]["speaker"] == {"value": "committee-for-smith", "label": "Committee for Smith"}
    assert [(each["value"], each["count"]) for each in found["facet_results"]["kind"]["results"]] == [("quote", 1)]


def validate(package: Path) -> frictionless.Report:
    return frictionless.validate(str(package), type="package")


def test_the_data_package_is_valid(built, tmp_path):
    report = validate(built.path(DATA_PACKAGE))
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) == len(TABLES)
    with zipfile.ZipFile(built.path(DATA_PACKAGE)) as package:
        package.extractall(tmp_path / "out")
    descriptor = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert [resource["name"] for resource in descriptor["resources"]] == [table.name for table in TABLES]
    assert "not the texts of third parties" in descriptor["licenses"][0]["title"]
    assert descriptor["homepage"] == "https://dara.example.org"


def test_its_foreign_keys_are_checked(built, tmp_path):
    """Could it fail at all: without one topic, statements refer to nothing."""
    with zipfile.ZipFile(built.path(DATA_PACKAGE)) as package:
        package.extractall(tmp_path / "out")
    topics = tmp_path / "out" / "topics.csv"
    topics.write_bytes(b"".join(line for line in topics.read_bytes().splitlines(keepends=True) if not line.startswith(b"courts")))
    descriptor = tmp_path / "out" / "datapackage.json"
    described = json.loads(descriptor.read_text())
    for resource in described["resources"]:
        del resource["bytes"], resource["hash"]
    descriptor.write_text(json.dumps(described))
    report = validate(descriptor)
    assert "foreign-key" in {error[0] for error in report.flatten(["type"])}


ARMED = ["=1+1", "+1 (213) 555-0100", "-bail", "@rob said", "'=1+1", "''@b", "'tis fair", '=HYPERLINK("x")', "a=b"]


def test_no_cell_is_a_formula_and_each_text_is_there(archive, folder):
    source = factories.source("".join(f"{words}\n" for words in ARMED), kind="campaign page", publisher=archive.committee)
    keys = {
        factories.statement(source, words, kind="position", speaker=archive.committee).key: words
        for words in ARMED
        if words not in ("=1+1", "'=1+1")
    }
    built, _ = downloads.build()
    assert validate(built.path(DATA_PACKAGE)).valid
    rows = tables(built)
    cells = [value for table in rows.values() for row in table for value in row.values()]
    assert not [value for value in cells if re.match(r"[=+\-@\t\r\n]", value)]
    undone = {row["key"]: re.sub(r"^'('*[=+\-@\t\r\n])", r"\1", row["text"]) for row in rows["statements"]}
    assert keys.items() <= undone.items()
    bodies = {re.sub(r"^'('*[=+\-@\t\r\n])", r"\1", row["body"]) for row in rows["paragraphs"]}
    assert {f"{words}\n" for words in ARMED} <= bodies
    assert keys.items() <= dict(query(built, "SELECT key, text FROM statements")).items()


def test_the_seeds(folder):
    call_command("import_archive", stdout=io.StringIO())
    built, _ = downloads.build()
    assert validate(built.path(DATA_PACKAGE)).valid
    assert query(built, "PRAGMA foreign_key_check") == []
    assert built.counts["statements"] == 90
    assert query(built, "SELECT count(*) FROM utterances") == [(1,)]
