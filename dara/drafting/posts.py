"""Find the social media posts in a text. Each has one or more paragraphs and is signed `— Name (@handle) Month D, YYYY`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dara.drafting.dates import full_date
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_SIGNATURE = re.compile(
    r"(?:—|–|―|--|&mdash;)\s*(?P<name>[^\n—–()]{1,80}?)\s*\((?P<handle>@\s?[\w.]{1,40}(?:@[\w-]+(?:\.[\w-]+)+)?)\)\s*[·|,-]?\s*"
    r"(?:\d{1,2}:\d\d(?:\s?[AaPp]\.?[Mm]\.?)?\s*[·,-]?\s*)?"
)
_CUES = re.compile(r"#\w|@\w|pic\.twitter|https?://|\bt\.co/|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[→➡👇]")
_OWN = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|you|You|your|Your)\b|^(?:Join|Come|Bring|Meet|RT|Thread|BREAKING|Update)\b")
_FIRST_PERSON = re.compile(r"\b(?:I|I[’']m|I[’']ve|my)\b")
_REPORTED = re.compile(r"[“\"].*[”\"]|\b(?:said|says|according to|told)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_INTRODUCES = re.compile(r"\b(?:tweet\w*|post\w*|wrote|Twitter|X|Instagram|Facebook|statement|said|account|added|this)\b[^.!?]*:$")
_FURNITURE = compiled(r"(?:{page_furniture})(?![\w’'])")
_MOST_PARAGRAPHS = 6


@dataclass(frozen=True)
class Post:
    """A post. `words`: the span without the signature; `signed`: the name and handle as in the text; `on`: its date (ISO 8601), if one is stated."""

    start: int
    end: int
    words: Span
    name: str
    handle: str
    signed: str
    on: str | None


def posts(segmented: SegmentedText) -> list[Post]:
    """The posts in the order of the text. A signature without words before it is not a post."""
    text = segmented.text
    found: list[Post] = []
    earliest = 0
    for signature, on, end in _signatures(text):
        start = _beginning(segmented, earliest, signature.start())
        words = text[start : signature.start()].rstrip()
        if any(letter.isalnum() for letter in words):
            name = " ".join(signature["name"].split())
            signed = " ".join(text[signature.start("name") : signature.end("handle") + 1].split())
            found.append(Post(start, end, Span(start, start + len(words)), name, signature["handle"], signed, on))
        earliest = end
    return found


def _signatures(text: str) -> Iterator[tuple[re.Match[str], str | None, int]]:
    """Each signature, with its date and where it ends. One without a date ends its paragraph."""
    for signature in _SIGNATURE.finditer(text):
        if dated := full_date(text, signature.end()):
            yield signature, *dated
        elif re.match(r" *(?:\n|$)", text[signature.end("handle") + 1 : signature.end("handle") + 4]):
            yield signature, None, signature.end("handle") + 1


def _beginning(segmented: SegmentedText, earliest: int, signature: int) -> int:
    """Where the words begin: in the signature’s own paragraph, or in those before it that read as the post’s."""
    text, paragraphs = segmented.text, segmented.paragraphs
    number = segmented.paragraph_at(signature)
    begin = max(paragraphs[number].start, earliest)
    begin += len(text[begin:signature]) - len(text[begin:signature].lstrip())
    if earliest > paragraphs[number].start:
        return begin  # another post ends in this paragraph
    alone = begin == signature
    first = number
    while first > 0 and number - first < _MOST_PARAGRAPHS and paragraphs[first - 1].start >= earliest:
        words = segmented.words(paragraphs[first - 1])
        if _INTRODUCES.search(words) or not ((alone and first == number) or _reads_as_post(words)):
            break
        first -= 1
    return paragraphs[first].start if first < number else begin


def _reads_as_post(words: str) -> bool:
    """Whether a paragraph before the signed one is the post’s too: it talks as posts do, or is no sentence."""
    outside = _QUOTED.sub("", words)
    if len(words) > 400 or words[0] in '“"' or words[-1] in ':”"' or len(words.split()) < 3 or _FURNITURE.match(words):
        return False
    if _REPORTED.search(words) and not _FIRST_PERSON.search(outside):
        return False
    if words[-1] in ".!?…" or len(words.split()) > 8:
        return bool(_CUES.search(words) or _OWN.search(words))
    return bool(re.search(r"\d|#\w|@\w|https?://", words))  # a fragment is a heading, unless it says when, or has an account in it
