"""The history of a private export comes back with it, number by number; into an archive that has one, it does not."""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from dara.archive.exporting import export_package
from dara.archive.history import HistoryError, Restoring
from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.curation import revert
from dara.curation.withdrawal import withdraw
from dara.models import EVENTS, BaseChange, Entity, Passage, Source, Statement, Tombstone, Topic
from tests.archive.round_trip import empty_the_archive, files, same

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lived_in(package):
    """An archive in which a few things have happened."""
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="By hand.")
    Statement.objects.get(key="stm22222").topics.clear()
    made = Topic.objects.create(slug="gone", name="Gone", position=9)
    Statement.objects.get(key="stm33333").topics.set([made])
    Statement.objects.get(key="stm33333").topics.clear()
    made.delete()
    Entity.objects.filter(slug="everybody").update(sort_name="Body, Every", private=True)
    with transaction.atomic():
        tombstone = Tombstone(key="stm44444", kind="statements", withdrawn_on="2030-01-02", ground="error")
        withdraw(tombstone)
    return package


def events() -> int:
    return sum(each.objects.count() for each in EVENTS.values())


def spoil(package, table, values):
    """A package with the last event of a table changed: no bag any more, whose checksums would tell."""
    path = package / "history" / f"{table}.jsonl"
    *lines, last = path.read_text().splitlines()
    path.write_text("\n".join([*lines, json.dumps(json.loads(last) | values)]) + "\n")


def test_the_history_comes_back_as_it_was(lived_in, tmp_path, capsys):
    call_command("export_archive", tmp_path / "one")
    held, last = (
        events() + BaseChange.objects.count(),
        max(each.objects.values_list("pgh_id", flat=True).last() or 0 for each in EVENTS.values()),
    )
    empty_the_archive()
    call_command("import_archive", tmp_path / "one")
    assert f"The history was restored: {held} events." in capsys.readouterr().out
    assert list(failures()) == []
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")
    assert {name for name in files(tmp_path / "two") if "/history/" in name} >= {
        "data/history/statement.jsonl",
        "data/history/statementtopic.jsonl",
        "data/history/passage.jsonl",
        "data/history/passages.jsonl",
    }
    # and life goes on: history is written, under numbers that nothing ever had
    Topic.objects.create(slug="new", name="New", position=1)
    event = EVENTS[Topic].objects.latest("pgh_id")
    assert event.pgh_id > last
    assert event.pgh_obj_id > EVENTS[Topic].objects.filter(slug="gone").first().pgh_obj_id
    assert Entity.objects.get(slug="everybody").sort_name == "Body, Every"


def test_what_was_is_brought_back_in_the_restored_archive(lived_in, tmp_path):
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    withdrawn, made = revert.changes(Statement, "stm44444")
    assert withdrawn.after.values is None
    revert.revert(Statement, "stm44444", made.number)
    revert.revert(Statement, "stm22222", revert.changes(Statement, "stm22222")[-1].number)
    assert Statement.objects.get(key="stm44444").passage.exact == "“we can do better”"
    assert [topic.slug for topic in Statement.objects.get(key="stm22222").topics.all()] == ["bail"]
    assert Statement.objects.get(key="stm22222").summary == ""


def test_an_archive_with_a_history_keeps_its_own(lived_in, tmp_path, capsys):
    export_package(tmp_path / "one")
    Topic.objects.filter(slug="bail").update(position=3)
    held = events()
    call_command("import_archive", tmp_path / "one")
    assert "The history in the package was left out: this archive has one of its own." in capsys.readouterr().out
    assert events() == held


def test_a_history_from_before_topics_had_parents_comes_back(lived_in, tmp_path):
    export_package(tmp_path / "one")
    empty_the_archive()
    path = tmp_path / "one/data/history/topic.jsonl"
    older = [
        {name: value for name, value in json.loads(line).items() if name != "parent_id"} for line in path.read_text().splitlines()
    ]
    path.write_text("".join(json.dumps(event) + "\n" for event in older))
    assert "restored" in import_package(tmp_path / "one/data").history
    assert list(failures()) == []


def test_what_was_emptied_by_deleting_is_not_new(lived_in, tmp_path):
    """Nothing is there any more, but something was."""
    export_package(tmp_path / "one")
    empty_the_archive()
    Topic.objects.create(slug="a", name="A", position=1).delete()
    assert "left out" in import_package(tmp_path / "one").history


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("entity", {"name": "Forged"}, "The entity .* is not what the last change in its history made of it"),
        ("statement", {"pgh_label": "insert"}, "The statement stm44444 is gone, and its history does not know of that"),
        ("topic", {"pgh_colour": "red"}, "has not the fields that this version knows"),
        ("passages", {"exact": "we cannot do better"}, "The passage is not what source src22222 says"),
    ],
)
def test_a_history_that_does_not_fit_brings_nothing_in(lived_in, tmp_path, name, values, says):
    export_package(tmp_path / "one")
    empty_the_archive()
    spoil(tmp_path / "one/data", name, values)
    with pytest.raises(ImportRefused) as refusal:
        import_package(tmp_path / "one/data")
    assert any(re.search(says, str(problem)) for problem in refusal.value.problems), refusal.value.problems
    assert not Source.objects.exists()
    assert [failure for failure in failures() if "guard" in failure] == []  # and history is written again
    Topic.objects.create(slug="new", name="New", position=1)
    assert EVENTS[Topic].objects.count() == 1


def test_only_the_owner_of_the_tables_restores_a_history(lived_in, tmp_path):
    export_package(tmp_path / "one")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dara_public")
        with pytest.raises(HistoryError, match="only the owner of the tables"), transaction.atomic():
            Restoring(tmp_path / "one/data").begin()
        cursor.execute("SET LOCAL ROLE NONE")


def test_the_public_export_has_none(lived_in, tmp_path):
    export_package(tmp_path / "one", public=True)
    assert not [name for name in files(tmp_path / "one") if "history" in name]
    assert "By hand." in (tmp_path / "one/data/records/statements.jsonl").read_text()


def test_passages_that_nothing_rests_on_come_back_with_the_history(lived_in, tmp_path):
    """A record that moved to another passage may be brought back to it."""
    source = Source.objects.get()
    passage = Passage.objects.create(source=source, start=0, end=9, exact="Ann Smith")
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    assert Passage.objects.get(pk=passage.pk).exact == "Ann Smith"


def test_an_import_says_so_in_the_history(package):
    call_command("import_archive", package.write(), stdout=io.StringIO())
    assert {event.pgh_context["command"] for event in EVENTS[Statement].objects.all()} == {"import_archive"}
