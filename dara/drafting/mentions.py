"""Find the places where a text names somebody: sequences of capitalized words, and names that the archive holds.

Whether a sequence names a person, an organization or nobody is told here; whose a name is, by `names`."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from dara.drafting.rules import GIVEN, MONTHS, WORDS, compiled
from dara.drafting.segmentation import SegmentedText
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
_NOBODY = WORDS.no_names | WORDS.organizations | WORDS.titles
_CALENDAR = WORDS.days | MONTHS.keys()
_IS_CALLED = compiled(r",? (?:\([A-Z]+\),? )?(?:a|an|the|which is (?:a|the)) (?:[\w-]+ ){0,4}?{groups}(?=,|\.| {after_groups}\b)")
_ACTS = compiled(r" {acting}(?= |$)")
_OCCUPATION = re.compile(r"(?:or|er|man|woman|ist|al|ant|ary|ian|ee|ess|iff|more)$")
_THE = re.compile(r"\b[Tt]he $")
_LOCAL = re.compile(r"\b(?:county|state|city|local) $")
_PARTIES = ("Democratic", "Republican", "Green", "Libertarian", "Democrats", "GOP")
_DATED = compiled(r"(?i),? (?:{months}\.? )?\d|,? (?:morning|afternoon|evening|night)\b")
_MARKED = compiled(r"(?i)(?<![\w’'-]){day_markers} $|(?<![”\"’»] )\bsaid $")


class Token(NamedTuple):
    text: str  # without a possessive ending
    start: int
    end: int
    possessive: bool = False

    @property
    def capital(self) -> bool:
        return self.text.lstrip("#")[:1].isupper()

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
        word, end, own = found[0], found.end(), found[0][-2:] in ("’s", "'s")
        possessive = own or (text[end : end + 1] in ("’", "'") and word[-1] in "sz")
        tokens.append(Token(word[:-2] if own else word, found.start(), end - 2 * own, possessive))
    return tokens


def capitalized_sequences(text: str, tokens: Sequence[Token], whole: Collection[Span] = ()) -> Iterator[list[Token]]:
    """The names in a text, each as its tokens, small words inside of organizations' names left out.

    Sequences of one organization are joined (“Association of” “Deputy District Attorneys”), and so are those in one span of `whole`."""
    ends = dict(whole)
    joined: list[Token] = []
    for sequence in filter(None, _touching(text, tokens)):
        inside = bool(joined) and sequence[-1].end <= ends.get(joined[0].start, 0)
        if inside or (0 < len(joined) <= _LONGEST_SEQUENCE and _links(joined, sequence, text[joined[-1].end : sequence[0].start])):
            joined = joined + sequence
        else:
            yield joined
            joined = sequence
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
        elif touching and token.text in WORDS.particles and not sequence[-1].text.isdigit():
            pending.append(token)
        elif touching and not pending and token.text.isdigit() and sequence[-1].plain in _NUMBERED:
            sequence.append(token)
        else:
            yield sequence
            sequence, pending = ([token], []) if token.capital else ([], [])
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
    plural = bare and bare[-1].text.endswith("s")
    colours = {token.plain for token in bare} <= WORDS.no_names
    return 0 < len(bare) < 3 and right[-1].plain in WORDS.bodies and bool(plural or colours)


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
    reader = _Reader(segmented.text, tokens, held)
    sequences = capitalized_sequences(segmented.text, tokens, reader.held.keys())
    return [mention for sequence in sequences for mention in reader.read(sequence)]


class _Reader:
    def __init__(self, text: str, tokens: Sequence[Token], held: Sequence[Held]):
        pairs = ((before, token) for before, token in pairwise(tokens) if token.capital and before.text in GIVEN)
        named = [token.plain for before, token in pairs if text[before.end : token.start] == " "]
        self.text, self.surnames = text, _CALENDAR.intersection(named)  # the days and months that are somebody’s surname here
        self.held = _held_spans(tokens, held)

    def read(self, sequence: list[Token]) -> Iterator[Mention]:
        """The mentions in a sequence that a headline’s verbs may part."""
        verbs = WORDS.headline_verbs if len(sequence) > 2 else frozenset()
        for is_verb, part in groupby(sequence, key=lambda token: token.plain in verbs):
            if not is_verb:
                yield from self._read_part(list(part))

    def _read_part(self, tokens: list[Token]) -> Iterator[Mention]:
        body = self._trimmed(tokens)
        called = [each for each, token in enumerate(body, 1) if token.plain in WORDS.titles]
        titles = max((each for each in called if body[each - 1].text not in GIVEN or each == len(body)), default=0)  # not Dean, Ada
        for before in {0, titles} - {len(body)}:
            if held := self.held.get(Span(body[before].start, body[-1].end)):
                yield self._mention(body, held.kind, before)
                return
        if len(body) == 1 and body[0].plain in _CALENDAR:
            marked = _MARKED.search(self.text, max(body[0].start - 12, 0), body[0].start) or _DATED.match(self.text, body[0].end)
            if body[0].plain in self.surnames and not marked:  # “Sunday”, where somebody is called so
                yield self._mention(body, "weak")
            return
        the = tokens[0].text == "The" or _THE.search(self.text, max(body[0].start - 5, 0), body[0].start) is not None
        organization = is_organization(body, the)
        if titles and is_name(body[titles:], titled=True) and not (organization and len(body) == titles + 1):
            yield self._mention(body, "person", titles)
        elif titles == len(body) and not organization:
            return
        elif kind := "organization" if organization else self._kind(body):
            # “Assessor Lionel Fitch”
            unusual = len(body) > 2 and body[1].text in GIVEN and body[0].text not in GIVEN and _OCCUPATION.search(body[0].text)
            yield self._mention(body, kind, 1 if kind == "person" and unusual else 0)

    def _kind(self, body: list[Token]) -> str:
        """What a sequence is that is no organization by its own words. Empty: nobody."""
        plain = [token.plain for token in body]
        if len(body) > 1 and body[0].text not in GIVEN and _IS_CALLED.match(self.text, body[-1].end):
            return "organization"  # “Safe Valley Now, a committee funded by …”
        if is_name(body):
            return "person"
        if len(body) > 1 and all(token.text.isupper() for token in body):
            given = body[0].text.title() in GIVEN  # “GRADY PRUITT”: a heading
            return "person" if given and _NOBODY.isdisjoint(plain[1:]) else "word"
        if len(body) > 1 and body[1].text not in WORDS.suffixes:  # “Justice Now opposes …”: capitals before a verb
            acts = _ACTS.match(self.text, body[-1].end) and not (WORDS.no_names | WORDS.titles).issuperset(plain)
            return "organization" if acts else ""
        return "weak" if plain[0] in WORDS.no_names | WORDS.titles else "organization" if is_acronym(body[0]) else "word"

    def _trimmed(self, tokens: list[Token]) -> list[Token]:
        """A sequence without the words before a name that begin its sentence, and without the platform or the day behind it."""
        body = list(tokens)
        while len(body) > 1 and body[0].plain in WORDS.beginners and body[0].text not in GIVEN:
            body.pop(0)
        days = WORDS.days - self.surnames
        while len(body) > 1 and (body[-1].plain in WORDS.platforms or body[-1].plain in days):  # “Whitlock Wednesday hoped”
            body.pop()
        return body

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
            start, core = local.start(), local[0] + core
        return Mention(start, end, core, start if local else body[0].start, kind, called, tokens[-1].possessive)


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
