"""Files that still use the names of what was merged are followed; redirects travel with the archive."""

import json

import pytest

from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.curation.merge import merge
from dara.models import Candidacy, Entity, ImportedRecord, Redirect, Source, Statement, Topic
from tests.archive.round_trip import comes_back_the_same

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubles(package):
    """The package with duplicates: Ann Smith, who ran, and bail, each twice; a statement twice."""
    package.records["entities"].append({"slug": "a-smith", "name": "A. Smith", "sort_name": "Smith, A.", "kind": "person"})
    package.records["topics"].append({"slug": "bail-money", "name": "Bail money", "position": 2})
    package.records["candidacies"] = [{"candidate": "a-smith", "race": "2030"}, {"candidate": "ann-smith", "race": "2030"}]
    package.records["statements"].append(
        package["stm22222"] | {"key": "stm55555", "passage": "“Bail is broken,” Smith said.", "pieces": ["Bail is broken"]}
    )
    package["stm22222"].update(speaker="a-smith", topics=["bail", "bail-money"])
    package["stm33333"]["about"] = ["a-smith", "ann-smith"]
    package["fct22222"]["candidate"] = package["end22222"]["candidate"] = "a-smith"
    return package


def merge_all() -> None:
    merge("entities", "a-smith", "ann-smith")
    merge("topics", "bail-money", "bail")
    merge("statements", "stm55555", "stm22222")


def changed(report) -> dict[str, dict[str, int]]:
    return {kind: dict(+counts) for kind, counts in report.counts.items() if set(+counts) - {"unchanged"}}


MERGED = {
    "topics": {"unchanged": 1, "merged": 1},
    "entities": {"unchanged": 2, "merged": 1},
    "statements": {"unchanged": 3, "merged": 1},
}


def test_unchanged_files_change_nothing_and_bring_nothing_back(doubles):
    import_package(doubles.write())
    merge_all()
    for _ in range(2):
        report = import_package(doubles.folder)
        assert changed(report) == MERGED
        assert not report.conflicts
        assert not report.missing
    assert set(Entity.objects.values_list("slug", flat=True)) == {"ann-smith", "bob-jones", "everybody"}
    assert list(Candidacy.objects.values_list("candidate__slug", "race__slug")) == [("ann-smith", "2030")]
    assert not Topic.objects.filter(slug="bail-money").exists()


def test_what_changes_in_the_files_is_taken_under_the_new_name(doubles):
    import_package(doubles.write())
    merge_all()
    doubles["stm22222"]["summary"] = doubles["fct22222"]["note"] = "In the files."
    report = import_package(doubles.write())
    assert not report.conflicts
    statement = Statement.objects.get(pk="stm22222")
    assert (statement.summary, statement.speaker.slug) == ("In the files.", "ann-smith")
    assert report.counts["facts"]["updated"] == 1


def test_a_curators_correction_stays_one(doubles):
    """The merge comes between correction and import: neither a conflict nor an overwriting of it."""
    import_package(doubles.write())
    Statement.objects.filter(pk="stm22222").update(summary="By hand.")
    merge_all()
    for _ in range(2):
        report = import_package(doubles.folder)
        assert not report.conflicts
        assert Statement.objects.get(pk="stm22222").summary == "By hand."
    doubles["stm22222"]["summary"] = "In the files."
    assert len(import_package(doubles.write()).conflicts) == 1


def test_files_that_use_the_new_names_agree(doubles):
    import_package(doubles.write())
    merge_all()
    doubles.records["entities"] = [each for each in doubles.records["entities"] if each["slug"] != "a-smith"]
    doubles.records["candidacies"] = doubles.records["candidacies"][1:]
    doubles["stm22222"].update(speaker="ann-smith", topics=["bail"])
    doubles["stm33333"]["about"] = ["ann-smith"]
    doubles["fct22222"]["candidate"] = doubles["end22222"]["candidate"] = "ann-smith"
    report = import_package(doubles.write())
    assert not report.conflicts
    assert not report.missing


REDIRECTS = [
    {"kind": "entities", "old": "a-smith", "new": "ann-smith"},
    {"kind": "statements", "old": "stm55555", "new": "stm22222"},
    {"kind": "topics", "old": "bail-money", "new": "bail"},
]


@pytest.mark.parametrize("held", [True, False], ids=["into an archive that holds both", "into an empty archive"])
def test_redirects_in_the_files_merge(doubles, held):
    if held:
        import_package(doubles.write())
    doubles.records["redirects"] = REDIRECTS
    report = import_package(doubles.write())
    assert report.counts["redirects"]["created"] == 3
    assert report.counts["entities"]["merged"] == 1
    assert not report.conflicts
    assert [dict(each) for each in Redirect.objects.order_by("kind").values("kind", "old", "new")] == REDIRECTS
    assert Statement.objects.get(pk="stm22222").speaker.slug == "ann-smith"
    assert list(Candidacy.objects.values_list("candidate__slug", flat=True)) == ["ann-smith"]
    assert set(Statement.objects.values_list("pk", flat=True)) == {"stm22222", "stm33333", "stm44444"}
    again = import_package(doubles.folder)
    assert +again.counts["redirects"] == {"unchanged": 3}
    assert not again.conflicts


def test_a_chain_in_the_files_is_shortened(doubles):
    import_package(doubles.write())
    merge("entities", "a-smith", "ann-smith")
    doubles.records["redirects"] = [
        {"kind": "entities", "old": "smith-a", "new": "smyth"},
        {"kind": "entities", "old": "smyth", "new": "a-smith"},
    ]
    import_package(doubles.write())
    assert set(Redirect.objects.values_list("old", "new")) == {(old, "ann-smith") for old in ("a-smith", "smith-a", "smyth")}


@pytest.mark.parametrize(
    ("redirect", "reason"),
    [
        ([{"kind": "entities", "old": "a-smith", "new": "nobody"}], "unknown speaker: “nobody”"),
        ([{"kind": "topics", "old": "bail", "new": "prisons"}], "unknown topics: “prisons”"),
        ([{"kind": "entities", "old": "bob-jones", "new": "everybody"}], "held as “person”, “everybody” as “group”"),
        ([{"kind": "people", "old": "a-smith", "new": "ann-smith"}], "“kind”: Value 'people' is not a valid choice"),
        ([{"kind": "topics", "old": "bail"}], "“new” is missing"),
        ([{"kind": "topics", "old": "a", "new": "b"}, {"kind": "topics", "old": "b", "new": "a"}], "a, b lead in a circle"),
    ],
)
def test_redirects_that_make_no_sense_are_refused(doubles, redirect, reason):
    import_package(doubles.write())
    doubles.records["redirects"] = redirect
    with pytest.raises(ImportRefused) as refused:
        import_package(doubles.write())
    assert reason in " ".join(map(str, refused.value.problems))
    assert not Redirect.objects.exists()


def test_a_merge_that_was_taken_back_is_not_done_again(doubles):
    doubles.records["redirects"] = REDIRECTS
    import_package(doubles.write())
    Redirect.objects.filter(kind="topics").delete()
    Topic.objects.create(slug="bail-money", name="Bail money", position=2)
    report = import_package(doubles.folder)
    assert +report.counts["redirects"] == {"unchanged": 2, "withdrawn": 1}
    assert Topic.objects.filter(slug="bail-money").exists()


@pytest.mark.django_db(transaction=True)
def test_redirects_come_back_byte_by_byte(doubles, tmp_path):
    import_package(doubles.write())
    Statement.objects.filter(pk="stm22222").update(summary="By hand.")
    merge_all()
    assert list(failures()) == []
    comes_back_the_same(tmp_path)
    lines = (tmp_path / "two/data/records/redirects.jsonl").read_text().splitlines()
    assert list(map(json.loads, lines)) == REDIRECTS
    report = import_package(doubles.folder)
    assert changed(report) == MERGED
    assert not report.conflicts


@pytest.mark.django_db(transaction=True)
def test_verify_finds_redirects_that_cannot_be(doubles):
    from tests.archive.test_verification import superuser

    import_package(doubles.write())
    merge_all()
    with superuser() as raw:
        raw.execute("INSERT INTO dara_redirect (kind, old, new) VALUES ('entities', 'bob-jones', 'a-smith')")
    found = " ".join(failures())
    assert "entities bob-jones is there, and leads to a-smith too." in found
    assert "entities bob-jones leads to a-smith, which leads on: a chain." in found


def test_bases_of_what_names_it_move_with_it(doubles):
    """What nobody corrected is as imported, under the new name."""
    import_package(doubles.write())
    Source.objects.update(publisher=Entity.objects.get(slug="a-smith"))  # a correction
    before = bytes(ImportedRecord.objects.get(kind="sources").digest), bytes(ImportedRecord.objects.get(key="end22222").digest)
    merge_all()
    after = bytes(ImportedRecord.objects.get(kind="sources").digest), bytes(ImportedRecord.objects.get(key="end22222").digest)
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
