"""The database reads numbers as `dara/text/numbers.py` does."""

import random
from decimal import Decimal

import pytest
from django.db import connection

from dara.text.numbers import numbers
from tests.text.test_numbers import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.older_postgres]


def read_by_database(texts: list[str], *, scaled: bool) -> list[list[Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.dara_numbers(t.words, %s) FROM unnest(%s::text[]) WITH ORDINALITY AS t (words, place) ORDER BY t.place",
            [scaled, texts],
        )
        return [readings for (readings,) in cursor.fetchall()]


def test_the_database_reads_the_examples():
    expected = [[Decimal(reading) for readings in each for reading in readings] for each in EXAMPLES.values()]
    assert read_by_database(list(EXAMPLES), scaled=True) == expected


DIGITS = ["0", "1", "7", "12", "45", "100", "345", "812", "007", "2020", "13412", "000"]
SIGNS = [",", ".", " ", "\u00a0", "\u202f", "\u2009", "\u2007", "'", "’", "·", "-", ", ", ". ", "/", "\n", "\t", "..", ""]
BEFORE = [
    "",
    "",
    " ",
    "$",
    "(",
    "“",
    "[",
    "x[",
    "”[",
    "%",
    "a",
    "é",
    "May ",
    "Nov. ",
    "Precinct ",
    "No ",
    "DS-",
    "-",
    ".",
    ",",
    "%[",
]
AFTER = [
    "",
    " ",
    "%",
    " %",
    " percent",
    " Per cent",
    " por ciento",
    " mil millones",
    " mil",
    " millón",
    "M",
    "k",
    "-billion",
    " votes",
    "¹",
    "*",
    "[1]",
]
AFTER += ["a", ". ", ", ", "; ", "\n", "\u202fmillion", "%3", " MILLONES", "th", "ó"]


def written(source: random.Random) -> str:
    """A text of some numbers, most of them well made, in any surroundings."""
    text = ""
    for _ in range(source.randint(1, 3)):
        sign = source.choice(SIGNS)
        if source.random() < 0.5:
            groups = [str(source.randint(1, 999)), *(f"{source.randint(0, 999):03}" for _ in range(source.randint(1, 2)))]
            figures = sign.join(groups) + source.choice(["", "", ".5", ",5", ".25", "·75", ",125", ".1234"])
        else:
            figures = source.choice(DIGITS) + "".join(
                source.choice([sign, source.choice(SIGNS)]) + source.choice(DIGITS) for _ in range(source.randint(0, 3))
            )
        text += source.choice(BEFORE) + figures + source.choice(AFTER)
    return text


def test_the_database_reads_generated_numbers_in_the_same_way(long):
    source = random.Random(14)
    texts = [written(source) for _ in range(100_000 if long else 6_000)]
    for scaled in (False, True):
        read = read_by_database(texts, scaled=scaled)
        assert [(text, found) for text, found in zip(texts, read, strict=True) if found != numbers(text, scaled=scaled)] == []
        assert sum(map(bool, read)) > len(texts) / 2
