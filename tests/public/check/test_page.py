"""The page and the API that check quotations: what is sent is answered, and neither kept nor logged."""

import logging

import pytest

from dara.public.pages import check as page
from tests.factories import person, source, statement

pytestmark = pytest.mark.django_db


def test_the_empty_form(as_public):
    with as_public() as client:
        response = client.get("/check/")
    assert response.status_code == 200
    assert "no-store" not in response.get("Cache-Control", "")
    assert b"noindex" not in response.content


def test_a_quotation_is_answered_and_not_kept(as_public, archive, caplog):
    quote = archive.quote
    quote.refresh_from_db()  # its text is the database's
    with as_public() as client, caplog.at_level(logging.DEBUG):
        response = client.post("/check/", {"q": quote.text, "speaker": quote.speaker.name})
    text = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Exact, as" in text
    assert quote.get_absolute_url() in text
    assert "noindex" in text
    assert not [
        record for record in caplog.records if quote.text[:20] in record.getMessage() and record.name != "django.db.backends"
    ]


def test_spanish(as_public, archive):
    with as_public() as client:
        text = client.post("/es/check/", {"q": " … ".join(archive.quote.pieces)}).content.decode()
    assert "Exact, as" not in text
    assert f"/es{archive.quote.get_absolute_url()}" in text


def test_a_link_leads_to_the_answer(as_public, archive):
    with as_public() as client:
        response = client.get("/check/", {"q": " … ".join(archive.quote.pieces)})
        too_long = client.get("/check/", {"q": "word " * 100})
    assert response["Cache-Control"] == too_long["Cache-Control"] == "no-store"
    assert (response.status_code, too_long.status_code) == (200, 400)
    assert b"A link holds up to 300 characters" in too_long.content


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"q": " "}, 400), ({"q": "a\0b"}, 400), ({"q": "é" * 40_000}, 400), ({"q": "x" * 300_000}, 413)],
)
def test_what_cannot_be_read_gets_a_sentence(as_public, sent, status):
    with as_public() as client:
        response = client.post("/check/", sent)
    assert response.status_code == status
    assert b'role="alert"' in response.content


def test_whoever_waits_too_long_keeps_what_was_typed(as_public, monkeypatch):
    monkeypatch.setattr(page, "MAX_WAIT", 0.01)
    with as_public() as client, page.turns, page.turns:
        response = client.post("/check/", {"q": "Words that I have typed for a long time."})
        of_api = client.post("/api/v1/check/", {"text": "Some words of theirs"}, content_type="application/json")
    assert (response.status_code, of_api.status_code) == (503, 503)
    assert response["Retry-After"]
    assert b"Words that I have typed" in response.content


def test_the_api_gives_the_passage(as_public, archive):
    quote = archive.quote
    quote.refresh_from_db()  # its text is the database's
    with as_public() as client:
        response = client.post("/api/v1/check/", {"text": quote.text, "speaker": "Nobody Known"}, content_type="application/json")
    (answer,) = response.json()["answers"]
    (evidence, *_) = answer["evidence"]
    assert (answer["words"], answer["whose"]) == ("exact", "somebody else")
    assert evidence["statements"][0]["key"] == quote.key
    body = quote.source.text.body
    assert evidence["passage"]["exact"] == body[evidence["passage"]["start"] : evidence["passage"]["end"]]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("sent", [{}, {"text": ""}, {"text": ["a"]}, {"text": "x" * 70_000}, {"text": "a\0b"}])
def test_the_api_says_what_is_wrong(as_public, sent):
    with as_public() as client:
        response = client.post("/api/v1/check/", sent, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["text"]


def test_the_api_reads_json_only(as_public):
    with as_public() as client:
        assert client.post("/api/v1/check/", "{", content_type="application/json").status_code == 400
        assert client.post("/api/v1/check/", {"text": "some words here"}).status_code == 415
        assert client.get("/api/v1/check/").status_code == 405


def test_only_what_is_checked_is_sent_by_post(as_public):
    with as_public() as client:
        assert [client.post(path).status_code for path in ("/", "/statements/", "/search/", "/api/v1/statements/")] == [405] * 4
        assert client.options("/check/")["Allow"] == "GET, HEAD, OPTIONS, POST"
        assert client.options("/statements/")["Allow"] == "GET, HEAD, OPTIONS"


def test_six_words_of_a_passage_are_answered_above_the_hits(as_public):
    story = source("Roe said: “The courts of this county stay open through the winter.”\n")
    words = "The courts of this county stay open through the winter."
    statement(story, f"“{words}”", pieces=[words], speaker=person("Jane Roe"))
    with as_public() as client:
        pages = [client.get("/search/", {"q": " ".join(words.split()[:number])}).content.decode() for number in (6, 5)]
        never = client.get("/search/", {"q": "water always finds its way down the hill"}).content.decode()
    assert ['class="record checked"' in page for page in (*pages, never)] == [True, False, False]
    assert "Not in what this archive" not in never
