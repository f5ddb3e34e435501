"""The search page: grouped, marked, honest when nothing is there; and calm whatever is typed."""

import random
import re
from urllib.parse import quote, urlencode

import html5lib
import pytest

from dara.models import Statement
from dara.public.pages.lists import PAGE_SIZE


def test_hits_come_in_groups_with_their_words_marked(archive, public):
    html = public("/search/?q=begin").content.decode()
    assert "“We <mark>begin</mark> &lt;today&gt; &amp; go on”" in html
    assert f'href="{archive.quote.get_absolute_url()}"' in html
    assert "In the texts of the sources" in html
    assert 'href="/statements/?q=begin"' in html
    assert "1 statement in the list" in html
    assert 'value="begin"' in html  # what was typed stays in the box


def test_no_more_than_a_thousand_are_counted(enlarged_archive, public, text_of, monkeypatch):
    """A thousand: here a hundred, of 400 statements and paragraphs that say yes. All of them are in the list, and in its files."""
    monkeypatch.setattr("dara.public.search.results.MAX_COUNTED", 100)
    text = text_of("/search/?q=says+yes")
    assert "The best 10 are shown. More than 100 statements in the list" in text
    assert "The best 5 are shown. More than 100 paragraphs" in text
    assert "Más de 100 párrafos" in text_of("/es/search/?q=says+yes")
    text = text_of("/search/paragraphs/?q=says+yes&page=2")
    assert "More than 100 that the public may read. The best 100 are shown, the best match first." in text
    assert public("/search/paragraphs/?q=says+yes&page=3").status_code == 400
    assert public("/api/v1/paragraphs/?q=says+yes").json()["count"] == 400


def test_people_and_topics_come_first(archive, public):
    html = public("/search/?q=smith").content.decode()
    assert html.index('href="/candidates/ann-smith/"') < html.index('<h2 id="statements">')
    assert 'href="/topics/cash-bail/"' in public("/search/?q=bail").content.decode()


def test_texts_without_a_record_are_found_where_they_may_be_read(archive, text_of, public):
    assert "A paragraph that holds no evidence, beside one that does." in text_of("/search/?q=beside+evidence")
    for hidden in ("%22nobody+may+read%22", "second+paragraph+nobody"):
        assert "nobody may read" not in text_of(f"/search/?q={hidden}").replace('"nobody may read"', "").replace(
            "“nobody may read”", ""
        )
    response = public("/search/?q=beside+evidence")
    paragraph = response.context["groups"]["paragraphs"].rows[0]
    page = public(paragraph.get_absolute_url().partition("#")[0]).content.decode()
    assert f'id="paragraph-{paragraph.number}"' in page


def test_nothing_found_says_where_it_was_looked_for(archive, text_of):
    text = text_of("/search/?q=zebras")
    assert "Nothing found for zebras" in text
    assert "matches in the 2 sources held" in text


def test_did_you_mean(archive, public):
    html = public("/search/?q=Smiht").content.decode()
    assert 'Did you mean <a href="/search/?q=Smith">Smith</a>?' in html
    assert "Nothing found for" in html
    assert 'href="/candidates/ann-smith/"' not in html  # offered, not run


def test_a_long_search_is_not_said_back_in_full(archive, public):
    html = public(f"/search/?{urlencode({'q': 'We shall not stop ' * 10 + 'Smiht'})}").content.decode()
    (offer,) = re.findall("<p>( ?Did you mean.*?)</p>", " ".join(html.split()))
    assert len(re.sub("<[^>]*>", "", offer)) < 200


def test_some_of_the_words(archive, text_of):
    assert "No entry has all of these words" in text_of("/search/?q=begin+zebras")


def test_a_phrase_that_stands_nowhere(archive, text_of):
    text = text_of("/search/?q=%22stop+shall%22")
    assert "No entry has the phrase word for word, in the 2 sources held. These have its words, the best match first." in text
    assert "We shall not stop." in text


@pytest.mark.parametrize("path", ["/search/", "/search/paragraphs/", "/statements/", "/endorsements/", "/sources/"])
@pytest.mark.parametrize("words", ["the", "we will not", "&&&"])
def test_small_words_are_not_said_to_be_nowhere(path, words, archive, text_of):
    text = text_of(f"{path}?{urlencode({'q': words})}")
    assert "small words, like “the”, “we” or “not”, stand nearly everywhere and are left out" in text
    assert "matches in the" not in text
    assert "Did you mean" not in text


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(("words", "excluded"), [("tsunami -change", "change"), ("tsunami zebra -lacey", "lacey")])
def test_what_is_not_to_be_there_is_not_marked_nor_shown_first(words, excluded, public):
    context = public(f"/search/?{urlencode({'q': words})}").context
    for hits in context["groups"].values():
        for row in hits.rows:
            assert excluded not in {word.lower() for word in row.matched_words}
    assert all(f"-{excluded}" in part for part in context["found"].query.text.split(" or ") if part)


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(
    ("words", "meant"),
    [("tsunami of chnage", "tsunami of change"), ("cash bial", "cash bail"), ("Black Lives Mattr", "Black Lives Matter")],
)
def test_what_was_likely_meant_is_offered(words, meant, public):
    assert public(f"/search/?{urlencode({'q': words})}").context["found"].suggestion.text == meant


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(
    "words", ["hate crime", "defund the police", "recall", "three strikes", "cárcel", "antecedentes penales", "Newson"]
)
def test_nothing_else_is_offered_for_words_of_english_spanish_or_the_sources(words, public):
    html = public(f"/search/?{urlencode({'q': words})}").content.decode()
    assert "Did you mean" not in html


@pytest.mark.usefixtures("seeds")
def test_a_source_s_own_spelling_is_offered(public):
    assert 'Did you mean <a href="/search/?q=Newson">Newson</a>?' in public("/search/?q=Newsom").content.decode()


# --- synonyms ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize(
    ("words", "also"),
    [
        ("bond", "bail"),
        ("fianza", "bail"),
        ("guns", "firearm"),
        ("arma", "firearm"),
        ("concession", "concede"),
        ("cops", "police"),
        ("policia", "police"),
        ("cárcel", "jail"),
        ("juvenile", "underage"),
    ],
)
def test_the_words_of_a_voter_find_what_the_sources_call_otherwise(words, also, public):
    response = public(f"/search/?{urlencode({'q': words})}")
    groups = response.context["groups"]
    assert groups["statements"].total + groups["paragraphs"].total > 0
    assert also in response.context["also_searched"]
    html = " ".join(response.content.decode().split())
    assert "Also searched: " in html
    assert f'<a href="/search/?{urlencode({"q": words})}&amp;synonyms=no" rel="nofollow">Search only my words</a>' in html


@pytest.mark.usefixtures("seeds")
def test_three_strikes_is_not_taken_apart(text_of):
    assert "Nothing found for three strikes" in text_of("/search/?q=three+strikes")
    assert "three-way" not in text_of("/search/?q=three+strikes")


def test_only_my_words(archive, text_of, public):
    assert "Also searched: begin, empezar." in text_of("/search/?q=commence")
    text = text_of("/search/?q=commence&synonyms=no")
    assert "Nothing found for commence" in text
    assert "Only your words were searched. Search their synonyms too" in text
    assert "Also searched" not in text_of("/search/?q=%22commence%22")
    assert "Also searched" not in text_of("/search/?q=stop")
    assert 'href="/statements/?q=commence"' in public("/search/?q=commence").content.decode()
    assert 'href="/statements/?q=begin&amp;synonyms=no"' in public("/search/?q=begin&synonyms=no").content.decode()


@pytest.mark.parametrize("path", ["/search/", "/search/paragraphs/", "/statements/", "/api/v1/statements/"])
def test_another_value_is_refused(path, archive, public):
    assert public(f"{path}?q=begin&synonyms=yes").status_code == 400


# --- a quotation that is remembered otherwise -------------------------------------------------------------

NOT_WORD_FOR_WORD = "Not word for word: none of the passages shown here has these words in this order."


@pytest.mark.usefixtures("seeds")
def test_a_misremembered_quotation_is_compared_word_for_word(text_of):
    text = text_of("/search/?q=our+nation+is+going+through+a+day+of+reckoning")
    assert "Differs from what" in text
    assert NOT_WORD_FOR_WORD not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("we shall not stop smith said go on", True),  # in another order than the text
        ("on go “we shall not stop” smith said", False),  # a phrase has a sentence of its own
        ("— go on! Smith SAID: ‘We shall not stop’", False),  # over the attribution, as the passage has it
        ("go on stop smith said", False),  # fewer words are a question
    ],
)
def test_word_for_word_is_with_signs_and_capitals_ignored(words, said, archive, text_of):
    assert (NOT_WORD_FOR_WORD in text_of(f"/search/?{urlencode({'q': words})}")) is said


def test_without_words_it_explains_itself(archive, text_of):
    assert "all of the words, in any form and order" in text_of("/search/")
    assert "Found" not in text_of("/search/?q=%20%20")


def test_from_the_first_page_in_two_steps(archive, public):
    form = html5lib.parse(public("/").content.decode(), namespaceHTMLElements=False).find(".//form[@action='/search/']")
    box = form.find(".//input")
    assert (form.get("method"), box.get("name"), box.get("type")) == (None, "q", "search")
    assert archive.quote.get_absolute_url() in public(f"/search/?{urlencode({'q': 'We begin today go on'})}").content.decode()


def test_every_paragraph_has_a_list(archive, public):
    response = public("/search/paragraphs/?q=the")
    assert response.status_code == 200  # a small word finds nothing, and is no fault
    rows = public("/search/paragraphs/?q=paragraph").context["object_list"]
    assert 0 < len(rows) <= PAGE_SIZE


def test_without_a_paragraph_it_says_where_it_was_looked_for(archive, text_of, public):
    text = text_of("/search/paragraphs/?q=zebras")
    assert "No readable paragraph matches in the 2 sources held." in text
    assert "Search everything for these words" in text
    response = public("/search/paragraphs/?q=+")
    assert (response.status_code, response["Location"]) == (302, "/search/")
    assert public("/es/search/paragraphs/")["Location"] == "/es/search/"


# --- hostile ----------------------------------------------------------------------------------------

PARTS = [
    *'"\'“”()[]{}<>&|!:*-+~^\\/%_;,.?#@=$`',
    "\0", "\n", "\t", "\ud800", "\ufeff", "\u202e", "\u0301", "🙂", "👨‍👩‍👧", "é", "ß", "İ", "中文字", "ﷺ", "٣",
    " ", "  ", " or ", " OR ", " and ", " -", "--", "- -", "<->", ":*", "!!", "((", "))", '""', '" "', '"-', "-\"",
    "a", "the", "bail", "Lacey", "Gascón", "lacey's", "non-violent", "x" * 300, "9" * 300, "-" * 200, "a-" * 200, "(" * 200,
    "' OR 1=1; --", "'; DROP TABLE dara_statement; --", "\\'; SELECT pg_sleep(9) --", "${jndi:ldap://x}", "{{ 7*7 }}", "{% debug %}",
    "<script>alert(1)</script>", "../../etc/passwd", "%00", "%s", "%(x)s", "https://x.org/a?b=c&d", "a@b.org", "#tag", "1e999", "NaN", "-0",
]  # fmt: skip
NAMES = ["q", "synonyms", "page", "sort", "candidate", "speaker", "topic", "kind", "source", "source_kind", "year", "stance", "endorser", "race", "publisher"]  # fmt: skip
VALUES = [
    "",
    "0",
    "1",
    "2",
    "-1",
    "none",
    "2020",
    "relevance",
    "date",
    "quote",
    "news article",
    "ann-smith",
    "cash-bail",
    "last",
    "no",
    "1" * 50,
]
PATHS = ["/search/", "/search/paragraphs/", "/statements/", "/endorsements/", "/sources/"]


def hostile(chance: random.Random) -> str:
    """An address with anything in it, some of it long."""

    def text() -> str:
        found = "".join(chance.choice(PARTS) for _ in range(chance.choice([1, 1, 2, 3, 5, 8, 20])))
        return found * chance.choice([1] * 20 + [40])

    pairs = [("q", text())] if chance.random() < 0.8 else []
    for _ in range(chance.choice([0, 0, 0, 1, 2, 4])):
        name = chance.choice([*NAMES, text()[:20]])
        pairs.append((name, chance.choice(VALUES) if chance.random() < 0.6 else text()))
    query = "&".join(f"{quote(name, errors='surrogatepass')}={quote(value, errors='surrogatepass')}" for name, value in pairs)
    if chance.random() < 0.05:
        query += chance.choice(["&%ff=%fe", "&&&=", "&q", "&q=%", "&q=%zz", ";q=a", "&page[]=1", "&" * 50])
    return f"{chance.choice(PATHS)}?{query}"


@pytest.mark.timeout(1800)
def test_hostile_requests_give_no_500(archive, as_public, long):
    requests = 10_000 if long else 150
    chance = random.Random(20201106)
    statuses: dict[int, int] = {}
    with as_public() as client:
        for _ in range(requests):
            address = hostile(chance)
            response = client.get(address)
            if response.status_code == 302:  # paragraphs searched without words
                assert (address.partition("?")[0], response["Location"]) == ("/search/paragraphs/", "/search/"), address
            else:
                assert response.status_code in (200, 400), address
            assert not response.cookies
            statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
            if response.status_code == 400:
                assert re.search(rb'<p class="notice">[^<]+</p>', response.content), address
            assert b"<script>alert" not in response.content, address
    assert min(statuses[200], statuses[400]) > requests // 10, statuses  # both roads were walked


@pytest.mark.usefixtures("seeds")
def test_every_quotation_of_the_seeds_is_one_search_from_the_first_page(as_public, sample):
    """The page itself, for each statement: its words in straight quotes lead to it, among the first hits."""
    with as_public() as client:
        for statement in sample(Statement.objects.order_by("key"), 15):
            words = statement.text.replace("“", '"').replace("”", '"').replace("’", "'")
            html = client.get("/search/", {"q": words}).content.decode()
            hits = html5lib.parse(html, namespaceHTMLElements=False).find(".//ol[@class='hits']")
            first = [link.get("href") for link in hits.findall("./li/p/a")][:3]
            assert statement.get_absolute_url() in first, words
