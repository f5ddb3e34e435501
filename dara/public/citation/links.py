"""Ways from a passage to copies of its document that others keep. We ask nobody whether they are there."""

import re
from urllib.parse import quote, urldefrag

from dara.models import Source, Statement
from dara.public.citation.words import Record

WHOLE = 120  # a line up to this many characters is sought as a whole
ENDS = 6  # of a longer one, this many words from either end


def fragment_link(record: Record) -> str:
    """The live address with the record's words as its text fragment; "" where no address is held.

    https://wicg.github.io/scroll-to-text-fragment/#syntax. A browser that finds the words scrolls to them and marks them, and one that
    does not shows the page: the words may stand otherwise there."""
    url = record.source.url
    pieces = record.pieces if isinstance(record, Statement) else [record.passage.exact]
    return url and f"{_before_directive(url)}:~:{'&'.join(text_directive(piece) for piece in pieces)}"


def _before_directive(url: str) -> str:
    """A directive follows the fragment, or a bare “#” where there is none; a page takes one only."""
    address = url.partition(":~:")[0]
    return address if "#" in address else f"{address}#"


def text_directive(words: str) -> str:
    """`text=start` of a short line, else `text=start,end`: neither may go over from one block of a page into another."""
    lines = [re.split("[ \t]+", line.strip(" \t")) for line in words.splitlines() if line.strip()]  # a no-break space stays
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and (len(words) <= WHOLE or len(first) <= 2 * ENDS):
        return f"text={_encoded(first)}"
    return f"text={_encoded(first[:ENDS])},{_encoded(last[-ENDS:])}"


def _encoded(words: list[str]) -> str:
    """A hyphen, like a comma and an ampersand, has a meaning of its own in a directive; quote() leaves it."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


def archived_link(source: Source) -> str:
    """Where the Internet Archive shows the copy nearest to the day of capture, else of publication, if it has any; "" without an address."""
    if not source.url:
        return ""
    day = re.sub(r"\D", "", source.captured_on or source.published_on or "")
    return f"https://web.archive.org/web/{day + '/' if day else ''}{urldefrag(source.url).url}"
