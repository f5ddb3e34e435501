"""Find the places where a text names somebody: capitalized words, and names that the archive holds.

Whose they are is told by `names`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from dara.drafting.capitals import (
    NICKNAME,
    Token,
    after_titles,
    capitalized_sequences,
    fold,
    is_acronym,
    is_name,
    is_organization,
    tokens_of,
)
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import GIVEN, MONTHS, WORDS
from dara.text.spans import Span

_NOBODY = WORDS.no_names | WORDS.organizations | WORDS.titles
_CALENDAR = WORDS.days | MONTHS.keys()
_CAPITALIZED = {word.capitalize() for word in _CALENDAR}
_IS_CALLED = compiled(
    r",? (?:\([A-Z]+\),? )?(?:a|an|the|which is (?:a|the)) (?:[\w-]+ ){0,4}?{groups}"
    r"(?=,|\.| (?:that|which|funded|bankrolled|financed|of|for|formed|backed|based|representing|run|created|led|supporting|opposing|founded)\b)"
)
_WHO_COUNTS = frozenset({"registrar", "registrar-recorder", "clerk"})
_OCCUPATION = re.compile(r"(?:or|er|man|woman|ist|al|ant|ary|ian|ee|ess|iff|more)$")
_THE = re.compile(r"\b[Tt]he $")
_LOCAL = re.compile(r"\b(?:county|state|city|local) $")
_PARTIES = ("Democratic", "Republican", "Green", "Libertarian", "Democrats", "GOP")
_DATED = compiled(r"(?i),? (?:{months}\.? )?\d|,? (?:morning|afternoon|evening|night)\b")
_MARKED = compiled(r"(?i)(?<![\w’'-]){day_markers} $|(?<![”\"’»] )\bsaid $")


@dataclass(frozen=True)
class Held:
    """Somebody whom the archive holds. `kind`: person or organization; `other_names`: former names and spellings."""

    name: str
    kind: str
    other_names: tuple[str, ...] = ()


@dataclass(eq=False)
class Name:
    """Somebody whom the text names. `full`: the fullest name; `kind`: person or organization; `first`: the offset of the first mention."""

    full: str
    kind: str
    first: int
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    evident: bool = False  # that it is a person: a given name, a title, a role, the surname alone

    @property
    def words(self) -> list[str]:
        return [fold(word) for word in self.full.split()]


@dataclass(frozen=True)
class Mention:
    """A place where somebody is named. `start` to `end` includes titles, `core` is the name alone; `name` is None if it is not known who it is.

    `kind`: person, organization, word (one capitalized word), or weak (a word that names somebody only if the text has a fuller name)."""

    start: int
    end: int
    core: str
    core_start: int
    kind: str
    titles: tuple[str, ...]
    possessive: bool
    name: Name | None = None


def mentions(segmented: SegmentedText, tokens: Sequence[Token], held: Sequence[Held] = ()) -> list[Mention]:
    """The mentions in the order of the text, nobody told apart yet."""
    reader = _Reader(segmented, tokens, held)
    return [
        mention
        for sequence in capitalized_sequences(segmented.text, tokens, reader.held.keys())
        for mention in reader.read(sequence)
    ]


class _Reader:
    def __init__(self, segmented: SegmentedText, tokens: Sequence[Token], held: Sequence[Held]):
        self.text = segmented.text
        self.surnames = _calendar_surnames(segmented.text, tokens)
        self.held = _held_spans(tokens, held)

    def read(self, sequence: list[Token]) -> Iterator[Mention]:
        """The mentions in a sequence that a headline’s verbs may part."""
        part: list[Token] = []
        for token in sequence:
            if len(sequence) > 2 and token.plain in WORDS.headline_verbs:
                yield from self._read_part(part)
                part = []
            else:
                part.append(token)
        yield from self._read_part(part)

    def _read_part(self, tokens: list[Token]) -> Iterator[Mention]:
        if not tokens:
            return
        body = self._trimmed(tokens)
        titles = after_titles(body) or 0
        for before in {0, titles} - {len(body)}:
            if held := self.held.get(Span(body[before].start, body[-1].end)):
                yield self._mention(body, held.kind, before)
                return
        if len(body) == 1 and body[0].plain in _CALENDAR:
            if not self._is_date(body[0]):
                yield self._mention(body, "weak")
            return
        the = tokens[0].text == "The" or _THE.search(self.text, max(body[0].start - 5, 0), body[0].start) is not None
        organization = is_organization(body, the) or (len(body) > 1 and body[-1].plain in _WHO_COUNTS)
        if titles and is_name(body[titles:], titled=True) and not (organization and len(body) == titles + 1):
            yield self._mention(body, "person", titles)
        elif titles == len(body) and not organization:
            return
        elif kind := "organization" if organization or self._is_called_after(body) else self._kind(body):
            # “Assessor Lionel Fitch”
            unusual = len(body) > 2 and body[1].text in GIVEN and body[0].text not in GIVEN and _OCCUPATION.search(body[0].text)
            yield self._mention(body, kind, 1 if kind == "person" and unusual else 0)

    def _kind(self, body: list[Token]) -> str:
        """What a sequence is that is no organization by its words. Empty: nobody."""
        plain = [token.plain for token in body]
        if is_name(body):
            return "person"
        if len(body) > 1 and all(token.text.isupper() for token in body):
            given = body[0].text.title() in GIVEN  # “GRADY PRUITT”: a heading
            return "person" if given and _NOBODY.isdisjoint(plain[1:]) else "word"
        if len(body) > 1 and body[1].text not in WORDS.suffixes:  # “Justice Now opposes …”: capitals before a verb
            acts = self.text[body[-1].end : body[-1].end + 24].split(" ")[1:2]
            return (
                "organization" if acts and acts[0] in WORDS.acting and not (WORDS.no_names | WORDS.titles).issuperset(plain) else ""
            )
        return "weak" if plain[0] in WORDS.no_names | WORDS.titles else "organization" if is_acronym(body[0]) else "word"

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """A sequence without the words before a name that begin its sentence, and without the platform or the day behind it."""
        body = list(tokens)
        while len(body) > 1 and body[0].plain in WORDS.beginners and body[0].text not in GIVEN:
            body.pop(0)
        while len(body) > 1 and (
            body[-1].plain in WORDS.platforms or (body[-1].plain in WORDS.days and body[-1].plain not in self.surnames)
        ):  # “Whitlock Wednesday hoped”
            body.pop()
        return body

    def _is_date(self, token: Token) -> bool:
        """Whether “Sunday” or “May” is a day or month here: no surname, or one that stands where a date does."""
        marked = _MARKED.search(self.text, max(token.start - 12, 0), token.start)
        return token.plain not in self.surnames or bool(marked or _DATED.match(self.text, token.end))

    def _is_called_after(self, body: list[Token]) -> bool:
        """“Safe Valley Now, a committee funded by …”"""
        called = len(body) > 1 and body[0].text not in GIVEN and _IS_CALLED.match(self.text, body[-1].end, body[-1].end + 60)
        return bool(called)

    def _mention(self, tokens: Sequence[Token], kind: str, titles: int = 0) -> Mention:
        """The mention that tokens are, the first `titles` of them titles."""
        start, end, body = tokens[0].start, tokens[-1].end, tokens[titles:]
        core = " ".join(NICKNAME.sub(" ", self.text[body[0].start : end]).split())
        if kind == "person":
            core = core.title() if core.isupper() and "." not in core else core
            core += "." if body[-1].text in {"Jr", "Sr"} else ""
        called = tuple(token.plain for token in tokens[:titles])
        local = _LOCAL.search(self.text, max(start - 7, 0), start) if core.startswith(_PARTIES) else None
        if local:  # “the county Republican Party”
            return Mention(local.start(), end, local[0] + core, local.start(), kind, called, tokens[-1].possessive)
        return Mention(start, end, core, body[0].start, kind, called, tokens[-1].possessive)


def _calendar_surnames(text: str, tokens: Sequence[Token]) -> set[str]:
    """The days and months that are somebody’s surname here: after a given name."""
    pairs = [(before, token) for before, token in pairwise(tokens) if token.text in _CAPITALIZED and before.text in GIVEN]
    return {token.plain for before, token in pairs if before.plain not in _CALENDAR and text[before.end : token.start] == " "}


def _held_spans(tokens: Sequence[Token], held: Sequence[Held]) -> dict[Span, Held]:
    """Where names that are held stand in a text, word for word: a surname alone is not looked for."""
    known = _by_first_word(tuple(held))
    spans = {}
    for index, token in enumerate(tokens if known else ()):
        for words, each in known.get(token.plain, ()) if token.capital else ():
            found = tokens[index : index + len(words)]
            if [other.plain for other in found] == words:
                spans[Span(token.start, found[-1].end)] = each
    return spans


@lru_cache(maxsize=2)
def _by_first_word(held: tuple[Held, ...]) -> dict[str, list[tuple[list[str], Held]]]:
    """The words of each name that is held, by the first of them, the longest name last."""
    known: dict[str, list[tuple[list[str], Held]]] = {}
    names = [(name, each) for each in held for name in (each.name, *each.other_names)]
    for name, each in sorted(names, key=lambda entry: len(entry[0])):
        words = [token.plain for token in tokens_of(name)]
        if len(words) > 1 or (words and each.kind == "organization" and name.isupper()):
            known.setdefault(words[0], []).append((words, each))
    return known
