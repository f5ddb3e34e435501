"""The history is sealed: what has been is not rewritten unseen, not even by a superuser, and a head kept elsewhere proves it."""

import io
import json

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from dara.archive.downloads import build
from dara.archive.exporting import export_package
from dara.archive.importing import ImportRefused, import_package
from dara.archive.merkle import Head
from dara.archive.seal import SEALED, count_erased, event_failures, seal_failures, seal_history, tree_failures
from dara.archive.verification import failures
from dara.models import EVENTS, SealHead, SealLeaf, Statement, Topic
from tests.archive.round_trip import comes_back_the_same, empty_the_archive, files, same
from tests.archive.test_verification import superuser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed(package):
    """An archive whose history is sealed, twice."""
    import_package(package.write())
    seal_history()
    Statement.objects.filter(key="stm22222").update(summary="By hand.")
    Topic.objects.create(slug="new", name="New", position=2)
    Topic.objects.filter(slug="new").delete()
    seal_history()
    return package


def run(sql: str) -> None:
    with superuser() as raw:
        raw.execute(sql)


def test_all_that_has_happened_is_sealed_once(sealed):
    events = [event.pk for model in SEALED.values() for event in model.objects.all()]
    assert sorted(SealLeaf.objects.values_list("event", flat=True)) == sorted(events)
    assert list(SealLeaf.objects.order_by("place").values_list("place", flat=True)) == list(range(len(events)))
    assert SealHead.objects.count() == 2
    assert seal_history().size == len(events)
    assert SealHead.objects.count() == 2, "nothing new, no new head"
    assert list(seal_failures()) == []


def test_what_is_not_sealed_yet_is_no_failure(sealed):
    Topic.objects.create(slug="newer", name="Newer", position=3)
    assert list(seal_failures()) == []


def test_an_archive_without_a_history_has_no_head():
    assert seal_history() is None
    assert list(seal_failures()) == []


def test_a_long_transaction_is_sealed_when_it_has_ended(sealed, cluster):
    """Whoever writes is not waited for, and its events are no forgeries."""
    with psycopg.connect(cluster.url(database=connection.settings_dict["NAME"])) as other:
        other.execute("INSERT INTO dara_topic (slug, name, position, description, translations) SELECT 'slow', 'Slow', 9, '', '{}'")
        Topic.objects.create(slug="quick", name="Quick", position=3)
        head = seal_history()
        other.commit()
    assert list(seal_failures()) == []
    assert seal_history().size == head.size + 1


REWRITTEN = {
    "UPDATE dara_statementevent SET pgh_context = '{\"username\": \"somebody else\"}' WHERE pgh_label = 'update'": "who did what and when has been rewritten",
    "UPDATE dara_topicevent SET pgh_created_at = pgh_created_at - interval '1 day'": "who did what and when has been rewritten",
    "UPDATE dara_topicevent SET name = 'Other' WHERE pgh_label = 'delete'": "who did what and when has been rewritten",
    "DELETE FROM dara_topicevent WHERE pgh_label = 'delete'": "is gone from the history; it is sealed as leaf",
    'INSERT INTO dara_topicevent SELECT (jsonb_populate_record(e, \'{"pgh_id": -1, "pgh_transaction": 1}\')).* FROM dara_topicevent AS e LIMIT 1': "The topic event -1 of",
    "UPDATE dara_sealleaf SET salt = NULL WHERE place = 3": "is there, and is sealed as one that was erased (leaf 3)",
    "UPDATE dara_sealleaf SET name = 'nonsense' WHERE place = 3": "Leaf 3 of the seal is of no table of events: “nonsense”.",
    "DELETE FROM dara_sealleaf WHERE place = 3": "Leaf 3 of the seal is gone",
    "DELETE FROM dara_topicevent WHERE pgh_label <> 'insert'; DELETE FROM dara_sealleaf WHERE place >= (SELECT min(size) FROM dara_sealhead)": "is broken",
    "DELETE FROM dara_sealhead WHERE size = (SELECT max(size) FROM dara_sealhead)": "were not sealed",
    "UPDATE dara_sealhead SET root = sha256('')": "one of the leaves from 0 on is not what it was then, or is gone",
    "UPDATE dara_basechange SET number = number + 1, total = total + 1 WHERE kind = 'topics'": "The basechange event",
}


@pytest.mark.parametrize(("sql", "says"), REWRITTEN.items())
def test_what_is_rewritten_is_named(sealed, sql, says):
    run(sql)
    found = list(seal_failures())
    assert [failure for failure in found if says in failure], found


FORGED = """
UPDATE dara_topicevent SET pgh_role = 'nobody';
DELETE FROM dara_sealleaf;
DELETE FROM dara_sealhead;
"""


def test_a_forged_seal_does_not_go_on_from_a_head_that_was_kept(sealed, tmp_path, capsys):
    """Whoever seals anew what was rewritten has another root."""
    call_command("seal_history")
    kept = tmp_path / "head.txt"
    kept.write_text(capsys.readouterr().out)
    call_command("verify_archive", head=kept)
    assert f"and goes on from the head over {Head.read(kept.read_text()).size}." in capsys.readouterr().out
    run(FORGED)
    seal_history()
    assert list(failures()) == [], "all fits together"
    with pytest.raises(CommandError):
        call_command("verify_archive", head=kept)
    assert "The history does not go on from the head that was kept: its first" in capsys.readouterr().err
    kept.write_text(Head(1000, bytes(32)).text())
    with pytest.raises(CommandError):
        call_command("verify_archive", head=kept)
    assert "The head that was kept is of 1,000 events, and" in capsys.readouterr().err
    kept.write_text("nonsense")
    with pytest.raises(CommandError, match=r"head.txt: A head is a line “dara/history”"):
        call_command("verify_archive", head=kept)


def test_later_history_goes_on_from_an_earlier_head(sealed):
    first = SealHead.objects.earliest()
    assert list(tree_failures(Head(first.size, bytes(first.root)))) == []


def test_an_event_is_erased_by_law_and_its_digest_stays(sealed):
    number = EVENTS[Topic].objects.get(pgh_label="delete").pk
    run(f"UPDATE dara_sealleaf SET salt = NULL WHERE event = {number}; DELETE FROM dara_topicevent WHERE pgh_id = {number}")
    assert list(seal_failures()) == []
    assert count_erased() == 1


def test_a_column_that_a_later_version_adds_changes_no_digest(sealed):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE dara_topicevent ADD colour text, ADD area text NOT NULL DEFAULT '', ADD shown boolean NOT NULL DEFAULT false"
        )
    assert list(event_failures("topic")) == []


def test_the_seal_is_only_added_to(sealed):
    for sql in ("UPDATE dara_sealleaf SET salt = NULL", "DELETE FROM dara_sealhead", "TRUNCATE dara_sealleaf"):
        with pytest.raises(Exception, match="what is sealed stays sealed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


class TestExports:
    def test_the_seal_comes_back(self, sealed, tmp_path):
        Topic.objects.create(slug="newer", name="Newer", position=3)
        export_package(tmp_path / "one")
        head = SealHead.objects.latest()
        assert SealHead.objects.count() == 3, "an export seals"
        assert (tmp_path / "one/data/head.txt").read_text() == Head(head.size, bytes(head.root)).text()
        empty_the_archive()
        import_package(tmp_path / "one")
        assert bytes(SealHead.objects.latest().root) == bytes(head.root)
        assert list(failures()) == []
        export_package(tmp_path / "two")
        same(tmp_path / "one", tmp_path / "two")

    def test_an_erased_event_stays_erased(self, sealed, tmp_path):
        run("DELETE FROM dara_topicevent WHERE slug = 'new'")
        run(
            "UPDATE dara_sealleaf AS l SET salt = NULL WHERE name = 'topic' AND NOT EXISTS (SELECT FROM dara_topicevent WHERE pgh_id = event)"
        )
        comes_back_the_same(tmp_path)

    def test_an_export_whose_history_was_rewritten_is_refused(self, sealed, tmp_path):
        export_package(tmp_path / "one")
        empty_the_archive()
        path = tmp_path / "one/data/history/statement.jsonl"
        path.write_text(path.read_text().replace('"pgh_role": "dara"', '"pgh_role": "mallory"', 1))
        with pytest.raises(ImportRefused) as refused:
            import_package(tmp_path / "one/data")
        assert "it is not as it was sealed. The statement event" in str(refused.value.problems[0])

    def test_an_export_from_before_the_seal_is_restored(self, sealed, tmp_path):
        export_package(tmp_path / "one")
        empty_the_archive()
        for name in ("seal", "heads", "basechange"):
            (tmp_path / f"one/data/history/{name}.jsonl").unlink()
        import_package(tmp_path / "one/data")
        assert list(failures()) == []
        assert seal_history().size == sum(model.objects.count() for model in SEALED.values())

    def test_the_public_export_and_the_downloads_have_the_head_alone(self, sealed, tmp_path, settings):
        settings.DARA_DATA_DIR = tmp_path
        export_package(tmp_path / "public", public=True)
        head = SealHead.objects.latest()
        assert (tmp_path / "public/data/head.txt").read_text() == Head(head.size, bytes(head.root)).text()
        assert not [name for name in files(tmp_path / "public") if "history" in name]
        Topic.objects.create(slug="newer", name="Newer", position=3)
        build()
        assert SealHead.objects.latest().size > head.size, "a build seals, too"

    def test_a_server_that_only_reads_exports_what_is_sealed(self, sealed, tmp_path):
        Topic.objects.create(slug="newer", name="Newer", position=3)
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
        export_package(tmp_path / "one")
        assert SealHead.objects.count() == 2
        assert (tmp_path / "one/data/history/topic.jsonl").read_text().count("newer") == 1


class TestBases:
    def test_what_imports_and_curators_do_to_bases_is_noted(self, package):
        import_package(package.write())
        package["stm22222"]["summary"] = "Another."
        call_command("import_archive", package.write(), stdout=io.StringIO())
        assert list(failures()) == []

    def test_a_base_that_was_changed_is_named_by_its_kind(self, package):
        import_package(package.write())
        run("UPDATE dara_importedrecord SET digest = sha256('x') WHERE key = 'stm22222'")
        assert list(failures()) == [
            "The bases of imported statements are not those that imports left: the next import would take a record for changed, or not."
        ]

    def test_a_base_that_was_taken_out_is_named(self, package):
        import_package(package.write())
        run("DELETE FROM dara_importedrecord WHERE kind = 'topics'")
        assert [failure for failure in failures() if "The bases of imported topics" in failure]

    def test_a_restored_archive_has_the_notes_of_the_former_one(self, package, tmp_path):
        import_package(package.write())
        export_package(tmp_path / "one")
        lines = (tmp_path / "one/data/history/basechange.jsonl").read_text().splitlines()
        assert {json.loads(line)["kind"] for line in lines} >= {"topics", "statements"}
