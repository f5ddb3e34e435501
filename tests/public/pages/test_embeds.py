"""Records in frames on other sites, and oEmbed as https://oembed.com specifies it, read by an independent client."""

import html
import re
from urllib.parse import parse_qs, quote, urlsplit

import html5lib
import micawber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.models import Statement
from tests import factories
from tests.public.conftest import words

BASE = "http://127.0.0.1:8000"
RECORDS = ("quote", "post", "in_post", "cheers", "position", "report", "backing", "money", "count")


def embed(record, language: str = "") -> str:
    return f"{language}{record.get_absolute_url()}embed"


def oembed(record, **parameters) -> str:
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    return f"/oembed?url={quote(f'{BASE}{record.get_absolute_url()}', safe='')}{more}"


# --- the frame --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("name", RECORDS)
def test_any_site_may_show_it_and_nothing_in_it_runs(name, language, archive, public):
    record = getattr(archive, name)
    response = public(embed(record, language))
    assert response.status_code == 200
    assert "X-Frame-Options" not in response
    policy = dict(each.strip().split(" ", 1) for each in response["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == "*"
    assert policy["script-src"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())
    assert tree.find(".//script") is None
    assert tree.find(".//base").attrib == {"target": "_blank"}
    assert [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "robots"] == ["noindex"]
    assert [meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "color-scheme"] == ["light dark"]
    assert f"{language}{record.get_absolute_url()}" in [link.get("href") for link in tree.iter("a")]
    assert tree.get("lang") == (language.strip("/") or "en")


@pytest.mark.parametrize("name", ["quote", "backing", "count"])
def test_no_other_address_may_be_framed(name, archive, public):
    record = getattr(archive, name)
    for path in (
        record.get_absolute_url(),
        f"{record.get_absolute_url()}citation.json",
        "/",
        "/statements/aaaaaaaa/embed",
        "/oembed",
    ):
        response = public(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], path
        assert response["X-Frame-Options"] == "DENY"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_it_says_whose_words_from_which_source_and_when(archive, public):
    shown = words(public(embed(archive.quote)).content.decode())
    assert "“We begin <today> & go on” [...] “We shall not stop.”" in shown
    assert "Ann Smith, as quoted in The Paper" in shown
    assert "Said November 6, 2020 (inferred). The Paper, news article, November 6, 2020 (inferred)" in shown
    assert "News: descriptions of people are the publisher’s." in shown
    passed_on = words(public(embed(archive.in_post)).content.decode())
    assert "as posted by Rob Reporter, as embedded in The Paper" in passed_on
    assert "campaign’s own words" in words(public(embed(archive.position)).content.decode())
    assert "Campaign material: written to win votes." in words(public(embed(archive.position)).content.decode())


def test_a_count_says_that_it_is_partial_and_a_stance_that_it_is_reported(archive, public):
    count = words(public(embed(archive.count)).content.decode())
    assert "“almost” 53.7% of the vote" in count
    assert "Partial count, not a final result." in count
    stance = words(public(embed(archive.money)).content.decode())
    assert archive.money.passage.exact in stance
    assert "reported as spending money on the" in stance
    assert "“$1.5 Million”" in stance


def test_in_spanish(archive, public):
    shown = words(public(embed(archive.quote, "/es")).content.decode())
    assert "“We begin <today> & go on” [...] “We shall not stop.” Ann Smith, según se cita en The Paper" in shown
    assert "6 de noviembre de 2020" in shown


@pytest.mark.parametrize("language", ["", "/es"])
def test_a_withdrawn_record_says_so_in_the_frame(language, archive, public):
    response = public(f"{language}/statements/{archive.withdrawn.key}/embed")
    assert response.status_code == 410
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "no-store"
    said = (
        "Este registro se retiró el 3 de febrero de 2024. Motivo: privacidad."
        if language
        else "This record was withdrawn on February 3, 2024. Ground: privacy."
    )
    assert said in words(response.content.decode())


def test_a_merged_record_leads_on(archive, public):
    response = public("/statements/merged22/embed")
    assert (response.status_code, response["Location"]) == (301, embed(archive.quote))


def test_private_persons_have_no_frame(archive, public):
    assert public(embed(archive.private)).status_code == 404
    assert "embed" not in public(archive.private.get_absolute_url()).content.decode()


def test_questions(archive, as_public):
    with as_public() as client:
        for name, number in {"quote": 3, "in_post": 4, "money": 1, "count": 1}.items():
            with CaptureQueriesContext(connection) as asked:
                assert client.get(embed(getattr(archive, name))).status_code == 200
            assert len(asked) <= number, name


# --- oEmbed -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECORDS)
def test_the_answer(name, archive, public):
    record = getattr(archive, name)
    response = public(oembed(record))
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert (answer["type"], answer["version"], answer["provider_name"]) == ("rich", "1.0", "dara")
    (frame,) = html5lib.parse(answer["html"], namespaceHTMLElements=False).iter("iframe")
    assert frame.get("src") == f"{BASE}{embed(record)}"
    assert frame.get("title") == answer["title"]
    assert (int(frame.get("width")), int(frame.get("height"))) == (answer["width"], answer["height"])
    assert public(urlsplit(frame.get("src")).path).status_code == 200


def test_a_client_takes_it(archive, public):
    """micawber, with this site in the place of the network."""

    class Here(micawber.Provider):
        def fetch(self, url):
            return public(url.removeprefix(BASE)).content.decode()

    providers = micawber.ProviderRegistry()
    providers.register(rf"{BASE}/(?:es/)?statements/\S+", Here(f"{BASE}/oembed"))
    address = f"{BASE}/es{archive.quote.get_absolute_url()}"
    taken = providers.request(address, maxwidth=400)
    assert taken["width"] == 400
    assert f'src="{BASE}{embed(archive.quote, "/es")}"' in taken["html"]
    assert micawber.parse_text(address, providers, maxwidth=400) == taken["html"]


def test_it_is_no_larger_than_asked_and_grows_with_the_words(archive, public):
    long = factories.source("All is well. " * 200, kind="press release")
    quote = factories.statement(long, ("All is well. " * 200).strip(), speaker=archive.smith)
    short, tall = public(oembed(archive.own)).json(), public(oembed(quote)).json()
    assert tall["height"] > 3 * short["height"]
    narrow = public(oembed(quote, maxwidth=300, maxheight=5000)).json()
    assert (narrow["width"], narrow["height"] > tall["height"]) == (300, True)
    assert public(oembed(quote, maxwidth=5000, maxheight=200)).json() | {"html": ""} == tall | {"height": 200, "html": ""}


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("?url={base}/statements/{key}/&format=xml", 501),
        ("?url={base}/statements/{key}/&format=json&more=1&maxwidth=", 200),
        ("?url={base}/statements/{key}/?utm_source=x%23cite", 200),
        ("?url={base}/statements/{private}/", 401),
        ("?url={base}/statements/{withdrawn}/", 404),
        ("?url={base}/statements/aaaaaaaa/", 404),
        ("?url={base}/sources/{source}/", 404),
        ("?url={base}/", 404),
        ("?url=https://example.org/statements/{key}/", 404),
        ("?url={base}.example.org/statements/{key}/", 404),
        ("?url=%00", 404),
        ("?url={base}/statements/%00/", 404),
        ("", 400),
        ("?url={base}/statements/{key}/&maxwidth=0", 400),
        ("?url={base}/statements/{key}/&maxheight=-1", 400),
        ("?url={base}/statements/{key}/&maxwidth=٣", 400),
        ("?url={base}/statements/{key}/&maxwidth=999999", 400),
    ],
)
def test_what_is_refused_and_how(parameters, status, archive, public):
    keys = {
        "key": archive.quote.key,
        "private": archive.private.key,
        "withdrawn": archive.withdrawn.key,
        "source": archive.story.key,
    }
    response = public(f"/oembed{parameters.format(base=BASE, **keys)}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    if status != 200:
        assert list(response.json()) == ["detail"]
        assert "We begin" not in response.content.decode()


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("name", ["quote", "backing", "count"])
def test_a_page_names_its_answer_and_has_the_html_to_copy(name, language, archive, public):
    record = getattr(archive, name)
    text = public(f"{language}{record.get_absolute_url()}").content.decode()
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    (link,) = [each for each in tree.iter("link") if each.get("type") == "application/json+oembed"]
    assert link.get("rel") == "alternate"
    assert parse_qs(urlsplit(link.get("href")).query)["url"] == [f"{BASE}{language}{record.get_absolute_url()}"]
    answer = public(link.get("href").removeprefix(BASE)).json()
    assert html.escape(answer["html"], quote=True).replace("&#x27;", "&#39;") in text
    assert embed(record, language) in re.findall(r'<a href="([^"]*)"', text)


def test_sources_and_private_persons_have_none(archive, public):
    assert "oembed" not in public(archive.story.get_absolute_url()).content.decode()
    assert Statement.objects.get(pk=archive.private.pk).speaker.private
    assert "oembed" not in public(archive.private.get_absolute_url()).content.decode()
