"""Find the sequences of capitalized words in a text, and tell whether one names a person, an organization, or nobody."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dara.drafting.vocabulary import GIVEN, WORDS
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[#@]?[^\W_]+(?:[’'‐‑&/-][^\W_]+)*")
_ACRONYM = re.compile(r"[A-Z]{2,6}(?:-[A-Z]{2,4})?$")
NICKNAME = re.compile(r"(?<=[\w.]) [\"“‘(]([A-Z][\w’.-]{1,14}(?: [A-Z][\w’-]+)?)[\"”’)] (?=[A-Z])")
_NO_NAMES = WORDS.no_names | WORDS.organizations | WORDS.titles | WORDS.beginners
_NO_ACRONYMS = WORDS.no_names | WORDS.titles | WORDS.shouted | WORDS.beginners | {"pac", "pacs"}
_LONGEST_SEQUENCE = 14  # words of a name
_NUMBERED = frozenset({"local", "lodge", "post", "attorney", "da", "action"})  # “Local 411”, “District Attorney 2026”
_POSSESSIVE = ("’ ", "' ", "’s ", "'s ")


class Token(NamedTuple):
    text: str  # without a possessive ending
    start: int
    end: int
    possessive: bool = False

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or (self.text[0] == "#" and len(self.text) > 1 and self.text[1].isupper())

    @property
    def plain(self) -> str:
        return fold(self.text)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """The word as names are compared: in lower case, without accents and full stops, with straight apostrophes."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").replace(".", ""))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def tokens_of(text: str) -> list[Token]:
    """The words of a text, without possessive endings."""
    tokens = []
    for found in _TOKEN.finditer(text):
        word, start, end = found[0], found.start(), found.end()
        if word[-2:] in ("’s", "'s") and len(word) > 3:
            tokens.append(Token(word[:-2], start, end - 2, possessive=True))
        else:
            tokens.append(Token(word, start, end, possessive=text[end : end + 1] in ("’", "'") and word[-1] in "sz"))
    return tokens


# --- sequences --------------------------------------------------------------------------------------


def capitalized_sequences(text: str, tokens: Sequence[Token], whole: Collection[Span] = ()) -> Iterator[list[Token]]:
    """The names in a text, each as its tokens, small words inside of organizations' names left out.

    Sequences of one organization are joined (“Association of” “Deputy District Attorneys”), and so are those in one span of `whole`."""
    ends = dict(whole)
    joined: list[Token] = []
    for sequence in _touching(text, tokens):
        inside = bool(joined) and sequence[-1].end <= ends.get(joined[0].start, 0)
        if inside or (0 < len(joined) <= _LONGEST_SEQUENCE and _links(joined, sequence, text[joined[-1].end : sequence[0].start])):
            joined = joined + sequence
            continue
        if joined:
            yield joined
        joined = sequence
    if joined:
        yield joined


def _touching(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The capitalized tokens that touch each other, with the lower-case particles inside names (“Marco de León”), without nicknames."""
    nicknames = {place for found in NICKNAME.finditer(text) for place in range(found.start(1), found.end(1))}
    sequence: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        touching = bool(sequence) and _touch(text, (pending or sequence)[-1], token)
        if token.start in nicknames:
            continue
        if touching and token.capital and len(sequence) < _LONGEST_SEQUENCE:
            sequence += [*pending, token]
            pending = []
        elif touching and token.text in WORDS.particles and len(pending) < 3 and not sequence[-1].text.isdigit():
            pending.append(token)
        elif touching and not pending and token.text.isdigit() and sequence[-1].plain in _NUMBERED:
            sequence.append(token)
        else:
            if sequence:
                yield sequence
            sequence, pending = ([token], []) if token.capital else ([], [])
    if sequence:
        yield sequence


def _touch(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a space, or the full stop of an abbreviation, stands between two tokens of one name."""
    gap = text[left.end : right.start]
    if left.possessive:
        return False
    nickname = NICKNAME.search(text, left.end, right.start + 1) if len(gap) < 36 else None
    if gap in (" ", "\u00a0", "-") or (nickname and nickname.start() <= left.end + 1 and nickname.end() == right.start):
        return True
    abbreviation = left.text in ABBREVIATIONS or (len(left.text) == 1 and left.text.isupper())
    return abbreviation and gap in (". ", ".\u00a0", ".")


def _links(left: list[Token], right: list[Token], gap: str) -> bool:
    """Whether two sequences are one organization's name, with the small words of the gap in it."""
    if left[-1].possessive:  # “Deputy Sheriffs’ Guild”, “Prosecutors’ Alliance”
        body = gap in ("’ ", "' ") or right[0].plain in WORDS.possessed_bodies | WORDS.bodies
        single = len(left) == 1 and not left[0].plain.endswith("s") and left[0].plain != "women"
        return gap in _POSSESSIVE and body and not single and any(token.plain in WORDS.organizations for token in right[:3])
    if left[-1].text in ABBREVIATIONS:  # “Assn. of Deputy Prosecutors”
        gap = gap.removeprefix(".")
    words = gap.split(" ")[1:-1]
    if not words or len(gap) > 12 or gap != f" {' '.join(words)} " or not set(words) <= WORDS.connectors:
        return False
    bare = left[1:] if left[0].text == "The" else left
    if words[0] in ("and", "&"):
        return (words == ["&"] and len(bare) == 1) or _is_joined_by_and(left, bare, right)
    heads = WORDS.organizations if words[0] == "of" else WORDS.bodies_for if words[0] in {"for", "to", "against"} else frozenset()
    return any(token.plain in heads | WORDS.founders for token in left)


def _is_joined_by_and(left: list[Token], bare: list[Token], right: list[Token]) -> bool:
    """“Guards and Wardens Union”: words that are no name by themselves, plurals or colours, before those that a body ends."""
    if is_name(right) or is_name(left) or any(token.plain in WORDS.titles for token in right):
        return False
    plain = {token.plain for token in bare}
    plural = bare[-1:] and bare[-1].text.endswith("s") and not bare[-1].text.endswith("ss") and not plain & WORDS.organizations
    return 0 < len(bare) < 3 and len(right) < 4 and right[-1].plain in WORDS.bodies and bool(plural or plain <= WORDS.no_names)


# --- what a sequence is -----------------------------------------------------------------------------


def after_titles(tokens: Sequence[Token]) -> int | None:
    """The index at which the name starts after the last title of a sequence, or None if there is no title."""
    titles = [index for index, token in enumerate(tokens) if token.plain in WORDS.titles]
    titles = [index for index in titles if tokens[index].text not in GIVEN or index + 1 == len(tokens)]  # Dean, Ada
    return titles[-1] + 1 if titles else None


def is_name(tokens: Sequence[Token], *, titled: bool = False) -> bool:
    """Whether a sequence is the name of a person."""
    words = [token for token in tokens if token.text not in WORDS.suffixes and token.text not in WORDS.particles]
    if not words or len(words) > 4 or (len(words) == 1 and not titled):
        return False
    if any(not set("#@/&0123456789").isdisjoint(token.text) or (is_acronym(token) and len(token.text) > 2) for token in words):
        return False
    if words[0].text in GIVEN and len(words) > 1:
        return words[-1].plain not in WORDS.no_surnames
    return _NO_NAMES.isdisjoint(token.plain for token in words)


def is_acronym(token: Token) -> bool:
    return _ACRONYM.match(token.text) is not None and token.plain not in _NO_ACRONYMS


def is_organization(tokens: Sequence[Token], the: bool) -> bool:
    """Whether a sequence is an organization's name. `the`: “the” stands before it."""
    words = [token.plain for token in tokens]
    if len(tokens) == 1:  # “The Telegraph-Press”
        return is_acronym(tokens[0]) or (the and "-" in words[0] and set(words[0].split("-")) <= WORDS.papers)
    heads = WORDS.organizations.intersection(words)
    strong = heads - WORDS.weak_organizations
    if words[-1] in WORDS.titles and strong.isdisjoint({"association", "committee", "alliance", "conference"}):
        return False
    return bool(strong or (heads and (the or words[-1] in heads or len(words) > 2)))


def name_parts(core: str) -> list[str]:
    """The words of a person's name as they are compared, without “Jr.”; initials at its beginning are one: “J. R.” is “jr”."""
    parts = [fold(word) for word in core.split() if word not in WORDS.suffixes]
    while len(parts) > 2 and len(parts[0]) <= 2 and len(parts[1]) == 1 and "." in core:
        parts[:2] = ["".join(parts[:2])]
    return parts
