"""The seeds: unchanged documents, and records that leave none of their quotations, posts, sums or counts out."""

import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterator

import pytest

from dara.ingest import canonical_text
from dara.local import defaults
from dara.models.record_format import KINDS
from dara.models.translations import QUOTED, flat, translatable

SEEDS = defaults.CHECKOUT / "seeds"
RECORDS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((SEEDS / "records").glob("*.toml"))}
DOCUMENTS = {stem: records for stem, records in RECORDS.items() if "sources" in records}
CHECKSUMS = {
    "000_17b3ce8de813bf25": "75f9e5792ee4b28961488d7a551baf96552832a2d739c6f440712007384cbc08",
    "001_f7eab4d79134947c": "cf755fb34a0a208b4da3980cb15f6edd1733cec6b327a38e760c09ca5f1636f6",
    "002_804fed04974981a0": "c94b41443e7cd2e330b2a0f61c96a66937b45d749c60f1bca73dbca36fb53d45",
}
each_document = pytest.mark.parametrize("stem", CHECKSUMS)


def body(stem: str) -> str:
    return canonical_text.extract((SEEDS / "documents" / f"{stem}.txt").read_bytes()).body


def span(stem: str, record: dict) -> tuple[int, int]:
    exact = record["passage"]
    assert body(stem).count(exact) == 1
    start = body(stem).index(exact)
    return start, start + len(exact)


@each_document
def test_documents_are_byte_for_byte_as_received(stem):
    content = (SEEDS / "documents" / f"{stem}.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == CHECKSUMS[stem] == DOCUMENTS[stem]["sources"][0]["sha256"]


@each_document
def test_every_quotation_of_four_words_or_more_is_a_statement(stem):
    spans = [span(stem, each) for each in DOCUMENTS[stem]["statements"]]
    quotations = [found for found in re.finditer("“[^”]*”", body(stem)) if len(found[0].split()) >= 4]
    held = [found for found in quotations if any(start <= found.start() and found.end() <= end for start, end in spans)]
    assert [found[0] for found in quotations if found not in held] == []
    assert len(quotations) == {"000": 2, "001": 0, "002": 10}[stem[:3]]


@each_document
def test_every_signed_post_is_a_post_with_its_day(stem):
    """Posts are signed “— Name (@handle) Month D, YYYY” in the texts."""
    signed = re.findall(r"— .+? \(@\w+\) \w+ \d{1,2}, \d{4}", body(stem))
    posts = [each for each in DOCUMENTS[stem]["statements"] if each["kind"] == "post"]
    assert [each["passage"][-len(signature) :] for each, signature in zip(posts, signed, strict=True)] == signed
    assert all(re.fullmatch(r"2020-\d\d-\d\d", each["said_on"]) and "said_on" not in each.get("inferred", {}) for each in posts)
    assert all(each["speaker_as_named"] in each["passage"] for each in posts)


@each_document
def test_every_share_of_the_vote_and_every_sum_for_the_race_is_held(stem):
    records = DOCUMENTS[stem]
    shares = {str(each["percent"]) for each in records.get("results", ())}
    assert shares == ({"53.72", "46.28", "48.7"} if stem.startswith("002") else set())
    sums = {each["amount_as_stated"] for each in records.get("endorsements", ()) if "amount_as_stated" in each}
    assert sums == ({"$1.5 Million", "$642,252.29"} if stem.startswith("002") else set())


@each_document
def test_the_campaigns_prose_is_the_campaigns_and_first_person_the_candidates(stem):
    for each in DOCUMENTS[stem]["statements"]:
        if each["kind"] == "position":
            words = " ".join(each.get("pieces", [each["passage"]]))
            first_person = bool(re.search(r"\b(I|my)\b", words))
            assert first_person == (each["speaker"] in ("jackie-lacey", "jeff-chemerinsky")), words


@each_document
def test_no_record_is_made_of_a_private_persons_matter(stem):
    for kind in ("statements", "endorsements", "results", "facts"):
        for each in DOCUMENTS[stem].get(kind, ()):
            assert "handgun" not in each["passage"]


@each_document
def test_withheld_words_are_whole_sentences_that_no_record_touches(stem):
    for withheld in DOCUMENTS[stem].get("withholdings", ()):
        start, end = withheld["start"], withheld["end"]
        words = body(stem)[start:end]
        assert words == words.strip()
        assert (words[0].isupper(), words[-1], words[:-1].count(". ")) == (True, ".", 0)
        records = [each for kind in ("statements", "endorsements", "results", "facts") for each in DOCUMENTS[stem].get(kind, ())]
        spans = [span(stem, each) for each in records]
        assert [(first, last) for first, last in spans if first < end and last > start] == []


def test_every_word_of_ours_is_free_of_the_publishers_adjectives_and_of_handles():
    ours = [
        words
        for records in RECORDS.values()
        for each in [record for kind in records.values() for record in kind]
        for language in (each, each.get("translations", {}).get("es", {}))
        for words in (language.get("summary"), language.get("title"), language.get("description"))
        if words
    ]
    assert len(ours) > 50
    adjectives = "controversial|widely|progressive|Soros-backed|emotional|controvertid|polémic|ampliamente|progresista|emotiv"
    assert not [words for words in ours if re.search(rf"{adjectives}|[#@]", words)]


def translated() -> Iterator[tuple[dict, frozenset[str]]]:
    """Each record of a kind that has words of ours, and which of its fields are such words."""
    for kind, records in [pair for tables in RECORDS.values() for pair in tables.items()]:
        if "translations" in KINDS[kind].names:
            names = KINDS[kind].model._meta.get_field("translations").names
            yield from ((each, translatable(names, each) - {QUOTED}) for each in records)


def test_every_word_of_ours_has_its_spanish():
    held = [(each.get("translations", {}), names) for each, names in translated()]
    assert [words for words, names in held if set(flat(words.get("es", {}))) != names or words.keys() > {"es"}] == []
    assert sum(len(names) for _, names in held) > 180


def test_a_sources_words_are_no_others_in_spanish():
    """What our notes quote of a document, in two words or more, stays as it is, in its own language."""
    bodies = "".join(map(body, CHECKSUMS))
    compared = 0
    for each, names in translated():
        english, spanish = flat(each), flat(each.get("translations", {}).get("es", {}))
        for name in names:
            quoted = [words for words in re.findall("“([^”]* [^”]*)”", english[name]) if words in bodies]
            assert [words for words in quoted if f"“{words}”" not in spanish[name]] == []
            compared += len(quoted)
    assert compared > 60


def test_the_one_case_of_one_utterance_twice_is_held_as_two():
    """The reporter's post, and the story's quotation of it, which adds a word and drops a sentence: not silently one."""
    queally = [each for each in RECORDS["002_804fed04974981a0"]["statements"] if each["speaker"] == "james-queally"]
    assert {each["kind"] for each in queally} == {"post", "quote"}


def test_positions_stand_under_every_heading_of_the_campaign_page():
    stem = "001_f7eab4d79134947c"
    lines = [line for line in body(stem).split("\n") if line.strip()]
    headings = [line for line in lines if not re.search(r"[.#]", line)]
    assert len(headings) == 12
    places = [body(stem).index(f"{line}\n") for line in headings] + [len(body(stem))]
    starts = [span(stem, each)[0] for each in DOCUMENTS[stem]["statements"]]
    for heading, (here, there) in zip(headings, itertools.pairwise(places), strict=True):
        assert any(here < start < there for start in starts), heading


def test_topics_are_few_and_each_is_spoken_to():
    topics = {each["slug"] for each in RECORDS["topics"]["topics"]}
    parents = {each["parent"] for each in RECORDS["topics"]["topics"] if "parent" in each}
    assert 12 <= len(topics - parents) <= 22
    assert topics - parents == {
        topic for records in DOCUMENTS.values() for each in records["statements"] for topic in each["topics"]
    }
