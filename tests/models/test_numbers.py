"""The database reads numbers as `dara/text/numbers.py` does."""

import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from dara.text.numbers import numbers
from tests import factories
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


# words of a source → a field of a result, what it may be, what it may not be
STATED = {
    "She has 52,9% of the vote so far.": ("percent", ["52.9"], [9, 52, 29]),
    "She has 52·9% of the vote so far.": ("percent", ["52.9"], [9, 52]),
    "She won 812 345 votes.": ("votes", [812345], [812, 345]),
    "She won 812\u202f345 votes.": ("votes", [812345], [812, 345]),
    "She won 701\u00a0002 votes.": ("votes", [701002], [701, 2]),
    "She won 701.002 votes.": ("votes", [701002], [701, 2]),  # ambiguous: it may be either
    "She won 13,412¹ votes.": ("votes", [13412], [134121, 1, 13]),
    "She won 13,4121 votes.": ("votes", [], [134121, 13412, 13, 4121]),  # nobody can say
    "She won 52.9%2 of the vote.": ("percent", ["52.9"], [2, "52.92"]),
    "On May 4 345 people voted for her.": ("votes", [345], [4345]),
}


@pytest.mark.parametrize("words", STATED)
def test_a_result_has_the_figures_of_its_passage(words):
    field, right, wrong = STATED[words]
    text = factories.source(f"{words}\n")
    vega = factories.person("Ana Vega")
    election = factories.election(factories.race("2030", vega), text, words, name="June 2030")

    def is_taken(value) -> bool:
        try:
            with transaction.atomic():
                factories.result(text, words, candidate=vega, election=election, status="not stated", **{field: value})
                transaction.set_rollback(True)
        except IntegrityError:
            return False
        return True

    assert [value for value in (*right, *wrong) if is_taken(value)] == right
