"""A record in a frame on another site: its address, how large it is, and the HTML that puts it there."""

import math
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.models import ElectionResult, Endorsement, Statement
from dara.models.permalinks import address, permalink, public_url
from dara.public.citation.words import Record, plain
from dara.public.presentation.attribution import whose_words
from dara.public.presentation.counts import area_sentence, ballots_out_sentence, count_name, counted_on_sentence, finality
from dara.public.presentation.endorsements import endorsement_name, stated_on
from dara.public.presentation.sources import kind_note, reported, short_name
from dara.public.presentation.statements import said_on
from dara.public.presentation.titles import record_title

NAMES = {Statement: "statement", Endorsement: "endorsement", ElectionResult: "result"}

# In CSS pixels, of the frame's style sheet (static/css/embeds.css). A frame that is a little too high has an empty edge; in one that is too
# low, the reader has to scroll.
WIDTH, LEAST_WIDTH = 600, 220
SIDES, QUOTED = 42, 18  # beside all text, and beside the words
AROUND = 70  # above, between and below the paragraphs, and a little more
WORDS = (9.2, 29)  # an average character of the words is so wide, and a line of them so high
NOTES = (7.8, 24)  # the same of what is said about them
CHAIN = 330  # characters that say through whom words came that stand within others
FOOT = 120  # characters of the foot


@dataclass(frozen=True)
class Frame:
    """A frame with a record, in the active language. Width and height are in CSS pixels."""

    page: str  # the path of the record's page
    path: str
    title: str
    width: int
    height: int

    @property
    def address(self) -> str:
        return public_url(self.path)

    @property
    def html(self) -> SafeString:
        """The element that shows it. It is never wider than the place that it stands in."""
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" style="border: 0; max-width: 100%" loading="lazy"></iframe>',
            *(self.address, self.title, self.width, self.height),
        )

    @property
    def oembed(self) -> str:
        """The address of the oEmbed answer."""
        return public_url(f"{permalink('oembed')}?{urlencode({'url': public_url(self.page), 'format': 'json'})}")


def frame_of(record: Record, max_width: int | None = None, max_height: int | None = None) -> Frame:
    """Return the frame of a record, as high as its words need, and no larger than it may be."""
    name = NAMES[type(record)]
    width = min(WIDTH, max_width or WIDTH)
    height = min(_height(record, width), max_height or math.inf)
    title = plain(record_title(record))
    return Frame(record.get_absolute_url(), address(f"{name}-embed", record.pk), title, width, int(height))


def _height(record: Record, width: int) -> int:
    room = max(width, LEAST_WIDTH) - SIDES
    words = record.text if isinstance(record, Statement) else record.passage.exact
    about = sum(_lines(each, room - QUOTED, *NOTES) for each in _about(record))
    return AROUND + _lines(words, room - QUOTED, *WORDS) + about


def _about(record: Record) -> list[str]:
    """Return about what a frame says besides the words, a paragraph each."""
    source = [plain(short_name(record.source)), kind_note(record.source), FOOT * "x"]
    if isinstance(record, Statement):
        return [
            plain(whose_words(record)),
            f"{plain(said_on(record))}. {source[0]}",
            *source[1:],
            (CHAIN if record.within else 0) * "x",
        ]
    if isinstance(record, Endorsement):
        return [plain(endorsement_name(record)), f"{plain(stated_on(record))}. {source[0]}", *source[1:], *_money(record)]
    status = [
        area_sentence(record),
        reported(record.source, record.authority),
        counted_on_sentence(record),
        ballots_out_sentence(record),
    ]
    return [plain(count_name(record)), "", "", " ".join([finality(record), *map(plain, status)]), "", *source]


def _money(endorsement: Endorsement) -> list[str]:
    return ["", "", endorsement.purpose, ""] if endorsement.stance == Endorsement.Stance.FUNDS else []


def _lines(text: str, room: int, character: float, line: int) -> int:
    """Return how high a text is that is set in lines of this width."""
    return sum(max(1, math.ceil(len(each) * character / room)) for each in text.splitlines() or [""]) * line
