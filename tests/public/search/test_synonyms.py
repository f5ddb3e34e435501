"""Which synonyms are searched for, and where what they find stands."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from dara.models import Statement, SynonymGroup
from dara.public.search import results
from dara.public.search.query import Query
from dara.public.search.synonyms import MAX_WORDS, with_synonyms
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def groups(db):
    for slug, english, spanish in (
        ("bail", ["bail", "bond"], ["fianza"]),
        ("cash-bail", ["cash bail", "money bail"], ["fianza en efectivo"]),
        ("gun", ["gun", "firearm"], ["arma"]),
        ("death-penalty", ["death penalty", "capital punishment"], ["pena de muerte"]),
        ("office", ["district attorney's office", "DA's office"], []),
    ):
        SynonymGroup.objects.create(slug=slug, english=english, spanish=spanish)


def terms(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(str(term), term.synonyms) for term in with_synonyms(Query.parse(text)).terms]


BAIL = ("bail", "fianza")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("bond", [("bond", BAIL)]),
        ("Bonds", [("Bonds", BAIL)]),  # another form of it
        ("armas", [("armas", ("gun", "firearm"))]),
        ("pena de muerte", [("pena de muerte", ("death penalty", "capital punishment"))]),
        ("cash bail reform", [("cash bail", ("money bail", "fianza en efectivo")), ("reform", ())]),  # the longer phrase
        ("bail cash", [("bail", ("bond", "fianza")), ("cash", ())]),
        ("bond or zebra", [("bond", BAIL), ("or", ()), ("zebra", ())]),
        ("cash or bail", [("cash", ()), ("or", ()), ("bail", ("bond", "fianza"))]),
        ("DA's office", [("DA's office", ("district attorney's office",))]),
        ('"bond"', [('"bond"', ())]),  # what is quoted is meant to the letter
        ('cash "bail"', [("cash", ()), ('"bail"', ())]),
        ("zebra -bond", [("zebra", ()), ("-bond", ())]),
        ("penalty", [("penalty", ())]),
        ("", []),
    ],
)
def test_synonyms_of_words_and_phrases(text, read):
    assert terms(text) == read


def test_a_search_of_many_words_is_taken_as_typed():
    assert with_synonyms(Query.parse("bond " * MAX_WORDS)).has_synonyms
    assert not with_synonyms(Query.parse("bond " * (MAX_WORDS + 1))).has_synonyms


@pytest.mark.parametrize("text", ["bond", "bond " * MAX_WORDS, "pena de muerte bond gun cash bail zebra or armas -x"])
def test_the_database_is_asked_once(text):
    with CaptureQueriesContext(connection) as asked:
        with_synonyms(Query.parse(text))
    assert len(asked) == 1


@given(st.text(alphabet=st.sampled_from("ab -\"“”()|&!<>:*\\'\t.,…🙂é"), max_size=60))
@settings(max_examples=100)
def test_postgresql_accepts_any_text_beside_a_synonym(words):
    list(Statement.objects.filter(search=with_synonyms(Query.parse(f"bond {words}")).tsquery))
    list(Statement.objects.filter(search=with_synonyms(Query.parse(f'{words}" bond "{words}')).tsquery))


def statements(text: str) -> list[str]:
    return [row.text for row in results.best("statements", with_synonyms(Query.parse(text)))]


@pytest.fixture
def story():
    lines = [
        "Bail, bail and bail again: bail.",
        "A long remark in which somebody or other mentions a bond, and goes on and on about all manner of other things.",
        "Money is bail for the rich.",
        "Capital punishment is abolished.",
        "Punishment in the capital.",
    ]
    source = factories.source("".join(f"{line}\n" for line in lines), kind="other")
    speaker = factories.person("Ann Smith")
    for line in lines:
        factories.statement(source, line, kind="position", speaker=speaker)


def test_what_was_typed_comes_first(story):
    assert [text[:6] for text in statements("bond")] == ["A long", "Bail, ", "Money "]
    assert [text[:6] for text in statements("bail")][-1] == "A long"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pena de muerte", 1),  # the phrase, not its words elsewhere
        ("fianza rich", 1),
        ("fianza -rich", 2),
        ("fianza or punishment", 5),
        ('fianza "the rich"', 1),
        ('fianza "rich the"', 0),
        ("fianza en efectivo", 0),
        ('"fianza"', 0),
    ],
)
def test_synonyms_are_found_within_the_rest_of_the_query(text, found, story):
    assert len(statements(text)) == found


def test_the_words_of_a_phrase_that_stands_nowhere_have_no_synonyms(story):
    assert results.find(Query.parse('"fianza zebra"')).total == 0
    assert results.find(Query.parse("fianza zebra")).match == results.Match.ANY_WORD


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ([], []),
        (["bail"], []),
        (["bail", ""], []),
        (["bail", " bond"], []),
        (["bail", "bond | jail"], []),
        (["bail", "one two three four five"], []),
        (["bail"], ["a(b"]),
        ([f"word{n}" for n in range(13)], []),
    ],
)
def test_a_group_has_two_to_twelve_phrases(english, spanish):
    with pytest.raises(IntegrityError, match="synonymgroup_has_phrases"):
        SynonymGroup.objects.create(slug="odd", english=english, spanish=spanish)
