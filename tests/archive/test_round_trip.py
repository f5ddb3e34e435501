"""Export → import into an empty archive → export again: the same bytes."""

import json

import bagit
import pytest
from django.core.management import CommandError, call_command

from dara.archive.exporting import export_package
from dara.archive.importing import import_package
from dara.archive.package import PackageError
from dara.archive.verification import failures
from dara.local import defaults
from dara.models import Source, Statement, Utterance
from dara.models.record_format import KINDS
from tests.archive.round_trip import comes_back_the_same, empty_the_archive, files, same

pytestmark = pytest.mark.django_db(transaction=True)  # an export sees one moment: a transaction of its own
SEEDS = defaults.CHECKOUT / "seeds"


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
