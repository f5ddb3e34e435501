"""import_archive: three-way, idempotent, one transaction; every fault named, nothing half-done."""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace
from unittest.mock import patch

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from psycopg.conninfo import make_conninfo

from dara.archive import record_saving
from dara.archive.importing import ImportRefused, Report, import_package
from dara.archive.package import PackageError
from dara.archive.verification import failures
from dara.curation import withdrawal
from dara.ingest import documents
from dara.ingest.sandbox import process
from dara.local import defaults
from dara.models import (
    Endorsement,
    Entity,
    ImportedRecord,
    Original,
    Source,
    SourceText,
    Statement,
    Tombstone,
    Topic,
    Utterance,
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


# --- three ways ---------------------------------------------------------------------------------------


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


# --- faults -------------------------------------------------------------------------------------------


def no_key(package):
    del package["stm22222"]["key"]


def key_twice(package):
    package["stm33333"]["key"] = "stm22222"
    package["stm44444"].pop("within")


def key_of_another_kind(package):
    package["end22222"]["key"] = "stm22222"


def bad_key(package):
    package["end22222"]["key"] = "No key!"


def no_document(package):
    package.documents = {}
    package["src22222"]["sha256"] = "0" * 64


def wrong_checksum(package):
    package["src22222"]["sha256"] = "0" * 64


def document_elsewhere(package):
    package["src22222"].update({"document": "documents/../../../etc/passwd", "sha256": "0" * 64})


def document_not_utf8(package):
    package.documents["documents/a.txt"] = b"Ann Smith \xe9"


def document_with_nul(package):
    package.documents["documents/a.txt"] = b"Ann\0Smith"


def quote_not_there(package):
    package["stm22222"]["passage"] = "“Bail is broken”, Smith said."


def quote_twice(package):
    package["stm22222"].update({"passage": "we can do better", "pieces": ["we can do better"]})
    package.documents["documents/a.txt"] += b"\nwe can do better\n"


def piece_not_there(package):
    package["stm22222"]["pieces"] = ["Bail is fixed"]


def piece_inside_a_word(package):
    package["stm22222"]["pieces"] = ["ail is broken"]


def offset_elsewhere(package):
    package["stm22222"]["passage"] = {"exact": "“Bail is broken,” Smith said. “We can do better.”", "start": 40}


def unknown_speaker(package):
    package["stm22222"]["speaker"] = "ann-smiht"


def unknown_parent(package):
    package.records["topics"].append({"slug": "cash", "name": "Cash", "position": 2, "parent": "bale"})


def parent_below_another(package):
    package.records["topics"] += [
        {"slug": "cash", "name": "Cash", "position": 2, "parent": "bail"},
        {"slug": "notes", "name": "Notes", "position": 3, "parent": "cash"},
    ]


def unknown_topic(package):
    package["stm22222"]["topics"] = ["bale"]


def unknown_utterance(package):
    package.records["utterances"] = [{"slug": "broken-bail", "reason": "Both are the speech of Friday."}]
    package["stm22222"]["utterance"] = "broken-bale"


def utterance_without_a_reason(package):
    package.records["utterances"] = [{"slug": "broken-bail", "reason": " "}]


def unknown_within(package):
    package["stm44444"]["within"] = "stm99999"


def within_comes_later(package):
    package.records["statements"].reverse()


def unknown_source(package):
    package["stm22222"]["source"] = "src33333"


def unknown_name(package):
    package["stm22222"]["speeker"] = "ann-smith"


def missing_value(package):
    del package["end22222"]["verb"]


def wrong_type(package):
    package["stm22222"]["topics"] = "bail"


def wrong_choice(package):
    package["stm22222"]["kind"] = "quotation"


def wrong_date(package):
    package["stm22222"]["said_on"] = "2023-02-29"


def too_long(package):
    package["stm22222"]["summary"] = "x" * 301


def slug_twice(package):
    package["bob-jones"]["slug"] = "ann-smith"


def did_not_run(package):
    package["end22222"]["candidate"] = "bob-jones"


def names_nobody(package):
    del package["end22222"]["candidate"]


def verb_not_there(package):
    package["end22222"]["verb"] = "endorsed"


def group_and_entity_alike(package):
    package["everybody"]["slug"] = "ann-smith"


def quote_without_pieces(package):
    del package["stm22222"]["pieces"]


def quote_with_its_marks(package):
    package["stm44444"]["pieces"] = ["“we can do better”"]


def speaker_named_otherwise(package):
    package["stm22222"]["speaker_as_named"] = "Ms. Smith"


def inferred_names_nothing(package):
    package["stm22222"]["inferred"] = {"sayd_on": "“on Friday”"}


def translation_of_no_basis(package):
    package["stm22222"].update(inferred={"said_on": "“on Friday”"}, translations={"es": {"inferred": {"sayd_on": "“on Friday”"}}})


def translation_of_nothing(package):
    package["bail"]["translations"] = {"es": {"name": "Fianza", "nme": "Fianza"}}


def translation_of_words_that_are_not_there(package):
    package["stm33333"]["translations"] = {"es": {"summary": "Una línea."}}


def translation_of_a_publishers_title(package):
    package["src22222"]["translations"] = {"es": {"title": "Una nota"}}


def translation_of_a_sources_name_for_them(package):
    package["everybody"]["translations"] = {"es": {"name": "todos"}}


def translation_into_another_language(package):
    package["bail"]["translations"] = {"ess": {"name": "Fianza"}}


def translation_into_english(package):
    package["bail"]["translations"] = {"en": {"name": "Bail money"}}


def translation_without_words(package):
    package["bail"]["translations"] = {"es": {"name": " "}}


def translation_without_a_language(package):
    package["bail"]["translations"] = {"es": "Fianza"}


def translations_that_are_a_text(package):
    package["bail"]["translations"] = "Fianza"


def translations_of_a_candidacy(package):
    package.records["candidacies"][0]["translations"] = {"es": {"race": "Contienda"}}


def language_that_is_none(package):
    package["src22222"]["language"] = "Spanish (US)"


def slug_that_is_a_table(package):
    package["stm22222"]["speaker"] = {"slug": "ann-smith"}


def nul_in_a_reference(package):
    package["stm22222"]["speaker"] = "ann\0smith"


def nul_in_a_path(package):
    package["src22222"].update(document="documents/a\0.txt", sha256="0" * 64)


def passage_ends_elsewhere(package):
    passage = "“Bail is broken,” Smith said. “We can do better.”"
    package["stm22222"]["passage"] = {"exact": passage, "start": 52, "end": 60}


def empty_verb(package):
    package["end22222"]["verb"] = " "


def bases_without_names(package):
    package.records["imported"] = [{"kind": "statements"}]


def bases_of_no_digest(package):
    package.records["imported"] = [{"kind": "statements", "key": "stm22222", "digest": "zz"}]


def circle_of_captures(package):
    package["src22222"]["supersedes"] = "src22222"


FAULTS = [
    (unknown_utterance, r"statements stm22222: unknown utterance: “broken-bale”. Did you mean “broken-bail”\?"),
    (utterance_without_a_reason, r"utterances broken-bail: Say why these statements are one utterance"),
    (inferred_names_nothing, r"“inferred” names “sayd_on”, which is no field of statements. Did you mean “said_on”"),
    (
        translation_of_no_basis,
        r"“translations.es” names “inferred.sayd_on”, .*nothing to translate. Did you mean “inferred.said_on”",
    ),
    (translation_of_nothing, r"topics bail: “translations.es” names “nme”, .*nothing to translate. Did you mean “name”\?"),
    (translation_of_words_that_are_not_there, r"statements stm33333: “translations.es” names “summary”"),
    (translation_of_a_publishers_title, r"sources src22222: “translations.es” names “title”"),
    (translation_of_a_sources_name_for_them, r"groups everybody: “translations.es” names “name”"),
    (translation_into_another_language, r"names the language “ess”, which the archive does not have. Did you mean “es”\?"),
    (translation_into_english, r"“translations.en” names “name”, of which there is nothing to translate"),
    (translation_without_words, r"“translations.es.name” should be a text"),
    (translation_without_a_language, r"“translations.es” should be a table of fields and their words"),
    (translations_that_are_a_text, r"“translations” should be a table of texts"),
    (translations_of_a_candidacy, r"no such name: “translations”"),
    (language_that_is_none, r"sources src22222: “language”: A language is a tag of BCP 47"),
    (slug_that_is_a_table, r"“speaker” should be a text"),
    (nul_in_a_reference, r"statements stm22222: a NUL character in one of its texts"),
    (nul_in_a_path, r"sources src22222: a NUL character in one of its texts"),
    (passage_ends_elsewhere, r"the passage's words end at 101, not at 60"),
    (empty_verb, r"endorsements end22222: An endorsement has the source's verb"),
    (bases_without_names, r"imported.jsonl, line 1, imported: a line of this file is a kind, a key and a SHA-256 digest"),
    (bases_of_no_digest, r"imported stm22222: a line of this file is a kind"),
    (circle_of_captures, r"unknown supersedes: “src22222”|A source does not supersede itself|would supersede itself"),
    (quote_without_pieces, r"statements stm22222: “pieces” is missing: a quote gives its words"),
    (quote_with_its_marks, r"holds its own quotation marks: pages add them"),
    (speaker_named_otherwise, r"“speaker_as_named”: “Ms. Smith” is not in the text of source src22222"),
    (no_key, r"statements\.jsonl, line 1, statements: a record without a key: run `manage.py give_keys`"),
    (key_twice, r"line 2, statements stm22222: the key stm22222 is given to another record"),
    (key_of_another_kind, r"endorsements stm22222: the key stm22222 is given to another record"),
    (bad_key, r"“key”: A key is 8 small letters and digits"),
    (no_document, r"sources src22222: “documents/a.txt” cannot be read: No such file"),
    (wrong_checksum, r"sources src22222: the checksum of “documents/a.txt” is \w{64}, not 0{64}"),
    (document_elsewhere, r"leads out of the package"),
    (document_not_utf8, r"“documents/a.txt”: not UTF-8: byte 10 is 0xe9"),
    (document_with_nul, r"“documents/a.txt”: a NUL character at 3"),
    (
        quote_not_there,
        r"statements stm22222: source src22222: ““Bail is broken”, Smith said.” is not in the text. The nearest words, at 52, are ““Bail is",
    ),
    (quote_twice, r"statements stm22222: source src22222: “we can do better” is in the text 2 times"),
    (piece_not_there, r"The piece “Bail is fixed” is not in its passage. The nearest words"),
    (piece_inside_a_word, r"The piece “ail is broken” is in its passage, but not in whole words"),
    (offset_elsewhere, r"is not at 40; the text says"),
    (unknown_speaker, r"unknown speaker: “ann-smiht”. Did you mean “ann-smith”\?"),
    (unknown_topic, r"unknown topics: “bale”. Did you mean “bail”\?"),
    (unknown_parent, r"topics cash: unknown parent: “bale”: it must stand earlier in the files. Did you mean “bail”\?"),
    (parent_below_another, r"topics notes: The topic “cash” stands below another itself"),
    (unknown_within, r"unknown within: “stm99999”: it must stand earlier in the files"),
    (within_comes_later, r"statements stm44444: unknown within: “stm33333”: it must stand earlier"),
    (unknown_source, r"unknown source: “src33333”\.$"),
    (unknown_name, r"no such name: “speeker”. Did you mean “speaker”\?"),
    (missing_value, r"endorsements end22222: “verb” is missing"),
    (wrong_type, r"“topics” should be a list of texts"),
    (wrong_choice, r"“kind”: Value 'quotation' is not a valid choice"),
    (wrong_date, r"“said_on”: “2023-02-29” is not a date"),
    (too_long, r"“summary”: Ensure this value has at most 300 characters"),
    (slug_twice, r"entities ann-smith: “ann-smith” stands in the files twice"),
    (group_and_entity_alike, r"groups ann-smith: “ann-smith” stands in the files twice"),
    (did_not_run, r"endorsements end22222: The archive holds no candidacy of this candidate in this race"),
    (names_nobody, r"endorsements end22222: Only money can go to a race without naming a candidate"),
    (verb_not_there, r"endorsements end22222: The verb “endorsed” is not in the passage"),
]


@pytest.mark.parametrize(("spoil", "says"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_a_fault_is_named_and_nothing_is_imported(package, spoil, says):
    spoil(package)
    before = rows()
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.write())
    problems = "\n".join(map(str, refusal.value.problems))
    assert re.search(says, problems), problems
    assert rows() == before


def test_all_faults_are_named_at_once_each_on_a_line(package, capsys):
    unknown_speaker(package)
    verb_not_there(package)
    wrong_date(package)
    (package.write() / "records" / "broken.toml").write_text("[[statements]\n")
    (package.folder / "records" / "latin.toml").write_bytes(b"# \xe9")
    (package.folder / "records" / "odd.jsonl").write_text("{}\n")
    with (package.folder / "records" / "facts.jsonl").open("a") as facts:
        facts.write("{not json}\n[1]\n")
    with pytest.raises(CommandError, match=r"8 problems in .*; nothing was imported"):
        call_command("import_archive", package.folder)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 8
    assert [line.split(":")[0].split(",")[0] for line in lines[:3]] == [
        "records/broken.toml",
        "records/latin.toml",
        "records/odd.jsonl",
    ]
    assert not Entity.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("deep.toml", "a = " + "[" * 5000, r"records/deep.toml: not (TOML|a record file)"),
        ("big.toml", "a = " + "9" * 5000, r"records/big.toml: not a record file: Exceeds the limit"),
        ("facts.jsonl", '{"key": ' + "[" * 100_000 + "\n", r"records/facts.jsonl, line 1: not a record: maximum recursion"),
        ("facts.jsonl", '{"key": ' + "9" * 5000 + "}\n", r"records/facts.jsonl, line 1: not a record: Exceeds the limit"),
        ("facts.jsonl", '{"key": "a", "key": "b"}\n', r"line 1: not a record: “key” stands in an object twice"),
        ("facts.jsonl", '{"key": "\\ud83d"}\n', r"line 1, facts .*: half of a surrogate pair in one of its texts"),
        ("facts.jsonl", "\ufeff{}\n", r"records/facts.jsonl, line 1: not JSON"),
    ],
)
def test_a_file_that_is_no_record_file_is_named(package, name, content, says):
    (package.write() / "records" / name).write_text(content, encoding="utf-8")
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.folder)
    assert re.search(says, "\n".join(map(str, refusal.value.problems)))


def test_a_folder_or_a_dangling_link_in_place_of_a_file_is_named(package):
    (package.write() / "records" / "x.toml").mkdir()
    (package.folder / "records" / "facts.jsonl").unlink()
    (package.folder / "records" / "facts.jsonl").symlink_to("nowhere")
    (package.folder / "documents" / "a.txt").unlink()
    (package.folder / "documents" / "a.txt").symlink_to("a.txt")
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.folder)
    assert sorted(str(problem).split(":")[0] for problem in refusal.value.problems) == [
        "records/facts.jsonl",
        "records/sources.jsonl, line 1, sources src22222",
        "records/x.toml",
    ]


def test_a_key_that_the_archive_gave_to_another_kind_is_refused(package):
    import_package(package.write())
    package.records["statements"].pop(0)
    package["fct22222"]["key"] = "stm22222"
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.write())
    assert [str(problem).split(": ")[1] for problem in refusal.value.problems] == ["The key stm22222 names another record."]


def test_a_day_written_short_is_the_same_day(package):
    package.records["tombstones"] = [tombstone("end22222", "endorsements") | {"withdrawn_on": "2031-1-1"}]
    import_package(package.write())
    package.records["tombstones"][0]["note"] = "By mistake."
    assert import_package(package.write()).counts["tombstones"]["updated"] == 1


def test_what_was_in_the_way_and_has_gone_lets_the_import_go_on(package):
    """The first run meets a refusal that the second, careful one does not: another session's row that was rolled back."""
    folder = package.write()
    insert = record_saving.RecordSaver._insert

    def refused_once(self, kind, forms):
        if not self.careful:
            raise IntegrityError("in the way")
        insert(self, kind, forms)

    with patch.object(record_saving.RecordSaver, "_insert", refused_once):
        assert total(import_package(folder), "created") == 13


def test_of_many_records_only_those_that_the_database_refuses_are_named(package):
    verb_not_there(package)
    good = package["end22222"] | {"verb": "said"}
    package.records["endorsements"] += [good | {"key": f"end3333{n}"} for n in range(9)]
    with pytest.raises(ImportRefused) as refusal:
        import_package(package.write())
    assert ["end22222" in str(problem) for problem in refusal.value.problems] == [True]


def test_an_original_never_changes(package):
    import_package(package.write())
    package.documents["documents/a.txt"] += b"More.\n"
    package["src22222"]["sha256"] = ""
    with pytest.raises(ImportRefused, match="1 problems") as refusal:
        import_package(package.write())
    assert "the original never changes; a later capture is a new source that supersedes this one" in str(refusal.value.problems[0])


def test_a_folder_that_is_no_package_is_refused(tmp_path):
    with pytest.raises(PackageError, match="is not an archive package: it has no folder “records”"):
        import_package(tmp_path)
    with pytest.raises(CommandError, match="is not an archive package"):
        call_command("import_archive", tmp_path / "nowhere")


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
    """It may take any advisory lock; imports wait for a lock that it may not take (tests/models/test_grants.py)."""
    url = cluster.url(role="dara_public", database=connection.settings_dict["NAME"])
    with psycopg.connect(url) as public, connection.cursor() as cursor:
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
