"""Draws a share image: an SVG from a template, and a PNG of it by resvg, with the fonts of `fonts` and no others."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dara.public.cards.fonts import BOLD, SANS, SERIF, Font, font_files, wrapped
from dara.public.cards.images import ShareImage
from dara.public.presentation.titles import OMISSION

WIDTH, HEIGHT = 1200, 630  # pixels, which the networks ask for
LEFT, RIGHT, TOP, BOTTOM = 90, 1130, 150, 548  # of what stands between the label and the footer
SIZES = (72, 62, 54, 46, 40, 36)  # of the large text: the largest that fits
SMALL, SMALLEST = 28, 24  # of the lines below it, and of label and footer
LEADING = 1.25  # height of a line in sizes
MAX_LINES = 2  # that each of the lines below takes
CACHED = 64  # images, some 50 kB each


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
    """Return the image as a PNG, in the language in which the page is asked for. It takes a tenth of a second."""
    import resvg_py  # few pages need it

    svg = render_to_string("share/image.svg", {"lines": list(_lines(image)), "width": WIDTH, "height": HEIGHT})
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, font_files=font_files(), skip_system_fonts=True))


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
