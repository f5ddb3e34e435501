"""The form of a sentence: its words, in which each noun phrase that may be somebody is written “●”.

    The Nurses Guild (Local 9) and Mayor Lena Frost have endorsed her.   →   The ● and ● have endorsed ●.

The rules for stances, money and counts are patterns over forms. What stands in brackets is left out."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dara.drafting.capitals import Token
from dara.drafting.names import Mention, Name, Names
from dara.drafting.proposals import Party
from dara.drafting.references import References
from dara.drafting.rules import compiled
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import BEGINNERS, NOBODY, ROLES, TITLES, VERBS, word_list, word_map
from dara.text.spans import Span

SOMEBODY = "●"

_BRACKETS = re.compile(r" ?\([^()]{1,80}\)| ?\[[^\[\]]{1,60}\]")
_NUMBER = re.compile(r" (?:No\. ?|#)?\d{1,4}\b(?![\d,.]*\d|%| (?:percent|votes|years))")
_INCORPORATED = re.compile(r",? (?:Inc|LLC|LLP|Ltd|Corp|Co)\b\.?")
_INDEFINITE = re.compile(r"\b(?:an?|another|any|every|each|his|her|its|their) (?:[a-z-]+ ){0,2}$")
_DEMONSTRATIVE = re.compile(r"\b(?:[Tt]his|[Tt]hat|[Nn]ext|[Ll]ast) $")
_TRADE = re.compile(r"[A-Z]\w+s[’']? (?:Local|Union|Lodge|District Council|Association)\b")
_FUNDED = re.compile(r"-(?:funded|backed|led|linked|aligned|affiliated|run)\b")
_PEOPLES = frozenset({"children", "women", "men", "people", "policemen", "firemen"})
_LOCAL = re.compile(r"\b(?:county|state|city|local) $")
_PARTIES = frozenset({"Democratic", "Republican", "Green", "Libertarian", "GOP", "Democrats", "Republicans"})
_PLACE_OF_GROUP = re.compile(r" (?:from|in|of) (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)*")
_BREAKS = word_list("phrase_breaks") | VERBS
_GROUPS, _BODIES = word_list("plural_endorsers"), word_list("single_endorsers")
_PERSONAL = frozenset({"he", "she", "him", "they", "them", "it"})
_CONTRACTED = re.compile(r"(i|we|you|he|she|they|it)[’'](?:m|re|ve|ll|d|s)$")
_OWN_VOICE = frozenset({"i", "we", "me", "us"})
_CANDIDACY = compiled(r" (?:own )?(?:{candidacies})\b(?! manager| treasurer| spokes)| \d")
_OWNERS = compiled(
    r"(?i)(?:his|her|its|their|our) (?:[\w’-]+ ){0,2}(?:PAC|committee|political action committee|organization|union|{organs})\b"
)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase. `kind`: person, organization, group (“law enforcement unions”), capital (a word that may be a name), pronoun, own voice
    (“we”). `full`: what it is called, by the fullest name in the text; “” for a pronoun."""

    start: int
    end: int
    kind: str
    as_named: str
    full: str = ""
    name: Name | None = None


@dataclass(frozen=True)
class Form:
    """`places`: where each character of `words` stands in the text; `phrases`: by their places in `words`."""

    words: str
    places: Sequence[int]
    phrases: dict[int, Phrase]

    @cached_property
    def lower(self) -> str:
        lower = self.words.lower()
        return lower if len(lower) == len(self.words) else self.words

    def at(self, place: int) -> int:
        """The offset in the form of the character of the text at `place`, or of the first one after it."""
        return bisect_right(self.places, place - 1)


@dataclass(frozen=True)
class Found:
    """What the stages before have found in a text. `voices`: the quotes and posts, each with its span, speaker and key."""

    segmented: SegmentedText
    names: Names
    references: References
    candidates: Sequence[Name]
    voices: Sequence[tuple[Span, Party | None, str]] = ()

    @property
    def text(self) -> str:
        return self.segmented.text

    @cached_property
    def running(self) -> frozenset[Name]:
        return frozenset(self.candidates)

    @cached_property
    def running_names(self) -> frozenset[str]:
        return frozenset(name.full for name in self.candidates)

    @cached_property
    def _voices_of(self) -> dict[int, list[tuple[Span, Party | None, str]]]:
        of: dict[int, list[tuple[Span, Party | None, str]]] = {}
        for voice in self.voices:
            for number in range(self.segmented.sentence_at(voice[0][0]), self.segmented.sentence_at(voice[0][1] - 1) + 1):
                of.setdefault(number, []).append(voice)
        return of

    def around(self, start: int, end: int) -> list[tuple[Span, Party | None, str]]:
        """The quotes and posts that a span is in, the shortest first."""
        near = self._voices_of.get(self.segmented.sentence_at(start), [])
        return sorted(
            (each for each in near if each[0][0] <= start and end <= each[0][1]), key=lambda each: each[0][1] - each[0][0]
        )


def form_of(found: Found, span: Span, marks: Iterable[tuple[Span, str]] = ()) -> Form:
    """The form of the words in a span. `marks`: spans that are written as one other character, such as sums of money."""
    text, (start, end) = found.text, span
    marked: list[tuple[Span, str | Phrase]] = list(marks)
    taken = [each for each, _ in marked]
    phrases = [each for each in _phrases(found, start, end) if not any(s < each.end and each.start < e for s, e in taken)]
    marked += [(Span(each.start, each.end), each) for each in phrases]
    spans = sorted((each for each, _ in marked), key=lambda each: each[0])
    starts = [each[0] for each in spans]
    for bracket in _BRACKETS.finditer(text, start, end):
        near = bisect_right(starts, bracket.start()) - 1
        if near < 0 or spans[near][1] <= bracket.start():
            marked.append((Span(*bracket.span()), ""))
    return _written(text, start, end, sorted(marked, key=lambda each: (each[0][0], -each[0][1])))


def _written(text: str, start: int, end: int, marked: Iterable[tuple[Span, str | Phrase]]) -> Form:
    words: list[str] = []
    places: list[int] = []
    phrases: dict[int, Phrase] = {}
    last = start
    for (begin, stop), what in marked:
        if begin < last:
            continue
        words.append(text[last:begin])
        places += range(last, begin)
        if isinstance(what, Phrase):
            phrases[len(places)] = what
            what = SOMEBODY
        words.append(what)
        places += [begin] * len(what)
        last = stop
    words.append(text[last:end])
    places += [*range(last, end), end]
    return Form("".join(words), places, phrases)


def _phrases(found: Found, start: int, end: int) -> list[Phrase]:
    named = list(_named(found, start, end))
    free, last = [], start
    for each in named:
        free.append(Span(last, each.start))
        last = max(last, each.end)
    free.append(Span(last, end))
    other = [phrase for begin, stop in free for phrase in _unnamed(found, begin, stop)]
    return sorted([*named, *other], key=lambda each: each.start)


def _named(found: Found, start: int, end: int) -> Iterator[Phrase]:
    """The phrases that have a name in them."""
    text, last = found.text, start
    mentions = found.names.between(start, end)
    for index, mention in enumerate(mentions):
        if mention.start < last or (kind := _kind(mention)) is None or _is_indefinite(text, mention):
            continue
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        phrase = _of_mention(text, mention, kind)
        if following is not None and (_owns_name(text, mention, following) or _shares_name(text, mention, following)):
            words = text[mention.start : following.end]
            phrase = Phrase(mention.start, following.end, "organization", words, words)
        elif kind == "capital" and mention.start == start and not found.names.is_seen_inside(mention.core):
            continue
        elif kind != "person" and (group := re.compile(r" ([a-z]+)\b").match(text, mention.end)) and group[1] in _GROUPS:
            words = text[mention.start : group.end()]  # “Families First leaders”: people of it
            phrase = Phrase(mention.start, group.end(), "group", words, words)
        last = phrase.end
        yield phrase


def _is_indefinite(text: str, mention: Mention) -> bool:
    """“a PAC”: not the PAC that was named before."""
    before = text[max(mention.start - 30, 0) : mention.start]
    lone = " " not in mention.core and mention.kind != "person"
    return lone and bool(_INDEFINITE.search(before) or (mention.name is None and _DEMONSTRATIVE.search(before)))


def _shares_name(text: str, mention: Mention, following: Mention) -> bool:
    """“Plumbers and Pipefitters Local 9”, “Firefighters’ and Paramedics’ Union”: one name, not two."""
    trades = (
        mention.kind != "person" and mention.core.endswith("s") and " " not in mention.core and following.kind == "organization"
    )
    gap = text[mention.end : following.start]
    return trades and (gap in ("’ and ", "' and ") or (gap == " and " and _TRADE.match(text, following.start) is not None))


def _owns_name(text: str, mention: Mention, following: Mention) -> bool:
    """“O’Neill’s Pub”."""
    body = following.kind == "organization" or "&" in following.core
    word = following.kind == "word" and following.name is None and following.core.lower() not in NOBODY | TITLES
    own = mention.name is None and " " not in mention.core and (body or word)
    people = mention.core.rpartition(" ")[2].lower() in _PEOPLES and body  # “Harbor Children’s Choice Fund”
    return (own or people) and mention.possessive and text[mention.end : following.start] in ("’s ", "'s ")


def _kind(mention: Mention) -> str | None:
    plain = mention.core.lower().rstrip(".")
    if plain in ("super pac", "super pacs") or _FUNDED.search(plain):
        return None
    if "&" in mention.core:
        return "organization"  # “Smith & Sons”
    if mention.name is not None:
        return mention.name.kind
    if mention.kind != "word":
        return mention.kind
    if _CONTRACTED.match(plain) or plain in _BODIES:
        return None
    if plain in NOBODY | TITLES | BEGINNERS or plain in ROLES or len(plain) < 3:
        return "organization" if mention.core in word_list("party_words") else None
    return "capital"


def _of_mention(text: str, mention: Mention, kind: str) -> Phrase:
    start, end = mention.start, mention.end
    full = mention.name.full if mention.name else word_map("party_words").get(mention.core, mention.core)
    if kind != "person":
        for tail in (_INCORPORATED, _NUMBER):
            if more := tail.match(text, end):
                full, end = full + text[end : more.end()], more.end()
        local = _LOCAL.search(text, max(start - 8, 0), start)
        if local and mention.core.split()[0] in _PARTIES:
            full, start = text[local.start() : end], local.start()
    return Phrase(start, end, kind, text[start:end], full, mention.name)


def _unnamed(found: Found, start: int, end: int) -> Iterator[Phrase]:
    """The pronouns, roles and groups between two names."""
    tokens = found.names.words_between(start, end)
    begin = 0
    for index, token in enumerate(tokens):
        phrase = _pronoun(found, tokens, index, end)
        if token.text in word_list("party_words"):
            phrase = Phrase(token.start, token.end, "organization", token.text, word_map("party_words")[token.text])
        elif phrase is None and token.text.islower() and (token.text in _GROUPS or token.text in _BODIES or token.text in ROLES):
            phrase = _described(found, tokens[begin : index + 1], tokens[index + 1 : index + 2])
        if phrase is not None:
            begin = index + 1
            yield phrase


def _pronoun(found: Found, tokens: Sequence[Token], index: int, end: int) -> Phrase | None:
    """“she”, “our” with what it owns, “they’ve”; an account that is named by its handle."""
    token, lower = tokens[index], tokens[index].text.lower()
    if token.text.startswith("@"):
        name = found.names.account(token.text)
        return Phrase(token.start, token.end, name.kind, token.text, name.full, name)
    if (owned := _OWNERS.match(found.text, token.start, end)) and lower != "her":
        return Phrase(token.start, owned.end(), "own voice" if lower == "our" else "pronoun", owned[0])
    short = _CONTRACTED.match(lower)
    word = short[1] if short and short[1] in _PERSONAL | _OWN_VOICE else lower
    is_possessive = lower in ("his", "her", "their") and _CANDIDACY.match(found.text, token.end, end)
    is_among = lower == "them" and found.text[token.start - 6 : token.start].lower() == "among "
    is_object = word in _PERSONAL or (lower == "her" and not _owns(found.text, tokens, index, end))
    if is_possessive or (is_object and not is_among):
        return Phrase(token.start, token.start + len(word), "pronoun", token.text[: len(word)])
    if word in _OWN_VOICE:
        return Phrase(token.start, token.start + len(word), "own voice", token.text[: len(word)])
    return None


def _owns(text: str, tokens: Sequence[Token], index: int, end: int) -> bool:
    """Whether “her” is a possessive: “her [campaign]”."""
    stop = tokens[index].end
    following = re.compile(r" ([\w’'-]+)").match(text, stop, end)
    return following is not None and following[1].lower() not in word_list("after_object_her")


def _described(found: Found, tokens: Sequence[Token], following: Sequence[Token]) -> Phrase | None:
    """“the union”, “the incumbent”; “two political action committees”, “the deputies’ association”."""
    head, text = tokens[-1], found.text
    if head.possessive and head.text in _GROUPS:
        return None  # “the teachers’ [union]”
    if (
        following
        and text[head.end : following[0].start] == " "
        and (following[0].capital or following[0].text in _GROUPS or following[0].text in _BODIES or following[0].text in ROLES)
    ):
        return None  # “the union president”
    first = len(tokens) - 1
    while (
        first > 0
        and len(tokens) - first < 6
        and text[tokens[first - 1].end : tokens[first].start] in (" ", "’ ", "' ", "’s ", "'s ")
        and tokens[first - 1].text.lower() not in _BREAKS
    ):
        first -= 1
    before = tokens[first - 1].text.lower() if first else ""
    if first == len(tokens) - 1 or (head.text in ROLES and head.text not in _GROUPS | _BODIES):
        role = "district attorney" if head.text == "attorney" and first and tokens[-2].text == "district" else head.text
        number = -3 if role == "district attorney" else -2
        definite = tokens[number].text.lower() if len(tokens) >= -number else ""
        name = found.names.with_role(role, head.start) if definite in ("the", "that") and role not in _GROUPS else None
        if name is None:
            return Phrase(head.start, head.end, "group", f"the {role}", role) if (definite, role) == ("the", "party") else None
        return Phrase(tokens[first].start, head.end, name.kind, f"{before} {text[tokens[first].start : head.end]}", name.full, name)
    words = text[tokens[first].start : head.end]
    if head.text in _BODIES:
        name = found.names.with_role(head.text, head.start)
        stems = {token.plain[:5] for token in tokens[first:-1]}
        if name is not None and stems & {word[:5] for word in name.words}:
            return Phrase(tokens[first].start, head.end, name.kind, words, name.full, name)
        return Phrase(tokens[first].start, head.end, "group", words, words) if before in ("the", "by", "of", "") else None
    place = _PLACE_OF_GROUP.match(text, head.end)
    end = place.end() if place else head.end
    words = text[tokens[first].start : end]
    return Phrase(tokens[first].start, end, "group", words, words)


def with_name(phrase: Phrase, name: Name) -> Phrase:
    """The phrase of a pronoun, as whom it refers to."""
    return replace(phrase, kind=name.kind, full=name.full, name=name)
