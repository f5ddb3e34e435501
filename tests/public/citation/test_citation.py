"""How records and sources are cited: every form read back by software that is not ours, for all that the seeds hold and for worse."""

import functools
import html
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.core.management import call_command

from dara.models import ElectionResult, Endorsement, Source, Statement
from dara.public.citation.files import bibtex, csl_json, edtf, escaped, one_line, ris, ris_date
from dara.public.citation.item import csl
from dara.public.citation.links import archived_link, fragment_link, text_directive
from dara.public.citation.newsroom import newsroom
from dara.public.citation.styles import formatted
from dara.public.pages.evidence import outer_statements
from tests import factories

SCHEMA = Path(__file__).parent / "formats" / "csl-data.json"
LONG = "A very long title, " * 15
NASTY = """“{We} <b>shall</b> & “win” 100% \\of it_all #1 — 🙂</script>,” said O’Neil-Smith, Jr.

Tabs\tand no-break\u00a0spaces, hyphen-ated, a & b, ends.

One long line that goes on and on, with commas, hyphen-ated words & ampersands, and does not end before it has more than a hundred and twenty characters.
"""


def rows() -> list:
    """Every row that can be cited, as its page loads it."""
    return [
        *Source.objects.for_lists(),
        *Statement.objects.for_lists(),
        *Endorsement.objects.for_lists().select_related("within__passage__source__publisher"),
        *ElectionResult.objects.for_lists().select_related("election__race"),
    ]


@functools.cache
def validator():
    import jsonschema  # takes seconds: for the processes that need it

    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))


def plain(form: str) -> str:
    return html.unescape(re.sub("</?i>", "", form))


@pytest.fixture
def seeds(db):
    call_command("import_archive", stdout=io.StringIO())


@pytest.fixture
def nasty(db):
    """Values from outside that could break a format."""
    publisher = factories.organization("Smith, Jones & Sons {“The Paper”} </script> 50%")
    story = factories.source(
        NASTY,
        title='</script><script>alert("x")</script> {“Quoted” & 100%_of} \\it </span> ~^$',
        author="O’Neil {Jr.} & <i>Co.</i>",
        publisher=publisher,
        url="https://example.org/a_b?x={1}&y=%20-,z#top",
        published_on="2020",
        captured_on="2021-02",
    )
    bare = factories.source("Nobody knows where this is from.\n", kind="other", title=LONG[:299])
    plain_news = factories.source("No author, no date.\n", title="Who says “no”?", publisher=factories.organization("Daily"))
    odd = factories.source(
        "Of that day.\n", kind="social post", title="A post", published_on="2020-11", inferred={"published_on": "b"}
    )
    smith = factories.person("Ann O’Neil-Smith")
    prince = factories.person("Prince", slug="prince")
    statement = factories.statement
    made = [
        story,
        bare,
        plain_news,
        odd,
        statement(
            story,
            "“{We} <b>shall</b> & “win” 100% \\of it_all #1 — 🙂</script>,” said O’Neil-Smith, Jr.",
            pieces=["{We} <b>shall</b>", "“win” 100% \\of it_all #1 — 🙂</script>"],
            speaker=smith,
        ),
        statement(
            story, "Tabs\tand no-break\u00a0spaces, hyphen-ated, a & b, ends.\n\nOne long line", kind="report", speaker=publisher
        ),
        statement(story, NASTY.splitlines()[4], kind="paraphrase", speaker=prince, said_on="2020-10"),
        statement(bare, "Nobody knows where this is from.", kind="post", speaker=prince, inferred={"speaker": "a guess"}),
        statement(odd, "Of that day.", kind="post", speaker=smith, said_on="2020-11-03"),
    ]
    return [type(row).objects.for_lists().get(pk=row.pk) for row in made]


@pytest.fixture(params=["seeds", "example_archive", "nasty"])
def cited(request, db, sample):
    """(row, what it is quoted in, its item) of everything that can be cited, or of a part of what is much."""
    request.getfixturevalue(request.param)
    return [
        (row, outer, csl(row, outer))
        for row in sample(sorted(rows(), key=lambda row: row.pk), 40)
        for outer in [outer_statements(row)]
    ]


# --- CSL-JSON ---------------------------------------------------------------------------------------


def test_items_are_of_the_schema(cited):
    for row, _, item in cited:
        assert list(validator().iter_errors([json.loads(csl_json(item))])) == [], row.pk
        assert all(item.values()), row.pk


def test_words_are_verbatim(cited):
    for row, _, item in cited:
        if isinstance(row, Statement):
            assert [piece for piece in row.pieces if piece not in item["abstract"]] == []
        elif not isinstance(row, Source):
            assert item["abstract"] == row.passage.exact


def test_no_date_stands_for_another(cited):
    """`issued` is the source's day of publication; when something was said has a field of its own, and is not made up."""
    for row, _, item in cited:
        source = row if isinstance(row, Source) else row.source
        assert edtf(item.get("issued", {})).rstrip("?") == (source.published_on or "")
        assert item.get("issued", {}).get("circa", False) == bool(source.published_on and "published_on" in source.inferred)
        said = getattr(row, "said_on", None) or getattr(row, "stated_on", None) or getattr(row, "as_of", None)
        assert edtf(item.get("event-date") or item.get("original-date") or {}).rstrip("?") == (said or "")


def test_what_is_inferred_is_marked(cited):
    for row, _, item in cited:
        source = row if isinstance(row, Source) else row.source
        if "publisher" in source.inferred:
            assert f"[{source.publisher}]" in (item.get("publisher"), item.get("container-title"))
        if isinstance(row, Statement) and "speaker" in row.inferred and row.kind != "paraphrase":
            assert item["author"] == [{"literal": f"[{row.speaker}]"}]
        assert all(basis in item["note"] for basis in row.inferred.values()), row.pk


@pytest.mark.usefixtures("seeds")
def test_nothing_is_first_hand_that_came_through_somebody():
    quote = Statement.objects.for_lists().get(pk="y7axeaat")
    item = csl(quote, outer_statements(quote))
    assert item["genre"] == "Quotation as posted by Frank Stoltze on November 6, 2020, as embedded in a news article"
    assert "We hold The Daily Wire, not Frank Stoltze’s post or a recording." in item["note"]
    assert item["container-title"].startswith("[News story")
    assert item["publisher"] == "[The Daily Wire]"
    paraphrase = Statement.objects.for_lists().get(pk="fpep3ea5")
    assert csl(paraphrase, outer_statements(paraphrase))["author"] == [{"family": "Stoltze", "given": "Frank"}]
    stance = Endorsement.objects.for_lists().get(pk="r2fabnf2")
    assert csl(stance, outer_statements(stance))["author"] == [{"literal": "[The Daily Wire]"}]


@pytest.mark.usefixtures("seeds")
def test_campaign_prose_is_not_its_printers():
    told = Statement.objects.for_lists().get(pk="fjr52wvm")  # in an announcement that a newspaper's site is thought to have shown
    assert csl(told)["author"] == [{"literal": "[Jeff Millman]"}]


def test_a_writer_goes_before_the_paper(db):
    story = factories.source("He was for it.\n", author="Ann Smith", publisher=factories.organization("The Paper"))
    told = factories.statement(story, "He was for it.", kind="paraphrase", speaker=factories.person("Bea Jones"))
    assert csl(told)["author"] == [{"family": "Smith", "given": "Ann"}]
    assert "container-author" not in csl(told)


# --- styles -----------------------------------------------------------------------------------------


def test_every_style_makes_something_of_everything(cited):
    for row, _, item in cited:
        for style, form in formatted(item).items():
            text = plain(form)
            where = (style, row.pk, text)
            assert row.pk in text, where  # the address
            assert re.sub("</?i>", "", form) == html.escape(text), where
            assert not re.search("[\ufdd0-\ufdef]|Edition|Retrieved|\\.\\.(?!\\.)|,,|None", text), where
            assert "circa" not in text.replace(", circa", ""), where  # a capital only where a sentence begins
        assert ", Circa" not in text, where


def test_a_script_is_never_one(nasty):
    for row in nasty:
        for form in formatted(csl(row, outer_statements(row))).values():
            assert set(re.findall("<[^>]*>", form)) <= {"<i>", "</i>"}
            assert form.count("<i>") == form.count("</i>")
    title = formatted(csl(nasty[0]))["APA"]
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in title


@pytest.mark.usefixtures("seeds")
def test_as_a_newsroom_would_have_it():
    """Looked at with one's own eyes, once; the address is that of a local run."""
    quote = csl(Statement.objects.for_lists().get(pk="wfvkqd97"))
    story = (
        "[News story on Jackie Lacey’s concession and the count so far in the 2020 race for Los Angeles County District Attorney]"
    )
    address, topics = "http://127.0.0.1:8000/statements/wfvkqd97/", "Racism and bias, Count and concession"
    assert {style: plain(form) for style, form in formatted(quote).items()} == {
        "APA": f"Lacey, J. (ca. 2020, November 6). Statement by Jackie Lacey, November 6, 2020 (date inferred): {topics} [Quotation as quoted in a news article]. "
        f"In {story}. [The Daily Wire]. dara. {address}",
        "MLA": f"Lacey, Jackie. Statement by Jackie Lacey, November 6, 2020 (date inferred): {topics}. Quotation as quoted in a news article. "
        f"{story}, [The Daily Wire], circa 6 Nov. 2020, dara, {address}.",
        "Chicago": f"Lacey, Jackie. Statement by Jackie Lacey, November 6, 2020 (date inferred): {topics}. Quotation as quoted in a news article. "
        f"In {story}. [The Daily Wire], [November 6, 2020?]. dara. {address}.",
    }


def test_a_title_that_a_publisher_gave(db):
    story = factories.source(
        "x\n", title="Who says “no”", author="Jane Doe", publisher=factories.organization("The Paper"), published_on="2020-11-06",
        url="https://example.org/no",
    )  # fmt: skip
    address = f"http://127.0.0.1:8000/sources/{story.pk}/"
    assert formatted(csl(story)) == {
        "APA": f"Doe, J. (2020, November 6). Who says “no”. <i>The Paper</i>. dara, {address}. https://example.org/no",
        "MLA": f"Doe, Jane. “Who Says ‘no.’” <i>The Paper</i>, 6 Nov. 2020, dara, {address}, https://example.org/no.",
        "Chicago": f"Doe, Jane. “Who Says ‘no.’” <i>The Paper</i>, November 6, 2020. dara, {address}. https://example.org/no.",
    }


def test_a_count_in_campaign_material_has_no_author(db):
    """Its title leads in the author's place."""
    page = factories.source("Vega has 5 votes.\n", kind="campaign page")
    vega = factories.person("Ana Vega")
    election = factories.election(factories.race("2030", vega), page, "Vega has 5 votes.", name="June 2030")
    count = factories.result(page, "Vega has 5 votes.", candidate=vega, election=election, votes=5, status="not stated")
    assert all(plain(form).startswith("Count for Ana Vega, June 2030.") for form in formatted(csl(count)).values())


def test_no_author_and_no_date(db):
    story = factories.source("x\n", title="Who says no?", publisher=factories.organization("The Paper"))
    address = f"http://127.0.0.1:8000/sources/{story.pk}/"
    assert formatted(csl(story)) == {
        "APA": f"Who says no? (n.d.). <i>The Paper</i>. dara. {address}",
        "MLA": f"“Who says no?” <i>The Paper</i>, dara, {address}.",
        "Chicago": f"“Who says no?” <i>The Paper</i>, n.d. dara. {address}.",
    }


def test_an_inferred_address_is_not_pasted(seeds):
    page = csl(Source.objects.for_lists().get(pk="my39rk8h"))
    assert page["URL"] == "https://jackielacey.com/issues"
    for form in formatted(page).values():
        assert "jackielacey.com" not in form


# --- the newsroom's form ----------------------------------------------------------------------------


def test_newsroom(cited):
    for row, outer, item in cited:
        form = newsroom(row, outer)
        assert f"dara, {item['archive_location'] if item.get('archive_location') else item['URL']}, version of " in form
        if isinstance(row, Source):
            continue
        words = row.pieces if isinstance(row, Statement) else [row.passage.exact]
        assert [piece for piece in words if piece not in form] == []
        assert (" [...] " in form) == (len(words) > 1), row.pk
        if isinstance(row, Statement) and not row.is_verbatim:
            assert "not a quotation: " in form
            assert f"“{row.pieces[0]}" not in form


@pytest.mark.usefixtures("seeds")
def test_newsroom_says_through_whom():
    quote = Statement.objects.for_lists().get(pk="y7axeaat")
    assert newsroom(quote, outer_statements(quote)).startswith(
        "“It may be said that one day the results of this election is the result of our season of discontent and a demand to see a "
        "tsunami of change” — Jackie Lacey (inferred), November 6, 2020 (inferred), as posted by Frank Stoltze on November 6, 2020, as embedded in "
        "[News story on Jackie Lacey’s concession and the count so far in the 2020 race for Los Angeles County District Attorney], "
        "The Daily Wire (inferred), news article, November 6, 2020 (inferred). dara, http://127.0.0.1:8000/statements/y7axeaat/, version of "
    )


# --- BibTeX and RIS ---------------------------------------------------------------------------------


def read_bibtex(text: str):
    """(the one entry as TeX prints it, its url as it stands)."""
    raw, decoded = (bibtexparser.parse_string(text, append_middleware=each) for each in ([], [LatexDecodingMiddleware()]))
    assert [*raw.failed_blocks, *decoded.failed_blocks] == [], text
    (entry,), (printed,) = raw.entries, decoded.entries
    return printed, entry.fields_dict["url"].value


def printed(text: str) -> str:
    """As the reader writes what it reads: its circumflex is the modifier letter."""
    return text.replace("^", "ˆ")


def test_bibtex_is_read_as_it_was_written(cited):
    for row, _, item in cited:
        entry, url = read_bibtex(bibtex(item))
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert entry.key == item["id"]
        assert fields["title"] == printed(item["title"]), row.pk
        assert fields.get("abstract", "") == printed(item.get("abstract", "")), row.pk
        assert fields["note"].startswith(printed(item["note"])), row.pk
        assert fields.get("date", "") == edtf(item.get("issued", {}))
        container = {"journal", "booktitle"} & set(fields)
        assert [fields[name] for name in container] == [printed(item[name]) for name in ("container-title",) if name in item]
        assert unquote(url) == unquote(item["URL"])
        assert not set("{}\\") & set(url)


def test_bibtex_names():
    item = {"id": "x", "type": "entry", "title": "T", "URL": "u", "archive": "dara", "note": "n"}
    names = [{"family": "O’Neil, & Co", "given": "A"}, {"literal": "Smith and Sons"}]
    assert "author = {O’Neil, \\& Co, A and {Smith and Sons}}" in bibtex(item | {"author": names})


@pytest.mark.parametrize("sign", "\\{}%&#_$~^")
def test_every_special_sign_of_tex_is_escaped(sign):
    entry, _ = read_bibtex(f"@misc{{x,\n  title = {{{{a{escaped(sign)}b}}}},\n  url = {{u}}\n}}\n")
    assert entry.fields_dict["title"].value == printed(f"a{sign}b")


def test_ris_is_read_as_it_was_written(cited):
    for row, _, item in cited:
        text = ris(item)
        assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in text.removesuffix("\r\n").split("\r\n")), row.pk
        (read,) = rispy.loads(text)
        assert read["id"] == item["id"]
        assert read["title"] == one_line(item["title"])
        assert read.get("abstract", "") == one_line(item.get("abstract", ""))
        assert read["notes"][0] == one_line(item["note"])
        assert read["urls"] == [item["URL"]]
        assert read.get("date", "") == ris_date(item.get("issued", {}))
        authors = [name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get("author", [])]
        assert read.get("authors", []) == [one_line(author) for author in authors]


def test_dates_of_every_precision():
    for value, expected in {"2020": "2020///", "2020-03": "2020/03//", "2020-03-05": "2020/03/05/"}.items():
        date = {"date-parts": [[int(part) for part in value.split("-")]]}
        assert (edtf(date), ris_date(date)) == (value, expected)
        assert (edtf(date | {"circa": True}), ris_date(date | {"circa": True})) == (f"{value}?", f"{expected}inferred")


# --- links ------------------------------------------------------------------------------------------


def directives(link: str) -> list[list[str]]:
    """The terms of each text directive, decoded as the specification says."""
    address, found, fragment = link.partition(":~:")
    assert found
    assert "#" in address
    terms = [part.removeprefix("text=").split(",") for part in fragment.split("&")]
    assert not [term for each in terms for term in each if not re.fullmatch(r"[A-Za-z0-9_.~%]+", term)]
    return [[unquote(term) for term in each] for each in terms]


def test_fragments_lead_to_the_words(cited):
    """Each term stands within one line of the passage, in order, in whole words."""
    for row, _, _ in cited:
        if isinstance(row, Source):
            continue
        link = fragment_link(row)
        assert bool(link) == bool(row.source.url)
        if not link:
            continue
        lines = [re.sub("[ \t]+", " ", line) for line in row.passage.exact.splitlines()]
        pieces = row.pieces if isinstance(row, Statement) else [row.passage.exact]
        assert len(directives(link)) == len(pieces)
        for terms in directives(link):
            assert all(any(term in line for line in lines) for term in terms), (row.pk, terms)
            assert len(terms) <= 2


def test_directives():
    assert text_directive("a-b, c & d") == "text=a%2Db%2C%20c%20%26%20d"
    assert text_directive("one\ntwo three") == "text=one,two%20three"
    words = " ".join(f"word{n}" for n in range(40))
    assert (
        text_directive(words)
        == "text=word0%20word1%20word2%20word3%20word4%20word5,word34%20word35%20word36%20word37%20word38%20word39"
    )
    assert text_directive("x" * 500) == f"text={'x' * 500}"
    assert text_directive("a\u00a0b") == "text=a%C2%A0b"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text="),
        ("https://example.org/a#top", "https://example.org/a#top:~:text="),
        ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text="),
    ],
)
def test_an_address_with_a_fragment_keeps_it(url, start):
    record = SimpleNamespace(source=SimpleNamespace(url=url), passage=SimpleNamespace(exact="x"))
    assert fragment_link(record) == f"{start}x"


def test_archived_copies():
    def link(**fields):
        return archived_link(
            SimpleNamespace(**({"url": "https://example.org/a?b=c#d", "captured_on": None, "published_on": None} | fields))
        )

    assert link() == "https://web.archive.org/web/https://example.org/a?b=c"
    assert link(published_on="2020-11") == "https://web.archive.org/web/202011/https://example.org/a?b=c"
    assert link(published_on="2020", captured_on="2021-01-02").startswith("https://web.archive.org/web/20210102/")
    assert link(url="") == ""
