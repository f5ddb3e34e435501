"""What an import takes from the files, keeps of the archive, and reports as a conflict: three ways, for each record."""

from unittest.mock import patch

import pytest
from django.core.management import call_command

from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.curation import withdrawal
from dara.models import (
    Endorsement,
    ImportedRecord,
    Source,
    Statement,
    Tombstone,
    Topic,
    Utterance,
)
from tests.archive.test_importing import total

pytestmark = pytest.mark.django_db


def test_a_change_in_the_files_is_taken(package):
    import_package(package.write())
    package["stm22222"].update(
        {
            "speaker": "bob-jones",
            "topics": [],
            "about": ["ann-smith"],
            "passage": "“Bail is broken,” Smith said.",
            "pieces": ["Bail is broken"],
        }
    )
    report = import_package(package.write())
    assert total(report, "updated") == 1
    statement = Statement.objects.get(key="stm22222")
    assert (statement.speaker.slug, statement.text) == ("bob-jones", "Bail is broken")
    assert [each.slug for each in statement.about.all()] == ["ann-smith"]
    assert not statement.topics.exists()
    assert total(import_package(package.folder), "unchanged") == 13


def test_topics_come_below_others_and_move(package):
    below = {"slug": "cash", "name": "Cash", "position": 2, "parent": "bail"}
    package.records["topics"].append(below)
    assert import_package(package.write()).counts["topics"]["created"] == 2
    assert Topic.objects.get(slug="cash").parent == Topic.objects.get(slug="bail")
    package.records["topics"].insert(0, {"slug": "courts", "name": "Courts", "position": 3})
    below["parent"] = "courts"
    counts = import_package(package.write()).counts["topics"]
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (1, 1, 1)
    assert Topic.objects.get(slug="cash").parent == Topic.objects.get(slug="courts")
    assert import_package(package.write()).counts["topics"]["unchanged"] == 3


def test_a_curators_correction_is_kept_when_the_files_stay(package):
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="Corrected by hand.")
    report = import_package(package.folder)
    assert total(report, "unchanged") == 13
    assert Statement.objects.get(key="stm22222").summary == "Corrected by hand."


def test_a_curators_correction_of_a_source_is_kept_when_the_files_stay(package):
    folder = package.write()
    import_package(folder)
    Source.objects.filter(key="src22222").update(note="By hand.")
    report = import_package(folder)
    assert (total(report, "unchanged"), report.conflicts) == (13, [])
    assert Source.objects.get().note == "By hand."


def test_the_same_correction_in_the_files_is_no_conflict(package):
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="Corrected.")
    package["stm22222"]["summary"] = "Corrected."
    assert total(import_package(package.write()), "unchanged") == 13
    package["stm22222"]["summary"] = "Corrected again."
    assert total(import_package(package.write()), "updated") == 1


def test_two_corrections_conflict_and_the_rest_goes_on(package, capsys):
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="By hand.")
    package["stm22222"]["summary"] = "In the files."
    package["stm33333"]["summary"] = "Also in the files."
    report = import_package(package.write())
    assert (total(report, "conflicting"), total(report, "updated")) == (1, 1)
    assert report.conflicts == [
        "statements stm22222: changed both in the archive, which is kept, and in the files."
        ' summary: the archive has "By hand.", the files "In the files.". To settle it, choose one in the admin, under “Import conflicts”, or make both say the same.'
    ]
    assert Statement.objects.get(key="stm22222").summary == "By hand."
    call_command("import_archive", package.folder)  # reported, exit 0
    with pytest.raises(SystemExit) as leaving:
        call_command("import_archive", package.folder, "--strict")
    assert leaving.value.code == 1
    assert "conflict: statements stm22222" in capsys.readouterr().out


def test_a_record_that_a_curator_made_alike_is_adopted_and_otherwise_conflicts(package):
    import_package(package.write())
    ImportedRecord.objects.filter(kind="topics").delete()
    assert total(import_package(package.folder), "unchanged") == 13
    ImportedRecord.objects.filter(kind="topics").delete()
    Topic.objects.update(name="Cash bail")
    assert total(import_package(package.folder), "conflicting") == 1


def test_translations_are_taken_corrected_and_conflict_like_any_words(package):
    """What an archive held before there were translations is no conflict: what goes without saying is not in a form."""
    import_package(package.write())
    before = bytes(ImportedRecord.objects.get(kind="sources").digest)
    package["src22222"].update(language="en", translations={})
    package["bail"]["translations"] = {"es": {"name": "Fianza"}}
    report = import_package(package.write())
    assert (report.counts["topics"]["updated"], total(report, "updated"), report.conflicts) == (1, 1, [])
    assert bytes(ImportedRecord.objects.get(kind="sources").digest) == before
    Topic.objects.update(translations={"es": {"name": "Fianzas"}})
    assert total(import_package(package.folder), "conflicting") == 0
    package["bail"]["translations"] = {"es": {"name": "La fianza"}}
    (conflict,) = import_package(package.write()).conflicts
    assert 'translations: the archive has {"es": {"name": "Fianzas"}}, the files {"es": {"name": "La fianza"}}' in conflict
    assert Topic.objects.get().translations == {"es": {"name": "Fianzas"}}


def test_what_is_missing_from_the_files_is_reported_and_kept(package):
    import_package(package.write())
    package.records["endorsements"].clear()
    report = import_package(package.write())
    assert report.missing == ["endorsements end22222"]
    assert Endorsement.objects.count() == 1


def test_what_was_taken_out_is_not_brought_back(package):
    import_package(package.write())
    Endorsement.objects.all().delete()
    assert list(failures_now()) == ["endorsements end22222 was imported, and is gone without a tombstone."]
    Tombstone.objects.create(key="end22222", kind="endorsements", withdrawn_on="2031-01-01", ground="error")
    assert list(failures_now()) == []
    report = import_package(package.folder)
    assert report.counts["endorsements"]["withdrawn"] == 1
    assert not Endorsement.objects.exists()


def test_a_tombstone_in_the_files_keeps_the_record_out(package):
    package.records["tombstones"] = [{"key": "end22222", "kind": "endorsements", "withdrawn_on": "2031-01-01", "ground": "rights"}]
    import_package(package.write())
    assert not Endorsement.objects.exists()
    assert Tombstone.objects.get().ground == "rights"


@pytest.fixture
def joined(package):
    """The package, with two of its statements joined as one utterance; 14 records."""
    package.records["utterances"] = [{"slug": "better", "reason": "Both are the speech of Friday."}]
    package["stm22222"]["utterance"] = package["stm44444"]["utterance"] = "better"
    return package


def told(slug="better") -> list[str]:
    return list(Statement.objects.filter(utterance__slug=slug).order_by("key").values_list("key", flat=True))


def test_statements_are_joined_and_parted_by_the_files(joined):
    assert total(import_package(joined.write()), "created") == 14
    assert told() == ["stm22222", "stm44444"]
    assert list(failures_now()) == []
    assert total(import_package(joined.folder), "unchanged") == 14
    joined["stm33333"]["utterance"] = joined["stm44444"].pop("utterance")
    joined["better"]["reason"] = "A better one."
    assert total(import_package(joined.write()), "updated") == 3
    assert told() == ["stm22222", "stm33333"]
    assert Utterance.objects.get().reason == "A better one."


def test_a_curators_joining_is_kept_and_conflicts_with_another(joined):
    import_package(joined.write())
    theirs = Utterance.objects.create(slug="theirs", reason="By hand.")
    Statement.objects.filter(key__in=["stm33333", "stm44444"]).update(utterance=theirs)
    assert total(import_package(joined.folder), "unchanged") == 14
    assert told("theirs") == ["stm33333", "stm44444"]
    joined["stm44444"].pop("utterance")
    report = import_package(joined.write())
    assert report.conflicts == [
        "statements stm44444: changed both in the archive, which is kept, and in the files."
        ' utterance: the archive has "theirs", the files nothing. To settle it, choose one in the admin, under “Import conflicts”, or make both say the same.'
    ]
    assert told("theirs") == ["stm33333", "stm44444"]


def test_an_utterance_that_a_curator_parted_stays_parted(joined):
    import_package(joined.write())
    Statement.objects.update(utterance=None)
    Utterance.objects.all().delete()
    assert list(failures_now()) == []  # our own joining may be taken back
    report = import_package(joined.folder)
    assert (report.counts["utterances"]["withdrawn"], total(report, "unchanged")) == (1, 13)
    assert not Utterance.objects.exists()
    joined["stm33333"]["utterance"] = "better"
    with pytest.raises(ImportRefused) as refusal:
        import_package(joined.write())
    assert [str(problem).partition(": ")[2] for problem in refusal.value.problems] == [
        "“better” of the utterances was taken out of the archive: take it out of the files, too."
    ]


def withdraw(key: str, kind: str) -> None:
    withdrawal.withdraw(Tombstone(key=key, kind=kind, withdrawn_on="2031-01-01", ground="error"))


ALONE = "Utterance better joins one statement, and no withdrawn one explains it."


def test_an_utterance_of_fewer_than_two_statements_is_reported(joined):
    del joined["stm44444"]["utterance"]
    import_package(joined.write())
    assert list(failures_now()) == [ALONE]
    withdraw("end22222", "endorsements")  # which explains nothing
    assert list(failures_now()) == [ALONE]


def test_unless_as_many_were_withdrawn_as_are_missing(joined):
    import_package(joined.write())
    withdraw("stm22222", "statements")
    assert told() == ["stm44444"]
    assert list(failures_now()) == []
    Utterance.objects.create(slug="empty", reason="None.")
    assert list(failures_now()) == [ALONE, "Utterance empty joins no statement, and no withdrawn one explains it."]


def tombstone(key, kind):
    return {"key": key, "kind": kind, "withdrawn_on": "2031-01-01", "ground": "error"}


def test_a_tombstone_in_the_files_withdraws_the_record_that_is_there(package):
    import_package(package.write())
    package.records["tombstones"] = [tombstone("end22222", "endorsements")]
    report = import_package(package.write())
    assert report.counts["tombstones"]["created"] == 1
    assert not Endorsement.objects.exists()
    assert list(failures_now()) == []
    assert total(import_package(package.folder), "withdrawn") == 1


@pytest.mark.parametrize(
    ("key", "kind", "rests"),
    [
        ("stm33333", "statements", "Other things rest on it: Bob Jones: “we can do better”"),
        (
            "src22222",
            "sources",
            "Withhold its text instead, on the source's page in the admin or under [[withholdings]] in the files",
        ),
    ],
)
def test_what_others_rest_on_is_not_withdrawn(package, key, kind, rests):
    import_package(package.write())
    package.records["tombstones"] = [tombstone(key, kind)]
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.write())
    assert rests in str(refusal.value.problems[0])
    assert Statement.objects.count() == 3


def failures_now():
    """verify_archive's failures inside a test's transaction, which has begun already."""
    with patch("dara.archive.verification.snapshot"):
        yield from failures()
