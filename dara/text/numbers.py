"""Find the numbers that a text states in figures.

`verify_archive` compares them with those that the database's `dara_numbers` finds, so the two are written independently on purpose."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[ \u00a0-]?([A-Za-z]+))?")
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "billion": 10**9}


def numbers(words: str, *, scaled: bool) -> list[Decimal]:
    """The numbers in the order of the text. “1.5 million” is 1500000 if `scaled`, otherwise 1.5. Numbers in words (“half”) are not found."""
    return [
        Decimal(figure.replace(",", "")) * (_SCALES.get(unit.lower(), 1) if scaled else 1)
        for figure, unit in _NUMBER.findall(words)
    ]
