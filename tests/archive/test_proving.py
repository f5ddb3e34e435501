"""A backup is proven: it is restored to an archive of its own, verified there and exported again."""

import contextlib
import os
import shutil
from datetime import timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from dara.archive import proving
from dara.archive.exporting import export_package
from dara.archive.importing import import_package
from dara.local import postgres
from tests.databases import EMPTY, clone

pytestmark = pytest.mark.django_db(transaction=True)
PROVEN = "Proven: imported into an empty archive it verifies, and exported again it is the same to the byte."


@pytest.fixture
def empty_database(cluster, server, shared_templates, monkeypatch):
    """Spare the new cluster, and its migrations: the proof is in an empty database of the tests' own."""
    name = f"test_dara_{os.getpid()}_proof"
    clone(server, shared_templates.name(EMPTY), name)

    class OneDatabase:
        def url(self) -> str:
            return cluster.url(database=name)

    monkeypatch.setattr(postgres, "running", lambda folder, settings: contextlib.nullcontext(OneDatabase()))
    yield name
    server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture
def exported(package, tmp_path):
    import_package(package.write())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dara_source SET url = 'https://exa_mple.org/x'")
    export_package(tmp_path / "backups" / "one")
    return tmp_path / "backups" / "one"


def test_a_backup_is_proven(package, tmp_path, empty_database, cluster, capsys, settings):
    settings.DARA_DATA_DIR = tmp_path / "data"
    assert proving.last_proven() is None
    import_package(package.write())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dara_source SET url = 'https://exa_mple.org/x'")
    call_command("export_archive", tmp_path / "backups" / "one", prove=True)
    assert capsys.readouterr().out.splitlines()[-1] == PROVEN
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["one"], "nothing of the proof is left"
    assert timezone.now() - proving.last_proven() < timedelta(minutes=5)
    with psycopg.connect(cluster.url(database=empty_database)) as restored:
        assert restored.execute("SELECT url FROM dara_source").fetchone() == ("https://exa_mple.org/x",)


@pytest.mark.long_form
def test_it_is_proven_in_a_cluster_of_its_own(exported):
    proving.prove(exported)
    assert [path.name for path in exported.parent.iterdir()] == ["one"]


def test_a_step_that_fails_says_so(exported, empty_database, monkeypatch):
    monkeypatch.setattr(proving, "STEPS", ("import_archive",))
    records = exported / "data/records/statements.jsonl"
    records.write_text(records.read_text().replace("Bail", "Bale"))
    with pytest.raises(proving.ProofFailed, match=r"^import_archive failed in an empty archive:\n(?s:.*)does not validate"):
        proving.prove(exported)


def test_what_differs_is_named(exported, empty_database, monkeypatch):
    def restore(bag, again, url, data_dir):
        shutil.copytree(bag, again)
        manifest = again / "manifest-sha256.txt"
        lines = [line for line in manifest.read_text().splitlines() if "topics" not in line and "statements.jsonl" not in line]
        manifest.write_text("\n".join([*lines, "0  data/records/statements.jsonl", "0  data/records/new.jsonl"]))
        records = again / "data/records/statements.jsonl"
        records.write_text(records.read_text().replace("Bail", "Bale"))

    monkeypatch.setattr(proving, "_restore", restore)
    with pytest.raises(proving.ProofFailed) as failed:
        proving.prove(exported)
    assert str(failed.value).splitlines()[1:] == [
        "data/records/new.jsonl is new",
        "data/records/statements.jsonl: line 1 differs",
        "data/records/topics.jsonl is missing",
    ]


def test_the_command_fails_and_keeps_the_export(package, tmp_path, monkeypatch):
    def fail(bag):
        raise proving.ProofFailed("it differs")

    monkeypatch.setattr("dara.management.commands.export_archive.prove", fail)
    import_package(package.write())
    with pytest.raises(CommandError, match="one is written, but is not a backup to rely on: it differs"):
        call_command("export_archive", tmp_path / "one", prove=True)
    assert (tmp_path / "one").is_dir()


def test_a_public_export_is_not_proven(tmp_path):
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("export_archive", "--public", "--prove", str(tmp_path / "one"))
