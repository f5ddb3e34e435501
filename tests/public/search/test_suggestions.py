"""Which word is suggested for a misspelt one."""

import pytest

from dara.public.search.query import Query
from dara.public.search.suggestions import corrected
from tests import factories

pytestmark = pytest.mark.django_db


def correction(words: str) -> str | None:
    query = corrected(Query.parse(words))
    return query and query.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cash bial", "cash bail"),  # two letters changed places, where “bias” has another letter
        ("Smiht bail", "Smith bail"),
        ("abolish chnage", "abolish change"),  # no name, but a word of what the other word finds
        ("Black Lives Mattr", "Black Lives Matter"),  # the name has a hyphen
        ("Black Lives Mater", None),  # “mater” is a word
        ("non-voilent crimes", "non-violent crimes"),
        ("lives -mater", None),  # what is not to be there is taken as typed
        ("will smith", None),  # “will” is a small word, which text search leaves out: not a name misspelt
    ],
)
def test_the_most_similar_word_is_suggested(typed, meant, story):
    for name in ("Cash bail", "Bias", "Charge"):
        factories.topic(name)
    for name in ("Black Lives Matter-LA", "Bill Smith"):
        speaker = factories.organization(name)
    other = factories.source("We abolish cash bail and make a change for non-violent crimes.\n", kind="other")
    factories.statement(other, "We abolish cash bail and make a change for non-violent crimes.", kind="position", speaker=speaker)
    assert correction(typed) == meant


@pytest.mark.parametrize("words", ["qqqqqqqq", "bas3ment", "xyz", "Chemxxxxsky", "", "🙂🙂🙂🙂", "\\", "%%%%"])
def test_nothing_is_suggested_for_a_word_that_is_similar_to_none(words, gascon, chemerinsky):
    assert correction(words) is None


def test_words_of_the_archive_are_not_corrected(gascon, chemerinsky):
    """“walrus” is hidden, and found nowhere; “zebra” is no name, but held."""
    factories.person("Ann Zebro")
    assert correction("zebra") is None
