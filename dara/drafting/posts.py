"""Find the social media posts in a text. Each has one or more paragraphs and is signed `— Name (@handle) Month D, YYYY`."""

import re
from collections.abc import Iterator

from dara.drafting.dates import full_date
from dara.drafting.names import parted
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText

_SIGNATURE = re.compile(
    r"(?:—|–|―|--|&mdash;)\s*(?P<signed>(?P<name>[^\n—–()]{1,80}?)\s*\((?P<handle>@\s?[\w.]{1,40}(?:@[\w-]+(?:\.[\w-]+)+)?)\))"
    r"(?P<last> *(?:\n|\Z))?\s*[·|,-]?\s*(?:\d{1,2}:\d\d(?:\s?[AaPp]\.?[Mm]\.?)?\s*[·,-]?\s*)?"
)
# How posts talk: hashtags, accounts, links, emoji; “we”, “you”, “Join …”.
_CUES = compiled(r"[#@]\w|https?:|pic\.twitter|\bt\.co|[→\u2600-\u27BF\U0001F300-\U0001FAFF]|\b{post_words}\b|^{post_beginnings}\b")
_FRAGMENT_CUES = re.compile(r"\d|#\w|@\w|https?://")
# Above a post: a quotation, or what introduces the post.
_NONE_OF_IT = compiled(r"{page_furniture}(?![\w’'])|[“\"]|.{401}|.*[:”\"]$|\S+(?: \S+)?$")
_INTRODUCES = re.compile(r"\b(?:tweet\w*|post\w*|wrote|Twitter|X|Instagram|Facebook|statement|said|account|added|this)\b[^.!?]*:$")
_MOST_PARAGRAPHS = 6


def posts(segmented: SegmentedText) -> Iterator[Statement]:
    """The posts in the order of the text. A signature without words before it is not a post; one without a date ends its paragraph."""
    text, earliest = segmented.text, 0
    for signature in _SIGNATURE.finditer(text):
        undated = signature.end("signed") if signature["last"] is not None else 0
        on, end = full_date(text, signature.end()) or (None, undated)
        if not end:
            continue
        start = _beginning(segmented, earliest, signature.start())
        words = text[start : signature.start()].rstrip()
        if any(letter.isalnum() for letter in words):
            passage = Passage.of(text, start, end)
            post = Statement(kind="post", passage=passage, rule="signed post", confidence=0.95, pieces=[words], said_on=on)
            post.speaker = Party(parted(signature["name"] or signature["handle"]), " ".join(signature["signed"].split()))
            post.speaker_rule = "signature"
            yield post
        earliest = end


def _beginning(segmented: SegmentedText, earliest: int, signature: int) -> int:
    """Where the words begin: in the signature’s own paragraph, or in those before it that read as the post’s."""
    text, paragraphs = segmented.text, segmented.paragraphs
    number = first = segmented.paragraph_at(signature)
    begin = max(paragraphs[number].start, earliest)
    begin += len(text[begin:signature]) - len(text[begin:signature].lstrip())
    while first > 0 and number - first < _MOST_PARAGRAPHS and paragraphs[first - 1].start >= earliest:
        words = text[slice(*paragraphs[first - 1])]
        sentence = words[-1] in ".!?…" or len(words.split()) > 8
        cues = _CUES if sentence else _FRAGMENT_CUES  # a fragment is a heading, unless it says when
        alone = begin == signature and first == number
        if _INTRODUCES.search(words) or not (alone or (not _NONE_OF_IT.match(words) and cues.search(words))):
            break
        first -= 1
    return paragraphs[first].start if first < number else begin
