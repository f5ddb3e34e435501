"""A text with its odd spaces made plain, so that rules need to know but one, and the way back to the text as it is.

No-break and doubled spaces, tabs, soft hyphens, lines that are broken at a width: the rules read “Jane Roe”, the passage keeps what the text has."""

import re
from array import array
from dataclasses import dataclass, replace
from itertools import pairwise

from dara.drafting.forms import Draft, Endorsement, Passage, Result, Statement

_SPACES = "[ \\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_ODD = re.compile(
    f"(?P<space>{_SPACES}{{2,}}|(?! ){_SPACES})|(?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff])|(?P<wrap>(?<=[^\\n])\\n(?=[^\\n]))"
)


@dataclass(frozen=True)
class Smooth:
    """`text` is what the rules read; `original` what there is. Without odd spaces both are one."""

    text: str
    original: str
    places: array | None  # for each character of `text`, where it is in `original`

    @classmethod
    def of(cls, original: str) -> "Smooth":
        wrapped = is_wrapped(original)
        found = [each for each in _ODD.finditer(original) if wrapped or each.lastgroup != "wrap"]
        if not found:
            return cls(original, original, None)
        pieces: list[str] = []
        places = array("L")
        last = 0
        for each in found:
            pieces.append(original[last : each.start()])
            places.extend(range(last, each.start()))
            if each.lastgroup != "nothing":
                pieces.append(" ")
                places.append(each.start())
            last = each.end()
        pieces.append(original[last:])
        places.extend(range(last, len(original)))
        return cls("".join(pieces), original, places)

    def back(self, draft: Draft) -> Draft:
        """The draft with its passage and words as they stand in the original."""
        if self.places is None:
            return draft
        start, end = draft.passage.start, draft.passage.end
        changed: dict[str, object] = {"passage": Passage.of(self.original, *self._span(start, end))}
        if isinstance(draft, Statement):
            changed["pieces"] = self._words(draft.pieces, start, end)
        elif isinstance(draft, Endorsement):
            changed |= {name: self._as_stated(getattr(draft, name), start, end) for name in ("verb", "amount_as_stated", "purpose")}
        elif isinstance(draft, Result):
            changed["ballots_out_as_stated"] = self._as_stated(draft.ballots_out_as_stated, start, end)
        return replace(draft, **changed)  # type: ignore[arg-type]

    def _span(self, start: int, end: int) -> tuple[int, int]:
        assert self.places is not None
        return self.places[start], self.places[end - 1] + 1

    def _words(self, pieces: list[str], start: int, end: int) -> list[str]:
        found = []
        for piece in pieces:
            place = self.text.find(piece, start, end)
            if place < 0:
                found.append(piece)
                continue
            found.append(self.original[slice(*self._span(place, place + len(piece)))])
            start = place + len(piece)
        return found

    def _as_stated(self, words: str | None, start: int, end: int) -> str | None:
        return self._words([words], start, end)[0] if words else words


def is_wrapped(text: str) -> bool:
    """Whether lines are broken at a width, as in old e-mail: none is long, nearly all are filled, and many go on in the middle of a sentence."""
    lines = text.split("\n")
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < 6 or not 50 <= max(map(len, filled)) <= 100:
        return False
    following = [(first.strip(), second.strip()) for first, second in pairwise(lines) if first.strip() and second.strip()]
    if len(following) < len(filled) // 2:
        return False
    full = sum(len(first) >= 0.7 * max(map(len, filled)) for first, _ in following)
    inside = sum(second[0].islower() for _, second in following)
    return full >= 0.8 * len(following) and inside >= 0.3 * len(following)
