"""Links from a passage to copies of its document elsewhere: the live page and the Internet Archive. Nobody is asked whether they exist."""

import re
from urllib.parse import quote, urldefrag

from dara.models import Source, Statement
from dara.public.citation.words import Record

MAX_WHOLE_LINE = 120  # characters; a directive for a longer line has only its beginning and end
WORDS_AT_ENDS = 6


def fragment_link(record: Record) -> str:
    """Return the live address with the record's words as its text fragment; "" where there is no address.

    See https://wicg.github.io/scroll-to-text-fragment/#syntax. A browser that finds the words scrolls to them and highlights them;
    one that does not just shows the page, on which the words may have changed."""
    url = record.source.url
    pieces = record.pieces if isinstance(record, Statement) else [record.passage.exact]
    return url and f"{_before_directive(url)}:~:{'&'.join(text_directive(piece) for piece in pieces)}"


def _before_directive(url: str) -> str:
    """Return the address up to the directive, which follows the fragment, or a bare “#”. An address has only one directive."""
    address = url.partition(":~:")[0]
    return address if "#" in address else f"{address}#"


def text_directive(words: str) -> str:
    """Return `text=start` for a short line, or else `text=start,end`. Neither part may cross from one block of a page into another."""
    lines = [re.split("[ \t]+", line.strip(" \t")) for line in words.splitlines() if line.strip()]  # a no-break space stays
    first, last = lines[0], lines[-1]
    if len(lines) == 1 and (len(words) <= MAX_WHOLE_LINE or len(first) <= 2 * WORDS_AT_ENDS):
        return f"text={_encoded(first)}"
    return f"text={_encoded(first[:WORDS_AT_ENDS])},{_encoded(last[-WORDS_AT_ENDS:])}"


def _encoded(words: list[str]) -> str:
    """Return words percent-encoded. quote() leaves hyphens, which like commas and ampersands have a meaning in a directive."""
    return quote(" ".join(words), safe="").replace("-", "%2D")


def archived_link(source: Source) -> str:
    """Return where the Internet Archive shows its copy nearest to the day of capture, or else of publication; "" without an address."""
    if not source.url:
        return ""
    day = re.sub(r"\D", "", source.captured_on or source.published_on or "")
    return f"https://web.archive.org/web/{day + '/' if day else ''}{urldefrag(source.url).url}"
