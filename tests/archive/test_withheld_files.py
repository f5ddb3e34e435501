"""Withholdings and replies in the files: what they take out, what stays out, what is refused."""

import json
from unittest.mock import patch

import pytest

from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.curation.withholding import withhold
from dara.models import Endorsement, ImportedRecord, PublicParagraph, Reply, Statement, Tombstone, Withholding
from tests.archive.conftest import TEXT

pytestmark = pytest.mark.django_db

START = TEXT.index("too, said")


@pytest.fixture
def withheld(package):
    """Words on which a paraphrase and an endorsement rest, and in the former of which a quotation is told."""
    package.records["withholdings"] = [
        {
            "key": "wth22222",
            "source": "src22222",
            "start": START,
            "end": START + 3,
            "ground": "privacy",
            "withheld_on": "2031-01-02",
            "note": "A word.",
        }
    ]
    return package


GONE = {"stm33333", "stm44444", "end22222"}


def sound() -> bool:
    with patch("dara.archive.verification.snapshot"):
        return list(failures()) == []


def test_files_that_hold_both_the_records_and_the_withholding(withheld):
    """As the words are withheld, their records go, in whatever order the files came; and again nothing changes."""
    report = import_package(withheld.write())
    assert set(Statement.objects.values_list("key", flat=True)) == {"stm22222"}
    assert not Endorsement.objects.exists()
    assert {(each.key, each.ground, str(each.withdrawn_on), each.note) for each in Tombstone.objects.all()} == {
        (key, "privacy", "2031-01-02", "A word.") for key in GONE
    }
    assert (report.counts["statements"]["withdrawn"], report.counts["endorsements"]["withdrawn"]) == (2, 1)
    again = import_package(withheld.folder)
    assert (again.counts["statements"]["withdrawn"], again.counts["endorsements"]["withdrawn"]) == (2, 1)
    assert again.counts["withholdings"]["unchanged"] == 1
    assert not any(counts["created"] for counts in again.counts.values())
    assert sound()


def test_words_withheld_later_take_out_what_was_imported(withheld):
    withholdings = withheld.records.pop("withholdings")
    import_package(withheld.write())
    assert Endorsement.objects.exists()
    withheld.records["withholdings"] = withholdings
    import_package(withheld.write())
    assert set(Tombstone.objects.values_list("key", flat=True)) == GONE
    assert sound()


def test_records_that_are_new_in_the_files_do_not_come_in_on_withheld_words(package):
    """A curator withheld the words; the files bring records on them, and one told in such a one, for the first time."""
    late = {name: package.records.pop(name) for name in ("endorsements",)}
    late["statements"] = [each for each in package.records["statements"] if each["key"] in GONE]
    package.records["statements"] = [each for each in package.records["statements"] if each["key"] not in GONE]
    package.records["endorsements"] = []
    import_package(package.write())
    withhold(
        Withholding(key="wth22222", source_id="src22222", start=START, end=START + 3, ground="safety", withheld_on="2031-01-02")
    )
    package.records["endorsements"] = late["endorsements"]
    package.records["statements"] += late["statements"]
    report = import_package(package.write())
    assert (report.counts["statements"]["withdrawn"], report.counts["endorsements"]["withdrawn"]) == (2, 1)
    assert {(each.key, each.kind, each.ground) for each in Tombstone.objects.all()} == {
        ("stm33333", "statements", "safety"),
        ("stm44444", "statements", "safety"),
        ("end22222", "endorsements", "safety"),
    }
    assert import_package(package.folder).counts["statements"]["withdrawn"] == 2
    assert sound()


def refusals(package) -> str:
    with pytest.raises(ImportRefused) as refused:
        import_package(package.write())
    return " ".join(map(str, refused.value.problems))


def test_an_election_on_withheld_words_is_refused(withheld):
    withheld.records["withholdings"][0].update(start=0, end=9)
    assert "The election “2030-june” rests on these words: point it to another passage first." in refusals(withheld)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"end": None}, "“start” and “end” belong together"),
        ({"start": None}, "“start” and “end” belong together"),
        ({"end": len(TEXT) + 1}, "has no text at"),
        ({"start": START + 9}, "Give both start and end, the start before the end"),
        ({"start": "5"}, "“start” should be a whole number"),
        ({"ground": "haste"}, "“ground”"),
        ({"source": "nothing2"}, "unknown source: “nothing2”"),
        ({"words": "too"}, "no such name: “words”"),
    ],
)
def test_what_is_no_withholding_is_refused(changes, says, withheld):
    [values] = withheld.records["withholdings"]
    withheld.records["withholdings"] = [{name: value for name, value in (values | changes).items() if value is not None}]
    assert says in refusals(withheld)
    assert not Statement.objects.exists()


def test_the_ground_may_change_in_the_files_and_the_words_not(withheld):
    import_package(withheld.write())
    withheld.records["withholdings"][0]["ground"] = "legal"
    assert import_package(withheld.write()).counts["withholdings"]["updated"] == 1
    withheld.records["withholdings"][0]["end"] += 1
    assert "what is withheld stays the same words; withhold others under another key" in refusals(withheld)


def test_what_was_lifted_stays_lifted(withheld):
    import_package(withheld.write())
    Withholding.objects.all().delete()
    report = import_package(withheld.folder)
    assert report.counts["withholdings"]["withdrawn"] == 1
    assert not PublicParagraph.objects.filter(body__contains="█").exists()
    assert sound()


def test_replies_come_and_are_unlinked_for_good(package):
    package.records["replies"] = [{"source": "src22222", "kind": "statements", "key": "stm22222"}]
    assert import_package(package.write()).counts["replies"]["created"] == 1
    assert import_package(package.folder).counts["replies"]["unchanged"] == 1
    assert ImportedRecord.objects.get(kind="replies").key == "src22222 statements stm22222"
    Reply.objects.all().delete()
    assert import_package(package.folder).counts["replies"]["withdrawn"] == 1
    assert sound()


def test_a_reply_to_nothing_is_refused(package):
    package.records["replies"] = [{"source": "src22222", "kind": "results", "key": "stm22222"}]
    assert "There is nothing that the reply could answer: no results has the key stm22222." in refusals(package)


@pytest.mark.django_db(transaction=True)
def test_the_public_export_holds_no_word_of_them(withheld, tmp_path):
    """Nor the original, though the source is shown whole."""
    from dara.archive.exporting import export_package

    withheld["src22222"]["visibility"] = "full"
    withheld.records["withholdings"][0].update(start=TEXT.index("Bob Jones, too"), end=TEXT.index(" twice"))
    import_package(withheld.write())
    export_package(tmp_path / "out", public=True)
    written = {path.name: path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert "a.txt" not in written
    assert [name for name, text in written.items() if "we can do better" in text] == []
    assert "█ twice." in written["paragraphs.jsonl"]
    [line] = written["withholdings.jsonl"].splitlines()
    assert json.loads(line)["end"] == TEXT.index(" twice")
