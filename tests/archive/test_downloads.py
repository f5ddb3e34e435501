"""What `/data/` offers, each read by a program that is not ours; of one moment, whole, and with nothing that the public may not read."""

import asyncio
import csv
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import bagit
import frictionless
import psycopg
import pytest
from datasette.app import Datasette
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo

from dara.archive import datapackage, downloads, sqlite
from dara.archive.tables import TABLES
from dara.local import defaults
from dara.models.downloads import BAG, DATA_PACKAGE, SQLITE, Snapshot
from dara.models.record_format import KINDS
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)  # of one moment: a transaction of its own


@pytest.fixture
def archive(example_archive):
    made = example_archive
    gascon = factories.source("“Vote for George Gascón,” they said.\n", kind="press release", publisher=made.committee)
    made.gascon = factories.statement(gascon, "Vote for George Gascón", speaker=made.committee)
    return made


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.DARA_DATA_DIR = tmp_path / "data"
    settings.DARA_BASE_URL = "https://dara.example.org"
    return settings.DARA_DATA_DIR / "downloads"


@pytest.fixture
def built(archive, folder) -> Snapshot:
    snapshot, is_new = downloads.build()
    assert is_new
    return snapshot


def tables(built: Snapshot) -> dict[str, list[dict[str, str]]]:
    """The rows of the CSVs."""
    with zipfile.ZipFile(built.path(DATA_PACKAGE)) as package:
        texts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".csv")}
    return {name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def query(built: Snapshot, sql: str, *values) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{built.path(SQLITE)}?mode=ro", uri=True)) as database:
        return database.execute(sql, values).fetchall()


def everything(built: Snapshot) -> dict[str, bytes]:
    """The bytes of all files, those inside of the zips too."""
    found = {SQLITE: built.path(SQLITE).read_bytes()}
    for name in (BAG, DATA_PACKAGE):
        with zipfile.ZipFile(built.path(name)) as package:
            assert package.testzip() is None
            found |= {f"{name}/{member}": package.read(member) for member in package.namelist()}
    return found


# --- the tables -------------------------------------------------------------------------------------


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


# --- the bag ----------------------------------------------------------------------------------------


def test_the_bag_is_one(built, tmp_path):
    with zipfile.ZipFile(built.path(BAG)) as package:
        assert package.namelist() == sorted(package.namelist())
        package.extractall(tmp_path / "out")
    bag = bagit.Bag(str(tmp_path / "out" / "dara-bag"))
    bag.validate()
    assert "not the texts of third parties" in bag.info["External-Description"]
    statements = (tmp_path / "out/dara-bag/data/records/statements.jsonl").read_text().splitlines()
    assert len(statements) == built.counts["statements"]


# --- SQLite -----------------------------------------------------------------------------------------


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


# --- the data package -------------------------------------------------------------------------------


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


# --- what they do not hold --------------------------------------------------------------------------


def test_nothing_that_the_public_may_not_read(archive, built):
    found = everything(built)
    assert len(found) > 30
    visible = b"A paragraph that holds no evidence, beside one that does."
    assert {name.split("/")[0] for name, content in found.items() if visible in content} == {BAG, SQLITE, DATA_PACKAGE}
    for hidden in (b"The first paragraph that nobody may read", b"The second paragraph that nobody may read", b"nobody may"):
        assert [name for name, content in found.items() if hidden in content] == []


def test_a_passage_without_a_record_is_not_there(archive, folder):
    factories.passage(archive.story, "The first paragraph that nobody")
    built, _ = downloads.build()
    assert not any(b"The first paragraph" in content for content in everything(built).values())


# --- how they are made ------------------------------------------------------------------------------


def url() -> str:
    with connection.cursor():
        info = connection.connection.info
    return make_conninfo(host=info.host, port=info.port, user=info.user, dbname=info.dbname)


def test_all_is_of_one_moment(archive, folder, monkeypatch):
    """What another writes meanwhile is in none of them."""
    write = datapackage.write

    def write_late(*args):
        with psycopg.connect(url()) as other:
            other.execute("INSERT INTO dara_topic (slug, name, position, description) VALUES ('late', 'Late', 99, '')")
        write(*args)

    monkeypatch.setattr(datapackage, "write", write_late)
    built, _ = downloads.build()
    assert apps.get_model("dara.Topic").objects.filter(slug="late").exists()
    assert not any(b'"late"' in content or b"late,Late" in content for content in everything(built).values())
    assert len(tables(built)["topics"]) == built.counts["topics"] == 3
    monkeypatch.undo()
    assert downloads.build()[0].counts["topics"] == 4


def test_they_are_made_again_when_something_has_changed(archive, built):
    assert downloads.build() == (built, False)
    archive.smith.name = "Ann Smythe"
    archive.smith.save()
    after, is_new = downloads.build()
    assert is_new
    assert query(after, "SELECT name FROM entities WHERE slug = 'ann-smith'") == [("Ann Smythe",)]
    archive.private.delete()
    assert downloads.build()[1]
    Snapshot.current().path(SQLITE).unlink()
    assert downloads.build()[1]


def test_old_ones_go_but_for_the_last(archive, folder, built):
    folders = [built.folder]
    for name in ("One", "Two"):
        archive.smith.name = name
        archive.smith.save()
        folders.append(downloads.build()[0].folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*folders[-2:], "lock", "manifest.json"])


KILLED = """
import os, signal
import django
django.setup()
from dara.archive import downloads
from dara.archive import datapackage
datapackage.write = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
downloads.build()
"""


def test_kill_9_in_the_middle_leaves_the_old_ones_whole(archive, folder, built):
    before = everything(built)
    archive.smith.name = "Ann Smythe"
    archive.smith.save()
    environment = os.environ | {"DATABASE_URL": url(), "DARA_DATA_DIR": str(folder.parent), "PYTHONPATH": str(defaults.CHECKOUT)}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr
    left = [path.name for path in folder.iterdir() if path.name.startswith("unfinished-")]
    assert len(left) == 1
    assert Snapshot.current() == built
    assert everything(built) == before
    after, _ = downloads.build()
    assert after.folder != built.folder
    assert not (folder / left[0]).exists()


def test_the_command_says_what_it_did(archive, folder, capsys):
    call_command("build_downloads")
    assert re.search(r"^dara\.sqlite +[\d,]+ bytes$", capsys.readouterr().out, re.MULTILINE)
    call_command("build_downloads")
    assert capsys.readouterr().out.startswith("The downloads are up to date: 20")


def test_of_an_empty_archive_there_is_nothing(folder):
    with pytest.raises(CommandError, match=r"^The archive is empty: there is nothing to download yet\.$"):
        call_command("build_downloads")
    assert Snapshot.current() is None
    assert {path.name for path in folder.iterdir()} == {"lock", "failed.json"}


def test_where_nothing_can_be_written(archive, settings, tmp_path):
    (tmp_path / "data").write_text("a file, no folder")
    settings.DARA_DATA_DIR = tmp_path / "data"
    with pytest.raises(CommandError, match="Not a directory"):
        call_command("build_downloads")


def test_the_seeds(folder):
    call_command("import_archive", stdout=io.StringIO())
    built, _ = downloads.build()
    assert validate(built.path(DATA_PACKAGE)).valid
    assert query(built, "PRAGMA foreign_key_check") == []
    assert built.counts["statements"] == 90
    assert query(built, "SELECT count(*) FROM utterances") == [(1,)]


def test_no_download_holds_withheld_words(archive, folder):
    """Nor an original that holds them, of a source that is shown whole."""
    secret = factories.source(
        "We dance. Cousin Quillfeather does not.\nWe do.\n", kind="press release", publisher=archive.committee
    )
    dance = factories.statement(secret, "We dance.", kind="position", speaker=archive.committee)
    gone = factories.statement(secret, "Cousin Quillfeather does not.", kind="position", speaker=archive.committee)
    held, _ = downloads.build()
    assert [name for name, content in everything(held).items() if b"Quillfeather" in content]
    words = factories.withholding(secret, "Quillfeather does not.")
    made, is_new = downloads.build()
    assert is_new
    assert not (folder / held.folder).exists(), "the files of before, with the words in them, are still there"
    assert set(made.withheld) == {*held.withheld, words.key}
    assert [name for name, content in everything(made).items() if b"quillfeather" in content.lower()] == []
    assert query(made, "SELECT body FROM paragraphs WHERE source = ? ORDER BY number", secret.key) == [
        (f"We dance. Cousin {'█' * 22}\n",),
        ("We do.\n",),
    ]
    assert query(made, "SELECT start, ground FROM withholdings WHERE source = ?", secret.key) == [(words.start, "privacy")]
    assert query(made, "SELECT key FROM statements WHERE source = ?", secret.key) == [(dance.key,)]
    assert (gone.key,) in query(made, "SELECT key FROM tombstones")
