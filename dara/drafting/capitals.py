"""Find the sequences of capitalized words in a text, and tell whether one names a person, an organization, or nobody."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dara.drafting.vocabulary import GIVEN, WORDS
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[#@]?[^\W_]+(?:[’'‐‑&/-][^\W_]+)*")
_ACRONYM = re.compile(r"[A-Z]{2,6}(?:-[A-Z]{2,4})?$")
NICKNAME = re.compile(r"(?<=[\w.]) [\"“‘(]([A-Z][\w’.-]{1,14}(?: [A-Z][\w’-]+)?)[\"”’)] (?=[A-Z])")
_NICKNAME_GAP = re.compile(r"\.? [\"“‘(][A-Z][\w’.-]{1,14}(?: [A-Z][\w’-]+)?[\"”’)] ")
_NO_NAMES = WORDS.no_names | WORDS.organizations | WORDS.titles | WORDS.beginners
_NO_ACRONYMS = WORDS.no_names | WORDS.titles | WORDS.shouted | WORDS.beginners | {"pac", "pacs"}
# after a given name these are no surname: “Austin Chronicle”, but “Emily Post”
_PAPERS = WORDS.organizations - (WORDS.weak_organizations - {"school"}) - {"post", "press", "church", "news"}
_LONGEST_SEQUENCE = 14  # words of a name


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


def capitalized_sequences(text: str, tokens: Sequence[Token], called: Collection[Span] = ()) -> Iterator[list[Token]]:
    """The names in a text, each as its tokens, small words inside of organizations' names left out.

    Sequences of one organization are joined (“Association of” “Deputy District Attorneys”), and so are those in one span of `called`."""
    ends = dict(called)
    joined: list[Token] = []
    for sequence in _touching(text, tokens):
        whole = bool(joined) and sequence[-1].end <= ends.get(joined[0].start, 0)
        if (
            joined
            and len(joined) <= _LONGEST_SEQUENCE
            and (whole or _links(joined, sequence, text[joined[-1].end : sequence[0].start]))
        ):
            joined = joined + sequence
            continue
        if joined:
            yield joined
        joined = sequence
    if joined:
        yield joined


def _touching(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The capitalized tokens that touch each other, with the lower-case particles inside names (“Marco de León”)."""
    sequence: list[Token] = []
    pending: list[Token] = []
    for token in _without_nicknames(text, tokens):
        touching = bool(sequence) and _touch(text, (pending or sequence)[-1], token)
        if touching and token.capital and len(sequence) < _LONGEST_SEQUENCE:
            sequence += [*pending, token]
            pending = []
        elif touching and token.text in WORDS.particles and len(pending) < 3:
            pending.append(token)
        elif touching and not pending and token.text.isdigit() and _names_a_local(sequence, token):
            sequence.append(token)
        else:
            if sequence:
                yield sequence
            sequence, pending = ([token], []) if token.capital else ([], [])
    if sequence:
        yield sequence


def _without_nicknames(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Thomas “Tuck” McGillicuddy"""
    nicknames = {place for found in NICKNAME.finditer(text) for place in range(found.start(1), found.end(1))}
    return (token for token in tokens if token.start not in nicknames)


def _touch(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a space, or the full stop of an abbreviation, stands between two tokens of one name."""
    gap = text[left.end : right.start]
    if left.possessive:
        return False
    if gap in (" ", "\u00a0", "-") or (len(gap) < 24 and _NICKNAME_GAP.fullmatch(gap)):
        return True
    abbreviation = left.text in ABBREVIATIONS or (len(left.text) == 1 and left.text.isupper())
    return abbreviation and gap in (". ", ".\u00a0", ".")


def _names_a_local(sequence: Sequence[Token], number: Token) -> bool:
    """“Local 411”, “Lodge 5”, “District Attorney 2026”."""
    year = len(number.text) == 4 and number.text[:2] == "20" and len(sequence) > 2
    return year or sequence[-1].plain in {"local", "lodge", "post", "attorney", "da", "action"}


def _links(left: list[Token], right: list[Token], gap: str) -> bool:
    """Whether two sequences are one organization's name, with the small words of the gap in it."""
    if left[-1].text in ABBREVIATIONS and gap.startswith(". "):  # “Assn. of Deputy Prosecutors”
        gap = gap[1:]
    words = tuple(gap.replace("’", " ").replace("'", " ").split())
    if len(gap) > 12 or not gap.startswith((" ", "’ ", "' ", "’s ", "'s ")) or any(mark in gap for mark in ',.;:\n()“”"'):
        return False
    if left[-1].possessive:
        return gap in ("’ ", "' ", "’s ", "'s ") and _owns(left, right, plural="s" not in gap)
    bare = left[1:] if left[0].text == "The" else left
    if words == ("&",) and len(bare) == 1:
        return True
    if not words or not set(words) <= WORDS.connectors:
        return words in (("for", "a"), ("for", "an")) and len(left) < 4 and right[0].text.istitle() and not is_name(left)
    if words in (("and",), ("&",)):
        return _links_by_and(left, bare, right)
    return words[0] in {"of", "for", "to", "against"} and _links_by_of(left, bare, right, words)


def _owns(left: list[Token], right: list[Token], plural: bool) -> bool:
    """“Deputy Sheriffs’ Guild”, “Prosecutors’ Alliance”: a name that goes on after its possessive."""
    head = right[0].plain
    body = plural or head in WORDS.possessed_bodies or (head in WORDS.bodies and left[-1].plain in WORDS.founders)
    single = len(left) == 1 and not left[0].plain.endswith("s") and left[0].plain != "women"
    return body and not single and any(token.plain in WORDS.organizations for token in right[:3])


def _links_by_and(left: list[Token], bare: list[Token], right: list[Token]) -> bool:
    if is_name(right) or any(token.plain in WORDS.titles for token in right) or is_name(left):
        return False
    heads = {token.plain for token in left} & WORDS.organizations
    officers = (
        right[-1].possessive
        and all(token.plain in WORDS.no_names for token in bare)
        and right[-1].plain in WORDS.organizations | WORDS.founders
    )
    if _is_half_a_name(bare) and (right[-1].plain in WORDS.bodies or officers) and len(right) < 4:
        return True  # “Guards and Wardens Union”, “Black and Brown Officers’ Network”
    if len(left) == 1 and not heads:
        return right[0].plain in WORDS.organizations and left[0].plain not in WORDS.no_names
    plural = right[0].text.endswith("s") and right[0].plain not in WORDS.organizations | WORDS.no_names and not is_acronym(right[0])
    return bool(heads - WORDS.weak_organizations) and len(right) == 1 and plural


def _links_by_of(left: list[Token], bare: list[Token], right: list[Token], words: tuple[str, ...]) -> bool:
    """“Assn. of Deputy Prosecutors”, “Committee to Elect Roe”, “Moms for Safe Schools”."""
    heads = {token.plain for token in left} & WORDS.organizations
    titled = any(token.plain in WORDS.titles for token in right)
    if (
        words[-1] in {"for", "against"}
        and 0 < len(bare) < 4
        and bare[-1].plain in WORDS.founders
        and right[0].plain not in WORDS.titles
    ):
        return True
    if len(left) == 1 and left[0].plain in WORDS.founders:
        return words[0] != "to"
    if heads and words[0] == "of":
        people = right[-1].plain.endswith("s") and right[-1].plain in WORDS.organizations
        return not heads <= {"election", "district"} and (not titled or people or "district" in {token.plain for token in right})
    if heads:
        return bool(heads & WORDS.bodies_for)
    # a committee’s name ends with its year: “Benavides-Thorne for District Attorney 2026”
    return words[0] == "for" and right[0].plain in {"district", "da"} and len(left) <= 3 and right[-1].text.isdigit()


def _is_half_a_name(left: list[Token]) -> bool:
    """Words that are no name by themselves: plurals without a head (“State Guards”), colours and directions (“Black”)."""
    plural = left and left[-1].text.endswith("s") and not left[-1].text.endswith("ss") and not is_name(left, titled=len(left) == 1)
    nobody = all(token.plain in WORDS.no_names for token in left)
    return 0 < len(left) < 3 and (nobody or (bool(plural) and not {token.plain for token in left} & WORDS.organizations))


# --- what a sequence is -----------------------------------------------------------------------------


def after_titles(tokens: Sequence[Token]) -> int | None:
    """The index at which the name starts after the last title of a sequence, or None if there is no title."""
    last = None
    for index, token in enumerate(tokens):
        if token.text in GIVEN and token.text not in {"Judge", "Justice"} and index + 1 < len(tokens):
            continue  # Dean, Ada
        former = token.plain.startswith(("then", "ex", "co", "vice")) and token.plain.rpartition("-")[2] in WORDS.titles
        if token.plain in WORDS.titles or former:
            last = index
    return None if last is None else last + 1


def is_name(tokens: Sequence[Token], *, titled: bool = False) -> bool:
    """Whether a sequence is the name of a person."""
    words = [token for token in tokens if token.text not in WORDS.suffixes and token.text not in WORDS.particles]
    if not words or len(words) > 4 or (len(words) == 1 and not titled):
        return False
    if any(not set("#@/&0123456789").isdisjoint(token.text) or (is_acronym(token) and len(token.text) > 2) for token in words):
        return False
    plain = {token.plain for token in words}
    if titled and len(words) > 1 and not plain <= WORDS.no_names:
        return not plain & (WORDS.organizations | WORDS.titles)
    if words[0].text in GIVEN and len(words) > 1:
        return words[-1].plain not in WORDS.no_surnames and words[-1].plain not in _PAPERS
    return plain.isdisjoint(_NO_NAMES)


def is_acronym(token: Token) -> bool:
    return _ACRONYM.match(token.text) is not None and token.plain not in _NO_ACRONYMS


def is_organization(tokens: Sequence[Token], the: bool) -> bool:
    """Whether a sequence is an organization's name. `the`: “the” stands before it."""
    words = [token.plain for token in tokens]
    if len(tokens) == 1:
        return is_acronym(tokens[0]) or (
            the and "-" in words[0] and set(words[0].split("-")) <= WORDS.papers
        )  # “The Telegraph-Press”
    heads = {word for word in words if word.replace("-", "") in WORDS.organizations} | WORDS.organizations.intersection(words)
    strong = heads - WORDS.weak_organizations
    person = tokens[0].text in GIVEN and len(tokens) == 2 and heads <= WORDS.weak_organizations | {"post", "press"}
    heading = not strong and all(token.text.isupper() for token in tokens)  # or the place of a dateline
    return not person and not heading and _is_headed(tokens, words, heads, strong, the)


def _is_headed(tokens: Sequence[Token], words: Sequence[str], heads: set[str], strong: set[str], the: bool) -> bool:
    """Whether a sequence is an organization's name by its last word, by the `strong` of its `heads`, or by its small words."""
    if words[-1] in WORDS.titles or words[-1] in {"attorney", "attorneys"}:
        assembly = words[-1] == "assembly" and len(words) > 2  # “Bouchard County Republican Assembly”
        return assembly or not strong.isdisjoint({"association", "committee", "alliance", "conference"})
    if strong or (heads and (the or words[-1] in heads or len(words) > 2)):
        return not set(words) <= WORDS.no_names
    return _is_joined_by_small_words(tokens, words)


def _is_joined_by_small_words(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """“Brandywine & Lopes”, “Dads Against Crime”, “Clergy for a Safer Fallon”: by the gaps where small words are left out."""
    gaps = [after.start - before.end for before, after in pairwise(tokens)]
    founded = words[0] in WORDS.founders and (gaps[0] > 2 or words[1] in {"against", "for", "of", "united"})
    return tokens[0].text not in GIVEN and (founded or 3 in gaps or any(7 <= gap <= 9 for gap in gaps[:3]))


def name_parts(core: str) -> list[str]:
    """The words of a person's name as they are compared, without “Jr.”; initials at its beginning are one: “J. R.” is “jr”."""
    parts = [fold(word) for word in core.split() if word not in WORDS.suffixes]
    while len(parts) > 2 and len(parts[0]) <= 2 and len(parts[1]) == 1 and "." in core:
        parts[:2] = ["".join(parts[:2])]
    return parts
