"""Read the numbers that a text states in figures, however they are grouped.

| written | read | why |
| --- | --- | --- |
| `1,234` `1,234,567` `1,234.5` `1,234·5` | 1234 … | commas between groups of three |
| `1.234.567` `1.234,5` | 1234567, 1234.5 | points between groups of three, where it cannot be a decimal |
| `812 345` `812 345,6` `1'234` `1’234` | 812345 … | (no-break, narrow, thin) spaces or apostrophes between groups of three |
| `812 45` `812 701 1,513` `May 3 200` `Ward 12 345` | each by itself | spaces between other numbers, or after a month or a label, are spaces |
| `52.9` `.5` `52·9` `52,9` `0,125` | 52.9, 0.5 … | a decimal point, middle dot, or comma before one or two digits or after a zero |
| `1.234` | 1.234 or 1234 | ambiguous, except before “%” or “million”: 1.234 |
| `1,234%` | 1234 or 1.234 | ambiguous only as a percentage |
| `13,412¹` `13,412*` `13,412[1]` `52.9%2` | 13412, 52.9 | the footnote's mark is no number |
| `13,4121` `4,5,6` `11.3.2020` `12345,678` | nothing | no grouping fits: a footnote's mark, a list, a date … |
| `DS7604` `%20` | nothing | part of a name or an address |

The database reads them in the same way (`public.dara_numbers` in `dara/models/sql/numbers.sql`); a test compares the two."""

import re
from decimal import Decimal
from typing import NamedTuple

_SPACE = " \u00a0\u2007\u2009\u202f"
_LETTER = "A-Za-z\u00c0-\u024f"
_FIRST = "[1-9][0-9]{0,2}"
# After these, a space before three digits parts two numbers: “On Nov. 3 200 people …”, “Precinct 12 345 votes”.
_LABELS = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|May|June|July|August|September|October|November|December"
    "|No|District|Precinct|Ward|Division|Area|Item|Page|Room|Section|Chapter|Article|Measure|Prop|Proposition|Group|Grupo|Distrito|Precinto"
)
_NO_LABEL = "".join(rf"(?<!{label} )(?<!{label}\. )" for label in _LABELS.split("|"))
_FIGURES = re.compile(
    rf"(?<![0-9{_LETTER}%])(?<![0-9][.,·'’])(?<![0-9{_LETTER}%.,”\"]\[)"
    rf"(?P<figures>(?<![0-9][{_SPACE}]){_NO_LABEL}{_FIRST}(?:[{_SPACE}][0-9]{{3}})+(?:[.,·][0-9]{{1,2}})?(?![0-9]|[{_SPACE}.,·'’][0-9])"
    rf"|(?:(?<!\.)\.)?[0-9]+(?:[.,·'’][0-9]+)*)"
    rf"(?:[{_SPACE}-]?(?P<unit>%|[{_LETTER}]+(?: ciento| cent| millones)?))?"
)
# What each form of figures is made of, and what becomes of its signs: the second of the strings to the first, the third out.
_FORMS = [
    (re.compile(form), str.maketrans(*signs))
    for form, signs in (
        (rf"{_FIRST}(?:,[0-9]{{3}})+(?:[.·][0-9]+)?", ("·", ".", ",")),
        (rf"{_FIRST}(?:(?:\.[0-9]{{3}}){{2,}}|(?:\.[0-9]{{3}})+,[0-9]+)", (",", ".", ".")),
        (rf"{_FIRST}(?:['’][0-9]{{3}})+(?:[.,·][0-9]+)?", (",·", "..", "'’")),
        (rf"{_FIRST}(?:[{_SPACE}][0-9]{{3}})+(?:[.,·][0-9]+)?", (",·", "..", _SPACE)),
        (r"[0-9]*(?:[.·][0-9]+)?", ("·", ".")),
        (r"[0-9]+,[0-9]{1,2}|0,[0-9]+", (",", ".")),
    )
]
_AMBIGUOUS = re.compile(rf"{_FIRST}[.,][0-9]{{3}}")
_PERCENT = {"%", "percent", "per cent", "por ciento"}
_SCALES = {"k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "billion": 10**9}
_SPANISH_SCALES = {"mil": 10**3, "millón": 10**6, "millones": 10**6, "mil millones": 10**9}


class Number(NamedTuple):
    """Figures at [start:end], in Unicode code points: without sign, currency and unit."""

    start: int
    end: int
    readings: tuple[Decimal, ...]  # one, or two where the figures are ambiguous, the likelier first: “1.234” is 1.234 or 1234
    scale: int  # that a word after it multiplies it by: 1000000 for “1.5 million”, else 1
    is_percent: bool  # “%”, “percent”, “per cent” or “por ciento” comes after it

    @property
    def value(self) -> Decimal | None:
        """The number, not scaled; None where it is ambiguous."""
        return self.readings[0] if len(self.readings) == 1 else None


def numbers_in(text: str) -> list[Number]:
    """Return the numbers in the order of the text. Numbers in words (“half”), and figures that cannot be read, are left out."""
    return [number for found in _FIGURES.finditer(text) if (number := _number(found)).readings]


def numbers(words: str, *, scaled: bool) -> list[Decimal]:
    """Return all readings in the order of the text. “1.5 million” is 1500000 if `scaled`, otherwise 1.5."""
    return [reading * (number.scale if scaled else 1) for number in numbers_in(words) for reading in number.readings]


def _number(found: re.Match[str]) -> Number:
    figures, unit = found["figures"], (found["unit"] or "").lower()
    is_percent = unit in _PERCENT
    readings = [Decimal(figures.translate(signs)) for form, signs in _FORMS if form.fullmatch(figures)][:1]
    if _AMBIGUOUS.fullmatch(figures):
        if "," in figures and is_percent:
            readings.append(Decimal(figures.replace(",", ".")))
        elif "." in figures and not is_percent and unit not in _SCALES:
            readings.append(Decimal(figures.replace(".", "")))
    scale = _SCALES.get(unit) or _SPANISH_SCALES.get(unit) or 1
    return Number(found.start("figures"), found.end("figures"), tuple(readings), scale, is_percent)
