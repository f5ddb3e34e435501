"""What is the same, and what differs, between a quotation and the place in a source that has its words."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from dara.models import PublicParagraph, Statement
from dara.public.check.places import Place
from dara.text.anchoring import inside_a_word
from dara.text.diff import Segment, Where
from dara.text.negations import negations
from dara.text.quote_alignment import Alignment, Gap
from dara.text.quoted_words import Token, word_count
from dara.text.spans import Span

ENDS_A_SENTENCE = frozenset(".!?")
ENDS_A_CLAUSE = frozenset((",", ";", ":", "-", ".", "!", "?", "but", "pero", "sino"))
JUST_AFTER = 2  # words after a part of a sentence that may turn it round: “no longer”, “not at all”


class Words(StrEnum):
    """How the words of a quotation stand in the archive."""

    EXACT = "exact"
    PART = "part"  # of a longer sentence
    DIFFERS = "differs"
    CUT_OR_JOINED = "cut or joined"
    NOT_FOUND = "not found"
    NOT_LOOKED_UP = "not looked up"  # too few words, or only such as are in every text


@dataclass(frozen=True)
class Negation:
    """A negation that only the quotation has (added), or only the source (lost)."""

    added: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.lost)


@dataclass(frozen=True)
class Comparison:
    """A quotation beside the place that has its words."""

    place: Place
    alignment: Alignment

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements whose words these are: one that has all of them, the closest; else those that have them together."""
        blocks = [self._span(block.held, block.held + block.size - 1) for block in self.alignment.blocks]
        having = [(each, spans) for each in self.place.statements if (spans := piece_spans(each))]
        whole = [each for each, spans in having if all(any(_contains(span, block) for span in spans) for block in blocks)]
        if whole:
            return [
                min(whole, key=lambda each: (not each.is_verbatim, each.kind != Statement.Kind.POSITION, len(each.text), each.key))
            ]
        touched = [(each, spans) for each, spans in having if any(span.overlaps(block) for span in spans for block in blocks)]
        direct = [(each, spans) for each, spans in touched if each.kind in Statement.DIRECT] or touched
        spans = [span for _, each in direct for span in each]
        tokens = [token for token in self._common if token.is_word]
        covered = all(any(_contains(span, Span(token.start, token.end)) for span in spans) for token in tokens)
        return [each for each, _ in direct] if covered else []

    @cached_property
    def words(self) -> Words:
        gaps, (before, _), (after, _) = self.alignment.gaps, self._before(), self._after()
        cuts = [gap for gap in gaps if not gap.is_marked and word_count(gap.held)]
        others = [gap for gap in gaps if gap not in cuts]
        differs = any(token.is_word for token in self.alignment.added) or before or after
        if differs or any(gap.quoted or (gap.held and not gap.is_marked) for gap in others):
            return Words.DIFFERS
        if cuts:
            return Words.CUT_OR_JOINED
        is_all = self.alignment.first in self._starts and self.alignment.last in self._ends
        return Words.EXACT if is_all and not any(map(self._left_out, gaps)) else Words.PART

    @cached_property
    def negation(self) -> Negation:
        gaps = [Gap(*self._before(), False), *self.alignment.gaps, Gap(*self._after(), False)]
        added, lost = [], []
        for gap in gaps:
            of_quoted, of_held = negations(gap.quoted), negations(gap.held)
            if of_quoted and not of_held:
                added += of_quoted
            if of_held and not of_quoted and not any(token.text in ENDS_A_SENTENCE for token in gap.held):
                lost += of_held
        return Negation(added, lost)

    @cached_property
    def sentence(self) -> Span:
        """The words around it, up to where its sentences, or what is quoted, begin and end, with the marks that belong to them."""
        first = max((place for place in self._starts if place <= self.alignment.first), default=self.alignment.first)
        last = min((place for place in self._ends if place >= self.alignment.last), default=self.alignment.last)
        held, end = self.alignment.held, self.alignment.held[last].end
        if last + 1 < len(held) and held[last + 1].text in (".", "!", "?"):
            end = held[last + 1].end
        return Span(held[first].start, end)

    @property
    def is_of_more(self) -> bool:
        """Whether its sentence, or what is quoted, has more words than it and the quotation have in common."""
        common = sum(block.size for block in self.alignment.blocks)
        return len(self._within(self.sentence)) > common

    @property
    def paragraph(self) -> PublicParagraph:
        """The paragraph in which the words in common begin."""
        return next(each for each in self.place.paragraphs if each.start <= self.alignment.start < each.end)

    def text(self, span: Span) -> str:
        """The words of the source in a span of the place."""
        return self.text_between(*span)

    def text_between(self, start: int, end: int) -> str:
        offset = self.place.stretch.offset
        return self.place.stretch.text[start - offset : end - offset]

    def segments(self, quotation: str) -> Iterator[Segment]:
        """The words of both, in order: “here” is the quotation, “there” the source."""
        blocks, gaps = self.alignment.blocks, self.alignment.gaps
        before, after = self._before()[0], self._after()[0]
        yield from _one_sided(before, [], quotation, self)
        for number, block in enumerate(blocks):
            span = self._span(block.held, block.held + block.size - 1)
            yield Segment(Where.BOTH, there=self.text(span) + " ", here=self.text(span) + " ")
            if number < len(gaps):
                yield from _one_sided(gaps[number].quoted, gaps[number].held, quotation, self)
        yield from _one_sided(after, [], quotation, self)

    # --- where sentences, and what is quoted, begin and end -------------------------------------------

    @cached_property
    def _pieces(self) -> list[Span]:
        return [span for each in self.statements for span in piece_spans(each)]

    @cached_property
    def _starts(self) -> set[int]:
        """The numbers of the words at which a sentence, or what is quoted, begins."""
        spans = [*self.place.sentences, *(span for span in self._pieces if self._is_new(span.start))]
        return {number for span in spans for number in self._within(span)[:1]}

    @cached_property
    def _ends(self) -> set[int]:
        """The numbers of the words, or signs, with which a sentence, or what is quoted, ends, its final stop aside."""
        spans = [*self.place.sentences, *(span for span in self._pieces if self._is_done(span.end))]
        return {number for span in spans for number in self._within(span)[-1:]}

    def _within(self, span: Span) -> list[int]:
        """The numbers of the words and signs in a span, without the marks around it and the comma or stop at its end."""
        held = self.alignment.held
        inside = list(range(*(bisect_left(held, place, key=lambda token: token.start) for place in span)))
        while inside and not held[inside[0]].is_word and held[inside[0]].text in "\"'-…([":
            inside = inside[1:]
        while inside and held[inside[-1]].text in ('"', "'", ".", ",", ")", "]"):
            inside = inside[:-1]
        return inside

    def _is_new(self, start: int) -> bool:
        """Whether a piece begins a sentence of its own: it is the first, or a sentence ends between it and the one before."""
        before = max((span.end for span in self._pieces if span.end <= start), default=None)
        return before is None or self._sentence_ends_between(before, start)

    def _is_done(self, end: int) -> bool:
        after = min((span.start for span in self._pieces if span.start >= end), default=None)
        return after is None or self._sentence_ends_between(end, after)

    def _sentence_ends_between(self, end: int, start: int) -> bool:
        held = self.alignment.held
        return any(token.text in ENDS_A_SENTENCE for token in held if end - 1 <= token.start < start)

    # --- what stands between, before and after --------------------------------------------------------

    def _left_out(self, gap: Gap) -> bool:
        """Whether the source has words of the speaker where the quotation has a mark of omission."""
        words = [token for token in gap.held if token.is_word]
        if not self._pieces:
            return bool(words)
        return any(_contains(span, Span(token.start, token.end)) for token in words for span in self._pieces)

    def _before(self) -> tuple[list[Token], list[Token]]:
        """What the quotation has before the first word in common, and what the clause in the source has."""
        first = max((place for place in self._starts if place <= self.alignment.first), default=self.alignment.first)
        held: list[Token] = []
        for token in reversed(self.alignment.held[first : self.alignment.first]):
            if token.text.lower() in ENDS_A_CLAUSE:
                break
            held.insert(0, token)
        return self.alignment.quoted[: self.alignment.blocks[0].quoted], held

    def _after(self) -> tuple[list[Token], list[Token]]:
        """What the quotation has after the last word in common, and the next words of the clause in the source."""
        last = min((place for place in self._ends if place >= self.alignment.last), default=self.alignment.last)
        held: list[Token] = []
        for token in self.alignment.held[self.alignment.last + 1 : last + 1][:JUST_AFTER]:
            if token.text.lower() in ENDS_A_CLAUSE:
                break
            held.append(token)
        block = self.alignment.blocks[-1]
        return self.alignment.quoted[block.quoted + block.size :], held

    @property
    def _common(self) -> Iterable[Token]:
        return (self.alignment.held[block.held + number] for block in self.alignment.blocks for number in range(block.size))

    def _span(self, first: int, last: int) -> Span:
        return Span(self.alignment.held[first].start, self.alignment.held[last].end)


def piece_spans(statement: Statement) -> list[Span]:
    """Return where the pieces of a statement stand in its source's text, as the database found them in the passage: in whole words."""
    exact, place, found = statement.passage.exact, 0, []
    for piece in statement.pieces:
        start = exact.find(piece, place)
        while start >= 0 and (inside_a_word(exact, start) or inside_a_word(exact, start + len(piece))):
            start = exact.find(piece, start + 1)
        if start < 0:
            return []
        place = start + len(piece)
        found.append(Span(statement.passage.start + start, statement.passage.start + place))
    return found


def _contains(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _one_sided(quoted: Sequence[Token], held: Sequence[Token], quotation: str, comparison: Comparison) -> Iterator[Segment]:
    if quoted:
        yield Segment(Where.HERE, here=quotation[quoted[0].start : quoted[-1].end] + " ")
    if held:
        yield Segment(Where.THERE, there=comparison.text(Span(held[0].start, held[-1].end)) + " ")
