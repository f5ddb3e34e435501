"""Run all rules over one text."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from dara.drafting.capitals import fold
from dara.drafting.clauses import Clauses
from dara.drafting.dates import stated_date
from dara.drafting.counted_rows import counted_rows
from dara.drafting.candidacies import candidates, facts
from dara.drafting.endorsement_tables import table_endorsements
from dara.drafting.endorsements import endorsements
from dara.drafting.forms import Found
from dara.drafting.names import Names
from dara.drafting.paraphrases import paraphrases
from dara.drafting.phrases import Phrases
from dara.drafting.positions import positions
from dara.drafting.posts import Post, posts
from dara.drafting.proposals import Draft, Party, Passage, Statement
from dara.drafting.quotations import Quotation, piece_of, quotations
from dara.drafting.references import References, Speaker
from dara.drafting.results import results
from dara.drafting.segmentation import SegmentedText
from dara.drafting.speakers import speakers
from dara.drafting.whitespace import NormalizedText
from dara.text.anchoring import missing_piece
from dara.text.spans import Span

_POSTED = re.compile(
    r"\b(?:tweet(?:ed|s|ing)|post(?:ed|s|ing)|wrote|said|retweeted|on (?:Twitter|X|Facebook|Instagram)|Twitter account)\b"
)


def draft(text: str, *, published_on: str | None = None) -> list[Draft]:
    """The drafts that the rules find in `text`, a canonical text without its collector's header, ordered by where their passages start.

    `published_on` is the day of publication (ISO 8601), from which days such as “on Friday” are dated. The same text always gives the same
    drafts, and no text raises an error."""
    normalized = NormalizedText.of(text)
    drafts = _apply_rules(normalized, published_on)
    found = [(each.key, normalized.restore(each)) for each in drafts]
    keys = {old: each.key for old, each in found}
    for _, each in found:
        each.within = keys.get(each.within) if each.within else None
    kept = [each for _, each in found if _is_valid(each)]
    return sorted(kept, key=lambda each: (each.passage.start, -each.passage.end, each.key))


def _apply_rules(normalized: NormalizedText, published_on: str | None) -> list[Draft]:
    """The drafts of a text with normalized white space."""
    text = normalized.text
    segmented = SegmentedText(text)
    shown = posts(segmented)
    names = Names(segmented, [(post.name, post.handle) for post in shown])
    quoted = quotations(segmented)
    phrases = Phrases(Clauses(segmented, names, quoted))
    running = candidates(segmented, names)
    voiced = speakers(phrases, running, quoted)
    references = References(phrases, running, [(each.end, speaker.name) for each, speaker in zip(quoted, voiced, strict=True)])
    signed = [_post(text, names, each) for each in shown]
    said = [_quote(text, speaker, each, signed, published_on) for each, speaker in zip(quoted, voiced, strict=True)]
    _put_within(said, signed)
    voices: list[tuple[Span, Party | None, str]] = [(each.passage.span, each.speaker, each.key) for each in [*signed, *said]]
    found = Found(segmented, names, references, running, voices)
    stances, _ = endorsements(found)
    drafts: list[Draft] = [*signed, *said, *table_endorsements(found, normalized), *stances]
    rows = list(counted_rows(found, normalized))
    drafts += [*rows, *results(found, published_on, [each.passage.span for each in rows])]
    taken = [each.passage.span for each in drafts]
    prose = list(positions(segmented, names, running, taken))
    told = paraphrases(segmented, names, references, [each.passage.span for each in [*signed, *said, *prose]])
    drafts += facts(found)
    drafts += [*prose, *told]
    return drafts


def _post(text: str, names: Names, post: Post) -> Statement:
    name = names.signed(post.name, post.handle)
    return Statement(
        kind="post",
        passage=Passage.of(text, post.start, post.end),
        rule="signed post",
        confidence=0.95,
        pieces=[text[slice(*post.words)]],
        speaker=Party(name, post.signed),
        speaker_rule="signature",
        said_on=post.on,
    )


def _quote(text: str, speaker: Speaker, quotation: Quotation, signed: Sequence[Statement], published_on: str | None) -> Statement:
    pieces = [piece_of(text, segment) for segment in quotation.segments]
    party, rule = (speaker.party, speaker.rule) if speaker.name else (None, None)
    attribution = text[max(quotation.start - 120, 0) : quotation.end + 120]
    if (party is None or speaker.confidence < 0.7) and _POSTED.search(attribution):
        post = next(
            (
                each
                for each in signed
                if each.passage.start > quotation.end or each.passage.end <= quotation.start
                if _holds_words(each.pieces[0], pieces[0])
            ),
            None,
        )
        if post is not None and post.speaker is not None:
            party, rule = post.speaker, "the signed post that holds the words"
    said_on, basis = _said_on(text, quotation, published_on) if party else (None, None)
    return Statement(
        kind="quote",
        passage=Passage.of(text, quotation.start, quotation.end),
        rule=quotation.rule,
        confidence=quotation.confidence,
        pieces=pieces,
        speaker=party,
        speaker_rule=rule,
        said_on=said_on,
        inferred={"said_on": basis} if basis else {},
    )


def _holds_words(post: str, words: str) -> bool:
    plain = re.sub(r"\W+", " ", fold(words)).strip()
    return len(plain.split()) >= 4 and plain in re.sub(r"\W+", " ", fold(post))


def _said_on(text: str, quotation: Quotation, published_on: str | None) -> tuple[str | None, str | None]:
    """The day that the attribution states, between the parts of a quotation or right after it: “…,” Whitlock said on Friday."""
    spans = quotation.gaps[:1] or [Span(quotation.end, min(len(text), quotation.end + 80))]
    for start, end in spans:
        words = re.split(r"[.!?](?:\s|$)|[“\"\n]", text[start:end])[0]
        if re.match(r"[^,]*,", words) and not quotation.gaps:
            words = words.split(", ")[0] if words.split(", ")[0] else words
        if re.search(r"\b(?:said|told|wrote|tweeted|posted|added)\b", words):
            return stated_date(words, published_on)
    return None, None


def _put_within(said: Sequence[Statement], signed: Sequence[Statement]) -> None:
    starts = [post.passage.start for post in signed]
    for each in said:
        post = signed[bisect_right(starts, each.passage.start) - 1] if signed else None
        if post is not None and post.passage.start <= each.passage.start and each.passage.end <= post.passage.end:
            each.within = post.key


def _is_valid(each: Draft) -> bool:
    """Whether the archive would accept the draft: the passage of a statement has its pieces in whole words."""
    return not isinstance(each, Statement) or missing_piece(each.passage.exact, each.pieces) is None
