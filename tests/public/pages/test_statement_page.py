"""What a newsroom relies on: the words between their paragraphs, roles, dates, versions, and other renderings compared word by word."""

import datetime

import html5lib
import pytest
from django.utils import translation

from dara.models import ElectionResult, Endorsement, PublicParagraph, Source, Statement
from dara.public.pages.statements import MAX_RENDERINGS
from dara.public.presentation.languages import translation_of
from tests import factories
from tests.public.conftest import words


def tree_of(response):
    assert response.status_code == 200
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


def fact(tree, name: str) -> str:
    """What the list of facts says under a name."""
    rows = (div for div in tree.iter("div") if div.find("dt") is not None and "".join(div.find("dt").itertext()) == name)
    return " ".join("".join(next(rows).find("dd").itertext()).split())


class TestPassageWhereItStands:
    @pytest.fixture
    def shown(self, public):
        """The paragraphs of a record's page: those beside the passage in brackets."""

        def paragraphs(record) -> list[str]:
            tree = tree_of(public(record.get_absolute_url()))
            section = tree.find(".//section[@aria-labelledby='where']")
            texts = [(p.get("class"), " ".join("".join(p.itertext()).split())) for p in section.find("blockquote").iter("p")]
            return [f"({text})" if kind == "beside" else text for kind, text in texts]

        return paragraphs

    def test_between_the_paragraph_before_and_the_one_after(self, archive, shown):
        assert shown(archive.quote) == [
            "(Ann Smith conceded on Friday.)",
            "“We begin <today> & go on,” Smith said. “We shall not stop.”",
            "(A paragraph that holds no evidence, beside one that does.)",
        ]

    def test_on_every_record_page(self, archive, shown):
        assert shown(archive.backing)[0] == "(She told us: “All will be well” #hope — Rob Reporter (@rob) November 4, 2020)"
        assert shown(archive.count)[-1] == "(“Good day,” said Byron Stander.)"

    def test_at_the_ends_of_the_text_there_is_none(self, archive, shown):
        assert shown(archive.private)[-1] == "“Good day,” said Byron Stander."
        assert shown(archive.position) == ["We will end cash bail.", "(I am for open courts.)"]
        alone = factories.statement(factories.source("All of it.", kind="other"), "All of it.", speaker=archive.smith)
        assert shown(alone) == ["All of it."]

    def test_lines_without_words_are_stepped_over(self, archive, shown):
        text = factories.source("One.\n \t\n\u00a0\nTwo.\n \nThree\n \nand on.\n\n \n \nFour.\n", kind="other")
        two = factories.statement(text, "Two.", speaker=archive.smith)
        assert shown(two) == ["(One.)", "Two.", "(Three)"]
        over_lines = factories.statement(text, "Three\n \nand on.", speaker=archive.smith)
        assert shown(over_lines) == ["(Two.)", "Three", "and on.", "(Four.)"]

    def test_but_not_without_end(self, archive, shown):
        text = factories.source("One.\n" + " \n" * 50 + "Two.\n", kind="other")
        assert shown(factories.statement(text, "Two.", speaker=archive.smith)) == ["Two."]

    def test_what_the_public_may_not_read_is_not_shown(self, archive, shown, public):
        """Not the next one that it may read either: that one does not stand beside it."""
        text = factories.source("Far.\nHidden.\n \nOne.\n \nHidden, too.\nFar.\n", publisher=archive.paper)
        for far in text.paragraphs.filter(body="Far.\n"):  # both are evidence, and so readable
            passage = text.passages.create(start=far.start, end=far.end - 1, exact="Far.")
            Statement.objects.create(key=factories.key(), passage=passage, pieces=["Far."], kind="quote", speaker=archive.smith)
        one = factories.statement(text, "One.", speaker=archive.smith)
        assert shown(one)[0] == "(Hidden.)"  # a neighbour of the first, after all
        Statement.objects.filter(text="Far.").delete()
        assert PublicParagraph.objects.filter(source=text, body__contains="Hidden").count() == 0
        assert shown(one) == ["One."]
        assert "Hidden" not in public(one.get_absolute_url()).content.decode()

    def test_a_long_one_is_cut_towards_the_passage(self, archive, shown):
        long = "He came. " * 100
        text = factories.source(f"{long}\nYes.\n{long}\n", kind="other")
        assert shown(factories.statement(text, "Yes.", speaker=archive.smith)) == [
            f"([...] {' '.join(['He came.'] * 44)})",
            "Yes.",
            f"({' '.join(['He came.'] * 44)} [...])",
        ]


class TestFacts:
    def test_a_role_is_what_a_record_of_the_same_source_says(self, archive, public):
        running = factories.fact(
            archive.story,
            "Ann Smith conceded on Friday.",
            candidate=archive.smith,
            race=archive.race,
            kind="running",
            inferred={"race": "our reading"},
        )
        again = factories.fact(archive.page, "I am for open courts.", candidate=archive.smith, race=archive.race, kind="incumbent")
        page = tree_of(public(archive.quote.get_absolute_url()))
        race = "2020 race for Los Angeles County District Attorney"
        assert fact(page, "Role, in this source") == f"running (race inferred), {race}"
        assert any(a.get("href") == running.get_absolute_url() for a in page.iter("a"))
        assert fact(tree_of(public(archive.own.get_absolute_url())), "Role, in this source") == f"incumbent, {race}"
        assert again.get_absolute_url() not in public(archive.quote.get_absolute_url()).content.decode()
        assert "Role, in" not in public(archive.post.get_absolute_url()).content.decode()  # the reporter has none

    @pytest.mark.parametrize(
        ("said_on", "shown"),
        [
            ("2020", "2020; month and day are not known (inferred: the context)"),
            ("2020-11", "November 2020; the day is not known (inferred: the context)"),
            ("2020-11-06", "November 6, 2020 (inferred: the context)"),
        ],
    )
    def test_a_date_says_how_precise_it_is(self, archive, public, said_on, shown):
        Statement.objects.filter(pk=archive.quote.pk).update(said_on=said_on, inferred={"said_on": "the context"})
        assert fact(tree_of(public(archive.quote.get_absolute_url())), "Said") == shown

    def test_dates_are_kept_apart(self, archive, public):
        Source.objects.filter(pk=archive.story.pk).update(captured_on="2021-02")
        page = tree_of(public(archive.post.get_absolute_url()))
        assert fact(page, "Posted") == "November 4, 2020"
        assert fact(page, "Published") == "November 6, 2020 (inferred: the collector’s header)"
        assert fact(page, "Captured") == "February 2021; the day is not known"
        page = tree_of(public(archive.own.get_absolute_url()))
        assert [fact(page, name) for name in ("Said", "Published", "Captured")] == ["Date not stated", "Undated", "Not stated"]

    def test_each_basis_stands_once(self, archive, text_of):
        Statement.objects.filter(pk=archive.quote.pk).update(inferred={"speaker": "the headline", "within": "the layout"})
        text = text_of(archive.quote.get_absolute_url())
        assert "Speaker Ann Smith (inferred: the headline)" in text
        assert text.count("the headline") == 2  # there, and in the note that the mark beside the words leads to
        assert "Our inference, not the source’s statement: Withinthe layout" in text

    def test_the_source_in_full(self, archive, public):
        page = tree_of(public(archive.count.get_absolute_url()))
        assert fact(page, "Title") == f"[Document {archive.story.key}] (inferred: ours)"
        assert fact(page, "Publisher") == "The Paper"
        assert fact(page, "Kind") == "News article. News: descriptions of people are the publisher’s."
        assert fact(page, "SHA-256 of the original") == archive.story.sha256

    def test_the_version_is_a_day_of_the_sites_time_zone(self, archive, public):
        moment = datetime.datetime(2026, 11, 23, 7, 30, 1, 5, tzinfo=datetime.UTC)  # the evening before, in Los Angeles
        for record, model in (
            (archive.quote, Statement),
            (archive.money, Endorsement),
            (archive.count, ElectionResult),
            (archive.story, Source),
        ):
            model.objects.filter(pk=record.pk).update(version=moment)
            html = public(record.get_absolute_url()).content.decode()
            assert 'Version of <time datetime="2026-11-22T23:30:01-08:00">November 22, 2026</time>' in html


class TestUtterance:
    def test_the_seeds_pair_is_compared_on_both_pages(self, seeds, text_of):
        quotation = text_of("/statements/ad9hdekf/")
        section = quotation.partition("The same utterance, as given elsewhere")[2].strip()
        assert section.startswith(
            "Why we join them, in the archive’s words: The story says that “an LA Times journalist” tweeted these words"
        )
        assert "Post by James Queally, November 5, 2020 James Queally, in a post embedded in The Daily Wire Posted" in section
        assert (
            "[only in the other: I am (admittedly extremely late too) the Jackie Lacey Will Go rally.] A lot of people out here "
            "celebrating this as the beginning of the fall of a lot of law enforcement leaders they want gone "
            "[...] (left out of this record by the archive) [in the other, where the archive leaves words out: (Sheriff Villanueva] "
            "sounds like he’s next on [only in this record: the] agenda[only in this record: .]"
            "[only in the other: ) pic.twitter.com/VYiZiyCsW6]" in section
        )
        post = text_of("/statements/apbp7xdn/").partition("The same utterance, as given elsewhere")[2]
        assert "[in this record, where the archive leaves words out: (Sheriff Villanueva] [...] (left out of the other" in post
        assert "sounds like he’s next on [only in the other: the] agenda" in post

    def test_words_and_reason_are_escaped(self, archive, public):
        html = public(archive.in_post.get_absolute_url()).content.decode()
        assert "Both are the speech of &lt;Friday&gt;." in html
        section = html.partition("The same utterance")[2].partition("</section>")[0]
        assert "We begin &lt;today&gt; &amp; go on" in section
        assert archive.quote.get_absolute_url() in section

    def test_without_another_rendering_there_is_no_such_section(self, archive, public):
        for record in (archive.post, archive.position):
            assert b"The same utterance" not in public(record.get_absolute_url()).content
        archive.quote.delete()  # withdrawn, say
        assert b"The same utterance" not in public(archive.in_post.get_absolute_url()).content

    def test_the_same_words_are_plain(self, archive, public):
        text = factories.source("“It is so.”\nShe says: “It is so.”\n", publisher=archive.paper)
        one = factories.statement(text, "She says: “It is so.”", pieces=["It is so."], speaker=archive.smith)
        other = factories.statement(text, "“It is so.”\nShe", pieces=["It is so."], speaker=archive.smith)
        factories.utterance(one, other)
        tree = tree_of(public(one.get_absolute_url()))
        compared = tree.find(".//p[@class='differences']")
        assert "".join(compared.itertext()) == "It is so."
        assert list(compared) == []

    def test_too_long_to_be_compared_says_so(self, archive, text_of, monkeypatch):
        monkeypatch.setattr("dara.text.diff.LONGEST", 3)
        assert "Too long to be compared here word by word." in text_of(archive.quote.get_absolute_url())

    def test_many_renderings_are_bounded_and_said_to_be(self, archive, as_public):
        lines = [f"Smith said: “It is so, {n}.”\n" for n in range(MAX_RENDERINGS + 2)]
        text = factories.source("".join(lines), publisher=archive.paper)
        joined = [factories.statement(text, line.strip(), pieces=[line[13:-2]], speaker=archive.smith) for line in lines]
        factories.utterance(*joined)
        with as_public() as client:
            html = client.get(joined[0].get_absolute_url()).content.decode()
        assert html.count('class="differences"') == MAX_RENDERINGS
        assert f"The first {MAX_RENDERINGS} of {MAX_RENDERINGS + 1}; all are in" in words(html)


class TestLanguages:
    def test_the_words_of_a_source_keep_their_language(self, archive, public):
        for record in (archive.quote, archive.cheers, archive.money):
            tree = tree_of(public(f"/es{record.get_absolute_url()}"))
            assert [quote.get("lang") for quote in tree.find(".//main").iter("blockquote")] == ["en", "en"]
            assert not [quote for quote in tree_of(public(record.get_absolute_url())).iter("blockquote") if quote.get("lang")]
        spoken = tree_of(public(f"/es{archive.cheers.get_absolute_url()}")).find(".//p[@class='whose']")
        assert [(span.get("lang"), span.text) for span in spoken.iter("span")] == [("en", "some onlookers")]
        named = tree_of(public(f"/es{archive.quote.get_absolute_url()}")).find(".//dl[@class='facts-of']").iter("span")
        bases = ["“on Friday”, in a story dated 2020-11-06", "the collector’s header"]  # ours, and not translated here
        assert [(span.get("lang"), span.text) for span in named] == [("en", words) for words in ("Smith", *bases)]

    def test_so_do_titles_and_texts(self, archive, public):
        tree = tree_of(public(f"/es{archive.page.get_absolute_url()}"))
        assert tree.find(".//h1").get("lang") == "en"
        assert tree.find(".//div[@class='text']").get("lang") == "en"
        assert tree_of(public(f"/es{archive.story.get_absolute_url()}")).find(".//h1").get("lang") is None  # a title of ours

    def test_a_translation_is_of_the_language_that_is_shown(self):
        statement = Statement()
        assert translation_of(statement) == ""
        statement.translations = {"es": {"text": "Empezamos hoy."}}
        assert translation_of(statement) == ""
        with translation.override("es"):
            assert translation_of(statement) == "Empezamos hoy."


def test_published_in_a_month(archive, public):
    Source.objects.filter(pk=archive.story.pk).update(published_on="2020-11", inferred={})
    chain = tree_of(public(archive.in_post.get_absolute_url())).find(".//p[@class='chain']")
    assert "as embedded in The Paper in November 2020. We hold" in "".join(chain.itertext())


def test_what_an_endorsement_is_reported_in(archive, public):
    """From the innermost outward, each linked."""
    told = factories.endorsement(
        archive.story,
        "“All will be well”",
        endorser=archive.unions,
        candidate=archive.smith,
        race=archive.race,
        stance="supports",
        verb="well",
        within=archive.in_post,
    )
    chain = tree_of(public(told.get_absolute_url())).find(".//p[@class='chain']")
    assert "".join(chain.itertext()) == "Reported in words of Ann Smith, in a post by Rob Reporter, as embedded in The Paper."
    assert [a.get("href") for a in chain.iter("a")] == [archive.in_post.get_absolute_url(), archive.post.get_absolute_url()]


def test_whom_a_statement_is_about_stands_in_one_order_everywhere(archive, public):
    """That of the files, whatever order the database finds them in."""
    archive.smith.refresh_from_db()
    named = [archive.smith, archive.committee, archive.rob, archive.paper, archive.unions]
    in_order = ", ".join(entity.name for entity in sorted(named, key=lambda entity: entity.slug))
    for about in (named, named[::-1], named[1:] + named[:1]):
        archive.position.about.clear()
        for entity in about:
            archive.position.about.add(entity)
        assert fact(tree_of(public(archive.position.get_absolute_url())), "About") == in_order
