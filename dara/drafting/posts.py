"""Find the social media posts in a text. Each has one or more paragraphs and is signed `— Name (@handle) Month D, YYYY`."""

import re
from dataclasses import dataclass

from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import MONTHS
from dara.text.spans import Span

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_SIGNATURE = re.compile(
    rf"(?P<dash>—|–|―|--|&mdash;)\s*(?P<name>[^\n—–()]{{1,80}}?)\s*\((?P<handle>@\s?[A-Za-z0-9_.]{{1,40}})\)\s*[·|,-]?\s*"
    rf"(?:\d{{1,2}}:\d\d\s?[APap]\.?[Mm]\.?\s*[·,-]?\s*)?"
    rf"(?P<month>{_MONTH})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_CUES = re.compile(r"#\w|@\w|pic\.twitter|https?://|\bt\.co/|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[→➡👇]")
_OWN = re.compile(r"\b(?:I|we|We|our|Our|us|my|My|you|You|your|Your)\b|^(?:Join|Come|Bring|Meet|RT|Thread|BREAKING|Update)\b")
_INTRODUCES = re.compile(r"\b(?:tweet\w*|post\w*|wrote|Twitter|X|Instagram|Facebook|statement|said|account|added|this)\b[^.!?]*:$")
_MOST_PARAGRAPHS = 6


@dataclass(frozen=True)
class Post:
    """A post. `words`: the span without the signature; `signed`: the name and handle as in the text; `on`: its date (ISO 8601)."""

    start: int
    end: int
    words: Span
    name: str
    handle: str
    signed: str
    on: str


def posts(segmented: SegmentedText) -> list[Post]:
    """The posts in the order of the text. A signature without words before it is not a post."""
    found: list[Post] = []
    earliest = 0
    for signature in _SIGNATURE.finditer(segmented.text):
        number = segmented.paragraph_at(signature.start())
        start = _beginning(segmented, number, max(earliest, 0), signature.start())
        end = signature.start()
        while end > start and segmented.text[end - 1].isspace():
            end -= 1
        if end > start and any(letter.isalnum() for letter in segmented.text[start:end]):
            found.append(
                Post(
                    start,
                    signature.end(),
                    Span(start, end),
                    " ".join(signature["name"].split()),
                    signature["handle"],
                    " ".join(segmented.text[signature.start("name") : signature.end("handle") + 1].split()),
                    f"{signature['year']}-{MONTHS[signature['month'].lower()]:02}-{int(signature['day']):02}",
                )
            )
        earliest = signature.end()
    return found


def _beginning(segmented: SegmentedText, number: int, earliest: int, signature: int) -> int:
    """Where the words begin: in the signature’s own paragraph, or in those before it that read as the post’s."""
    text = segmented.text
    first = number
    begin = max(segmented.paragraphs[number][0], earliest)
    while begin < signature and text[begin].isspace():
        begin += 1
    if earliest > segmented.paragraphs[number][0]:
        return begin  # another post ends in this paragraph
    alone = begin == signature
    for back in range(1, _MOST_PARAGRAPHS + 1):
        index = number - back
        if index < 0 or segmented.paragraphs[index][0] < earliest:
            break
        words = segmented.words(segmented.paragraphs[index])
        if _INTRODUCES.search(words):
            first = index + 1
            break
        if not (alone and back == 1) and not _reads_as_post(words):
            break
        first = index
        if alone and back == 1:
            continue
    return segmented.paragraphs[first][0] if first < number else begin


def _reads_as_post(words: str) -> bool:
    """Whether a paragraph before the signed one is the post’s too: it talks as posts do, or is no sentence."""
    outside = re.sub(r"“[^”]*”|\"[^\"]*\"", "", words)
    own = re.search(r"\b(?:I|I[’']m|I[’']ve|my)\b", outside)
    if len(words) > 400 or words[0] in '“"' or (not own and re.search(r"[“\"].*[”\"]|\b(?:said|says|according to|told)\b", words)):
        return False
    if re.match(r"(?:Read more|Related|Photo|Credit|Advertisement|See also|More:|By |Subscribe|Sign up)", words):
        return False
    if words[-1] in ':”"' or len(words.split()) < 3:
        return False
    if words[-1] in ".!?…" or len(words.split()) > 8:
        return bool(_CUES.search(words) or _OWN.search(words))
    # a fragment is a heading, unless it says when, or has an account or a hashtag in it
    return bool(re.search(r"\d|#\w|@\w|https?://", words))
