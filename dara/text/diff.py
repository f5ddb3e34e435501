"""Compare two renderings of one utterance word by word.

A rendering is the list of a statement's pieces. The archive has left words out between the pieces, which is not a difference between the
sources: the diff marks such omissions as omissions. The words that both renderings have are a longest common subsequence of the two, which
RapidFuzz finds in hundredths of a second whatever the words are."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 5000  # words and punctuation marks in a rendering that is compared

# A word, or one of the punctuation marks around words, with the spaces after it. He’s, 53.7, @name and a URL are one word each.
_MARKS = r"“”‘’„«»\"'()\[\]{}<>.,;:!?¡¿…—–"
_WORD = re.compile(rf"\s+|(?:[^\s{_MARKS}](?:[^\s…—–]*[^\s{_MARKS}])?|[{_MARKS}])\s*")
_ENDS_A_SENTENCE = re.compile(r"[.!?…”\"]\s*$")

Word = str | None  # None: the archive has left words out here


class Where(StrEnum):
    """Which of the two renderings has a segment's words."""

    BOTH = "both"
    HERE = "here"
    THERE = "there"


@dataclass(frozen=True)
class Segment:
    """Words that both renderings have, or only one of them; or an omission by the archive in one of them, which has no words.

    `here` and `there`: the words of each rendering with the spaces between and after them, or "". `opposite`: the archive has left words
    out of the other rendering in this place, so its source may have these words too."""

    where: Where
    here: str = ""
    there: str = ""
    omission: bool = False
    opposite: bool = False

    @property
    def words(self) -> str:
        """The words to show, without the spaces after them."""
        return (self.here or self.there).rstrip()

    @property
    def space(self) -> str:
        """The longer of the spaces that follow the words in the two renderings."""
        return max((text[len(text.rstrip()) :] for text in (self.here, self.there)), key=len)


def words(text: str) -> list[str]:
    """The words and punctuation marks of a text, each with the spaces after it. Joined, they are the text."""
    return _WORD.findall(text)


def word_diff(here: Sequence[str], there: Sequence[str]) -> list[Segment] | None:
    """The segments of two renderings, in order; None if a rendering is longer than LONGEST.

    Each rendering can be rebuilt: its words joined, with a new piece at each of its omissions. Two words are the same only if every
    letter, accent and quotation mark is; the spaces after them may differ."""
    ours, theirs = _joined_pieces(here), _joined_pieces(there)
    if max(len(ours), len(theirs)) > LONGEST:
        return None
    segments: list[Segment] = []
    here_done = there_done = 0
    for at_here, at_there, size in _common(ours, theirs):
        segments += _between(ours[here_done:at_here], theirs[there_done:at_there])
        here_done, there_done = at_here + size, at_there + size
        if size:
            segments.append(Segment(Where.BOTH, _joined(ours[at_here:here_done]), _joined(theirs[at_there:there_done])))
    return segments


def _joined_pieces(pieces: Sequence[str]) -> list[Word]:
    """The words of the pieces, with None between two pieces."""
    joined: list[Word] = []
    for number, piece in enumerate(pieces):
        joined += [None] * (number > 0)
        joined += words(piece)
    return joined


def _joined(block: Sequence[Word]) -> str:
    return "".join(word for word in block if word is not None)


def _common(here: list[Word], there: list[Word]) -> list[list[int]]:
    """The blocks that both have in common, each as [start in `here`, start in `there`, number of words]. The last one is empty, at the end."""
    from rapidfuzz.distance import Indel  # few pages need it

    numbers: dict[str, int] = {}
    unlike = itertools.count(len(here) + len(there))  # an omission equals nothing, not even another omission
    numbered = [
        [next(unlike) if word is None else numbers.setdefault(word.rstrip(), len(numbers)) for word in side]
        for side in (here, there)
    ]
    blocks = [[block.a, block.b, block.size] for block in Indel.opcodes(*numbered).as_matching_blocks()]
    for before, after in itertools.pairwise(blocks):
        _move_to_sentence_start(before, after, (numbered[0], here), (numbered[1], there))
    return blocks


def _move_to_sentence_start(before: list[int], after: list[int], *sides: tuple[list[int], list[Word]]) -> None:
    """Move the boundaries of two blocks so that the words between them, which only one side has, begin a sentence if they can.

    A diff may often choose: “[A debate. ]A lot” and “A [debate. A ]lot” are both right, and the first one reads better."""
    gaps = [(before[side] + before[2], after[side]) for side in (0, 1)]
    if (gaps[0][0] == gaps[0][1]) == (gaps[1][0] == gaps[1][1]):
        return  # both sides have words there, or neither has
    side = 0 if gaps[0][0] < gaps[0][1] else 1
    (start, end), (numbers, text) = gaps[side], sides[side]
    earlier = later = 0
    while earlier < before[2] and numbers[start - 1 - earlier] == numbers[end - 1 - earlier]:
        earlier += 1
    while later < after[2] and numbers[start + later] == numbers[end + later]:
        later += 1
    move = max(range(-earlier, later + 1), key=lambda by: (_begins_a_sentence(text, start + by), -abs(by)))
    before[2] += move
    after[:] = [after[0] + move, after[1] + move, after[2] - move]


def _begins_a_sentence(text: list[Word], at: int) -> bool:
    before = text[at - 1] if at else None
    return before is None or bool(_ENDS_A_SENTENCE.match(before))


def _between(here: list[Word], there: list[Word]) -> Iterator[Segment]:
    """The segments between two blocks: first the words and omissions of this side, then those of the other."""
    for omission, group in itertools.groupby(here, lambda word: word is None):
        yield from _one_sided(Where.HERE, omission, list(group), opposite=None in there)
    for omission, group in itertools.groupby(there, lambda word: word is None):
        yield from _one_sided(Where.THERE, omission, list(group), opposite=None in here)


def _one_sided(where: Where, omission: bool, group: list[Word], *, opposite: bool) -> Iterator[Segment]:
    if omission:
        yield from [Segment(where, omission=True)] * len(group)
    elif where is Where.HERE:
        yield Segment(where, here=_joined(group), opposite=opposite)
    else:
        yield Segment(where, there=_joined(group), opposite=opposite)
