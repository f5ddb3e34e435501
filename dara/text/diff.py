"""Two renderings of one utterance, compared word by word: what both give, and what only one of them gives. Pure.

A rendering is a statement's pieces. Between them the archive has left words out; that is no difference between the sources, and is kept
apart from those. The words in both are a longest common subsequence of the two, found by RapidFuzz in time that no text makes long."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

LONGEST = 5000  # words and marks of a rendering; two such take a few hundredths of a second, whatever they say

# A word, or one of the marks around words (he’s, 53.7, @name and an address are one word each), with the spaces after it.
_MARKS = r"“”‘’„«»\"'()\[\]{}<>.,;:!?¡¿…—–"
_WORD = re.compile(rf"\s+|(?:[^\s{_MARKS}](?:[^\s…—–]*[^\s{_MARKS}])?|[{_MARKS}])\s*")
_ENDS_A_SENTENCE = re.compile(r"[.!?…”\"]\s*$")

Word = str | None  # None: here the archive has left words out


class Where(StrEnum):
    BOTH = "both"
    HERE = "here"
    THERE = "there"


@dataclass(frozen=True)
class Run:
    """Words that both renderings give, or only one; or an omission of ours in one of them, which has no words.

    `here` and `there`: the words as each gives them, spaces included, "" where it does not. `opposite`: words that stand where the
    archive has left words out of the other rendering, so that nobody can say that its source lacks them."""

    where: Where
    here: str = ""
    there: str = ""
    omission: bool = False
    opposite: bool = False

    @property
    def words(self) -> str:
        """What to show of it, without the spaces after."""
        return (self.here or self.there).rstrip()

    @property
    def space(self) -> str:
        """The spaces after the words, in the rendering that goes on."""
        return max((text[len(text.rstrip()) :] for text in (self.here, self.there)), key=len)


def words(text: str) -> list[str]:
    """The words and marks of a text, each with the spaces after it; joined, they are the text."""
    return _WORD.findall(text)


def differences(here: Sequence[str], there: Sequence[str]) -> list[Run] | None:
    """The runs of two renderings, in order; what they give of one side, joined, is that side, each omission a new piece.

    Words are the same only to the letter: accents, capitals and the kind of quotation mark count, the spaces after do not.
    None where a rendering is longer than LONGEST."""
    ours, theirs = _in_one(here), _in_one(there)
    if max(len(ours), len(theirs)) > LONGEST:
        return None
    runs: list[Run] = []
    here_done = there_done = 0
    for at_here, at_there, size in _common(ours, theirs):
        runs += _apart(ours[here_done:at_here], theirs[there_done:at_there])
        here_done, there_done = at_here + size, at_there + size
        if size:
            runs.append(Run(Where.BOTH, _joined(ours[at_here:here_done]), _joined(theirs[at_there:there_done])))
    return runs


def _in_one(pieces: Sequence[str]) -> list[Word]:
    parted: list[Word] = []
    for number, piece in enumerate(pieces):
        parted += [None] * (number > 0)
        parted += words(piece)
    return parted


def _joined(run: Sequence[Word]) -> str:
    return "".join(word for word in run if word is not None)


def _common(here: list[Word], there: list[Word]) -> list[list[int]]:
    """The blocks that both have in common: where in each, how many words. The last one is their end, and empty."""
    numbers: dict[str, int] = {}
    unlike = itertools.count(len(here) + len(there))  # an omission is like nothing, not even another one
    numbered = [
        [next(unlike) if word is None else numbers.setdefault(word.rstrip(), len(numbers)) for word in side]
        for side in (here, there)
    ]
    blocks = [[block.a, block.b, block.size] for block in Indel.opcodes(*numbered).as_matching_blocks()]
    for before, after in itertools.pairwise(blocks):
        _settle(before, after, (numbered[0], here), (numbered[1], there))
    return blocks


def _settle(before: list[int], after: list[int], *sides: tuple[list[int], list[Word]]) -> None:
    """Words that only one side has between two blocks may lie a little earlier or later with the same right: “[A debate. ]A lot”, not
    “A [debate. A ]lot”. Lets them begin a sentence where they can."""
    gaps = [(before[side] + before[2], after[side]) for side in (0, 1)]
    if (gaps[0][0] == gaps[0][1]) == (gaps[1][0] == gaps[1][1]):
        return  # both sides have words there, or none
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


def _apart(here: list[Word], there: list[Word]) -> Iterator[Run]:
    """What stands between two blocks: this side's words and omissions, then the other's."""
    for omission, group in itertools.groupby(here, lambda word: word is None):
        yield from _runs_of(Where.HERE, omission, list(group), opposite=None in there)
    for omission, group in itertools.groupby(there, lambda word: word is None):
        yield from _runs_of(Where.THERE, omission, list(group), opposite=None in here)


def _runs_of(where: Where, omission: bool, group: list[Word], *, opposite: bool) -> Iterator[Run]:
    if omission:
        yield from [Run(where, omission=True)] * len(group)
    elif where is Where.HERE:
        yield Run(where, here=_joined(group), opposite=opposite)
    else:
        yield Run(where, there=_joined(group), opposite=opposite)
