"""The text of a source: what may be shown of it, its passages marked, the marks and the records tied to each other."""

import html5lib

from dara.models import Source
from tests import factories


def tree_of(response):
    assert response.status_code == 200
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


def test_each_passage_is_marked_and_tied_to_its_records(archive, public):
    tree = tree_of(public(archive.story.get_absolute_url()))
    for record in (archive.quote, archive.post, archive.in_post, archive.backing, archive.count):
        mark = tree.find(f".//mark[@id='{record.passage.anchor}']")
        held = "".join(part for part in _text_without_notes(mark))
        assert held == record.passage.exact
        note = next(
            item
            for item in tree.iter("li")
            if item.get("id") and any(a.get("href") == record.get_absolute_url() for a in item.iter("a"))
        )
        assert any(a.get("href") == f"#{note.get('id')}" for a in tree.iter("a"))
        assert any(a.get("href") == record.passage.get_absolute_url() for a in note.iter("a"))


def _text_without_notes(element):
    if element.tag == "sup":
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _text_without_notes(child)
        if child.tail:
            yield child.tail


def test_a_news_story_is_shown_in_excerpts(archive, public, text_of):
    text = text_of(archive.story.get_absolute_url())
    assert "A paragraph that holds no evidence, beside one that does." in text
    assert "nobody may read" not in public(archive.story.get_absolute_url()).content.decode()
    assert "beside one that does. [...] A neighbour of the post." in text


def test_a_passage_that_no_record_uses_is_not_marked(archive, public):
    unused = factories.passage(archive.story, "beside one that does")
    html = public(archive.story.get_absolute_url()).content.decode()
    assert unused.anchor not in html


def test_provenance(archive, text_of):
    text = text_of(archive.story.get_absolute_url())
    assert archive.story.sha256 in text
    assert archive.story.document in text
    assert "Collector’s notedate 2020-11-06 https://example.org/story" in text
    assert "News: descriptions of people are the publisher’s." in text
    text = text_of(archive.page.get_absolute_url())
    assert "Campaign material: written to win votes." in text
    assert "Undated" in text


def test_a_long_text_comes_in_parts(archive, public, text_of):
    lines = [f"Line number {number:04d}.\n" for number in range(1, 452)]
    long = factories.source("".join(lines), kind=Source.Kind.OTHER)
    early = factories.statement(long, "Line number 0200.", speaker=archive.rob)
    over_the_edge = factories.statement(long, "number 0200.\nLine number 0201.\nLine", speaker=archive.rob)
    late = factories.statement(long, "Line number 0451.", speaker=archive.rob)
    assert early.passage.get_absolute_url() == f"/sources/{long.key}/#{early.passage.anchor}"
    assert late.passage.get_absolute_url() == f"/sources/{long.key}/?page=3#{late.passage.anchor}"
    first, second, third = (tree_of(public(f"/sources/{long.key}/?page={part}")) for part in (1, 2, 3))
    assert first.find(f".//mark[@id='{early.passage.anchor}']") is not None
    assert first.find(f".//mark[@id='{over_the_edge.passage.anchor}']") is not None
    assert second.find(f".//mark[@id='{over_the_edge.passage.anchor}']") is None  # it goes on there, unnamed
    assert "".join(second.find(".//mark").itertext()).startswith("Line number 0201.")
    assert third.find(f".//mark[@id='{late.passage.anchor}']") is not None
    assert "Part 2 of 3" in text_of(f"/sources/{long.key}/?page=2")
    assert [a.get("rel") for a in second.find(".//nav[@aria-label='Parts of the text']").iter("a")] == ["prev", "next"]
    for wrong in ("0", "4", "-1", "two", "01", "1.0", "%00", "٢", "9" * 5000):
        assert public(f"/sources/{long.key}/?page={wrong}").status_code == 400, wrong


def test_characters_beyond_the_first_plane(archive, public):
    text = factories.source("𝒳𝒴 e\u0301 \u00a0 “so” it is. And more.\n", kind=Source.Kind.OTHER)
    record = factories.statement(text, "“so” it is.", pieces=["so"], speaker=archive.rob)
    mark = tree_of(public(text.get_absolute_url())).find(f".//mark[@id='{record.passage.anchor}']")
    assert "".join(_text_without_notes(mark)) == "“so” it is."


def test_a_record_page_shows_a_long_paragraph_in_part(archive, public, text_of):
    body = "word " * 1000 + "Here it is. " + "word " * 1000
    text = factories.source(body, kind=Source.Kind.OTHER)
    record = factories.statement(text, "Here it is.", speaker=archive.rob)
    shown = text_of(record.get_absolute_url())
    assert "[...] word" in shown
    assert len(shown) < 3000


def test_a_record_page_shows_the_sentences_beside_its_passage_and_no_more(archive, text_of):
    body = "Her son was held. They met. They oppose Smith. They marched. Her cousin wept.\n"
    text = factories.source(body, kind=Source.Kind.OTHER)
    record = factories.statement(text, "They oppose Smith.", speaker=archive.rob)
    shown = text_of(record.get_absolute_url())
    assert "[...] They met. They oppose Smith. They marched. [...]" in shown
    assert "son" not in shown.split("The source")[0]
    assert "cousin" not in shown
    assert "Her cousin wept." in text_of(text.get_absolute_url())


def test_cuts_are_explained_where_there_are_any(archive, text_of):
    assert "[...] marks paragraphs that are not shown" in text_of(archive.story.get_absolute_url())
    short = factories.source("Here. There.\n", publisher=archive.paper)
    factories.statement(short, "Here.", speaker=archive.rob)
    assert "and their neighbours. The text may go on after the last." in text_of(short.get_absolute_url())


def test_notes_are_numbered_as_they_are_met(archive, public):
    tree = tree_of(public(archive.story.get_absolute_url()))
    met = ["".join(note.itertext()) for note in tree.find(".//div[@class='text']").iter("sup")]
    assert met == [str(number) for number in range(1, len(met) + 1)]
