"""Pages as Markdown, read by an independent reader: the same words, to the letter, with their places; in both languages; nothing withheld."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from markdown_it import MarkdownIt

from dara.public.markdown.writing import escaped, fenced, quotation, sentence
from tests import factories
from tests.public.conftest import words

BASE = "http://127.0.0.1:8000"
RECORDS = ("quote", "post", "in_post", "cheers", "private", "position", "own", "report", "backing", "money", "count")
LANGUAGES = ("", "/es")


def twin(row, language: str = "") -> str:
    return f"{language}{row.get_absolute_url().removesuffix('/')}.md"


@pytest.fixture
def read(public):
    """A twin as its text, and as the tokens of markdown-it."""

    def get(path: str):
        response = public(path)
        assert response.status_code == 200, path
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["X-Robots-Tag"] == "noindex"
        text = response.content.decode()
        return text, MarkdownIt("commonmark").parse(text)

    return get


def shown(tokens) -> str:
    """What a reader sees of the text that is not in a fence, with a space at each end of a line."""
    parts = []
    for token in tokens:
        for child in token.children or ():
            parts.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
        parts.append(" " if token.type == "inline" else "")
    return " ".join("".join(parts).split())


def links(tokens) -> list[str]:
    return [child.attrs["href"] for token in tokens for child in token.children or () if child.type == "link_open"]


# --- records ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RECORDS)
def test_a_records_passage_is_there_to_the_letter_with_its_place(name, language, archive, read):
    record = getattr(archive, name)
    text, tokens = read(twin(record, language))
    (fence,) = [token for token in tokens if token.type == "fence"]
    passage = record.passage
    assert fence.content.removesuffix("\n") == passage.exact == record.source.text.body[passage.start : passage.end]
    assert re.search(rf"\b{passage.start}\b\D+\b{passage.end}\b", shown(tokens))
    assert hashlib.sha256(passage.exact.encode()).hexdigest() in text
    assert f"{BASE}{record.get_absolute_url()}" in links(tokens)
    assert all(link.startswith("http") for link in links(tokens))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RECORDS)
def test_it_says_what_the_page_says(name, language, archive, read, public):
    """Its title, whose words they are, the source and its kind, what is inferred."""
    record = getattr(archive, name)
    page = words(public(f"{language}{record.get_absolute_url()}").content.decode())
    _, tokens = read(twin(record, language))
    text = shown(tokens)
    assert tokens[0].tag == "h1"
    for piece in getattr(record, "pieces", [record.passage.exact]):
        assert " ".join(piece.split()) in text
        assert " ".join(piece.split()) in page
    assert str(record.source) in text
    for basis in [*record.inferred.values()]:
        assert basis in text


def test_a_statement(archive, read):
    text, tokens = read(twin(archive.quote))
    assert text.startswith("# Ann Smith, November 6, 2020 (date inferred): “We begin \\<today\\> & go on” \\[...\\]\n\n> “We begin")
    said = shown(tokens)
    assert (
        "Ann Smith, as quoted in The Paper. Said November 6, 2020 (inferred). Attributed to “Smith” by The Paper."
        in said.replace("Ann Smith by", "“Smith” by")
    )
    assert "As named by the source: “Smith”" in said
    assert "Cash bail, Courts" in said
    assert "The same utterance, as given elsewhere Both are the speech of <Friday>." in said
    assert "Reply, archived" in said or "Replies" in said
    assert "This archive shows what documents say. It rates no one and takes no side." in said


def test_a_stance_and_a_count(archive, read):
    _, tokens = read(twin(archive.money))
    assert "The source’s word: “pumped”. Amount: “$1.5 Million”. Recipient: The race; no recipient is named." in shown(tokens)
    _, tokens = read(twin(archive.count))
    assert "“almost” 53.7% of the vote Partial count, not a final result. Reported on November 6, 2020" in shown(tokens)


# --- sources, candidates, topics --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_has_what_the_public_may_read_and_where_each_record_stands(language, archive, read):
    text, tokens = read(twin(archive.story, language))
    said = shown(tokens)
    assert "A paragraph that holds no evidence, beside one that does." in said
    assert "paragraph that nobody may read" not in text
    assert "[...]" in said
    for record in (archive.quote, archive.backing, archive.count):
        assert f"{BASE}{language}{record.get_absolute_url()}" in links(tokens)
        assert re.search(rf"\b{record.passage.start}\b\D+\b{record.passage.end}\b", said)
    assert archive.story.sha256 in text


def test_withheld_words_are_named_and_not_shown(db, read):
    source = factories.source("Vega spoke. A private matter. The end.\n", kind="press release")
    factories.statement(source, "Vega spoke.", speaker=factories.person("Ana Vega"))
    factories.withholding(source, "A private matter.", ground="privacy", withheld_on="2026-11-26")
    text, tokens = read(twin(source))
    assert "private matter" not in text
    assert "Vega spoke. [withheld: privacy, November 26, 2026] The end." in shown(tokens)


def test_a_candidate(archive, read):
    _, tokens = read("/candidates/ann-smith.md")
    said = shown(tokens)
    assert "2020 race: Conceded, November 6, 2020. Outcome: not stated in the sources held." in said
    assert "The number of entries reflects what we hold, not how much anyone said." in said
    assert "“I am for open courts.”" not in said  # her campaign's page, not a quotation
    assert "I am for open courts." in said
    assert "Topics without an entry Nothing on these in the 2 sources held. This does not mean Smith had no position." in said
    _, tokens = read("/es/candidates/bea-jones.md")
    assert "Bea Jones" in shown(tokens)
    assert "Conteo parcial" in shown(tokens)


def test_a_topic(archive, read):
    _, tokens = read("/topics/courts.md")
    said = shown(tokens)
    assert "I am for open courts." in said
    assert "Nothing on this in the 2 sources held. This does not mean Jones had no position." in said or "Jones" in said
    assert "onlookers cheered" in said


def test_pages_and_parts(enlarged_archive, read):
    text, tokens = read("/topics/courts.md")
    following = [link for link in links(tokens) if link.endswith("?page=2")]
    assert following == [f"{BASE}/topics/courts.md?page=2"]
    second, _ = read("/topics/courts.md?page=2")
    assert "Page 2 of" in second
    assert second != text


@pytest.mark.usefixtures("seeds")
def test_the_seeds(read, sample):
    from dara.models import Candidate, ElectionResult, Endorsement, Source, Statement, Topic

    rows = [*sample(Statement.objects.all(), 10), *sample(Endorsement.objects.all(), 3), *sample(ElectionResult.objects.all(), 2)]
    for row in rows:
        _, tokens = read(twin(row))
        assert [token.content.removesuffix("\n") for token in tokens if token.type == "fence"] == [row.passage.exact]
    for row in [*Source.objects.all(), *sample(Topic.objects.all(), 3)]:
        read(twin(row))
    for candidate in Candidate.objects.all():
        read(f"/es/candidates/{candidate.slug}.md")


# --- at its address ---------------------------------------------------------------------------------


def test_what_is_withdrawn_merged_or_not_there(archive, public):
    gone = public(f"/statements/{archive.withdrawn.key}.md")
    assert gone.status_code == 410
    assert gone["Content-Type"].startswith("text/markdown")
    assert gone.content.decode().startswith("# Withdrawn\n\nThis record was withdrawn on February 3, 2024. Ground: privacy.")
    assert public("/statements/merged22.md")["Location"] == twin(archive.quote)
    assert public("/es/topics/bail-money.md")["Location"] == twin(archive.bail, "/es")
    assert public("/statements/aaaaaaaa.md").status_code == public("/elections/2020.md").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_names_its_twin(language, archive, public):
    paths = [row.get_absolute_url() for row in (archive.quote, archive.money, archive.count, archive.story, archive.bail)]
    for path in [*paths, "/candidates/ann-smith/"]:
        page = public(f"{language}{path}").content.decode()
        assert re.findall('<link rel="alternate" type="text/markdown" href="([^"]*)">', page) == [f"{language}{path[:-1]}.md"]
    assert "text/markdown" not in public("/voices/unions/").content.decode()


def test_it_asks_no_more_than_the_page(enlarged_archive, as_public):
    def questions(path):
        with as_public() as client, CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    for row in (
        enlarged_archive.quote,
        enlarged_archive.money,
        enlarged_archive.count,
        enlarged_archive.story,
        enlarged_archive.courts,
    ):
        assert questions(twin(row)) <= questions(row.get_absolute_url()), row
    assert questions("/candidates/ann-smith.md") <= questions("/candidates/ann-smith/")


# --- /llms.txt --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_llms_txt_is_in_its_format_and_each_link_leads_somewhere(language, archive, as_public):
    """https://llmstxt.org: a heading, a summary in a quotation, then headings of the second level over lists of links."""
    with as_public() as client:
        response = client.get(f"{language}/llms.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        tokens = MarkdownIt("commonmark").parse(response.content.decode())
        assert [token.tag for token in tokens[:4:3]] == ["h1", "blockquote"]
        assert {token.tag for token in tokens if token.type == "heading_open"} == {"h1", "h2"}
        found = [link for link in links(tokens) if link.startswith(BASE)]
        assert f"{BASE}{language}/candidates/ann-smith.md" in found
        assert f"{BASE}{language}/topics/courts.md" in found
        for link in found:
            response = client.get(urlsplit(link).path)
            assert response.status_code == 200, link
            assert response.streaming is False or b"".join(response)


# --- writing ----------------------------------------------------------------------------------------

HARD = [
    "*stars* _lines_ `ticks` [brackets](x) <tags> ~~waves~~ \\ back",
    "# no heading",
    "- no item",
    "12. no list\n3) nor this",
    "+ plus\n= equals\n---\n===",
    "&amp; &#65; AT&T & more",
    "> no quotation",
    "    no code\n\n\ttabs neither",
    "https://example.org/a_b_c* @rob #hope",
    "line one\nline two",
    "![no image](y) | table |",
]


@pytest.mark.parametrize("text", HARD)
def test_words_are_shown_to_the_letter(text):
    for written in (quotation(text), sentence(text), f"- {sentence(text)}"):
        assert shown(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(written)) == " ".join(text.split())
    assert escaped("plain words, “quoted”. (2020)") == "plain words, “quoted”. (2020)"


@pytest.mark.parametrize("text", [*HARD, "```\ninner\n```", "~~~", "ends with ticks ````"])
def test_a_fence_holds_any_text(text):
    (fence,) = MarkdownIt("commonmark").parse(fenced(text))
    assert fence.content.removesuffix("\n") == text
