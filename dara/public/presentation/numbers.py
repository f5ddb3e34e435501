"""Numbers as pages show them."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext


def percent(value: Decimal) -> str:
    """Return “53.72%”, with exactly the decimals that the source gives."""
    return f"{number_format(value.normalize() if value % 1 else value.quantize(1))}%"


def grouped(value: int) -> str:
    """Return “790,000”: an integer with its digits grouped."""
    # most numbers are small, and a page has up to a thousand of them
    return str(value) if 0 <= value < 1000 else number_format(value, force_grouping=True)


def how_many(counted: Any) -> str:
    """Return “85”, or “More than 1,000” for what has more rows than were counted (`has_more`) beyond its `total`."""
    number = grouped(counted.total)
    return gettext("More than %(number)s") % {"number": number} if counted.has_more else number


def dollars(value: Decimal) -> str:
    """Return “$642,252.29” or “$1,500,000”."""
    return f"${number_format(value, decimal_pos=2 if value % 1 else 0, force_grouping=True)}"
