"""Find the places where a text names somebody: capitalized words, and names that the archive holds.

Whose they are is told by `names`."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
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
    name_parts,
    tokens_of,
)
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import GIVEN, MONTHS, SAY, WORDS
from dara.text.spans import Span

_NOBODY = WORDS.no_names | WORDS.organizations | WORDS.titles
_CALENDAR = WORDS.days | MONTHS.keys()
_CAPITALIZED = {word.capitalize() for word in _CALENDAR}
# “Stop the Cover-Up, a group of …”: what the words after a comma call a group, small words inside of it.
_CALLED = compiled(
    r"(?<![\w’'-])(?P<name>[A-Z][\w’'-]*(?: (?:(?:the|of|for|to|a|in|our|with|against) )*[A-Z][\w’'-]*){1,5}),"
    r" (?:a|an|the|which is an?) (?:[\w’'-]+ ){0,4}?{groups}\b"
)
_IS_CALLED = compiled(
    r",? (?:\([A-Z]+\),? )?(?:a|an|the|which is (?:a|the)) (?:[\w-]+ ){0,4}?{groups}"
    r"(?=,|\.| (?:that|which|funded|bankrolled|financed|of|for|formed|backed|based|representing|run|created|led|supporting|opposing|founded)\b)"
)
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
    called = {Span(*found.span("name")) for found in _CALLED.finditer(segmented.text)}
    found = [
        mention
        for sequence in capitalized_sequences(segmented.text, tokens, reader.held.keys() | called)
        for mention in reader.read(sequence)
    ]
    return _without_first_words(found, reader.sentence_starts)


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
                titles = [each.plain for each in part] if part and after_titles(part) == len(part) else []
                if not titles and part:
                    yield from self._read_part(part)
                body = [each for each in sequence if span.start <= each.start < span.end]
                yield self._mention(part[0].start if titles else token.start, body, self.held[span].kind, titles)
                part, skip_to = [], span.end
            elif len(sequence) > 2 and token.plain in WORDS.headline_verbs:
                if part:
                    yield from self._read_part(part)
                part = []
            else:
                part.append(token)
        if part:
            yield from self._read_part(part)

    def _is_whole(self, span: Span, before: Sequence[Token], sequence: Sequence[Token]) -> bool:
        """Whether a held name is not part of a longer one: “Harbor Trades” in “Harbor Trades Council”."""
        following = next((token for token in sequence if token.start >= span.end), None)
        ended = following is None or following.plain in WORDS.headline_verbs or following.plain in WORDS.days
        titled = self.held[span].kind == "person" or all(token.plain in WORDS.beginners for token in before)
        return ended and titled and span.end <= sequence[-1].end

    def _read_part(self, tokens: list[Token]) -> Iterator[Mention]:
        body = self._trimmed(tokens)
        start = body[0].start
        if len(body) == 1 and re.match(r"[DRI]-[A-Z]", body[0].text):
            return  # a party and place: “(D-Burbank)”
        if len(body) == 1 and body[0].plain in _CALENDAR:
            if body[0].plain in self.surnames and not self._is_date(body[0]):
                yield self._mention(start, body, "weak", [])
            return
        the = tokens[0].text == "The" or self._word_before(start) in {"the", "The"}
        person_from = after_titles(body)
        if person_from is None:
            called = len(body) > 1 and body[0].text not in GIVEN and self._is_called_after(body)
            kind = "organization" if is_organization(body, the) or called else self._kind(body)
        else:
            titles, rest = [token.plain for token in body[:person_from]], body[person_from:]
            kind = self._titled_kind(body, rest, is_organization(body, the))
            if kind == "titled":
                yield self._mention(start, rest, "person", titles)
                return
        if kind == "person":
            yield self._person(start, body)
        elif kind:
            yield self._mention(start, body, kind, [])

    def _titled_kind(self, body: list[Token], rest: list[Token], organization: bool) -> str:
        """What a sequence with a title is: “titled” if the `rest` after its last title is a person’s name."""
        if not rest and len(body) > 1 and body[-1].plain in {"registrar", "registrar-recorder", "clerk"}:
            return "organization"
        if organization and not is_name(rest):
            return "organization"
        if not rest:
            return ""
        is_titled = is_name(rest, titled=True) or (len(rest) == 1 and rest[0].plain in self.surnames)
        return "titled" if is_titled else "organization" if organization else self._kind(body)

    def _kind(self, body: list[Token]) -> str:
        """What a sequence is that is no organization by its words. Empty: nobody."""
        if is_name(body):
            return "person"
        if 1 < len(body) < 5 and all(token.text.isupper() and token.text.replace("-", "").isalpha() for token in body):
            given = body[0].text.title() in GIVEN  # “GRADY PRUITT”: a heading
            return "person" if given and not any(token.plain in _NOBODY for token in body[1:]) else "word"
        if len(body) > 1 and body[1].text not in WORDS.suffixes:
            acts = self._is_called_after(body) or self._acts(body)
            return (
                "organization"
                if acts and not all(token.plain in WORDS.no_names or token.plain in WORDS.titles for token in body)
                else ""
            )
        plain = body[0].plain
        if plain in WORDS.beginners:
            return ""
        return "weak" if plain in WORDS.no_names or plain in WORDS.titles else "organization" if is_acronym(body[0]) else "word"

    def _person(self, start: int, body: list[Token]) -> Mention:
        titles: list[str] = []
        inside = body[0].start not in self.sentence_starts or "-" in body[0].text or body[-1].text in GIVEN
        unusual = len(body) > 2 and body[1].text in GIVEN and body[0].text not in GIVEN
        if unusual and (_OCCUPATION.search(body[0].text) or not inside):
            titles, body = [body[0].plain], body[1:]  # “Assessor Lionel Fitch”
        mention = self._mention(start, body, "person", titles)
        return replace(mention, core=mention.core.title()) if mention.core.isupper() and "." not in mention.core else mention

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """A sequence without the words before a name that begin its sentence, and without the platform or the day behind it."""
        body = list(tokens)
        while len(body) > 1 and body[0].plain in WORDS.beginners and body[0].text not in GIVEN:
            article = body.pop(0).plain == "the"
            if article and body[0].plain in WORDS.moods:
                break  # “The Reform Mirabel Coalition”
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
        if before in SAY or before.endswith("ed"):  # “he said Sunday”, but “…,” said Sunday
            return not _SPOKEN.search(self.text, max(token.start - 16, 0), token.start) and before not in WORDS.taking_objects
        return False

    def _is_called_after(self, body: list[Token]) -> bool:
        """“Safe Valley Now, a committee funded by …”"""
        return _IS_CALLED.match(self.text, body[-1].end, body[-1].end + 60) is not None

    def _acts(self, body: list[Token]) -> bool:
        """“Justice Now opposes …”: capitals that are nobody’s name, before a verb."""
        heading = body[0].plain in {"measure", "proposition", "prop", "election", "question"} or all(
            token.text.isupper() for token in body
        )
        place = body[-1].plain in WORDS.no_names and body[-1].plain not in {"first", "now", "next"}  # a county or street
        following = self.text[body[-1].end : body[-1].end + 24].split(" ")[1:2]
        return not heading and not place and len(body) <= 6 and bool(following) and following[0] in WORDS.acting

    def _word_before(self, place: int) -> str:
        index = bisect_left(self.token_starts, place) - 1
        return self.tokens[index].text if index >= 0 and place - self.tokens[index].end <= 1 else ""

    def _mention(self, start: int, body: Sequence[Token], kind: str, titles: list[str]) -> Mention:
        core = " ".join(NICKNAME.sub(" ", self.text[body[0].start : body[-1].end]).split())
        if kind == "person" and body[-1].text in {"Jr", "Sr"}:
            core += "."
        return Mention(start, body[-1].end, core, body[0].start, kind, tuple(titles), body[-1].possessive)


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


def _without_first_words(found: list[Mention], sentence_starts: set[int]) -> list[Mention]:
    """“Covered Garrick for years.”: a first word that is no given name, before the surname of somebody who has one, is no name."""
    people = [each for each in found if each.kind == "person"]
    surnames = {name_parts(each.core)[-1] for each in people if " " in each.core and (each.titles or each.core.split()[0] in GIVEN)}
    whole = {fold(each.core) for each in people if each.titles or each.start not in sentence_starts}
    cores = {fold(each.core) for each in people}
    return [_without_first_word(each, surnames, whole, cores, sentence_starts) if each.kind == "person" else each for each in found]


def _without_first_word(each: Mention, surnames: set[str], whole: set[str], cores: set[str], sentence_starts: set[int]) -> Mention:
    words = each.core.split()
    if len(words) < 2 or words[0] in GIVEN:
        return each
    rest = " ".join(words[1:])
    place = min(each.core_start + len(words[0]) + 1, each.end)
    if len(words) > 2 and words[1] in GIVEN and fold(rest) in cores:  # “Keep Amos Pell”, in a text that has “Amos Pell”
        return replace(each, start=place, core=rest, core_start=place)
    verb = each.start in sentence_starts and re.search(r"(?:ed|ing|ly|s|day)$", words[0]) and not each.titles
    if len(words) == 2 and verb and fold(each.core) not in whole and fold(rest) in surnames:
        place = each.end - len(rest)
        return Mention(place, each.end, rest, place, "word", (), each.possessive)
    return each
