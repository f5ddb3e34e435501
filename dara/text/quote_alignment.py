"""Find the words of a quotation in a text: to the letter, in pieces, or word by word where they differ.

Words are numbered and written as one character each, so that strings of words are compared at the speed of strings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from dara.text.quoted_words import Token, lower_first, tokens, word_count

MOST_PLACES = 5  # in which a text has a quotation to the letter
SHORTEST_RUN = 3  # words in a row that are no chance, wherever they stand
SHORTEST_ALIKE = 2  # words in a row, at least, where much else is in common too
STRAY = 3  # words that a single common word may stand apart from the next ones, so as to belong to them
LEAST_IN_COMMON = 0.6  # of a quotation's words, and of their letters, for the text to have it with differences
LONG_RUN = 6  # words in a row that tell where a quotation is from, even if more than half of it is not there


class Stretch(NamedTuple):
    """Words of a source in a row. `offset`: where in its text they begin."""

    text: str
    offset: int
    tokens: list[Token]

    @classmethod
    def of(cls, text: str, offset: int) -> "Stretch":
        return cls(text, offset, tokens(text, offset))


class Block(NamedTuple):
    """So many words, from a place in the quotation and from one in the text, that are the same."""

    quoted: int
    held: int
    size: int


class Gap(NamedTuple):
    """What stands between two blocks: in the quotation, and in the text. `is_marked`: the quotation has a mark of omission there."""

    quoted: list[Token]
    held: list[Token]
    is_marked: bool


@dataclass(frozen=True)
class Alignment:
    """Where a text has the words of a quotation. `starts`: the places in the quotation at which a piece begins."""

    quoted: list[Token]
    held: list[Token]
    blocks: list[Block]
    starts: frozenset[int]

    @property
    def first(self) -> int:
        """The number, in the text, of the first word in common."""
        return self.blocks[0].held

    @property
    def last(self) -> int:
        """The number, in the text, of the last word in common."""
        return self.blocks[-1].held + self.blocks[-1].size - 1

    @property
    def start(self) -> int:
        return self.held[self.first].start

    @property
    def end(self) -> int:
        return self.held[self.last].end

    @cached_property
    def gaps(self) -> list[Gap]:
        return [
            Gap(
                self.quoted[before.quoted + before.size : after.quoted],
                self.held[before.held + before.size : after.held],
                any(before.quoted + before.size <= start <= after.quoted for start in self.starts),
            )
            for before, after in pairwise(self.blocks)
        ]

    @property
    def added(self) -> list[Token]:
        """The words and signs of the quotation that the text does not have there."""
        common = {block.quoted + number for block in self.blocks for number in range(block.size)}
        return [token for number, token in enumerate(self.quoted) if number not in common]

    @cached_property
    def in_common(self) -> float:
        """How much of the quotation the text has: 0 to 1, by the letters of its words."""
        return 1 - _letters(self.added) / max(_letters(self.quoted), 1)

    @property
    def is_whole(self) -> bool:
        """Whether the text has every word and sign of the quotation, in its order."""
        return not self.added


def align(pieces: Sequence[list[Token]], stretch: Stretch) -> Iterator[Alignment]:
    """Yield where the text has the pieces of a quotation to the letter; if nowhere, the place where it has words like it, if any."""
    quoted = [token for piece in pieces for token in piece]
    starts = frozenset(sum(map(len, pieces[:number])) for number in range(len(pieces)))
    ours, theirs = _as_strings(quoted, stretch.tokens)
    found = False
    for blocks in _places(pieces, ours, theirs):
        alignment = Alignment(quoted, stretch.tokens, _with_same_capitals(blocks, quoted, stretch.tokens, starts), starts)
        if alignment.blocks and alignment.is_whole:
            found = True
            yield alignment
    if not found:
        blocks = _with_same_capitals(_alike(ours, theirs), quoted, stretch.tokens, starts)
        alignment = Alignment(quoted, stretch.tokens, _without_strays(blocks, quoted), starts)
        if alignment.blocks and _is_alike(alignment):
            yield alignment


def runs(quoted: list[Token], stretches: Sequence[Stretch]) -> list[tuple[int, Alignment]]:
    """Return the runs of words that a quotation is made of, each as long as can be, with the number of the stretch that has it.

    None where some of its words are in no run."""
    found: list[tuple[int, Alignment]] = []
    place = 0
    while place < len(quoted):
        if not quoted[place].is_word:
            place += 1
            continue
        number, alignment = max(
            ((number, _longest_from(quoted[place:], stretch)) for number, stretch in enumerate(stretches)),
            key=lambda each: each[1].blocks[0].size if each[1] else 0,
            default=(0, None),
        )
        if alignment is None:
            return []
        found.append((number, alignment))
        place += alignment.blocks[0].size
    return found


def _longest_from(quoted: list[Token], stretch: Stretch) -> Alignment | None:
    """The longest beginning of these words that the text has to the letter."""
    ours, theirs = _as_strings(quoted, stretch.tokens)
    best = None
    for size in range(1, len(quoted) + 1):
        if (place := theirs.find(ours[:size])) < 0:
            break
        best = Block(0, place, size)
    if best is None or word_count(quoted[: best.size]) < SHORTEST_RUN:
        return None
    return Alignment(quoted[: best.size], stretch.tokens, [best], frozenset([0]))


def _as_strings(*sides: Sequence[Token]) -> list[str]:
    """Return each side with one character for each word, the same for the same word. First capitals do not count."""
    numbers: dict[str, int] = {}
    return ["".join(chr(0xF0000 + numbers.setdefault(lower_first(token.text), len(numbers))) for token in side) for side in sides]


def _places(pieces: Sequence[list[Token]], ours: str, theirs: str) -> Iterator[list[Block]]:
    """Yield where all pieces stand in their order; of a quotation in one piece, each place."""
    place = 0
    for _ in range(MOST_PLACES if len(pieces) == 1 else 1):
        blocks, begin = [], 0
        for piece in pieces:
            at = theirs.find(ours[begin : begin + len(piece)], place)
            if at < 0:
                return
            blocks.append(Block(begin, at, len(piece)))
            begin, place = begin + len(piece), at + len(piece)
        yield blocks


def _alike(ours: str, theirs: str) -> list[Block]:
    """The words in common, where the text is most like the quotation."""
    from rapidfuzz import fuzz  # few pages need it

    first, last = 0, len(theirs)
    if last > 4 * len(ours) + 100 and (near := fuzz.partial_ratio_alignment(ours, theirs)):
        first, last = max(near.dest_start - 2 * len(ours), 0), near.dest_end + 2 * len(ours)
    matcher = SequenceMatcher(None, ours, theirs[first:last], autojunk=False)
    return [Block(at, first + there, size) for at, there, size in matcher.get_matching_blocks() if size]


def _with_same_capitals(blocks: list[Block], quoted: Sequence[Token], held: Sequence[Token], starts: frozenset[int]) -> list[Block]:
    """Take words out of the blocks that differ in their first capital, unless a piece begins with them."""
    found: list[Block] = []
    for block in blocks:
        for number in range(block.size):
            at, there = block.quoted + number, block.held + number
            if at not in starts and quoted[at].text != held[there].text:
                continue
            last = found[-1] if found else None
            if last and last.quoted + last.size == at and last.held + last.size == there:
                found[-1] = last._replace(size=last.size + 1)
            else:
                found.append(Block(at, there, 1))
    return found


def _without_strays(blocks: list[Block], quoted: Sequence[Token]) -> list[Block]:
    """Leave out single words and signs that are far from all others: they are there by chance."""

    def is_near(one: Block, other: Block) -> bool:
        return other.held - one.held - one.size <= STRAY and other.quoted - one.quoted - one.size <= STRAY

    kept = []
    for number, block in enumerate(blocks):
        words = word_count(quoted[block.quoted : block.quoted + block.size])
        before = number > 0 and is_near(blocks[number - 1], block)
        after = number + 1 < len(blocks) and is_near(block, blocks[number + 1])
        if words >= SHORTEST_RUN or before or after:
            kept.append(block)
    return kept


def _letters(found: Sequence[Token]) -> int:
    return sum(len(token.text) for token in found if token.is_word)


def _is_alike(alignment: Alignment) -> bool:
    run = longest_run(alignment)
    words = 1 - word_count(alignment.added) / max(word_count(alignment.quoted), 1)
    return run >= LONG_RUN or (run >= SHORTEST_ALIKE and min(words, alignment.in_common) >= LEAST_IN_COMMON)


def longest_run(alignment: Alignment) -> int:
    """Return how many words in a row are the same, at most."""
    return max(word_count(alignment.quoted[block.quoted : block.quoted + block.size]) for block in alignment.blocks)
