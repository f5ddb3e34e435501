"""The text of a source: what may be shown of it, its passages marked, the marks and the records tied to each other."""

import html5lib
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.models import Source
from dara.public.pages.sources import MAX_CHANGES
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
    assert "Collector’s note date 2020-11-06 https://example.org/story" in text
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


class TestCaptures:
    EARLIER = "A title.\n\nWe will end cash bail.\n\nThis one goes.\n\nThe end.\n"
    LATER = "A title.\n\nWe will not end cash <bail>.\n\nThe end.\n\nThis one is new.\n"

    def captures(self, earlier=EARLIER, later=LATER, **fields):
        first = factories.source(earlier, **{"kind": "campaign page", "captured_on": "2020-02-01"} | fields)
        return first, factories.source(later, **{"kind": "campaign page", "supersedes": first} | fields)

    def changes_of(self, public, source) -> str:
        section = tree_of(public(source.get_absolute_url())).find(".//section[@id='changes']")
        return " ".join("".join(section.itertext()).split())

    def test_what_changed_stands_with_the_later_one(self, archive, public):
        earlier, later = self.captures()
        shown = self.changes_of(public, later)
        assert shown.startswith("What changed since the capture of February 1, 2020 Compared with the earlier capture")
        assert "2 paragraphs are the same in both." in shown
        assert (
            "Changed We will [only in this capture: not] end cash [only in this capture: <]bail[only in this capture: >]."
            " In this capture In the earlier capture"
        ) in shown
        assert "Only in the earlier capture This one goes. In the earlier capture" in shown
        assert "Only in this capture This one is new. In this capture" in shown
        tree = tree_of(public(later.get_absolute_url()))
        links = {a.get("href") for a in tree.find(".//section[@id='changes']").iter("a")}
        assert links >= {f"{later.get_absolute_url()}#paragraph-2", f"{earlier.get_absolute_url()}#paragraph-3"}

    def test_the_earlier_one_says_that_there_is_a_later(self, archive, public, text_of):
        earlier, later = self.captures()
        assert f"A later capture is held: {later.title}. What changed since this one" in text_of(earlier.get_absolute_url())
        html = public(earlier.get_absolute_url()).content.decode()
        assert f'href="{later.get_absolute_url()}#changes"' in html
        assert 'id="changes"' not in html

    def test_nothing_changed(self, archive, public):
        _, later = self.captures(later=self.EARLIER + "\n")
        assert "4 paragraphs are the same in both. What we show of both does not differ." in self.changes_of(public, later)

    def test_what_the_public_may_not_read_is_neither_shown_nor_called_new_or_gone(self, archive, public):
        lines = [f"Line {number} of the story tells.\n" for number in range(1, 10)]
        rest = "Hidden and gone.\n" * 5
        earlier, later = self.captures("".join(lines) + rest, "".join(lines), kind="news article")
        factories.statement(earlier, "Line 2 of the story tells.", speaker=archive.rob)
        factories.statement(later, "Line 3 of the story tells.", speaker=archive.rob)
        shown = self.changes_of(public, later)
        assert "2 paragraphs are the same in both. What we show of both does not differ." in shown
        assert "Only what we show of each is compared. 2 paragraphs stand where the other capture is not shown" in shown
        assert "Hidden" not in public(later.get_absolute_url()).content.decode()

    def test_where_nothing_of_one_may_be_read(self, archive, public):
        _, later = self.captures(kind="news article")
        assert "0 paragraphs are the same in both. What we show of the two cannot be compared." in self.changes_of(public, later)

    def test_long_texts_are_bounded(self, archive, public, monkeypatch):
        monkeypatch.setattr("dara.public.pages.sources.MAX_COMPARED", 100)
        many = "".join(f"Number {number}.\n" for number in range(300))
        _, later = self.captures(later=many + "word " * 1000)
        shown = self.changes_of(public, later)
        assert f"The first {MAX_CHANGES} of 100 differences." in shown
        assert "Number 50." not in shown
        _, later = self.captures(later="word " * 1000)
        assert "word [...] In this capture" in self.changes_of(public, later)

    def test_a_long_text_has_them_on_its_first_part(self, archive, public):
        _, later = self.captures(later="Line.\n" * 300)
        assert b'id="changes"' not in public(f"{later.get_absolute_url()}?page=2").content

    def test_questions_do_not_grow_with_the_changes(self, archive, public):
        def questions(source) -> int:
            with CaptureQueriesContext(connection) as asked:
                public(source.get_absolute_url())
            return len(asked)

        _, few = self.captures()
        many = "".join(f"Number {number}.\n" for number in range(150))
        _, more = self.captures(later=many)
        assert questions(more) == questions(few)
