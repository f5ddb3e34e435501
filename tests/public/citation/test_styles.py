"""Citations in the styles of newsrooms and universities."""

import functools
import html
import re

import pytest
from citeproc import CitationStylesStyle

from dara.models import Source, Statement
from dara.public.citation import styles
from dara.public.citation.item import csl
from dara.public.citation.styles import formatted
from dara.public.pages.evidence import outer_statements
from tests import factories
from tests.public.citation.cited import plain


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


def test_what_is_left_out_of_a_style_changes_nothing(cited, monkeypatch):
    """Nor does the locale that the styles share."""
    forms = [formatted(item) for _, _, item in cited]
    styles._rendered.cache_clear()
    monkeypatch.setattr(styles, "_style", functools.cache(lambda label: CitationStylesStyle(styles.STYLES[label], validate=False)))
    assert [formatted(item) for _, _, item in cited] == forms
    styles._rendered.cache_clear()


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


def test_a_citation_is_the_same_whatever_was_cited_before():
    """A style is read once, and citeproc-py leaves notes on it while it renders."""
    days: list[dict] = [
        {"date-parts": [[2020]]},
        {"date-parts": [[2020, 3]]},
        {"date-parts": [[2020, 3, 5]]},
        {"literal": "Spring"},
    ]
    known = [{}, *({"issued": day} for day in days), {"issued": {**days[2], "circa": True}, "author": [{"literal": "The Paper"}]}]
    items = [
        {"type": type, "title": "Who says no?", "container-title": "The Paper", "URL": "https://example.org/", "accessed": days[2]}
        | more
        for type in ("webpage", "post", "article-newspaper", "report")
        for more in known
    ]
    styles._rendered.cache_clear()
    forwards = [formatted(item) for item in items]
    styles._rendered.cache_clear()
    backwards = [formatted(item) for item in reversed(items)]
    assert forwards == backwards[::-1]
    for item, form in zip(items, forwards, strict=True):
        styles._rendered.cache_clear()
        styles._style.cache_clear()
        assert formatted(item) == form
