"""import_archive: what it brings, again and again; one transaction, nothing half-done."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, connections, transaction
from psycopg.conninfo import make_conninfo

from dara.archive.importing import ImportRefused, Report, import_package
from dara.ingest import documents
from dara.ingest.sandbox import process
from dara.local import defaults
from dara.models import (
    ImportedRecord,
    Original,
    Source,
    SourceText,
    Statement,
    Tombstone,
)
from dara.models.record_format import KINDS, values_of

pytestmark = pytest.mark.django_db
SEEDS = defaults.CHECKOUT / "seeds"


def total(report: Report, what: str) -> int:
    return sum(counts[what] for counts in report.counts.values())


def rows() -> dict[str, int]:
    return {kind.name: kind.rows().count() for kind in KINDS.values()} | {"imported": ImportedRecord.objects.count()}


# --- what it brings -----------------------------------------------------------------------------------


def test_the_package_becomes_rows_with_their_evidence(package):
    report = import_package(package.write())
    assert total(report, "created") == 13
    statement = Statement.objects.get(key="stm22222")
    assert statement.text == "Bail is broken … We can do better."
    assert statement.passage.exact == "“Bail is broken,” Smith said. “We can do better.”"
    assert (statement.passage.start, statement.passage.first_paragraph) == (52, 2)
    assert Statement.objects.get(key="stm44444").within_id == "stm33333"
    assert Source.objects.get().visibility == "excerpts"
    assert bytes(Original.objects.get().content) == package.documents["documents/a.txt"]
    assert SourceText.objects.get().extractor == "text v1"


def test_a_second_import_finds_every_record_unchanged(package):
    first = import_package(package.write())
    before = rows()
    second = import_package(package.folder)
    assert total(second, "unchanged") == total(first, "created")
    assert all(total(second, what) == 0 for what in ("created", "updated", "conflicting", "missing", "withdrawn"))
    assert rows() == before


def test_the_seeds_import_whole_and_again_unchanged():
    first = import_package(SEEDS)
    assert first.counts["sources"]["created"] == 3
    second = import_package(SEEDS)
    assert total(second, "unchanged") == total(first, "created") > 150


def test_toml_and_jsonl_say_the_same(package, tmp_path):
    import_package(package.write())
    toml = """
[[sources]]
key = "src22222"
document = "documents/a.txt"
sha256 = "SUM"
kind = "news article"
title = "A story"

[[statements]]
key = "stm22222"
kind = "quote"
passage = { exact = "“Bail is broken,” Smith said. “We can do better.”", prefix = "\\n", suffix = "\\n\\nBob" }
pieces = ["Bail is broken", "We can do better."]
speaker = "ann-smith"
topics = ["bail"]
""".replace("SUM", package["src22222"]["sha256"])
    other = tmp_path / "other"
    (other / "records").mkdir(parents=True)
    (other / "documents").mkdir()
    (other / "documents" / "a.txt").write_bytes(package.documents["documents/a.txt"])
    (other / "records" / "a.toml").write_text(toml, encoding="utf-8")
    report = import_package(other)
    assert total(report, "unchanged") == 2
    assert total(report, "missing") == 11


# --- one transaction ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_imports_wait_for_each_other(package, caplog):
    """Two at once: one creates, the other comes after it and finds all unchanged."""
    folder = package.write()
    reports = []

    def run():
        reports.append(import_package(folder))
        connections.close_all()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE dara_importconflict IN SHARE UPDATE EXCLUSIVE MODE")
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert reports == []  # both wait
    for thread in threads:
        thread.join()
    assert sorted(total(report, "created") for report in reports) == [0, 13]
    assert sorted(total(report, "unchanged") for report in reports) == [0, 13]
    assert "Another import is running; this one waits for it to end." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_public_role_does_not_keep_imports_waiting(package, cluster):
    """It may take no advisory lock, and imports wait for a lock on a table that is not its own (tests/models/test_grants.py)."""
    url = cluster.url(role="dara_public", database=connection.settings_dict["NAME"])
    with psycopg.connect(url) as public, connection.cursor() as cursor:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            public.execute("SELECT pg_advisory_xact_lock(%s)", [0x64617261])
        cursor.execute("SET lock_timeout = '2s'")
        assert total(import_package(package.write()), "created") == 13
        cursor.execute("RESET lock_timeout")


KILLED = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from dara.archive import importing
def progress(kind, done, total):
    if kind == "statements":
        os.kill(os.getpid(), signal.SIGKILL)
importing.import_package(Path(sys.argv[1]), progress)
"""


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_leaves_the_database_as_it_was(package):
    folder = package.write()
    environment = os.environ | {"DATABASE_URL": _url()}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, folder], cwd=defaults.CHECKOUT, env=environment, capture_output=True, text=True
    )
    assert killed.returncode == -9, killed.stderr
    assert rows() == dict.fromkeys(rows(), 0)
    assert total(import_package(folder), "created") == 13


def _url() -> str:
    with connection.cursor():
        info = connection.connection.info
    return make_conninfo(host=info.host, port=info.port, user=info.user, dbname=info.dbname)


def test_one_line_of_the_description_lets_a_field_be_imported(db, package):
    """Without it the field is unknown; with it, it is checked, stored and read back. See tests/models/test_record_format.py."""
    package["stm22222"]["speaker_as_named"] = "Smith"
    folder = package.write()
    statements = KINDS["statements"]
    described = tuple(field for field in statements.described if field.name != "speaker_as_named")
    with patch.dict(KINDS, statements=replace(statements, described=described)), pytest.raises(ImportRefused) as refused:
        import_package(folder)
    assert "no such name: “speaker_as_named”" in str(refused.value.problems[0])
    import_package(folder)
    assert values_of(statements, statements.rows().get(pk="stm22222"))["speaker_as_named"] == "Smith"


def test_each_document_is_read_and_extracted_once(package):
    """For its checksum, for its passages, and for storing it; a source that was withdrawn, too."""
    package.documents["documents/b.txt"] = b"Another text.\n"
    package.records["sources"].append(
        {"key": "src33333", "document": "documents/b.txt", "sha256": "", "kind": "press release", "title": "Another"}
    )
    package.records["statements"].append(
        {"key": "stm55555", "kind": "position", "source": "src33333", "passage": "Another text.", "speaker": "ann-smith"}
    )
    folder = package.write()
    Tombstone.objects.bulk_create(
        Tombstone(key=key, kind=kind, withdrawn_on="2024-02-03", ground="error")
        for key, kind in (("src33333", "sources"), ("stm55555", "statements"))
    )
    with (
        patch("dara.archive.record_validation.documents.read", wraps=documents.read) as read,
        patch.object(process.Sandbox, "extract", autospec=True, side_effect=process.Sandbox.extract) as extract,
    ):
        report = import_package(folder)
    assert (total(report, "created"), total(report, "withdrawn")) == (13, 2)
    assert sorted(call.args[1] for call in read.call_args_list) == ["documents/a.txt", "documents/b.txt"]
    assert extract.call_count == 2
