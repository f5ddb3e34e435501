"""Parse the dates that a text states: full dates such as “Nov. 6, 2020” and “6 de noviembre de 2020”, and days of the week relative to the day
of publication.

`dateparser` is not used: a few formats are needed, in English and Spanish, independent of the machine's locale."""

from datetime import date, timedelta

from dara.drafting.rules import MONTHS, compiled, word_map

_MONTH = r"(?P<month>{months})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_FULL = tuple(
    compiled(rf"(?i)(?<![\w/-]){order}")
    for order in (
        rf"{_MONTH}\s{_DAY},?\s{_YEAR}",
        rf"{_DAY}(?:\sof|\sde)?\s{_MONTH}(?:\sdel?|,)?\s{_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b",
    )
)
_NEAR = tuple(compiled(rf"(?i)\b(?:on |el )?{order}\b(?!,? \d{{4}})") for order in (rf"{_MONTH}\s{_DAY}", rf"{_DAY}\sde\s{_MONTH}"))
_WEEKDAY = compiled(
    r"(?i)(?:\b(?P<before>(?!(?:on|late|early|of|el)\b)\w+)\s)?(?P<said>\b(?:(?:on|late|early|of|el)\s)?(?P<weekday>{weekdays})\b(?:\s(?:morning|afternoon|evening|night))?)"
)
_WEEKDAYS = {name: int(number) for name, number in word_map("weekdays").items()}
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OTHER_WEEK = frozenset({"next", "last", "every", "until", "by", "this", "próximo", "pasado", "cada"})


def full_date(words: str, place: int = 0) -> tuple[str, int] | None:
    """The full date that stands at an offset, as (ISO date, where it ends), or None."""
    found = next((found for pattern in _FULL if (found := pattern.match(words, place))), None)
    day = _date(found["year"], found["month"], found["day"]) if found else None
    return (day.isoformat(), found.end()) if found and day else None


def stated_date(words: str, published_on: str | None) -> tuple[str | None, str | None]:
    """The first date in `words` as (ISO date, basis), or (None, None).

    A day without a year, and a day of the week, are the last ones up to `published_on`, an ISO date. They are inferred and have a basis; a full
    date has none."""
    fulls = [found for pattern in _FULL if (found := pattern.search(words))]
    first = min(fulls, key=lambda found: found.start(), default=None)
    if first:
        day = _date(first["year"], first["month"], first["day"])
        return (day.isoformat() if day else None), None
    if (day_of_publication := full_date(published_on or "")) is None:
        return None, None
    published = date.fromisoformat(day_of_publication[0])
    if near := next((found for pattern in _NEAR if (found := pattern.search(words))), None):
        years = (published.year, published.year - 1)
        days = [day for year in years if (day := _date(str(year), near["month"], near["day"])) and day <= published]
        return _inferred(days[0], near[0], published) if days else (None, None)
    weekday = _WEEKDAY.search(words)
    if weekday is None or (weekday["before"] or "").lower() in _OTHER_WEEK:
        return None, None
    back = (published.weekday() - _WEEKDAYS[weekday["weekday"].lower()]) % 7
    return _inferred(published - timedelta(days=back), weekday["said"], published)


def _inferred(day: date, words: str, published: date) -> tuple[str, str]:
    return day.isoformat(), f"“{words}”, in a story dated {published.isoformat()}, a {_NAMES[published.weekday()]}"


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdigit() else MONTHS[month.lower()], int(day))
    except ValueError:
        return None
