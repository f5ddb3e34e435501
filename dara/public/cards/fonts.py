"""The letters of share images: Source Serif and Source Sans, from packages, and how wide a text is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import font_source_sans_pro
import font_source_serif_pro


@dataclass(frozen=True)
class Font:
    """A font file."""

    path: str

    @cached_property
    def _advances(self) -> dict[int, int]:
        """Code point → width in thousandths of the size."""
        from fontTools.ttLib import TTFont  # few pages need it

        with TTFont(self.path, lazy=True) as font:
            widths, unit = font["hmtx"], font["head"].unitsPerEm
            return {point: widths[name][0] * 1000 // unit for point, name in font.getBestCmap().items()}

    def width(self, text: str, size: float) -> float:
        """Return how wide the text is at most, in the unit of the size: kerning, which mostly narrows it, is left out."""
        return sum(self._advances.get(ord(sign), 1000) for sign in text) * size / 1000

    def has(self, text: str) -> bool:
        """Tell whether the font has every character of the text. What it lacks would be drawn as a box."""
        return all(ord(sign) in self._advances for sign in text)


SERIF = Font(font_source_serif_pro.font_files_ttf["SourceSerifPro"])
SANS = Font(font_source_sans_pro.font_files_ttf["SourceSansPro"])
BOLD = Font(font_source_sans_pro.font_files_ttf["SourceSansProSemibold"])
FONTS = (SERIF, SANS, BOLD)


def wrapped(words: Sequence[str], font: Font, size: float, width: float) -> list[str]:
    """Return the words in lines of at most this width. A word that is wider than a line has one of its own."""
    lines: list[str] = []
    for word in words:
        if lines and font.width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines
