"""Nothing of withheld words is in any answer of the public site, and each page says what was withheld; replies stand beside what they answer."""

import datetime
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.utils import translation

from tests import factories
from tests.public.conftest import words
from tests.public.doors import Listening, open_all, places

TEXT = """Vega opened the harbor office on Friday.

“We begin here,” Ana Vega said. Her nephew Quillfeather Umberton once dropped an anchor. The Harbor Union backed Vega.

Umberton's Ghostlight was never found, the Union wrote of the nephew.

Vega has 53.7% of the vote in the June election, and runs again.
"""
SECRETS = ("quillfeather", "umberton", "ghostlight", "quillf")
PRIVATE = "Her nephew Quillfeather Umberton once dropped an anchor."
ALSO = "Umberton's Ghostlight was never found, the Union wrote of the nephew."


@pytest.fixture
def taken_down(db) -> SimpleNamespace:
    """A story shown as excerpts and a page shown whole, the first superseded; of each a sentence is withheld, of a third the whole text."""
    vega, union = factories.person("Ana Vega"), factories.organization("Harbor Union")
    topic = factories.topic("Harbors")
    fields = {"publisher": union, "url": "https://example.org/harbor", "published_on": "2030-06-07"}
    story = factories.source(TEXT, title="A day in the harbor", captured_on="2030-06-07", **fields)
    page = factories.source(
        TEXT.replace("on Friday", "last Friday"), kind="campaign page", title="The harbor page", supersedes=story, **fields
    )
    letter = factories.source("I never said that of the harbor.\n", kind="other", title="A letter", published_on="2030-07")
    secret = factories.source(f"The harbor. {PRIVATE}\n", kind="other", title="A memo")
    race = factories.race("2030", vega)
    election = factories.election(
        race, page, "Vega has 53.7% of the vote in the June election", name="June 2030", held_on="2030-06"
    )
    quote = factories.statement(
        story,
        "“We begin here,” Ana Vega said.",
        pieces=["We begin here,"],
        speaker=vega,
        topics=[topic],
        speaker_as_named="Ana Vega",
    )
    gone = factories.statement(story, ALSO, kind="paraphrase", speaker=union, about=[vega], topics=[topic])
    backing = factories.endorsement(
        page, "The Harbor Union backed Vega.", endorser=union, candidate=vega, race=race, stance="supports", verb="backed"
    )
    words_of_race = "Vega has 53.7% of the vote in the June election, and runs again."
    count = factories.result(page, words_of_race, candidate=vega, election=election, percent="53.7", status="partial")
    runs = factories.fact(page, words_of_race, candidate=vega, race=race, kind="running")
    for source in (story, page):
        one = factories.withholding(
            source, PRIVATE, note="On a private person.", translations={"es": {"note": "Sobre un particular."}}
        )
        factories.withholding(source, ALSO, ground="legal")
    whole = factories.withholding(secret, ground="rights", note="At the publisher's wish.")
    return SimpleNamespace(**locals())


@pytest.mark.long_form  # the short form of tests/public/test_nothing_private.py tries the same doors
def test_no_answer_holds_what_is_withheld(taken_down, as_public):
    """Every page, in both languages; every list and object of the API; every file, feed, citation and map; and searches beside the words."""
    with as_public() as client:
        listening = Listening(client)
        open_all(listening, ("harbor", "anchor or union"))
    assert len(listening.heard) > 120
    assert f"/es{taken_down.page.get_absolute_url()}" in listening.heard
    assert f"/statements/{taken_down.gone.key}/" in listening.heard
    assert places(listening.heard, {secret: secret for secret in SECRETS}) == []


def test_nothing_is_found_by_withheld_words(taken_down, as_public):
    from dara.public.search.query import Query
    from dara.public.search.results import find

    with as_public():
        for secret in SECRETS:
            found = find(Query.parse(secret))
            assert found.total == 0
            assert secret not in found.query.text.replace(secret, "", 1)


def test_its_source_says_what_was_withheld_when_and_why(taken_down, text_of):
    shown = text_of(taken_down.story.get_absolute_url())
    assert "Words of this text were withheld on November 26, 2026. Ground: privacy." in shown
    assert "The archive’s note: On a private person." in shown
    assert "Ground: legal." in shown
    assert "Ana Vega said.1 [withheld: privacy, November 26, 2026] The Harbor Union backed Vega." in shown
    assert "█" not in shown
    spanish = text_of(f"/es{taken_down.story.get_absolute_url()}")
    assert "Se retuvieron palabras de este texto el 26 de noviembre de 2026. Motivo: privacidad." in spanish
    assert "Sobre un particular." in spanish
    assert "[retenido: privacidad, 26 de noviembre de 2026]" in spanish


def test_a_text_that_is_withheld_as_a_whole_keeps_its_page(taken_down, text_of):
    shown = text_of(taken_down.secret.get_absolute_url())
    assert "A memo" in shown
    assert (
        "The text of this source was withheld on November 26, 2026. Ground: rights. The archive’s note: At the publisher's wish."
        in shown
    )
    assert taken_down.secret.sha256 in shown
    assert "Shown here Nothing of the text" in " ".join(shown.replace("Shown here", "Shown here ").split())
    assert "No paragraph of this part is shown" not in shown
    assert "We show the paragraphs" not in shown


def test_beside_a_record_and_in_lists_it_says_that_something_is_withheld(taken_down, text_of):
    beside = text_of(taken_down.quote.get_absolute_url())
    assert "[withheld: privacy, November 26, 2026]" in beside
    assert "[withheld: legal, November 26, 2026]" in beside, "the paragraph after it"
    for path in ("/search/paragraphs/?q=backed", "/sources/?q=backed"):
        assert "[withheld]" in text_of(path)
    assert "█" not in text_of(taken_down.page.get_absolute_url()), "in what changed since the earlier capture"


def test_a_paragraph_of_the_api_is_masked_and_its_places_stay_true(taken_down, public):
    rows = public(f"/api/v1/paragraphs/?source={taken_down.story.key}").json()["results"]
    shown = TEXT[: TEXT.index("Vega has 53.7%")]  # the paragraphs beside the quotation
    assert shown.replace(PRIVATE, "█" * len(PRIVATE)).replace(ALSO, "█" * len(ALSO)) == "".join(row["body"] for row in rows)
    told = public(f"/api/v1/withholdings/?source={taken_down.story.key}&ground=privacy").json()["results"]
    assert [(row["start"], row["end"], row["ground"], row["withheld_on"]) for row in told] == [
        (TEXT.index(PRIVATE), TEXT.index(PRIVATE) + len(PRIVATE), "privacy", "2026-11-26")
    ]


def test_a_withdrawn_record_says_so(taken_down, public):
    response = public(f"/statements/{taken_down.gone.key}/")
    assert response.status_code == 410
    assert "This record was withdrawn on November 26, 2026. Ground: legal." in words(response.content.decode())


def test_a_character_that_looks_like_a_mask_is_the_sources_own(public, text_of):
    """On a source's page what is withheld is known by its place."""
    source = factories.source("Turnout: ███ of the harbor. A cousin was there.\n", kind="other")
    factories.withholding(source, "A cousin was there.")
    assert "Turnout: ███ of the harbor. [withheld: privacy, November 26, 2026]" in text_of(source.get_absolute_url())


@pytest.mark.parametrize("record", ["quote", "backing", "count", "story", "runs"])
def test_a_reply_stands_beside_what_it_answers(record, taken_down, text_of):
    from dara.models import Reply, Tombstone

    answered = getattr(taken_down, record)
    Reply.objects.create(source=taken_down.letter, kind=Tombstone.kind_of(answered), key=answered.key)
    page = answered.get_absolute_url().partition("#")[0]
    assert "Reply, archived as a source: A letter, publisher not stated, other document, July 2030." in text_of(page)
    assert "Réplica, archivada como fuente: A letter" in text_of(f"/es{page}")
    assert "This source is a reply to:" in text_of(taken_down.letter.get_absolute_url())


def test_a_reply_to_what_was_withdrawn_says_so(taken_down, text_of, public):
    from dara.models import Reply

    Reply.objects.create(source=taken_down.letter, kind="statements", key=taken_down.gone.key)
    Reply.objects.create(source=taken_down.letter, kind="results", key=taken_down.count.key)
    shown = text_of(taken_down.letter.get_absolute_url())
    assert "This source is a reply to a record that was withdrawn." in shown
    with translation.override("en"):
        assert f"This source is a reply to: Count for Ana Vega, {taken_down.election}" in shown
    listed = public(f"/api/v1/replies/?key={taken_down.gone.key}").json()["results"]
    assert [(row["source"]["key"], row["kind"]) for row in listed] == [(taken_down.letter.key, "statements")]


def test_downloads_that_may_hold_withheld_words_are_not_offered(taken_down, public, text_of, settings, tmp_path):
    """Until they are made anew."""
    from dara.models.downloads import MANIFEST, Download, Snapshot, folder

    settings.DARA_DATA_DIR = tmp_path
    moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    offered = Snapshot(moment, moment, {"statements": 1}, {}, "made", "state", withheld=[])
    (folder() / "made").mkdir(parents=True)

    def make(withheld):
        names = ("dara-bag.zip", "dara.sqlite", "dara-datapackage.zip")
        made = replace(offered, withheld=withheld, files={name: Download(name, 4, "0" * 64) for name in names})
        (folder() / MANIFEST).write_text(json.dumps(made.to_json()))
        for name in names:
            (folder() / "made" / name).write_bytes(b"data")

    from dara.models import Withholding

    held = sorted(Withholding.objects.values_list("key", flat=True))
    make(held)
    assert b"".join(public("/data/dara.sqlite").streaming_content) == b"data"
    make(held[1:])
    for name in ("dara.sqlite", "dara-bag.zip", "dara-datapackage.zip", "downloads.json"):
        assert public(f"/data/{name}").status_code == 404
    assert "The downloads are being made anew, as words were withheld since the last ones." in text_of("/data/")
