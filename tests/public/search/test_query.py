"""How a search text is parsed, whoever types it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dara.models import Statement
from dara.public.search.query import MAX_LENGTH, Query
from dara.public.search.results import Match, find
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ('cash "bail reform" -jail', 'cash "bail reform" -jail'),
        ("“cash bail” or jail", '"cash bail" or jail'),
        ('bail -"the jail"', 'bail -"the jail"'),
        ("TODAY at 3PM – 211 W. Temple - now", "TODAY at 3PM 211 W Temple now"),
        ("non-violent --jail (-a (-b !c", '"non violent" jail a b c'),
        ('""" "', ""),
        ("-" * 100 + "x", "x"),
        ("_ ² x", "x"),
        ("O’Neill -O'Neill 1,405 soft\u00adware \u200bx", '"O Neill" -"O Neill" 1405 software x'),
        ("D.A. J. R. Ruck", "DA JR Ruck"),
        (
            "#JackieLaceyWILLGo…because we’re @BLMLA, pic.twitter.com/Cvf9Y2tQ07",
            '"JackieLaceyWILLGo because" "we re" BLMLA "pic twitter com Cvf9Y2tQ07"',
        ),
    ],
)
def test_a_text_is_parsed_into_words_and_phrases(words, read):
    assert Query.parse(words).websearch == read


@given(st.text(alphabet=st.sampled_from("ab -\"“”()|&!<>:*\\'\t.,…🙂é"), max_size=300))
@settings(max_examples=300)
def test_postgresql_accepts_any_text(words):
    list(Statement.objects.filter(search=Query.parse(words).tsquery))


@pytest.mark.parametrize("words", ["the", "we will not", '"we will not"', "&&&", "or", ""])
def test_stop_words_alone_find_nothing(words, gascon):
    factories.person("Bill Noth")
    assert Query.parse(words).has_only_stop_words()
    assert (find(Query.parse(words)).match, find(Query.parse(words)).total) == (Match.STOP_WORDS, 0)


@pytest.mark.parametrize("words", ["the basement", "zebras", "-the -basement"])
def test_other_words_are_searched(words, gascon):
    assert not Query.parse(words).has_only_stop_words()


def test_a_query_for_any_of_many_words_is_not_too_long(gascon):
    excluded = " ".join(f"-{'x' * 30}{number}" for number in range(30))
    some = Query.parse(f"basement zebra walrus elephants {excluded}").any_word().text
    assert some.startswith(f"basement {excluded} or ") or some == f"basement {excluded}"
    assert len(some) <= MAX_LENGTH
