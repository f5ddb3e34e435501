"""The form of a sentence: its words, in which each noun phrase that may be somebody is written “●”.

    The Nurses Guild (Local 9) and Mayor Lena Frost have endorsed her.   →   The ● and ● have endorsed ●.

The rules for stances, money and counts are patterns over forms. What stands in brackets is left out."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from dara.drafting.mentions import Mention, Name, Token, fold
from dara.drafting.names import Names
from dara.drafting.proposals import Endorsement, Party, Passage, Statement
from dara.drafting.references import References
from dara.drafting.rules import ROLES, VERBS, WORDS, compiled, word_map
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_BRACKETS = re.compile(r" ?\([^()]{1,80}\)| ?\[[^\[\]]{1,60}\]")
_TAIL = re.compile(r"(?:,? (?:Inc|LLC|LLP|Ltd|Corp|Co)\b\.?)?(?: (?:No\. ?|#)?\d{1,4}\b(?![\d,.]*\d|%| (?:percent|votes|years)))?")
_INDEFINITE = re.compile(r"\b(?:(?:an?|another|any|every|each|his|her|its|their) (?:[a-z-]+ ){0,2}|(?:[Tt]his|[Nn]ext|[Ll]ast) )$")
_NO_BODY = re.compile(r"(?i)super pacs?$|-(?:funded|backed|led|linked|aligned|affiliated|run)\b")
_TRADES = re.compile(r"[A-Z]\w+ers[’']? and [A-Z]\w+s[’']? (?:Local|Lodge|District Council)\b(?: (?:No\. ?|#)?\d{1,4}\b)?")
_NEXT_WORD = re.compile(r" ([\w’'-]+)")
_PLACE_OF_GROUP = re.compile(r"(?: (?:from|in|of) (?:the )?[A-Z][\w’-]+(?: [A-Z][\w’-]+)*)?")
_BREAKS = WORDS.phrase_breaks | VERBS
_GROUPS, _BODIES = WORDS.plural_endorsers, WORDS.single_endorsers
_HEADS = _GROUPS | _BODIES | ROLES.keys()
_NO_CAPITALS = WORDS.no_names | WORDS.titles | WORDS.beginners | _BODIES | ROLES.keys()
_WITHIN = (" ", "’ ", "' ", "’s ", "'s ")  # between the words of a noun phrase
_PERSONAL, _OWN_VOICE = frozenset({"he", "she", "him", "they", "them", "it"}), frozenset({"i", "we", "me", "us"})
_CONTRACTED = re.compile(r"(i|we|you|he|she|they|it)[’'](?:m|re|ve|ll|d|s)$")
_CANDIDACY = compiled(r" (?:own )?(?:{candidacies}|(?:support|back|endors)ers)\b(?! manager| treasurer| spokes)| \d")
_OWNERS = compiled(r"(?i)(?:his|its|their|our) (?:[\w’-]+ ){0,2}(?:PAC|organization|union|{organs})\b")


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
    """What the stages before have found in a text. `voices`: the quotes, and the posts, in order."""

    segmented: SegmentedText
    names: Names
    references: References
    candidates: Sequence[Name]
    voices: Sequence[Sequence[Statement]] = ()

    @property
    def text(self) -> str:
        return self.segmented.text

    @cached_property
    def running(self) -> frozenset[Name]:
        return frozenset(self.candidates)

    @cached_property
    def running_names(self) -> frozenset[str]:
        return frozenset(name.full for name in self.candidates)

    def around(self, start: int, end: int) -> list[Statement]:
        """The quote and the post that a span is in."""
        near = (voices[bisect_right(voices, start, key=lambda said: said.passage.start) - 1] for voices in self.voices if voices)
        return [each for each in near if each.passage.start <= start and end <= each.passage.end]

    def stance(
        self, passage: Span, who: Iterable[Party], whom: Party | None, *, stance: str, verb: str, rule: str, confidence: float
    ) -> list[Endorsement]:
        """A draft for each of those who take a stance; none for who endorses themselves."""
        within = next((each.key for each in self.around(passage[0], passage[1] - 2)), None)
        here, verb = Passage.of(self.text, *passage), " ".join(verb.split())
        parties = [Party(each.name, " ".join(each.as_named.split())) for each in who if each.name]
        return [
            Endorsement(
                passage=here,
                rule=rule,
                confidence=confidence,
                within=within,
                endorser=each,
                candidate=whom,
                stance=stance,
                verb=verb,
            )
            for each in parties
            if whom is None or fold(each.name) != fold(whom.name)
        ]


def form_of(found: Found, span: Span, marks: Sequence[tuple[Span, str]] = ()) -> Form:
    """The form of the words in a span. `marks`: spans that are written as one other character, such as sums of money."""
    text, (start, end) = found.text, span
    phrases_at = ((Span(each.start, each.end), each) for each in _phrases(found, start, end))
    marked: list[tuple[Span, str | Phrase]] = [*marks, *((Span(*each.span()), "") for each in _BRACKETS.finditer(text, start, end))]
    marked += [(place, each) for place, each in phrases_at if not any(place.overlaps(mark) for mark, _ in marks)]
    words: list[str] = []
    places: list[int] = []
    phrases: dict[int, Phrase] = {}
    for (begin, stop), what in [*sorted(marked, key=lambda each: (each[0][0], -each[0][1])), (Span(end, end), "")]:
        if begin < start:
            continue
        words.append(text[start:begin])
        places += range(start, begin)
        if isinstance(what, Phrase):
            phrases[len(places)] = what
        words.append(what if isinstance(what, str) else "●")
        places += [begin] * len(words[-1])
        start = stop
    return Form("".join(words), [*places, end], phrases)


def _phrases(found: Found, start: int, end: int) -> Iterator[Phrase]:
    """The phrases that have a name in them, and the pronouns, roles and groups between them."""
    last = start
    for index, mention in enumerate(mentions := found.names.between(start, end)):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        phrase = _of_mention(found, mention, following) if mention.start >= last else None
        if phrase is None or (phrase.kind == "capital" and mention.start == start and not found.names.is_seen_inside(mention.core)):
            continue
        yield from _unnamed(found, last, phrase.start)
        yield phrase
        last = phrase.end
    yield from _unnamed(found, last, end)


def _of_mention(found: Found, mention: Mention, following: Mention | None) -> Phrase | None:
    text, start, end = found.text, mention.start, mention.end
    kind, lone = _kind(mention), " " not in mention.core and mention.kind != "person"
    if kind is None or (lone and _INDEFINITE.search(text, max(start - 30, 0), start)):
        return None  # “a PAC” is not the PAC that was named before
    if following is not None and _owns_name(text, mention, following):
        return Phrase(start, following.end, "organization", text[start : following.end], text[start : following.end])
    if kind != "person" and (trades := _TRADES.match(text, start)):
        return Phrase(start, trades.end(), "organization", trades[0], trades[0])  # “Plumbers and Pipefitters Local 9”
    full = mention.name.full if mention.name else word_map("party_words").get(mention.core, mention.core)
    if kind == "person":
        return Phrase(start, end, kind, text[start:end], full, mention.name)
    if (group := _NEXT_WORD.match(text, end)) and group[1] in _GROUPS:
        words = text[start : group.end()]  # “Families First leaders”: people of it
        return Phrase(start, group.end(), "group", words, words)
    if tail := _TAIL.match(text, end):
        full, end = full + tail[0], tail.end()
    return Phrase(start, end, kind, text[start:end], full, mention.name)


def _owns_name(text: str, mention: Mention, following: Mention) -> bool:
    """“O’Neill’s Pub”, “Harbor Children’s Choice Fund”."""
    body = following.kind == "organization" or "&" in following.core
    lone = mention.name is None and " " not in mention.core and (body or following.kind == "word")
    own = lone or (body and mention.core.endswith(("Children", "Women", "Men", "People")))
    return own and mention.possessive and text[mention.end : following.start] in ("’s ", "'s ")


def _kind(mention: Mention) -> str | None:
    plain = mention.core.lower().rstrip(".")
    if _NO_BODY.search(plain):
        return None
    if "&" in mention.core:
        return "organization"  # “Smith & Sons”
    if mention.name is not None or mention.kind != "word":
        return mention.name.kind if mention.name else mention.kind
    return None if _CONTRACTED.match(plain) or plain in _NO_CAPITALS or len(plain) < 3 else "capital"


def _unnamed(found: Found, start: int, end: int) -> Iterator[Phrase]:
    """The pronouns, roles and groups between two names."""
    tokens = found.names.words_between(start, end)
    begin = 0
    for index, token in enumerate(tokens):
        phrase = _pronoun(found, token, end)
        if token.text in WORDS.party_words:
            phrase = Phrase(token.start, token.end, "organization", token.text, word_map("party_words")[token.text])
        elif phrase is None and token.text in _HEADS and token.text.islower():
            phrase = _described(found, tokens[begin : index + 1], tokens[index + 1 : index + 2])
        if phrase is not None:
            begin = index + 1
            yield phrase


def _pronoun(found: Found, token: Token, end: int) -> Phrase | None:
    """“she”, “our” with what it owns, “they’ve”; an account that is named by its handle."""
    lower, start = token.text.lower(), token.start
    if token.text.startswith("@"):
        name = found.names.account(token.text)
        return Phrase(start, token.end, name.kind, token.text, name.full, name)
    if owned := _OWNERS.match(found.text, start, end):
        return Phrase(start, owned.end(), "own voice" if lower == "our" else "pronoun", owned[0])
    short = _CONTRACTED.match(lower)
    word = short[1] if short else lower
    owns = _NEXT_WORD.match(found.text, token.end, end)
    is_object = lower == "her" and (owns is None or owns[1].lower() in WORDS.after_object_her)
    is_possessive = lower in ("his", "her", "their") and _CANDIDACY.match(found.text, token.end, end)
    is_among = lower == "them" and found.text[start - 6 : start].lower() == "among "
    if is_possessive or is_object or (word in _PERSONAL and not is_among):
        return Phrase(start, start + len(word), "pronoun", token.text[: len(word)])
    return Phrase(start, start + len(word), "own voice", token.text[: len(word)]) if word in _OWN_VOICE else None


def _described(found: Found, tokens: Sequence[Token], following: Sequence[Token]) -> Phrase | None:
    """“the union”, “the incumbent”; “two political action committees”, “the deputies’ association”."""
    head, text = tokens[-1], found.text
    close = following and text[head.end : following[0].start] == " "
    if (head.possessive and head.text in _GROUPS) or (close and (following[0].capital or following[0].text in _HEADS)):
        return None  # “the teachers’ [union]”, “the union president”
    first = len(tokens) - 1
    for index in range(first - 1, max(first - 6, -1), -1):
        if text[tokens[index].end : tokens[first].start] not in _WITHIN or tokens[index].text.lower() in _BREAKS:
            break
        first = index
    before, start = tokens[first - 1].text.lower() if first else "", tokens[first].start
    words = text[start : head.end]
    if words == head.text or head.text not in _GROUPS | _BODIES:
        name = found.names.with_role(words, head.start) if before in ("the", "that") and words not in _GROUPS else None
        if name is not None:
            return Phrase(start, head.end, name.kind, f"{before} {words}", name.full, name)
        return Phrase(start, head.end, "group", "the party", "party") if before == "the" and words == "party" else None
    if head.text in _BODIES:
        return Phrase(start, head.end, "group", words, words) if before in ("the", "by", "of", "") else None
    place = _PLACE_OF_GROUP.match(text, head.end)
    end = place.end() if place else head.end
    return Phrase(start, end, "group", text[start:end], text[start:end])
