"""Find the places where a text names somebody: capitalized words, and names that the archive holds.

Whose they are is told by `names`."""

import re
from bisect import bisect_left
from collections import Counter
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
from dara.drafting.vocabulary import GIVEN, MONTHS, SAY, WORDS
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
_DATED = compiled(r"(?i),? (?:{months}\.? )?\d|,? (?:morning|afternoon|evening|night)\b")
_SPOKEN = compiled(r"[”\"’»] {saying} $")
_MARKED = compiled(r"(?i)(?<![\w’'-]){day_markers} $")


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
        self.text, self.tokens = segmented.text, tokens
        self.token_starts = [token.start for token in tokens]
        self.sentence_starts = {start for start, _ in segmented.sentences}
        self.surnames = _calendar_surnames(segmented.text, tokens)
        self.held = _held_spans(tokens, held)
        self.held_at = {span.start: span for span in self.held}

    def read(self, sequence: list[Token]) -> Iterator[Mention]:
        """The mentions in a sequence: names that are held, and what is parted by them and by a headline’s verbs."""
        part: list[Token] = []
        skip_to = -1
        for token in sequence:
            if token.start < skip_to:
                continue
            span = self.held_at.get(token.start)
            if span is not None and self._is_whole(span, part, sequence):
                titled = bool(part) and after_titles(part) == len(part)
                if not titled:
                    yield from self._read_part(part)
                body = [each for each in sequence if span.start <= each.start < span.end]
                yield self._mention([*part, *body] if titled else body, self.held[span].kind, len(part) if titled else 0)
                part, skip_to = [], span.end
            elif len(sequence) > 2 and token.plain in WORDS.headline_verbs:
                yield from self._read_part(part)
                part = []
            else:
                part.append(token)
        yield from self._read_part(part)

    def _is_whole(self, span: Span, before: Sequence[Token], sequence: Sequence[Token]) -> bool:
        """Whether a held name is not part of a longer one: “Harbor Trades” in “Harbor Trades Council”."""
        following = next((token for token in sequence if token.start >= span.end), None)
        ended = following is None or following.plain in WORDS.headline_verbs or following.plain in WORDS.days
        titled = self.held[span].kind == "person" or all(token.plain in WORDS.beginners for token in before)
        return ended and titled and span.end <= sequence[-1].end

    def _read_part(self, tokens: list[Token]) -> Iterator[Mention]:
        if not tokens:
            return
        body = self._trimmed(tokens)
        if len(body) == 1 and body[0].plain in _CALENDAR:
            if body[0].plain in self.surnames and not self._is_date(body[0]):
                yield self._mention(body, "weak")
            return
        the = tokens[0].text == "The" or self._word_before(body[0].start) in {"the", "The"}
        titles = after_titles(body) or 0
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
        if plain[0] in WORDS.beginners:
            return ""
        return "weak" if plain[0] in WORDS.no_names | WORDS.titles else "organization" if is_acronym(body[0]) else "word"

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """A sequence without the words before a name that begin its sentence, and without the platform or the day behind it."""
        body = list(tokens)
        while len(body) > 1 and body[0].plain in WORDS.beginners and body[0].text not in GIVEN:
            body.pop(0)
        while len(body) > 1 and (
            body[-1].plain in WORDS.platforms or (body[-1].plain in WORDS.days and not self._is_surname(body[-2], body[-1]))
        ):  # “Whitlock Wednesday hoped”
            body.pop()
        return body

    def _is_surname(self, before: Token, day: Token) -> bool:
        return day.plain in self.surnames and (before.text in GIVEN or len(before.text) == 1 or before.plain in WORDS.titles)

    def _is_date(self, token: Token) -> bool:
        """Whether “Sunday” or “May” is a day or month here, in a text that has somebody of that surname."""
        if _DATED.match(self.text, token.end) or _MARKED.search(self.text, max(token.start - 12, 0), token.start):
            return True
        before = self._word_before(token.start)
        if before not in SAY and not before.endswith("ed"):  # “he said Sunday”, but “…,” said Sunday
            return False
        return not _SPOKEN.search(self.text, max(token.start - 16, 0), token.start) and before not in WORDS.taking_objects

    def _is_called_after(self, body: list[Token]) -> bool:
        """“Safe Valley Now, a committee funded by …”"""
        called = len(body) > 1 and body[0].text not in GIVEN and _IS_CALLED.match(self.text, body[-1].end, body[-1].end + 60)
        return bool(called)

    def _word_before(self, place: int) -> str:
        index = bisect_left(self.token_starts, place) - 1
        return self.tokens[index].text if index >= 0 and place - self.tokens[index].end <= 1 else ""

    def _mention(self, tokens: Sequence[Token], kind: str, titles: int = 0) -> Mention:
        """The mention that tokens are, the first `titles` of them titles."""
        start, end, body = tokens[0].start, tokens[-1].end, tokens[titles:]
        core = " ".join(NICKNAME.sub(" ", self.text[body[0].start : end]).split())
        if kind == "person":
            core = core.title() if core.isupper() and "." not in core else core
            core += "." if body[-1].text in {"Jr", "Sr"} else ""
        called = tuple(token.plain for token in tokens[:titles])
        return Mention(start, end, core, body[0].start, kind, called, tokens[-1].possessive)


def _calendar_surnames(text: str, tokens: Sequence[Token]) -> set[str]:
    """The days and months that are somebody’s surname here: after a given name twice, or once where “Sunday said” shows it."""
    pairs: Counter[str] = Counter()
    shown = set()
    for (before, token), after in zip(pairwise(tokens), [*tokens[2:], None], strict=False):
        if token.text not in _CAPITALIZED:
            continue
        if before.text in GIVEN and before.plain not in _CALENDAR and text[before.end : token.start] == " ":
            pairs[token.plain] += 1
        elif _SPOKEN.search(text, max(before.start - 2, 0), token.start) or (
            after is not None
            and after.text in SAY
            and after.start - token.end == 1
            and before.text.lower() not in WORDS.day_markers
        ):
            shown.add(token.plain)
    return {plain for plain, number in pairs.items() if number > 1 or plain in shown}


def _held_spans(tokens: Sequence[Token], held: Sequence[Held]) -> dict[Span, Held]:
    """Where names that are held stand in a text, word for word: a surname alone is not looked for."""
    known = _by_first_word(tuple(held)) if held else {}
    spans = {}
    for index, token in enumerate(tokens if known else ()):
        for words, each in known.get(token.plain, ()) if token.capital else ():
            if all(following.plain == word for following, word in zip(tokens[index : index + len(words)], words, strict=False)):
                last = tokens[min(index + len(words), len(tokens)) - 1]
                spans[Span(token.start, last.end)] = each
                break
    return spans


@lru_cache(maxsize=2)
def _by_first_word(held: tuple[Held, ...]) -> dict[str, list[tuple[list[str], Held]]]:
    """The words of each name that is held, the longest name first, by the first of them."""
    known: dict[str, list[tuple[list[str], Held]]] = {}
    for each in held:
        for name in (each.name, *each.other_names):
            words = [fold(token.text) for token in tokens_of(name)]
            if len(words) > 1 or (words and each.kind == "organization" and name.isupper()):
                known.setdefault(words[0], []).append((words, each))
    for entries in known.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return known
