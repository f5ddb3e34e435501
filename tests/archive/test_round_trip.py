"""Export → import into an empty archive → export again: the same bytes."""

import filecmp
import io
import json
import shutil
from pathlib import Path

import bagit
import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from dara.archive.exporting import export_package
from dara.archive.importing import ImportRefused, import_package
from dara.archive.package import PackageError
from dara.archive.verification import failures
from dara.ingest.extractors import made_with
from dara.local import defaults
from dara.models import Source, SourceText, Statement, Utterance
from dara.models.record_format import KINDS
from tests.ingest import example_documents

pytestmark = pytest.mark.django_db(transaction=True)  # an export sees one moment: a transaction of its own
SEEDS = defaults.CHECKOUT / "seeds"


def empty_the_archive() -> None:
    tables = ", ".join(model._meta.db_table for model in apps.get_app_config("dara").get_models() if model._meta.managed)
    with connection.cursor():
        info = connection.connection.info
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user="postgres") as superuser:
        superuser.execute("SET session_replication_role = replica")  # the guards refuse it to everybody else
        superuser.execute(f"TRUNCATE {tables}")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same(one: Path, other: Path) -> None:
    """Byte-identical, apart from the bag's own date (and the checksum of the file that holds it)."""
    dated = {"bag-info.txt", "tagmanifest-sha256.txt"}
    left, right = files(one), files(other)
    assert left.keys() == right.keys()
    assert {name for name in left if left[name] != right[name]} <= dated
    assert filecmp.cmp(one / "manifest-sha256.txt", other / "manifest-sha256.txt", shallow=False)


def comes_back_the_same(folder: Path) -> None:
    """Export the archive to `one`, import that into an empty one, which verifies, and export it again to `two`: the same bytes."""
    export_package(folder / "one")
    empty_the_archive()
    import_package(folder / "one")
    assert list(failures()) == []
    export_package(folder / "two")
    same(folder / "one", folder / "two")


def test_the_seeds_come_back_byte_by_byte(seeds, tmp_path):
    comes_back_the_same(tmp_path)
    assert bagit.Bag(str(tmp_path / "two")).is_valid()


def test_originals_come_back_as_they_were_received(seeds, tmp_path):
    export_package(tmp_path / "out")
    exported = tmp_path / "out" / "data" / "documents"
    assert files(exported) == files(SEEDS / "documents")


def test_a_curators_corrections_stay_corrections_after_a_restore(package, tmp_path):
    """The seeds do not take back, on the restored archive, what a curator had corrected before the backup."""
    import_package(package.write())
    Statement.objects.filter(key="stm22222").update(summary="By hand.")
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    import_package(package.folder)
    assert Statement.objects.get(key="stm22222").summary == "By hand."
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")


def test_what_a_curator_took_out_stays_out_after_a_restore(package, tmp_path):
    import_package(package.write())
    Statement.objects.get(key="stm22222").delete()
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")
    report = import_package(package.folder)
    assert report.counts["statements"]["withdrawn"] == 1
    assert not Statement.objects.filter(key="stm22222").exists()


def test_what_a_curator_joined_and_parted_comes_back(package, tmp_path):
    """An utterance made by hand, and one of the files taken apart by hand: after a restore, as before."""
    package.records["utterances"] = [{"slug": "better", "reason": "Both are the speech of Friday."}]
    package["stm22222"]["utterance"] = package["stm44444"]["utterance"] = "better"
    import_package(package.write())
    Statement.objects.update(utterance=None)
    Utterance.objects.all().delete()
    made = Utterance.objects.create(slug="by-hand", reason="By hand.")
    Statement.objects.filter(key__in=["stm33333", "stm44444"]).update(utterance=made)
    export_package(tmp_path / "one")
    empty_the_archive()
    import_package(tmp_path / "one")
    assert list(failures()) == []
    import_package(package.folder)
    assert dict(Statement.objects.exclude(utterance=None).values_list("key", "utterance__slug")) == {
        "stm33333": "by-hand",
        "stm44444": "by-hand",
    }
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")


def test_an_empty_archive_is_not_exported(tmp_path):
    with pytest.raises(CommandError, match="The archive is empty"):
        call_command("export_archive", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_refers_to_others_comes_after_them(package, tmp_path):
    """Keys are at random: by key alone a quotation could come before the post that it is quoted in, a capture before the earlier one."""
    package["stm33333"]["key"] = "zzz33333"
    package["stm44444"].update(key="aaa44444", within="zzz33333")
    package.documents["documents/b.txt"] = b"Changed."
    package.records["sources"].append(
        {"key": "aaa22222", "document": "documents/b.txt", "sha256": "", "kind": "other", "title": "B", "supersedes": "src22222"}
    )
    import_package(package.write())
    export_package(tmp_path / "one")
    lines = (tmp_path / "one/data/records/statements.jsonl").read_text().splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["stm22222", "zzz33333", "aaa44444"]
    empty_the_archive()
    import_package(tmp_path / "one")
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")


def test_every_field_of_every_kind_survives(package, tmp_path):
    """A value in each field, and odd ones in the texts: line separators, quotation marks, astral characters, zeros."""
    odd = '“a” \u2028 \U0001f5f3 é e\u0301 \u00a0 "b" \\ {} \t ; \''
    package["src22222"].update(
        publisher="bob-jones", author=odd, url="https://example.org/?a=b", published_on="2030", captured_on="2030-02", note=odd
    )
    package["src22222"].update(language="es-419", inferred={"published_on": odd})
    package["src22222"]["translations"] = {"es": {"note": odd, "inferred": {"published_on": odd}}}
    package.records["utterances"] = [{"slug": "better", "reason": odd, "translations": {"es": {"reason": odd}}}]
    package.records["synonyms"] = [
        {"slug": "bail-bond", "english": ["bail", "bail bond"], "spanish": ["caución", "l’aval"]},
        {"slug": "gun", "english": ["gun", "fire-arm"]},
    ]
    for name in ("bail", "2030", "2030-june"):
        package[name]["translations"] = {"es": {"name": odd}}
    for name in ("ann-smith", "everybody", "end22222", "fct22222"):
        package[name].update(note=odd, translations={"es": {"note": odd}})
    package["stm22222"]["utterance"] = package["stm44444"]["utterance"] = "better"
    package["stm22222"].update(speaker_as_named="Ann Smith", said_on="2030-02-28", summary=odd, note=odd, inferred={"said_on": odd})
    package["stm22222"]["translations"] = {
        "en": {"text": odd}, "es": {"text": odd, "summary": odd, "note": odd, "inferred": {"said_on": odd}},
    }  # fmt: skip
    counts = "She has 53.72% and 0 votes, more than 790,000 ballots are out, and $642,252.29 went in."
    package["end22222"].update(
        passage=counts, verb="went in", stance="funds", amount=642252.29, amount_as_stated="$642,252.29", purpose="ballots",
        recipient="the race", election="2030-june", stated_on="2030",
    )  # fmt: skip
    package.records["results"] = [
        {
            "key": "res22222", "source": "src22222", "passage": counts, "candidate": "ann-smith", "election": "2030-june",
            "percent": 0, "votes": 0, "status": "partial", "qualifier": "more than", "as_of": "2030-06", "authority": "bob-jones",
            "ballots_out": 790000, "ballots_out_as_stated": "more than 790,000", "ballots_out_authority": "everybody",
        },
        {
            "key": "res33333", "source": "src22222", "passage": counts, "candidate": "ann-smith", "election": "2030-june",
            "area": "53.72% and 0", "percent": 53.72, "status": "not stated", "note": odd, "translations": {"es": {"note": odd}},
        },
    ]  # fmt: skip
    package.records["tombstones"] = [
        {
            "key": "gone2222",
            "kind": "facts",
            "withdrawn_on": "2031-01-01",
            "ground": "safety",
            "note": odd,
            "translations": {"es": {"note": odd}},
        }
    ]
    package.records["redirects"] = [{"kind": "facts", "old": "fct33333", "new": "fct22222"}]
    package.documents["documents/b.txt"] = b"I did not say so.\nA line on somebody else.\n"
    package.records["sources"].append(
        {"key": "rpl22222", "document": "documents/b.txt", "sha256": "", "kind": "other", "title": "A letter", "note": "A letter."}
    )
    package.records["withholdings"] = [
        {
            "key": "wth22222", "source": "rpl22222", "start": 18, "end": 42, "ground": "privacy", "withheld_on": "2031-01-02",
            "note": odd, "translations": {"es": {"note": odd}},
        },
        {"key": "wth33333", "source": "rpl22222", "start": 0, "end": 1, "ground": "legal", "withheld_on": "2031-01-03"},
        {"key": "wth44444", "source": "rpl22222", "ground": "rights", "withheld_on": "2031-01-03"},
    ]  # fmt: skip
    package.documents["documents/upl22222.txt"] = "“Oh,” said Ann Smith.\n".encode()
    package.records["uploads"] = [
        {
            "key": "upl22222", "document": "documents/upl22222.txt", "sha256": "", "kind": "social post", "language": "es", "title": odd,
            "new_publisher": odd, "make_publisher": True, "author": odd, "url": "https://example.org/?c=d", "published_on": "2030-02",
            "captured_on": "2030-03-01", "supersedes": "src22222", "visibility": "excerpts", "note": odd, "inferred": {"publisher": odd},
            "translations": {"es": {"note": odd}}, "uploaded_by": odd, "uploaded_on": "2031-01-02", "edited_by": odd,
        }
    ]  # fmt: skip
    package.records["drafts"] = [
        {
            "key": "drf22222", "source": "rpl22222", "name": "quote-0-4", "kind": "quote", "start": 0, "end": 4, "values": {"pieces": [odd], "n": 0, "sureness": 0.1, "in": {"percent": 53.72}},
            "typed": {"note": [odd, ""]}, "rule": odd, "sureness": 0.95, "author": odd, "decided_by": odd, "decided_on": "2031-01-02",
            "state": "rejected", "reason": odd,
        },
        {"key": "drf44444", "source": "upl22222", "name": "quote-0-5", "kind": "quote", "start": 0, "end": 5, "values": {"passage": {"exact": "“Oh,”", "start": 0, "end": 5}}},
        {"key": "drf33333", "source": "rpl22222", "name": "q", "kind": "post", "start": 1, "end": 2, "state": "accepted", "record": "stm22222"},
    ]  # fmt: skip
    package.records["replies"] = [
        {"source": "rpl22222", "kind": "statements", "key": "stm22222"},
        {"source": "rpl22222", "kind": "facts", "key": "gone2222"},
    ]
    import_package(package.write())
    export_package(tmp_path / "one")
    results = [json.loads(line) for line in (tmp_path / "one/data/records/results.jsonl").read_text().split("\n") if line]
    assert (results[0]["percent"], results[0]["votes"], results[1]["percent"]) == (0, 0, 53.72)
    assert ("area" in results[0], results[1]["area"]) == (False, "53.72% and 0"), "what is empty is not written"
    assert json.loads((tmp_path / "one/data/records/utterances.jsonl").read_text()) == {
        "slug": "better",
        "reason": odd,
        "translations": {"es": {"reason": odd}},
    }
    for kind in KINDS.values():
        written = (tmp_path / f"one/data/records/{kind.name}.jsonl").read_text()
        assert "translations" not in kind.names or '"translations": {"e' in written
    empty_the_archive()
    import_package(tmp_path / "one")
    export_package(tmp_path / "two")
    same(tmp_path / "one", tmp_path / "two")
    assert list(failures()) == []


def test_the_public_export_holds_no_more_than_the_site_shows(seeds, tmp_path):
    call_command("export_archive", "--public", tmp_path / "out", verbosity=0)
    data = tmp_path / "out" / "data"
    excerpts = Source.objects.get(visibility="excerpts")
    assert not (data / excerpts.document).exists()
    assert sorted(path.name for path in (data / "documents").iterdir()) == ["000_17b3ce8de813bf25.txt", "001_f7eab4d79134947c.txt"]
    assert not (data / "records" / "imported.jsonl").exists()
    everything = b"".join(files(data).values()).decode()
    assert "Police declared an unlawful assembly" in everything  # between two paragraphs with evidence
    assert "pulled a handgun" not in "".join(
        (data / "records" / f"{kind}.jsonl").read_text() for kind in ("statements", "endorsements", "facts", "results")
    )
    hidden = [
        p.body.strip()
        for p in excerpts.paragraphs.all()
        if p.number not in set(excerpts.public_paragraphs.values_list("number", flat=True))
    ]
    assert all(body not in everything for body in hidden if body)


def test_an_export_does_not_write_over_anything(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "precious").write_text("x")
    with pytest.raises(CommandError, match="is there already, and is not an empty folder"):
        call_command("export_archive", tmp_path / "out")
    assert files(tmp_path) == {"out/precious": b"x"}


def test_a_bag_that_was_tampered_with_is_refused(seeds, tmp_path):
    export_package(tmp_path / "out")
    with (tmp_path / "out/data/records/statements.jsonl").open("a") as file:
        file.write("{}\n")
    with pytest.raises(PackageError, match="does not validate"):
        import_package(tmp_path / "out")


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
