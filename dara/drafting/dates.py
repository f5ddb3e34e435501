"""Parse the dates that a text states: full dates such as “Nov. 6, 2020”, and days of the week relative to the day of publication.

`dateparser` is not used: two formats are needed, both in English, independent of the machine's locale."""

import re
from datetime import date, timedelta

from dara.drafting.vocabulary import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL = re.compile(rf"\b({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b", re.IGNORECASE)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?:(on|late|early|of)\s)?({'|'.join(_DAYS)})\b(?:\s(?:morning|afternoon|evening|night))?", re.IGNORECASE)


def stated_date(words: str, published_on: str | None) -> tuple[str | None, str | None]:
    """The first date in `words` as (ISO date, basis), or (None, None).

    A day of the week is the last one up to `published_on`, an ISO date. It is inferred and has a basis; a full date has none."""
    if found := _FULL.search(words):
        return _iso(int(found[3]), MONTHS[found[1].lower()], int(found[2])), None
    published = _day(published_on)
    weekday = _WEEKDAY.search(words)
    if published is None or weekday is None or re.search(rf"\b(?:next|last|every|until|by) {weekday[2]}\b", words, re.IGNORECASE):
        return None, None
    back = (published.weekday() - _DAYS.index(weekday[2].lower())) % 7
    day = published - timedelta(days=back)
    return day.isoformat(), f"“{weekday[0]}”, in a story dated {published.isoformat()}, a {_DAYS[published.weekday()].capitalize()}"


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
