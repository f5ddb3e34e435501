"""Numbers in figures. The database reads these examples, and many others, in the same way: `tests/models/test_numbers.py`."""

from decimal import Decimal

import pytest

from dara.text.numbers import numbers, numbers_in

# words → each number's readings, scaled
EXAMPLES: dict[str, list[tuple[str, ...]]] = {
    # English
    "almost 53.72% of the vote, while 46.28%": [("53.72",), ("46.28",)],
    "won 60-40": [("60",), ("40",)],
    "50.0%": [("50",)],
    "$642,252.29 and 1,234,567 votes": [("642252.29",), ("1234567",)],
    "on Nov. 3, 2020, .5% (.25) and -.75": [("3",), ("2020",), ("0.5",), ("0.25",), ("0.75",)],
    "Nov.3 … 4 ...5": [("3",), ("4",), ("5",)],
    "half a million": [],
    "She won 812,345, he 701,002.": [("812345",), ("701002",)],
    # words after the figures
    "$1.5 Million": [("1500000",)],
    "$1.5M, $20k, 3 billion, 3 men": [("1500000",), ("20000",), ("3000000000",), ("3",)],
    "1.234 million, $1,234 million": [("1234000",), ("1234000000",)],
    "1,5 millones, 2 MILLÓN, 20 mil, 3 mil millones": [("1500000",), ("2000000",), ("20000",), ("3000000000",)],
    # decimal commas and middle dots
    "52,9% and 45,75 por ciento": [("52.9",), ("45.75",)],
    "52·9% and 45·75 per cent": [("52.9",), ("45.75",)],
    "1,50": [("1.50",)],
    "0,125 or 0.125": [("0.125",), ("0.125",)],
    "1.234,56 and 1.234.567 and 1.234.567,8": [("1234.56",), ("1234567",), ("1234567.8",)],
    # spaces and apostrophes between groups
    "812 345 votes and 1 701 002": [("812345",), ("1701002",)],
    "812\u202f345, 701\u00a0002, 45\u2009001, 45\u2007002": [("812345",), ("701002",), ("45001",), ("45002",)],
    "1 234,5 and 1\u202f234.75": [("1234.5",), ("1234.75",)],
    "1'234'567 and 1’234.50": [("1234567",), ("1234.50",)],
    # spaces that are only spaces
    "in 2020 345 people": [("2020",), ("345",)],
    "812 45 and 7 604 33": [("812",), ("45",), ("7",), ("604",), ("33",)],
    "812 701 1,513": [("812",), ("701",), ("1513",)],
    "812 701,513": [("812",), ("701513",)],
    "On Nov. 3 200 people, on May 4 300, in Precinct 12 345": [("3",), ("200",), ("4",), ("300",), ("12",), ("345",)],
    "No. 7 604 and Measure 4 345": [("7",), ("604",), ("4",), ("345",)],
    "0 345": [("0",), ("345",)],
    "812\t345\n678": [("812",), ("345",), ("678",)],
    # ambiguous: each reading, the likelier first
    "1.234 votes": [("1.234", "1234")],
    "1.234%": [("1.234",)],
    "1,234% and 1,234": [("1234", "1.234"), ("1234",)],
    # marks of footnotes
    "13,412¹ 13,412²³ 13,412* 13,412† 13,412[1] 13,412a": [("13412",)] * 6,
    "52.9%2, 45.7%[3] of 13,412.[12]": [("52.9",), ("45.7",), ("13412",)],
    "[52.9%] and “[52]”": [("52.9",), ("52",)],
    # what cannot be read
    "13,4121": [],
    "4,5,6": [],
    "12345,678": [],
    "11.3.2020, 1.2.3, 192.168.1.10": [],
    "3,2020": [],
    "DS7604, Ñ5, a%20b": [],
    "12345.678": [("12345.678",)],
}


def scaled(words: str) -> list[tuple[Decimal, ...]]:
    return [tuple(reading * number.scale for reading in number.readings) for number in numbers_in(words)]


@pytest.mark.parametrize("words", EXAMPLES)
def test_numbers_are_read_as_they_are_written(words):
    assert scaled(words) == [tuple(map(Decimal, readings)) for readings in EXAMPLES[words]]


def test_a_number_says_where_its_figures_stand():
    text = "On “May 4”, $1.5\u202fmillion and 812 345 votes (52,9 %)"
    assert [text[each.start : each.end] for each in numbers_in(text)] == ["4", "1.5", "812 345", "52,9"]


def test_a_number_says_whether_it_is_a_percentage():
    written = "9% 9 % 9\u202f% 9 percent 9-percent 9 Per cent 9 por ciento 9 per 9 porches 9 points"
    assert [each.is_percent for each in numbers_in(written)] == [True] * 6 + [True] + [False] * 3


def test_an_ambiguous_number_has_no_value():
    assert [each.value for each in numbers_in("1.234 votes, 1,234 votes, 5 million")] == [None, Decimal(1234), Decimal(5)]


def test_all_readings_are_listed():
    assert numbers("1.234 votes, 2 million", scaled=True) == [Decimal("1.234"), Decimal(1234), Decimal(2000000)]
    assert numbers("1.234 votes, 2 million", scaled=False) == [Decimal("1.234"), Decimal(1234), Decimal(2)]


def test_a_long_text_of_figures_is_read_in_linear_time():
    """A number of 200,000 figures, and as many groups: an expression that tries each end from each start would take minutes."""
    assert len(numbers_in("7" * 200_000)) == 1
    assert len(numbers_in("812 345 7 " * 50_000)) == 150_000
    assert numbers_in("1,234" * 100_000) == []
