"""Draws a share image as a PNG, by Pillow, with the fonts of `fonts`.

It has sixteen colours, as letters need no more: fifteen from paper to ink, and that of the bar. So it is small, and quickly made."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from dara.public.cards.fonts import BOLD, SANS, SERIF, Font, wrapped
from dara.public.cards.images import ShareImage
from dara.public.presentation.titles import OMISSION

WIDTH, HEIGHT = 1200, 630  # pixels, which the networks ask for
LEFT, RIGHT, TOP, BOTTOM = 90, 1130, 150, 548  # of what stands between the label and the footer
SIZES = (72, 62, 54, 46, 40, 36)  # of the large text: the largest that fits
SMALL, SMALLEST = 28, 24  # of the lines below it, and of label and footer
LEADING = 1.25  # height of a line in sizes
MAX_LINES = 2  # that each of the lines below takes
CACHED = 64  # images, some 20 kB each
PAPER, INK_COLOUR, BAR_COLOUR = (0xFB, 0xFA, 0xF6), (0x1D, 0x23, 0x26), (0x1F, 0x6B, 0x60)
BLANK, QUIET, INK, BAR = 0, 10, 14, 15  # numbers of colours
BAR_WIDTH = 24
BITS = 4  # a pixel


@dataclass(frozen=True)
class Line:
    """A line of text: where its baseline begins, and in which letters it is."""

    text: str
    y: int
    size: int
    font: Font
    quiet: bool = False
    x: int = LEFT


@lru_cache(maxsize=CACHED)
def png(image: ShareImage) -> bytes:
    """Return the image as a PNG, in the language in which the page is asked for."""
    from PIL import Image, ImageDraw  # few pages need it

    drawn = Image.new("L", (WIDTH, HEIGHT), BLANK)
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((0, 0, BAR_WIDTH - 1, HEIGHT), fill=BAR)
    for line in _lines(image):
        colour = QUIET if line.quiet else INK
        draw.text((line.x, line.y), line.text, fill=colour, font=_letters(line.font, line.size), anchor="ls")
    drawn.putpalette([value for colour in _colours() for value in colour])
    content = BytesIO()
    drawn.save(content, "PNG", bits=BITS)
    return content.getvalue()


@cache
def _letters(font: Font, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(font.path, size)


@cache
def _colours() -> list[tuple[int, ...]]:
    """Return the colours by their numbers, as red, green and blue."""
    inks = [
        tuple(round(paper + (ink - paper) * number / INK) for paper, ink in zip(PAPER, INK_COLOUR, strict=True))
        for number in range(INK + 1)
    ]
    return [*inks, BAR_COLOUR]


def _lines(image: ShareImage) -> Iterator[Line]:
    yield Line("dara", 66, 40, SERIF)
    yield Line(_("The LA County DA race, as documents tell it"), 66, SMALLEST, SANS, quiet=True, x=LEFT + 92)
    yield Line(_cut_to_line(image.label, BOLD), 118, SMALL, BOLD)
    below = [line for each in image.lines for line in _at_most(wrapped(each.split(), SANS, SMALL, RIGHT - LEFT))]
    room = BOTTOM - TOP - len(below) * SMALL * LEADING - SMALL
    font = SERIF if image.quoted else SANS
    size, shown = _large(image, font, room)
    y = TOP
    for text in shown:
        y += round(size * LEADING)
        yield Line(text, y, size, font)
    y += SMALL
    for text in below:
        y += round(SMALL * LEADING)
        yield Line(text, y, SMALL, SANS, quiet=True)
    yield Line(image.footer, HEIGHT - 40, SMALLEST, SANS, quiet=True)


def _large(image: ShareImage, font: Font, room: float) -> tuple[int, list[str]]:
    """Return the size of the large text and its lines. What does not fit is cut at a word, with [...]."""
    words = _drawable(image.main.split(), font)
    cut = image.cut or len(words) < len(image.main.split())
    for size in SIZES:
        lines = wrapped(_marked(words, image.quoted, cut), font, size, RIGHT - LEFT)
        if _fits(lines, font, size, room):
            return size, lines
    while len(words) > 1 and not _fits(lines, font, size, room):
        words = words[:-1]
        lines = wrapped(_marked(words, image.quoted, cut=True), font, size, RIGHT - LEFT)
    return size, lines


def _fits(lines: list[str], font: Font, size: int, room: float) -> bool:
    return len(lines) * size * LEADING <= room and all(font.width(line, size) <= RIGHT - LEFT for line in lines)


def _drawable(words: list[str], font: Font) -> list[str]:
    """Return the words before the first that has a character which the font lacks: half a sign would be a misquotation."""
    number = next((number for number, word in enumerate(words) if not font.has(word)), len(words))
    return words[:number]


def _marked(words: list[str], quoted: bool, cut: bool) -> list[str]:
    """Return the words with quotation marks around them, and [...] behind these where words of the source are left out."""
    text = " ".join(words)
    text = f"“{text}”" if quoted and words else text
    return f"{text}{OMISSION if cut else ''}".split()


def _at_most(lines: list[str]) -> list[str]:
    return [*lines[: MAX_LINES - 1], f"{lines[MAX_LINES - 1]}{OMISSION}"] if len(lines) > MAX_LINES else lines


def _cut_to_line(text: str, font: Font) -> str:
    lines = wrapped(text.split(), font, SMALL, RIGHT - LEFT - 60)
    return f"{lines[0]}{OMISSION}" if len(lines) > 1 else text
