"""What the API says of each thing: the names of the contract, all of them each time, nulls said, numbers as written."""

import json

import pytest

from dara.models import Source, Statement, Utterance
from dara.public.api.views import LISTS
from tests import factories

BASE = "http://127.0.0.1:8000"


def test_a_statement(archive, ask):
    quote, story = archive.quote, archive.story
    found = ask(f"/api/v1/statements/{quote.key}/")
    version = found.pop("version")
    assert version.endswith("Z")
    assert list(found.items()) == [
        ("key", quote.key),
        ("kind", "quote"),
        ("text", "We begin <today> & go on … We shall not stop."),
        ("pieces", ["We begin <today> & go on", "We shall not stop."]),
        ("speaker", {"slug": "ann-smith", "name": "Ann Smith", "private": False}),
        ("speaker_as_named", "Smith"),
        ("within", None),
        ("about", []),
        ("topics", [{"slug": "cash-bail", "name": "Cash bail"}, {"slug": "courts", "name": "Courts"}]),
        ("said_on", "2020-11-06"),
        ("utterance", archive.utterance.slug),
        ("summary", None),
        ("note", None),
        ("inferred", {"said_on": "“on Friday”, in a story dated 2020-11-06"}),
        ("translations", {}),
        (
            "passage",
            {
                "exact": "“We begin <today> & go on,” Smith said. “We shall not stop.”",
                "start": 31,
                "end": 91,
                "prefix": "Ann Smith conceded on Friday.\n\n"[-32:],
                "suffix": "\n\nA paragraph that holds no evidence, beside one that does."[:32],
            },
        ),
        (
            "source",
            {
                "key": story.key,
                "title": story.title,
                "publisher": {"slug": "the-paper", "name": "The Paper", "private": False},
                "kind": "news article",
                "language": "en",
                "url": "https://example.org/story",
                "published_on": "2020-11-06",
                "inferred": {"title": "ours", "published_on": "the collector’s header"},
                "permalink": f"{BASE}/sources/{story.key}/",
            },
        ),
        ("permalink", f"{BASE}/statements/{quote.key}/"),
    ]


def test_translations_stand_beside_the_words(archive, ask):
    translations = {"es": {"text": "Empezamos hoy.", "inferred": {"said_on": "“on Friday”"}}}
    Statement.objects.filter(pk=archive.quote.pk).update(translations=translations)
    found = ask(f"/api/v1/statements/{archive.quote.key}/")
    assert (found["translations"], found["text"]) == (translations, "We begin <today> & go on … We shall not stop.")
    archive.bail.translations = {"es": {"name": "Fianza en efectivo"}}
    archive.bail.save()
    assert ask("/api/v1/topics/cash-bail/")["translations"] == archive.bail.translations
    assert ask(f"/api/v1/statements/{archive.quote.key}/")["topics"][0] == {"slug": "cash-bail", "name": "Cash bail"}


def test_passages_stand_in_what_the_public_may_read(archive, ask):
    body = archive.story.text.body
    for name in ("statements", "endorsements", "results", "facts", "elections"):
        for row in ask(f"/api/v1/{name}/")["results"]:
            if row["source"]["key"] == archive.story.key:
                passage = row["passage"]
                start, end = passage["start"], passage["end"]
                assert body[start:end] == passage["exact"]
                assert body[:start].endswith(passage["prefix"])
                assert body[end:].startswith(passage["suffix"])


def test_money(archive, ask):
    found = ask(f"/api/v1/endorsements/{archive.money.key}/")
    assert (found["amount"], found["amount_as_stated"], found["recipient"]) == (1500000, "$1.5 Million", "the race")
    assert found["candidate"] is None
    assert found["election"] is None
    assert found["endorser"]["name"] == "donors"
    assert found["race"]["slug"] == "2020"


def test_numbers_read_as_they_are_written(archive, as_public):
    with as_public() as client:
        response = client.get(f"/api/v1/results/{archive.count.key}/")
    assert b'"percent":53.7,"votes":null' in response.content
    assert b'"ballots_out":790000' in response.content
    found = response.json()
    assert found["qualifier"] == "almost"
    assert found["authority"]["slug"] == "the-registrar"
    assert found["ballots_out_authority"] is None
    assert found["race"]["slug"] == "2020"


def test_nothing_is_ever_an_empty_text(archive, ask):
    for name in LISTS:
        assert '""' not in json.dumps(ask(f"/api/v1/{name}/?page_size=500")).replace('"prefix": ""', "").replace('"suffix": ""', "")


def test_a_source_leads_to_its_paragraphs(archive, ask):
    found = ask(f"/api/v1/sources/{archive.story.key}/")
    assert found["paragraphs"] == f"{BASE}/api/v1/paragraphs/?source={archive.story.key}"
    later = factories.source("The same, later.", supersedes=archive.story, kind=Source.Kind.OTHER)
    assert ask(f"/api/v1/sources/{archive.story.key}/")["superseded_by"] == later.key
    assert ask(f"/api/v1/sources/{later.key}/")["supersedes"] == archive.story.key
    paragraphs = ask(found["paragraphs"].removeprefix(BASE))["results"]
    body = archive.story.text.body
    assert [each["body"] for each in paragraphs] == [body[each["start"] : each["end"]] for each in paragraphs]


def test_passages_are_those_that_records_rest_on(archive, ask):
    unused = factories.passage(archive.page, "open courts")
    found = ask(f"/api/v1/passages/?source={archive.page.pk}")["results"]
    assert [each["exact"] for each in found] == ["We will end cash bail.", "I am for open courts."]
    assert unused.exact not in [each["exact"] for each in found]
    first = found[0]
    assert (first["source"], first["start"], first["end"], first["prefix"]) == (archive.page.pk, 0, 22, "")
    assert first["suffix"].startswith("\nI am for")
    assert first["permalink"] == f"http://127.0.0.1:8000{archive.position.passage.get_absolute_url()}"


def test_what_nobody_may_read_is_nowhere(archive, as_public):
    hidden = [line for line in archive.story.text.body.splitlines() if "nobody may read" in line]
    shown = set(archive.story.public_paragraphs.values_list("body", flat=True))
    hidden = [line for line in hidden if f"{line}\n" not in shown and line not in shown]
    assert hidden
    with as_public() as client:
        everything = b"".join(client.get(f"/api/v1/{name}/?page_size=500").content for name in LISTS).decode()
    assert not [line for line in hidden if line in everything]


def test_private_persons_are_marked(archive, ask):
    assert ask("/api/v1/entities/byron-stander/")["private"] is True
    assert ask(f"/api/v1/statements/{archive.private.key}/")["speaker"]["private"] is True


def test_people(archive, ask):
    smith = ask("/api/v1/entities/ann-smith/")
    assert (smith["candidate"], smith["permalink"]) == (True, f"{BASE}/candidates/ann-smith/")
    unions = ask("/api/v1/entities/unions/")
    assert (unions["candidate"], unions["permalink"], unions["note"]) == (False, f"{BASE}/voices/unions/", None)
    group = ask("/api/v1/groups/some-onlookers/")
    assert group["permalink"] == group["source"]["permalink"] == f"{BASE}/sources/{archive.story.key}/"
    ask("/api/v1/entities/some-onlookers/", status=404)
    ask("/api/v1/groups/unions/", status=404)


@pytest.mark.usefixtures("seeds")
def test_an_utterance_names_its_statements(ask):
    (utterance,) = ask("/api/v1/utterances/")["results"]
    keys = utterance["statements"]
    assert keys == sorted(Statement.objects.filter(utterance=Utterance.objects.get()).values_list("key", flat=True))
    assert {ask(f"/api/v1/statements/{key}/")["utterance"] for key in keys} == {utterance["slug"]}


@pytest.mark.usefixtures("seeds")
def test_permalinks_lead_to_pages(ask, as_public, sample):
    links = [row["permalink"] for name in LISTS for row in ask(f"/api/v1/{name}/?page_size=500")["results"] if "permalink" in row]
    assert len(links) > 100
    with as_public() as client:
        for link in sample(sorted(set(links)), 25):
            assert client.get(link.removeprefix(BASE)).status_code == 200, link


def test_a_withdrawn_record_leaves_its_tombstone(archive, ask):
    left = ask("/api/v1/statements/withdrwn/", status=410)
    assert left == {
        "detail": "This was withdrawn.",
        "tombstone": {
            "key": "withdrwn",
            "kind": "statements",
            "withdrawn_on": "2024-02-03",
            "ground": "privacy",
            "note": None,
            "translations": {},
        },
    }
    assert ask("/api/v1/tombstones/?kind=statements")["results"] == [left["tombstone"]]
    ask("/api/v1/endorsements/withdrwn/", status=404)
