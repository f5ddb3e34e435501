"""The import command stores documents, and reports what became of each and what is known of its source."""

import gzip
import io
import os

import pytest
from django.core.management import CommandError, call_command

from dara.archive.verification import failures
from dara.local import defaults
from dara.models import Entity, Original, Paragraph, PublicParagraph, Source, SourceText
from tests import factories
from tests.ingest import example_documents

pytestmark = pytest.mark.django_db
RELEASE = (
    "FOR IMMEDIATE RELEASE\n\nVega announces her campaign\n\nAna Vega said that she will run for the office of the attorney.\n"
)


def imported(folder, *arguments: str) -> str:
    """What the command says."""
    said = io.StringIO()
    call_command("import_archive", folder, *arguments, stdout=said, stderr=said)
    return said.getvalue()


def drop(folder, **files: str | bytes) -> str:
    """Put files, “a_txt” for a.txt, into the folder and import it."""
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return imported(folder)


def only() -> Source:
    return Source.objects.get()


def test_a_page_says_what_it_is(tmp_path):
    times = factories.organization("The Sampleville Times")
    news = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Union backs Vega"}</script>'
    said = drop(tmp_path, story_html=example_documents.page(head=news))
    source = only()
    assert f"created: story.html: source {source.key}, Union backs Vega (html v2)" in said
    assert said.endswith("1 created, 0 later capture, 0 seen before, 0 refused\n")
    assert (source.kind, source.title, source.publisher, source.author) == ("news article", "Union backs Vega", times, "Ana Writer")
    assert (source.url, source.published_on, source.language, source.visibility) == (
        example_documents.ADDRESS,
        "2021-03-05",
        "en",
        "excerpts",
    )
    assert source.document == f"documents/{source.key}.html"
    assert source.inferred == {
        "author": "the page’s <meta> “author”",
        "kind": "the page’s JSON-LD calls it a NewsArticle",
        "published_on": "the page’s <meta> “article:published_time”: 2021-03-05T18:00:00-08:00",
        "publisher": "the page’s <meta> “og:site_name”",
        "url": 'the page’s <link rel="canonical">',
    }  # the title stands in the text
    assert source.text.body == "\n".join(("Union backs Vega", *example_documents.STORY))
    assert source.text.remarks == ["Received as “story.html”."]
    assert source.text.made_with.startswith("trafilatura ")


def test_nobody_is_made_a_publisher_and_nothing_is_invented(tmp_path):
    said = drop(tmp_path, a_html=example_documents.page())
    assert only().publisher is None
    assert (
        "It names “The Sampleville Times” as its publisher (the page’s <meta> “og:site_name”), whom the archive does not know."
        in said
    )
    assert not Entity.objects.exists()


def test_a_publisher_is_known_by_the_site_of_its_other_documents(tmp_path):
    factories.source(
        "Old.", publisher=factories.organization("Times of Sampleville"), url="https://www.times.example/old", kind="news article"
    )
    drop(tmp_path, a_html=example_documents.page(metas={}))
    source = Source.objects.get(extractor="html v2")
    assert source.publisher.name == "Times of Sampleville"
    assert source.inferred["publisher"] == "its address: the archive’s other sources of times.example are of Times of Sampleville"
    assert (source.kind, source.inferred["kind"]) == (
        "news article",
        "the archive’s other sources of Times of Sampleville are news articles",
    )


def test_a_text_with_a_collectors_header(tmp_path):
    drop(tmp_path, a_txt=" date 2021-03-05 https://example.org/a\n\nThe mayor spoke.\n\nAnd then there was more of it.\n")
    source = only()
    header = "the collector’s header, first line of the file, not the publisher’s text"
    assert (source.published_on, source.url, source.title) == ("2021-03-05", "https://example.org/a", "The mayor spoke.")
    assert source.inferred == {"published_on": header, "url": header, "title": "the first line of the text"}
    assert source.collector_header == "date 2021-03-05 https://example.org/a"
    assert source.document == f"documents/{source.key}.txt"


@pytest.mark.parametrize(
    ("content", "kind", "visibility", "basis"),
    [
        (RELEASE, "press release", "full", "the text says “FOR IMMEDIATE RELEASE”"),
        (
            "I will end it.\nPaid for by Vega 2021 #1234567\n",
            "campaign page",
            "full",
            "“Paid for by Vega 2021”, a line of the text",
        ),
        ("The ads were\npaid for.\nMore of it.\n", "other", "excerpts", None),
        ("Press releases are read by nobody, a study says.\n", "other", "excerpts", None),
        ("The ads, she said, were paid for by the police union.\n", "other", "excerpts", None),
    ],
)
def test_a_kind_is_guessed_cautiously(content, kind, visibility, basis, tmp_path):
    said = drop(tmp_path, a_txt=content)
    assert (only().kind, only().visibility, only().inferred.get("kind")) == (kind, visibility, basis)
    assert ("What kind of document it is, it does not say" in said) == (kind == "other")


def test_the_seeds_as_raw_files(tmp_path):
    said = imported(defaults.CHECKOUT / "seeds" / "documents")
    assert "3 created" in said
    assert Source.objects.get(collector_header__contains="dailywire").text.extractor == "text v1"
    assert Source.objects.get(kind="campaign page").inferred["kind"].startswith("“Paid for by Committee to Re-Elect Jackie Lacey")


def test_the_same_bytes_and_the_same_text_are_recognised(tmp_path):
    drop(tmp_path, a_txt=RELEASE)
    said = drop(tmp_path, a_txt=RELEASE, b_txt=RELEASE, c_txt=RELEASE.replace("\n", "\r\n"))
    key = only().key
    assert said.count(f"the same bytes as source {key}") == 2
    assert f"seen before: c.txt: the same text, in other bytes as source {key}" in said
    assert "0 created, 0 later capture, 3 seen before, 0 refused" in said


def test_the_same_text_at_another_address_is_another_document(tmp_path):
    drop(tmp_path, a_html=example_documents.page(), b_html=example_documents.page(address="https://other.example/copied"))
    assert Source.objects.count() == 2
    other = Source.objects.get(url="https://other.example/copied")
    assert (
        f"Its text is that of source {Source.objects.exclude(pk=other.pk).get().key}, which has another address."
        in other.text.remarks
    )


def test_a_later_capture_supersedes_the_one_before(tmp_path):
    times = factories.organization("The Sampleville Times")
    drop(tmp_path, a_html=example_documents.page(address=example_documents.ADDRESS.replace("https://", "http://www.") + "/"))
    Source.objects.update(kind="press release", visibility="full", publisher=times)
    changed = example_documents.page(
        example_documents.STORY[0], example_documents.STORY[1].replace("acts", "waits"), "A correction was added.", metas={}
    )
    said = drop(tmp_path, b_html=changed)
    later = Source.objects.get(supersedes__isnull=False)
    assert f"later capture: b.html: source {later.key}" in said
    assert (
        f"supersedes source {later.supersedes_id}: 1 paragraphs changed, 1 only in the later, 1 only in the earlier, 2 the same"
        in said
    )
    assert (later.publisher, later.kind) == (times, "press release")
    assert later.visibility == "full"
    assert later.inferred["kind"] == f"as of source {later.supersedes_id}, the earlier capture of the same address"
    assert later.inferred["supersedes"].startswith("http://www.times.example/")


def test_one_page_is_one_page_by_any_of_its_addresses(tmp_path):
    for number, query in enumerate(("?utm_source=news&utm_medium=mail", "?utm_source=feed", "", "index.html?fbclid=x#top")):
        page = example_documents.page(
            *example_documents.STORY, f"Corrected {number} times.", address=f"https://times.example/a/{query}"
        )
        drop(tmp_path, **{f"a{number}_html": page})
    assert Source.objects.filter(supersedes__isnull=False).count() == 3
    assert Source.objects.filter(superseded_by=None).count() == 1


def test_a_page_that_is_cut_off_supersedes_nothing(tmp_path):
    whole = example_documents.warc((example_documents.ADDRESS, example_documents.page()), packed=False)
    drop(tmp_path, a_warc=whole)
    said = drop(tmp_path, b_warc=whole[:-150])
    assert f"refused: b.warc: {example_documents.ADDRESS}: the record is cut off: 146 bytes are missing at its end." in said
    assert Source.objects.filter(superseded_by=None).get() == only()


def test_a_copy_in_a_web_archive_is_of_the_original_page(tmp_path):
    copied = f"https://web.archive.org/web/20201107031500/{example_documents.ADDRESS}?utm_source=x"
    drop(tmp_path, a_html=example_documents.page(address=copied, metas={}))
    source = only()
    assert (source.url, source.captured_on) == (f"{example_documents.ADDRESS}?utm_source=x", "2020-11-07")
    assert source.inferred["url"] == 'the page’s <link rel="canonical">, which is in a web archive'
    later = example_documents.page(*example_documents.STORY, "A correction was added.")
    said = drop(tmp_path, b_warc=example_documents.warc((example_documents.ADDRESS, later)))
    assert f"supersedes source {source.key}" in said


def test_a_mail_shows_its_text_and_never_its_original(tmp_path):
    mail = f"From: press@vega.example\nTo: nell@times.example\nMIME-Version: 1.0\nSubject: News\nDate: 6 May 2021 10:00 -0700\n\n{RELEASE}"
    said = drop(tmp_path, a_eml=mail)
    source = only()
    assert (source.kind, source.visibility, source.title) == ("press release", "full", "Vega announces her campaign")
    assert (source.published_on, source.document) == ("2021-05-06", f"documents/{source.key}.eml")
    assert "@" not in source.text.body + "".join(source.text.remarks) + said
    assert not Source.objects.with_public_original().exists()
    assert PublicParagraph.objects.filter(source=source).exists()


@pytest.mark.parametrize("date", ["0001-01-01T00:00:00Z", "1970-01-01", "2199-01-01"])
def test_an_impossible_date_is_a_remark(date, tmp_path):
    said = drop(tmp_path, a_html=example_documents.page(metas={"article:published_time": date}))
    assert only().published_on is None
    assert f"“{date}”, in the page’s <meta> “article:published_time”, cannot be its published_on" in said


def test_a_page_is_not_published_after_its_capture(tmp_path):
    page = example_documents.page(metas={"article:published_time": "2021-04-03"})
    said = drop(tmp_path, a_warc=example_documents.warc((example_documents.ADDRESS, page), day="2021-04-01"))
    assert (only().published_on, only().captured_on) == (None, "2021-04-01")
    assert "cannot be its published_on" in said


def test_a_title_and_an_author_are_clean(tmp_path):
    metas = {
        "og:title": "Union&amp;nbsp;backs Ve\u00adga | The Sampleville Times",
        "og:site_name": "The Sampleville Times",
        "author": "By Ana Writer | May 3",
    }
    drop(tmp_path, a_html=example_documents.page(metas=metas, title="FOR IMMEDIATE RELEASE"))
    assert (only().title, only().author) == ("Union backs Vega", "Ana Writer")


def test_a_capture_that_is_earlier_by_its_own_account_supersedes_nothing(tmp_path):
    drop(tmp_path, b_warc=example_documents.warc((example_documents.ADDRESS, example_documents.page()), day="2021-04-01"))
    said = drop(
        tmp_path,
        c_warc=example_documents.warc(
            (example_documents.ADDRESS, example_documents.page(*example_documents.STORY[:2])), day="2021-03-06"
        ),
    )
    assert not Source.objects.filter(supersedes__isnull=False).exists()
    assert "An earlier capture than source" in said


def test_a_web_archive_is_several_documents(tmp_path):
    said = drop(
        tmp_path,
        w_warc=example_documents.warc(
            (example_documents.ADDRESS, example_documents.page()),
            ("https://times.example/b", example_documents.page("Another story. " * 9, address="", title="B")),
        ),
    )
    assert f"created: w.warc: {example_documents.ADDRESS}: source" in said
    assert sorted(Source.objects.values_list("url", "captured_on")) == [
        (example_documents.ADDRESS, "2021-04-01"),
        ("https://times.example/b", "2021-04-01"),
    ]
    assert all(original.content[:2] == b"\x1f\x8b" for original in Original.objects.all())


def test_a_text_in_another_encoding_says_so(tmp_path):
    said = drop(tmp_path, a_txt="Gascón said: “No.”".encode("cp1252"))
    assert only().text.body == "Gascón said: “No.”"
    assert only().extractor == only().text.extractor == "text v1 windows-1252"
    assert "Decoded as windows-1252: 3 bytes are beyond ASCII and not UTF-8" in said


def test_mojibake_is_shown_and_stays(tmp_path):
    said = drop(tmp_path, a_txt="She said: I donâ€™t know.")
    assert "“donâ€™t” at 12 may have been “don’t”" in said
    assert only().text.body == "She said: I donâ€™t know."


@pytest.mark.django_db(transaction=True)  # proving sees one moment: a transaction of its own
def test_what_is_brought_in_is_sound(tmp_path):
    drop(
        tmp_path,
        a_html=example_documents.page(),
        b_pdf=example_documents.pdf(["A line of a document.", "And another."]),
        c_warc=example_documents.warc(
            ("https://times.example/c", example_documents.page("Another story. " * 9, address="", title="C"))
        ),
        d_txt="Gascón said: “No.”".encode("cp1252"),
        e_gz=gzip.compress(RELEASE.encode()),
    )
    assert sorted(Source.objects.values_list("extractor", flat=True)) == [
        "html v2",
        "html v2",
        "pdf v2",
        "text v1",
        "text v1 windows-1252",
    ]
    assert list(failures()) == []


def test_what_is_refused_leaves_nothing_and_the_rest_comes_in(tmp_path):
    said = drop(tmp_path, a_pdf=b"%PDF-1.4 broken", b_txt=RELEASE, c_txt="", d_txt="x" * 200_000)
    assert "refused: a.pdf: the PDF cannot be read" in said
    assert "refused: c.txt: the file is empty." in said
    assert "refused: d.txt: 200,000 characters in one line" in said
    assert "1 created, 0 later capture, 0 seen before, 3 refused" in said
    for model in (Source, Original, SourceText):
        assert model.objects.count() == 1
    assert Paragraph.objects.exists()


def test_strict_tells_a_script_of_refusals(tmp_path):
    drop(tmp_path, a_txt="")
    with pytest.raises(SystemExit, match="1"):
        imported(tmp_path, "--strict")


def test_an_empty_folder_and_a_single_file(tmp_path):
    with pytest.raises(CommandError, match="There is no document in"):
        imported(tmp_path)
    (tmp_path / "a.txt").write_text(RELEASE)
    (tmp_path / ".hidden").write_text(RELEASE)
    assert "created: a.txt" in imported(tmp_path / "a.txt")
    assert "left out, as their names begin with a dot: 1" in imported(tmp_path)


def test_a_file_is_not_taken_from_outside_of_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("Not for the archive.")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    os.mkfifo(folder / "pipe.txt")
    said = imported(folder)
    assert "refused: link.txt: a link that leads out of the folder" in said
    assert "refused: pipe.txt: no file" in said
