"""The downloads are of one moment, whole, and hold nothing that the public may not read."""

import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.conninfo import make_conninfo

from dara.archive import datapackage, downloads
from dara.local import defaults
from dara.models.downloads import BAG, DATA_PACKAGE, SQLITE, Snapshot
from tests import factories
from tests.archive.downloads.contents import everything, query, tables

pytestmark = pytest.mark.django_db(transaction=True)  # of one moment: a transaction of its own


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
