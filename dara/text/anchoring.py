"""Find the span of given words in a text, and check a quote's pieces against its passage.

Anchoring fails closed: words that the text lacks, or has more than once, raise an error. It never guesses and never re-anchors."""

import re
from collections.abc import Sequence

from dara.text.spans import Span

_SHOWN = 200  # characters of words or text that an error message shows


class AnchorError(Exception):
    """Words have no single place in a text. The message is a sentence for people that shows the nearest text."""


class NotFound(AnchorError):
    """The text does not have the words."""


class Ambiguous(AnchorError):
    """The text has the words more than once."""


def find(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span:
    """The one span of `exact` in `text` that has `prefix` right before it and `suffix` right after it. Raises NotFound or Ambiguous."""
    if not exact:
        raise NotFound("The passage has no words.")
    whole = prefix + exact + suffix
    first = text.find(whole)
    if first < 0:
        raise NotFound(f"“{_shown(whole)}” is not in the text. {_nearest(text, whole)}")
    if text.find(whole, first + 1) >= 0:
        places = [str(place.start() + len(prefix)) for place in re.finditer(f"(?={re.escape(whole)})", text)]
        raise Ambiguous(
            f"“{_shown(whole)}” is in the text {len(places)} times, at {', '.join(places[:5])}{' …' if len(places) > 5 else ''}."
            " Say what stands before or after it (prefix, suffix), or take more words."
        )
    return Span(first + len(prefix), first + len(prefix) + len(exact))


def at(text: str, exact: str, start: int) -> Span:
    """The span of `exact`, which starts at `start` in `text`. Raises NotFound if the text has other words there."""
    end = start + len(exact)
    if not exact or start < 0 or text[start:end] != exact:
        said = text[max(start, 0) : max(start, 0) + len(exact)]
        raise NotFound(f"“{_shown(exact)}” is not at {start}; the text says “{_shown(said)}” there. {_nearest(text, exact)}")
    return Span(start, end)


# A letter or digit for the purpose of word boundaries; the same code points as in models/sql/evidence.sql (dara_inside_a_word).
_LETTER = "[0-9A-Za-z_\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff]"
_JOINER = "['’‐‑\u00ad\u200b-\u200d\u2060\ufeff-]"  # joins two letters: can’t, non-violent; most of these are invisible
_INSIDE = re.compile(
    rf"{_LETTER}\|{_LETTER}|{_LETTER}\|{_JOINER}{_LETTER}|{_LETTER}{_JOINER}\|{_LETTER}|[0-9]\|[.,][0-9]|[0-9][.,]\|[0-9]|[-−]\|[0-9]"
)


# A character that is neither space nor punctuation: the same code points as in the database's dara_says_something.
_SOMETHING = re.compile(
    "[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\U00010000-\U0010ffff]"
)


def inside_a_word(words: str, place: int) -> bool:
    """Whether a word or a number continues across the offset `place`, so that a quote may not start or end there."""
    return bool(_INSIDE.search(f"{words[max(place - 2, 0) : place]}|{words[place : place + 2]}"))


def missing_piece(passage: str, pieces: Sequence[str]) -> str | None:
    """The first of `pieces` that is not in `passage` in whole words after the pieces before it; None if all are."""
    place = 0
    for piece in pieces:
        if not _SOMETHING.search(piece):
            return piece
        while (start := passage.find(piece, place)) >= 0:
            if not inside_a_word(passage, start) and not inside_a_word(passage, start + len(piece)):
                break
            place = start + 1
        else:
            return piece
        place = start + len(piece)
    return None


def explain_piece(passage: str, piece: str) -> str:
    """A sentence for people on why `piece` is not in `passage`."""
    if piece in passage:
        return f"The piece “{_shown(piece)}” is in its passage, but not in whole words, or not after the pieces before it."
    return f"The piece “{_shown(piece)}” is not in its passage. {_nearest(passage, piece)}"


def _nearest(text: str, words: str) -> str:
    """A sentence that shows the part of `text` that is most similar to `words`."""
    from rapidfuzz import fuzz  # few pages need it

    near = fuzz.partial_ratio_alignment(words, text, score_cutoff=50) if text else None
    if near is None:
        return "Nothing in the text is like it."
    start, end = near.dest_start, near.dest_end
    while start > 0 and inside_a_word(text, start):
        start -= 1
    while end < len(text) and inside_a_word(text, end):
        end += 1
    said = text[start:end]
    hint = " (they differ only in quotation marks, spaces, dashes or capitals)" if _plain(said) == _plain(words) else ""
    return f"The nearest words, at {start}, are “{_shown(said)}”{hint}."


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def _shown(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]} … {words[-_SHOWN // 2 :]}"
