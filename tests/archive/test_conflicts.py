"""Where files and archive conflict, the files' version is kept beside the record until one of the two is chosen."""

import pytest

from dara.archive.conflicts import NotSettled, keep_ours, row_of, take_the_files, values_in_files
from dara.archive.importing import import_package
from dara.curation.merge import merge
from dara.models import Entity, ImportConflict, Passage, Source, Statement, Tombstone

pytestmark = pytest.mark.django_db


@pytest.fixture
def conflict(package) -> ImportConflict:
    """A statement's summary, topics and passage differ in the files, and a curator has written a summary."""
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="By hand.", note="By hand, too.")
    package["stm22222"].update(
        summary="In the files.", topics=[], passage="“Bail is broken,” Smith said.", pieces=["Bail is broken"], about=["bob-jones"]
    )
    report = import_package(package.write())
    assert len(report.conflicts) == 1
    return ImportConflict.objects.get()


def test_it_keeps_what_the_files_say(conflict):
    assert (conflict.kind, conflict.key) == ("statements", "stm22222")
    assert conflict.form["summary"] == "In the files."
    assert row_of(conflict) == Statement.objects.get(key="stm22222")


def test_it_is_of_the_day_on_which_the_files_first_said_so(conflict, package):
    import_package(package.folder)
    assert ImportConflict.objects.get().since == conflict.since
    package["stm22222"]["summary"] = "In the files, again."
    import_package(package.write())
    replaced = ImportConflict.objects.get()
    assert replaced.form["summary"] == "In the files, again."
    assert replaced.since > conflict.since


def test_an_import_of_other_files_leaves_it(conflict, package, tmp_path):
    package.records = {"topics": [{"slug": "courts", "name": "Courts", "position": 2}]}
    package.folder = tmp_path / "other"
    import_package_without_documents(package)
    assert ImportConflict.objects.count() == 1


def import_package_without_documents(package) -> None:
    package.documents, package.records["sources"] = {}, []
    import_package(package.write())


@pytest.mark.parametrize("what", ["ours is written into the files", "the files' is written here", "withdrawn"])
def test_it_goes_when_there_is_none_any_more(conflict, package, what):
    if what == "withdrawn":
        statement = Statement.objects.get(key="stm22222")
        tombstone = Tombstone(key=statement.key, kind="statements", withdrawn_on="2030-01-02", ground="error")
        tombstone.remove_record()
        tombstone.save()
    elif what == "ours is written into the files":
        package["stm22222"].update(
            summary="By hand.",
            note="By hand, too.",
            topics=["bail"],
            about=[],
            passage="“Bail is broken,” Smith said. “We can do better.”",
            pieces=["Bail is broken", "We can do better."],
        )
    else:
        take_the_files(ImportConflict.objects.get())
    import_package(package.write())
    assert not ImportConflict.objects.exists()


def test_ours_is_kept_for_good(conflict, package):
    before = Statement.objects.values().get(key="stm22222")
    keep_ours(conflict)
    report = import_package(package.folder)
    assert (report.conflicts, ImportConflict.objects.count()) == ([], 0)
    assert Statement.objects.values().get(key="stm22222") == before
    package["stm22222"]["summary"] = "In the files, again."
    assert len(import_package(package.write()).conflicts) == 1  # something else is asked again


def test_the_files_are_taken_whole(conflict, package):
    wanted = values_in_files(conflict)
    take_the_files(conflict)
    statement = Statement.objects.get(key="stm22222")
    assert (statement.summary, statement.note, statement.text) == ("In the files.", "", "Bail is broken")
    assert statement.passage.exact == wanted["passage"]["exact"]
    assert list(statement.topics.all()) == []
    assert [each.slug for each in statement.about.all()] == ["bob-jones"]
    report = import_package(package.folder)
    assert not report.conflicts
    assert report.counts["statements"]["unchanged"] == 3
    package["stm22222"]["summary"] = "In the files, again."
    assert import_package(package.write()).counts["statements"]["updated"] == 1  # nobody's correction any more


def test_the_files_are_taken_under_new_names(conflict):
    Entity.objects.create(slug="robert-jones", name="Robert Jones", sort_name="Jones, Robert", kind="person")
    merge("entities", "bob-jones", "robert-jones")
    take_the_files(conflict)
    assert [each.slug for each in Statement.objects.get(key="stm22222").about.all()] == ["robert-jones"]


def test_what_the_database_refuses_is_not_taken(conflict):
    """What is told in the statement would lie outside of it."""
    whole = Passage.objects.get(exact="“Bail is broken,” Smith said. “We can do better.”")
    inner = Statement.objects.create(
        key="stm66666", kind="quote", passage=whole, pieces=["We can do better."], speaker=Entity.objects.get(slug="ann-smith")
    )
    Statement.objects.filter(pk=inner.pk).update(within="stm22222")
    with pytest.raises(NotSettled, match=r"does not lie inside of that one's\. Correct the record by hand, or the files"):
        take_the_files(conflict)
    assert Statement.objects.get(key="stm22222").summary == "By hand."
    assert ImportConflict.objects.count() == 1


def test_what_is_gone_cannot_be_taken(conflict):
    Statement.objects.get(key="stm22222").delete()
    with pytest.raises(NotSettled, match="does not hold this record any more"):
        take_the_files(conflict)
    keep_ours(conflict)
    assert not ImportConflict.objects.exists()


def test_what_is_merged_away_conflicts_no_more(conflict):
    statement = Statement.objects.get(key="stm22222")
    Statement.objects.create(
        key="stm66666", kind="quote", passage=statement.passage, pieces=["Bail is broken"], speaker=statement.speaker
    )
    merge("statements", "stm22222", "stm66666")
    assert not ImportConflict.objects.exists()


def test_an_original_never_changes(package):
    """A source's document is another one in the files: no conflict lets it in."""
    import_package(package.write())
    Source.objects.update(note="By hand.")
    conflict = ImportConflict.objects.create(
        kind="sources", key="src22222", form=package["src22222"] | {"sha256": "0" * 64, "visibility": "full"}
    )
    with pytest.raises(NotSettled, match="the original never changes"):
        take_the_files(conflict)
    assert Source.objects.get().note == "By hand."
