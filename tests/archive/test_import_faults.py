"""import_archive names every fault of the files, and brings nothing of them."""

import re
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from dara.archive import record_saving
from dara.archive.importing import ImportRefused, import_package
from dara.archive.package import PackageError
from dara.models import Entity
from tests.archive.spoiled_packages import FAULTS, unknown_speaker, verb_not_there, wrong_date
from tests.archive.test_importing import rows, total
from tests.archive.test_three_ways import tombstone

pytestmark = pytest.mark.django_db


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
