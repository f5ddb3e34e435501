"""What search columns hold."""

import random
import re
import sys

import pytest
from django.db import connection

from dara.text.search_words import INVISIBLE, search_words
from tests.text.test_search_words import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.older_postgres]


def by_database(function: str, texts: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT public.{function}(t.words) FROM unnest(%s::text[]) WITH ORDINALITY AS t (words, place) ORDER BY t.place",
            [texts],
        )
        return [words for (words,) in cursor.fetchall()]


def test_the_database_reads_the_words_of_texts_as_queries_are_read():
    assert by_database("dara_words", list(EXAMPLES)) == [search_words(text) for text in EXAMPLES]


def test_the_database_reads_every_character_in_the_same_way():
    surrogates = range(0xD800, 0xE000)
    every = [f"a{chr(number)}b" for number in range(1, sys.maxunicode + 1, 1) if number not in surrogates and number < 0x11000]
    assert by_database("dara_words", every) == [search_words(text) for text in every]


def test_the_database_reads_generated_texts_in_the_same_way():
    source = random.Random(14)
    pieces = [*"aBé7.,'’- ", "D.A.", "J. R.", "\u00a0", "\u202f", "\u00ad", "\u200b", "12", "345", "1,405", "/", "“", "_", "\n"]
    texts = ["".join(source.choices(pieces, k=source.randint(1, 12))) for _ in range(6_000)]
    assert by_database("dara_words", texts) == [search_words(text) for text in texts]


def test_what_has_a_hyphen_is_found_in_generated_texts():
    source = random.Random(23)
    pieces = [*"aBéÑ7.,'’-\u2010\u2011 ", "\u00ad", "\u200b", "co-op", "O’Neill", "“", "_", "\n"]
    texts = ["".join(source.choices(pieces, k=source.randint(1, 9))) for _ in range(6_000)]
    together = re.compile("[A-Za-z\u00c0-\u024f]+(?:(?:[\u2010\u2011-]|['\u2019](?=[A-Z\u00c0-\u00de]))[0-9A-Za-z\u00c0-\u024f]+)+")
    expected = [
        [
            *search_words(text).split(),
            *(re.sub("['\u2019\u2010\u2011-]", "", word) for word in together.findall(re.sub(f"[{INVISIBLE}]", "", text))),
        ]
        for text in texts
    ]
    assert [found.split() for found in by_database("dara_searched_words", texts)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DS-7604 of O’Neill", "DS 7604 of O Neill DS7604 ONeill"),
        ("one-on-one, non\u2011vio\u00adlent", "one on one non violent oneonone nonviolent"),
        ("we’ll not, Lacey's", "we ll not Lacey s"),  # “well” would find it
        ("60-40", "60 40"),
    ],
)
def test_what_has_a_hyphen_is_held_in_one_piece_too(text, words):
    (held,) = by_database("dara_searched_words", [text])
    assert held.split() == words.split()
