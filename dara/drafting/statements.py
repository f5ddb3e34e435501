"""Propose statements: the posts and quotations of a text with their speakers and days, and which is within which."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from dara.drafting.capitals import fold
from dara.drafting.dates import full_date, stated_date
from dara.drafting.names import Names
from dara.drafting.posts import Post
from dara.drafting.proposals import Party, Passage, Statement
from dara.drafting.quotations import Quotation, piece_of
from dara.drafting.references import Speaker
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_SAID = compiled(r"\b{saying|saying_spanish}\b")
# What the day after these words is not the day of saying: “said that the raid of March 3 …”, “said Roe, who won in May”.
_OTHER_MATTER = compiled(r"[.!?]\s+(?=[^\W\d_])|[“”\"«»\n]|\b{subordinate}\b")
_AT_FIRST = re.compile(r"\s*(?:But |And |Pero )?(?:On |In |El |Late |Early )?")


def post_statement(text: str, names: Names, post: Post) -> Statement:
    return Statement(
        kind="post",
        passage=Passage.of(text, post.start, post.end),
        rule="signed post",
        confidence=0.95,
        pieces=[text[slice(*post.words)]],
        speaker=Party(names.signed(post.name, post.handle), post.signed),
        speaker_rule="signature",
        said_on=post.on,
    )


def quote_statements(
    segmented: SegmentedText, quotations: Iterable[tuple[Quotation, Speaker]], signed: Sequence[Statement], published_on: str | None
) -> Iterator[Statement]:
    """The quotations with their speakers; the words of a post in `signed` are those of whoever signed it, if nobody else is sure."""
    text, starts = segmented.text, [post.passage.start for post in signed]
    for quotation, speaker in quotations:
        pieces = [piece_of(text, segment) for segment in quotation.segments]
        party, rule = (speaker.party, speaker.rule) if speaker.name else (None, None)
        unsure = party is None or speaker.confidence < 0.7
        if unsure and (posted := next(_posts_of(pieces[0], quotation, signed), None)):
            party, rule = posted.speaker, "the signed post that holds the words"
        said_on, basis = _said_on(segmented, quotation, speaker.as_named, published_on) if party else (None, None)
        post = signed[bisect_right(starts, quotation.start) - 1] if signed else None
        inside = post is not None and post.passage.start <= quotation.start and quotation.end <= post.passage.end
        yield Statement(
            kind="quote",
            passage=Passage.of(text, quotation.start, quotation.end),
            rule=quotation.rule,
            confidence=quotation.confidence,
            within=post.key if post and inside else None,
            pieces=pieces,
            speaker=party,
            speaker_rule=rule,
            said_on=said_on,
            inferred={"said_on": basis} if basis else {},
        )


def _posts_of(words: str, quotation: Quotation, signed: Sequence[Statement]) -> Iterator[Statement]:
    """The posts elsewhere in the text that hold the words of a quotation."""
    plain = re.sub(r"\W+", " ", fold(words)).strip()
    for post in signed if len(plain.split()) >= 4 else ():
        elsewhere = post.passage.start > quotation.end or post.passage.end <= quotation.start
        if elsewhere and plain in re.sub(r"\W+", " ", fold(post.pieces[0])):
            yield post


def _said_on(
    segmented: SegmentedText, quotation: Quotation, as_named: str, published_on: str | None
) -> tuple[str | None, str | None]:
    """The day that the attribution states: “…,” Roe said on Friday · On Nov. 4, 2025, Roe wrote, “…”"""
    text, sentences = segmented.text, segmented.sentences
    after = Span(quotation.end, sentences[segmented.sentence_at(quotation.end - 1)].end)
    before = Span(sentences[segmented.sentence_at(quotation.start)].start, quotation.start)
    for part in [*quotation.gaps[:1], after, before]:
        words = text[slice(*part)].split("\n")[0]
        if (verb := _SAID.search(words)) is None:
            continue
        tail = words[verb.end() :].removeprefix(f" {as_named}")  # said Sunday, who …
        said_on = stated_date(_OTHER_MATTER.split(tail)[0][:90], published_on)
        first = _AT_FIRST.match(words)
        dated = full_date(words, first.end()) if first and part is before and not said_on[0] else None
        if said_on[0] or dated:
            return said_on if said_on[0] else (dated[0] if dated and dated[1] < verb.start() else None, None)
    return None, None
