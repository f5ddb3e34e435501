"""Documents of every format, their originals and their texts, come back from an export as they were."""

import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

from dara.archive.exporting import export_package
from dara.archive.importing import ImportRefused, import_package
from dara.archive.verification import failures
from dara.ingest.extractors import made_with
from dara.models import Source, SourceText
from tests.archive.round_trip import empty_the_archive, files, same
from tests.ingest import example_documents

pytestmark = pytest.mark.django_db(transaction=True)  # an export sees one moment: a transaction of its own


def brought_in(folder: Path) -> None:
    """Documents of several formats, as files of a folder."""
    folder.mkdir()
    (folder / "a.html").write_text(example_documents.page())
    (folder / "b.pdf").write_bytes(example_documents.pdf(["A line of a document.", "And another."]))
    (folder / "c.warc.gz").write_bytes(
        example_documents.warc(("https://times.example/c", example_documents.page("Another story. " * 9, address="", title="C")))
    )
    (folder / "d.txt").write_bytes("Gascón said: “No.”".encode("cp1252"))
    (folder / "e.txt").write_text("Plain words.\n")
    call_command("import_archive", folder, stdout=io.StringIO())


def test_documents_of_every_format_come_back_byte_by_byte(tmp_path):
    brought_in(tmp_path / "dropped")
    export_package(tmp_path / "one")
    held = list(SourceText.objects.order_by("source").values())
    empty_the_archive()
    report = import_package(tmp_path / "one")
    assert list(SourceText.objects.order_by("source").values()) == held
    assert report.kept == []
    assert list(failures()) == []
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")
    assert import_package(tmp_path / "one").counts["sources"]["unchanged"] == 5


def of_another_version(package: Path) -> Path:
    """A copy of an export, no bag, in which a page's text was made with another version of its library, and is another."""
    copied = package.with_name("copied")
    shutil.copytree(package / "data", copied)
    for path in (copied / "texts").glob("*.json"):
        text = json.loads(path.read_text())
        if text["made_with"].startswith("trafilatura"):
            text |= {"made_with": "trafilatura 1.0, lxml 1.0", "body": text["body"].replace("Friday", "Monday")}
            path.write_text(json.dumps(text))
    return copied


def test_a_text_of_another_version_of_its_library_is_kept_and_reported(tmp_path):
    brought_in(tmp_path / "dropped")
    export_package(tmp_path / "one")
    copied = of_another_version(tmp_path / "one")
    empty_the_archive()
    report = import_package(copied)
    source = Source.objects.get(title="Union backs Vega")
    assert [line.split(";")[0] for line in report.kept] == [f"the text of source {source.key}, made with trafilatura 1.0, lxml 1.0"]
    assert "endorsed Ana Vega on Monday" in source.text.body
    (failure,) = failures()
    assert f"Source {source.key}: the text is not what “html v2” makes of the original, from" in failure
    assert "It was made with trafilatura 1.0, lxml 1.0, and trafilatura" in failure


def test_a_text_that_its_extractor_did_not_make_is_refused(tmp_path):
    brought_in(tmp_path / "dropped")
    export_package(tmp_path / "one")
    copied = of_another_version(tmp_path / "one")
    for path in (copied / "texts").glob("*.json"):
        text = json.loads(path.read_text())
        if "body" in text and "Monday" in text["body"]:
            path.write_text(json.dumps(text | {"made_with": made_with("html v2")}))
    empty_the_archive()
    with pytest.raises(ImportRefused) as refused:
        import_package(copied)
    assert any("is not what “html v2” makes of “documents/" in str(problem) for problem in refused.value.problems)
    assert not Source.objects.exists()


def test_the_original_of_a_mail_is_not_public(package, tmp_path):
    package.documents["documents/mail.eml"] = (
        b"From: Ann <ann@home.example>\nMIME-Version: 1.0\nSubject: News\n\nAnn runs. Write to ANN@home.example.\n"
    )
    package.records["sources"].append(
        {
            "key": "mai22222",
            "document": "documents/mail.eml",
            "sha256": "",
            "extractor": "mail v1",
            "kind": "press release",
            "title": "News",
        }
    )
    import_package(package.write())
    assert Source.objects.get(key="mai22222").visibility == "full"
    export_package(tmp_path / "public", public=True)
    public = b"".join(files(tmp_path / "public" / "data").values()).decode()
    assert not (tmp_path / "public" / "data" / "documents" / "mail.eml").exists()
    assert "Ann runs. Write to [...]." in public
    assert "home.example" not in public
    export_package(tmp_path / "whole")
    assert (tmp_path / "whole" / "data" / "documents" / "mail.eml").exists()


def test_a_page_in_a_package_written_by_hand(package, tmp_path):
    package.documents["documents/page.html"] = example_documents.page().encode()
    package.records["sources"].append(
        {
            "key": "pge22222",
            "document": "documents/page.html",
            "sha256": "",
            "extractor": "html v2",
            "kind": "news article",
            "title": "A page",
        }
    )
    package.records["statements"].append(
        {
            "key": "stm55555",
            "kind": "quote",
            "source": "pge22222",
            "passage": "“We trust her,”",
            "pieces": ["We trust her"],
            "speaker": "bob-jones",
        }
    )
    import_package(package.write())
    assert Source.objects.get(key="pge22222").text.body.startswith("Union backs Vega\n")
    package["pge22222"]["extractor"] = "html v9"
    with pytest.raises(ImportRefused) as refused:
        import_package(package.write())
    assert "there is no extractor “html v9” in this version" in str(refused.value.problems[0])
