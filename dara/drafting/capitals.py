"""Find the sequences of capitalized words in a text, and tell whether one names a person, an organization, or nobody."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dara.drafting.vocabulary import (
    BEGINNERS,
    CONNECTORS,
    FOUNDERS,
    GIVEN,
    NOBODY,
    ORGANIZATION,
    PAPERS,
    PARTICLES,
    SHOUTED,
    SUFFIXES,
    TITLES,
    WEAK_ORGANIZATION,
)
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[#@]?[^\W_]+(?:[’'‐‑&/-][^\W_]+)*")
_POSSESSIVE = re.compile(r"(?:[’']s|[’'])$")
_ACRONYM = re.compile(r"[A-Z]{2,6}(?:-[A-Z]{2,4})?$")
NICKNAME = re.compile(r"(?<=[\w.]) [\"“‘(]([A-Z][\w’.-]{1,14}(?: [A-Z][\w’-]+)?)[\"”’)] (?=[A-Z])")
_NICKNAME_GAP = re.compile(r"\.? [\"“‘(][A-Z][\w’.-]{1,14}(?: [A-Z][\w’-]+)?[\"”’)] ")
_BODIES = frozenset({"association", "union", "guild", "network", "league", "council", "federation", "coalition", "society", "alliance", "caucus", "club", "committee", "voice", "forum"})  # fmt: skip
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


@dataclass
class _Sequence:
    """Capitalized words that stand next to each other."""

    tokens: list[Token]

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


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
        ending = _POSSESSIVE.search(word)
        if ending and ending.start() > 1:
            tokens.append(Token(word[: ending.start()], start, start + ending.start(), possessive=True))
        else:
            tokens.append(Token(word, start, end, possessive=text[end : end + 1] in "’'" and word[-1:] in "sz" and end < len(text)))
    return tokens


def _joined(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a space, or the full stop of an abbreviation, stands between two tokens of one name."""
    gap = text[left.end : right.start]
    if left.possessive:
        return False
    if gap in (" ", "\u00a0", "-") or (len(gap) < 24 and _NICKNAME_GAP.fullmatch(gap)):
        return True
    abbreviation = left.text in ABBREVIATIONS or (len(left.text) == 1 and left.text.isupper())
    return abbreviation and gap in (". ", ".\u00a0", ".")


def capitalized_sequences(text: str, tokens: list[Token]) -> Iterator[_Sequence]:
    """The sequences of capitalized tokens, with the lower-case particles inside names (“Marco de León”)."""
    sequence: list[Token] = []
    pending: list[Token] = []
    nicknames = {place for found in NICKNAME.finditer(text) for place in range(found.start(1), found.end(1))}
    for token in tokens:
        if token.start in nicknames and sequence:
            continue  # Thomas “Tuck” McGillicuddy
        last = pending[-1] if pending else sequence[-1] if sequence else None
        touching = last is not None and _joined(text, last, token)
        if token.capital and sequence and touching and len(sequence) < _LONGEST_SEQUENCE:
            sequence += [*pending, token]
            pending = []
        elif token.text in PARTICLES and sequence and touching and len(pending) < 3:
            pending.append(token)
        elif sequence and touching and not pending and token.text.isdigit() and _names_a_local(sequence, token):
            sequence.append(token)
        else:
            if sequence:
                yield _Sequence(sequence)
            sequence, pending = ([token], []) if token.capital else ([], [])
    if sequence:
        yield _Sequence(sequence)


def _names_a_local(sequence: list[Token], number: Token) -> bool:
    """“Local 411”, “Lodge 5”, “District Attorney 2026”."""
    return sequence[-1].plain in {"local", "lodge", "post", "attorney", "da", "action"} or (
        len(number.text) == 4 and len(sequence) > 2 and number.text[:2] == "20"
    )


def merged_sequences(text: str, sequences: list[_Sequence], called: Collection[Span] = ()) -> Iterator[list[Token]]:
    """The tokens of each sequence. Sequences of one organization are joined (“Association of” “Deputy District Attorneys”), and so are those in
    one span of `called`."""
    ends = dict(called)
    index = 0
    while index < len(sequences):
        tokens = sequences[index].tokens
        while index + 1 < len(sequences):
            following = sequences[index + 1]
            gap = text[tokens[-1].end : following.start]
            whole = following.end <= ends.get(tokens[0].start, 0)
            if not (whole or _links(tokens, following.tokens, gap)) or len(tokens) > _LONGEST_SEQUENCE:
                break
            tokens = tokens + following.tokens
            index += 1
        yield tokens
        index += 1


def _links(left: list[Token], right: list[Token], gap: str) -> bool:
    if left[-1].text in ABBREVIATIONS and gap.startswith(". "):  # “Assn. of Deputy Prosecutors”
        gap = gap[1:]
    words = gap.replace("’", " ").replace("'", " ").split()
    if len(gap) > 12 or not gap.startswith((" ", "’ ", "' ", "’s ", "'s ")) or any(mark in gap for mark in ',.;:\n()“”"'):
        return False
    if left[-1].possessive:  # “Deputy Sheriffs’ Guild”, “Prosecutors’ Alliance”: an organization’s name goes on
        return (
            gap in ("’ ", "' ", "’s ", "'s ")
            and any(token.plain in ORGANIZATION for token in right[:3])
            and (
                gap in ("’ ", "' ")
                or right[0].plain
                in {
                    "office",
                    "department",
                    "association",
                    "bureau",
                    "union",
                    "lodge",
                    "guild",
                    "league",
                    "section",
                    "council",
                    "federation",
                    "club",
                    "forum",
                    "benevolent",
                    "protective",
                }
                or (right[0].plain in _BODIES and left[-1].plain in FOUNDERS)
            )
            and not _after_titles_only(left)
        )
    heads = {token.plain for token in left} & ORGANIZATION
    bare = left[1:] if left[0].text == "The" else left
    if words in (["for"], ["against"]) and 0 < len(bare) < 4 and bare[-1].plain in FOUNDERS and right[0].plain not in TITLES:
        return True  # “The Democrats for Reform”, “Hallmon Moms for Safe Schools”
    if words and words[0] in {"of", "for", "against"} and len(left) == 1 and left[0].plain in FOUNDERS:
        return True
    if words == ["&"] and len(bare) == 1:
        return True
    if (
        words in (["for", "a"], ["for", "an"], ["against", "the"])
        and len(left) < 4
        and right[0].text.istitle()
        and not is_name(left)
    ):
        return True  # “Clergy for a Safer Fallon”
    if not words or not set(words) <= CONNECTORS:
        return False
    if words in (["and"], ["&"]):
        if is_name(right) or _has_title(right) or is_name(left):
            return False
        of_before = left[-1].text[0].isupper() and bool(heads - WEAK_ORGANIZATION) and len(right) == 1
        officers = (
            right[-1].possessive and all(token.plain in NOBODY for token in bare) and right[-1].plain in ORGANIZATION | FOUNDERS
        )
        if _is_half_a_name(bare) and (right[-1].plain in _BODIES or officers) and len(right) < 4:
            return True  # “Guards and Wardens Union”, “Black and Brown Officers’ Network”
        return (
            of_before and right[0].plain not in ORGANIZATION | NOBODY and not is_acronym(right[0]) and right[0].text.endswith("s")
        ) or (len(left) == 1 and not heads and right[0].plain in ORGANIZATION and left[0].plain not in NOBODY)
    if words in (["in"], ["on"], ["with"]):
        return False
    if words == ["the"]:
        return False
    if words[0] in {"of", "for", "to", "against"} and heads:
        if words[0] in {"to", "for", "against"} and not heads & {
            "association",
            "committee",
            "center",
            "fund",
            "coalition",
            "alliance",
            "campaign",
            "council",
            "society",
            "institute",
            "league",
        }:
            return words[0] == "for" and heads <= {"action"}
        if heads <= {"election", "district"}:
            return False
        people_of = right[-1].plain.endswith("s") and right[-1].plain in ORGANIZATION  # “Assn. of Deputy Prosecutors”
        return not (_has_title(right) and words[0] == "of") or people_of or "district" in {token.plain for token in right}
    if (
        words[0] == "for"
        and right[0].plain in {"district", "da"}
        and len(left) <= 3
        and left[-1].plain not in TITLES | NOBODY
        and left[0].plain not in BEGINNERS | TITLES
    ):
        # a committee’s name ends with its year: “Benavides-Thorne for District Attorney 2026”
        return right[-1].text.isdigit()
    return words[0] in {"of", "for", "against", "to"} and len(left) == 1 and left[0].plain in FOUNDERS


def _is_half_a_name(left: list[Token]) -> bool:
    """Words that are no name by themselves: plurals without a head (“State Guards”), colours and directions (“Black”)."""
    plural = left and left[-1].text.endswith("s") and not left[-1].text.endswith("ss") and not is_name(left, titled=len(left) == 1)
    return 0 < len(left) < 3 and (
        all(token.plain in NOBODY for token in left) or (bool(plural) and not {token.plain for token in left} & ORGANIZATION)
    )


def _after_titles_only(tokens: list[Token]) -> bool:
    return (
        len(tokens) < 2
        and tokens[0].plain
        not in {"sheriffs", "prosecutors", "teachers", "officers", "chiefs", "firefighters", "nurses", "women", "deputies"}
        and not tokens[0].plain.endswith("s")
    )


def _has_title(tokens: list[Token]) -> bool:
    return any(token.plain in TITLES for token in tokens)


def after_titles(tokens: list[Token]) -> int | None:
    """The index at which the name starts after the last title of a sequence, or None if there is no title."""
    last = None
    for index, token in enumerate(tokens):
        if token.text in GIVEN and token.text not in {"Judge", "Justice"} and index + 1 < len(tokens):
            continue  # Dean, Ada
        if token.plain in TITLES or (
            token.plain.rpartition("-")[2] in TITLES and token.plain.startswith(("then", "ex", "co", "vice"))
        ):
            last = index
    return None if last is None else last + 1


def is_name(tokens: list[Token], *, titled: bool = False) -> bool:
    """Whether a sequence is the name of a person."""
    words = [token for token in tokens if token.text not in SUFFIXES and token.text not in PARTICLES]
    if not words or len(words) > 4 or (len(words) == 1 and not titled):
        return False
    if any(char in token.text for token in words for char in "#@/&0123456789"):
        return False
    if any(is_acronym(token) and len(token.text) > 2 for token in words):
        return False
    if titled and len(words) > 1 and not all(token.plain in NOBODY for token in words):
        return not any(token.plain in ORGANIZATION or token.plain in TITLES for token in words)
    if words[0].text in GIVEN and len(words) > 1:
        return words[-1].plain not in {
            "county",
            "street",
            "avenue",
            "county’s",
            "association",
            "club",
            "times",
            "university",
            "school",
        } and not (
            words[-1].plain in ORGANIZATION
            and words[-1].plain not in WEAK_ORGANIZATION
            and words[-1].plain not in {"post", "press", "church", "news", "school"}
        )
    return not any(
        token.plain in NOBODY or token.plain in ORGANIZATION or token.plain in BEGINNERS or token.plain in TITLES for token in words
    )


def is_acronym(token: Token) -> bool:
    return (
        bool(_ACRONYM.match(token.text))
        and token.plain not in {"pac", "pacs"}
        and token.plain not in NOBODY | TITLES | SHOUTED | BEGINNERS
    )


def is_organization(tokens: list[Token], the: bool) -> bool:
    words = [token.plain for token in tokens]
    heads = [word for word in words if word in ORGANIZATION or word.replace("-", "") in ORGANIZATION]
    if len(tokens) == 1:
        return is_acronym(tokens[0]) or (the and "-" in words[0] and set(words[0].split("-")) <= PAPERS)  # “The Telegraph-Press”
    if tokens[0].text in GIVEN and len(tokens) == 2 and set(heads) <= WEAK_ORGANIZATION | {"post", "press"}:
        return False
    strong = [word for word in heads if word not in WEAK_ORGANIZATION]
    if all(token.text.isupper() for token in tokens) and not strong:
        return False  # a heading, or the place of a dateline
    if words[-1] == "assembly" and len(words) > 2:
        return True  # “Bouchard County Republican Assembly”
    if words[-1] in TITLES or words[-1] in {"attorney", "attorneys"}:
        return bool(strong) and any(word in {"association", "committee", "alliance", "conference"} for word in strong)
    if strong or (heads and (the or words[-1] in heads or len(words) > 2)):
        return not set(words) <= NOBODY
    # “Attorney General’s Office” is cut at its possessive; two acronyms, or an acronym and a place
    if any(7 <= after.start - before.end <= 9 for before, after in pairwise(tokens[:4])) and len(tokens) < 8:
        return True  # “Clergy for a Safer Fallon”
    if words[0] in FOUNDERS and len(words) > 2 and words[1] in {"against", "for", "of", "united"}:
        return True  # “Dads Against Crime”
    if words[0] in FOUNDERS and len(tokens) < 8 and tokens[1].start - tokens[0].end > 2:  # “Mothers of Six”, “Citizens for Justice”
        return True
    if (
        any(after.start - before.end == 3 for before, after in pairwise(tokens))
        and len(tokens) < 4
        and not any(word in FOUNDERS for word in words)
    ):
        return True  # “Brandywine & Lopes”
    shouted = all(token.text.isupper() for token in tokens)
    if tokens[-1].text in SUFFIXES:
        return False
    return not shouted and is_acronym(tokens[-1]) and len(tokens[-1].text) > 2 and not any(word in TITLES for word in words)


def name_parts(core: str) -> list[str]:
    return [fold(word) for word in core.split() if word not in SUFFIXES]
