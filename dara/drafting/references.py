"""Find noun phrases that may speak, endorse or run, and tell whom they refer to: a name with its titles, a role (“the senator”), a pronoun, or
somebody unnamed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dara.drafting.mentions import Mention, Name, Token, fold
from dara.drafting.names import Names
from dara.drafting.quotations import Quotation
from dara.drafting.rules import PRONOUNS, ROLES, VERBS, WORDS, compiled
from dara.drafting.segmentation import SegmentedText
from dara.text.spans import Span

_ANY_ROLE = ROLES.keys() | WORDS.organization_roles | WORDS.unnamed | WORDS.documents | {"campaign", "team", "endorsement"}
_LINKS = WORDS.links | WORDS.adverbs
_BETWEEN = _ANY_ROLE | WORDS.titles | WORDS.no_names
_POSSESSIVES = frozenset({"his", "her", "their", "its"})
_SOMEBODY = (ROLES.keys() | WORDS.unnamed) - WORDS.spokespeople - WORDS.documents
_PARTS = WORDS.documents | {"board", "leadership", "chapter", "committee", "page"}
_SUBJECTS = frozenset({"he", "she", "it", "they", "él", "ella"})
_FARTHEST = 9  # sentences before a pronoun

_CUT = re.compile(r",\s|\s[—–-]{1,2}\s|—|;\s|:\s")
_PARTED = re.compile(r"[,;:.—(“\"«]")
_SITTING = re.compile(r"\b(?:\w+-term|sitting|incumbent|current)\b")
_OF_WHOM = re.compile(r"(?: \w+){0,2}? (?:from|by|of|for|with|at|de|del) (?:the |a |an |its |la |el )?(?:[a-z]\w+ ){0,2}")
_BEHIND = (re.compile(r"(?: of [a-z]\w+){1,2} "), re.compile(r"(?: (?:of|for|from|with|at|in|to|de|del) [^,.;:“”\"()]{2,60})?, "))
_SPEAKS = compiled(r"(?:, \d\d,)? {saying}\b")
_UNNAMED = re.compile(r"(?i)(?:an?|one|another|the)\b")


@dataclass(frozen=True)
class Subject:
    """A noun phrase that speaks: a mention, a pronoun or a role that refers to one, or somebody unnamed."""

    start: int
    end: int
    mention: Mention | None = None
    word: str = ""  # the pronoun or the role; “unnamed” for nobody
    possessor: Mention | None = None  # “Whitlock’s campaign”


@dataclass(frozen=True)
class Speaker:
    """Who spoke, and by which rule. `name` is None if the text does not name the speaker."""

    name: Name | None
    as_named: str
    rule: str
    confidence: float = 0.9


class Clauses:
    """The clauses of a text with its quotations, whose spans (with their marks) are `quoted`."""

    def __init__(self, segmented: SegmentedText, names: Names, quotations: Sequence[Quotation]):
        self.segmented, self.names, self.text = segmented, names, segmented.text
        self.quoted = sorted(span for each in quotations if each.intro is None for span in each.outer)
        self._starts = [start for start, _ in self.quoted]

    def quotation_at(self, place: int) -> Span | None:
        """The span of the quotation around an offset, or None outside of all."""
        index = bisect_right(self._starts, place) - 1
        return self.quoted[index] if index >= 0 and place < self.quoted[index].end else None

    def inside_quotation(self, place: int) -> bool:
        return self.quotation_at(place) is not None

    def is_apart(self, place: int, start: int) -> bool:
        """Whether a place is inside of a quotation that the clause from `start` on is not in."""
        around = self.quotation_at(place)
        return around is not None and not around.start <= start

    def next_quotation(self, place: int) -> int:
        """Where the next quotation starts, or the text ends."""
        index = bisect_left(self._starts, place)
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def words_outside(self, start: int, end: int) -> list[Token]:
        """The tokens in a span that are outside of quotations."""
        return [token for token in self.names.words_between(start, end) if not self.inside_quotation(token.start)]

    def own_words(self, clause: int, start: int, end: int) -> list[Token]:
        """The tokens of a span that are not apart from the clause that begins at `clause`."""
        return [token for token in self.names.words_between(start, end) if not self.is_apart(token.start, clause)]

    def chunks(self, start: int, end: int) -> list[Span]:
        """A clause, cut at its commas, dashes and colons; quotations inside of it count as none of it."""
        cuts = [cut for cut in _CUT.finditer(self.text, start, end) if not self.is_apart(cut.start(), start)]
        starts = [start, *(cut.end() for cut in cuts)]
        return [Span(*span) for span in zip(starts, [*(cut.start() for cut in cuts), end], strict=True)]

    def sentence_start(self, place: int) -> int:
        """Where the sentence around an offset begins; an end inside of a quotation ends none."""
        starts = (self.segmented.sentences[number].start for number in range(self.segmented.sentence_at(place), 0, -1))
        return next((start for start in starts if (self.quotation_at(start) or Span(start, start)).start == start), 0)

    def sentence_end(self, start: int, end: int) -> int:
        """Where the sentence ends that goes on at `start`, at most `end`."""
        number = max(self.segmented.sentence_at(start), 0)
        return min(end, next((each.end for each in self.segmented.sentences[number : number + 3] if each.end > start + 2), end))

    def sentence_before(self, begin: int, place: int) -> Span | None:
        """The last sentence in `text[begin:place]` that ends there."""
        numbers = range(self.segmented.sentence_at(place - 1), -1, -1)
        before = next((self.segmented.sentences[each] for each in numbers if self.segmented.sentences[each].end <= place), None)
        return before if before and before.start >= begin else None

    def own_part(self, start: int, end: int, place: int) -> Span:
        """What of a sentence stands before `place` and outside of the quotation that the sentence begins with."""
        end, quoted = min(end, place), self.quotation_at(start)
        start = quoted.end if quoted and quoted.end <= end else start
        return Span(max(start, end - 1200), end)


class References:
    """The noun phrases in a text, and whom they refer to. `candidates`: who runs, as far as that is known."""

    def __init__(self, clauses: Clauses, candidates: Sequence[Name] = ()):
        self.clauses, self.names, self.text, self.segmented = clauses, clauses.names, clauses.text, clauses.segmented
        self.candidates = candidates
        self.inside_quotation = clauses.inside_quotation

    def phrase_after(self, start: int, end: int) -> Subject | None:
        """The noun phrase that starts at `start`: “said [Ortega campaign manager Alma Dorn], who …”"""
        phrase = self._phrase(self.names.words_between(start, min(end, start + 200)), verbs=False)
        return (self._read(phrase, end) or _unnamed(phrase)) if phrase else None

    def leading(self, start: int, end: int) -> Subject | None:
        """The noun phrase that a clause begins with, after “But on Tuesday,”; None if it begins with none."""
        return self._first(self.clauses.chunks(start, end))

    def subject(self, start: int, end: int) -> Subject | None:
        """The noun phrase before a verb at `end`, in the clause that starts after `start`."""
        *earlier, last = self.clauses.chunks(start, end)
        tokens = self.clauses.own_words(start, *last)
        content = [token for token in tokens if token.text not in WORDS.adverbs]
        if content:
            conjoined = any(token.text in {"and", "y"} for token in tokens[-3:] if token.start > content[-1].start)
            near = None if conjoined else self._touching(content, last.end)  # not “Roe met Poe and said”
            if (found := near or self._first([last])) is not None:
                return found
        who = not content and any(token.text == "who" for token in tokens)  # “Roe, who said”
        inside = [each for each in self.names.between(*earlier[-1]) if each.name] if earlier and who else []
        return _of(inside[-1], inside[-1].start) if inside else self._first(earlier)

    def _first(self, chunks: Sequence[Span]) -> Subject | None:
        """The noun phrase of the first chunk that begins with one; its apposition may go on to the end of the last one."""
        for chunk in chunks:
            tokens = self.clauses.own_words(chunk.start, *chunk)
            while tokens and tokens[0].text.lower() in _LINKS:
                tokens = tokens[1:]
            if tokens and tokens[0].text.lower() not in WORDS.prepositions:
                subject = self._read(self._phrase(tokens, verbs=True), chunks[-1].end)
                if subject is not None:
                    return subject
        return None

    def _touching(self, content: Sequence[Token], end: int) -> Subject | None:
        """The noun phrase that ends just before the verb."""
        last = content[-1]
        if last.text.lower() in PRONOUNS and last.text.lower() not in _POSSESSIVES | {"him", "them"}:
            return Subject(last.start, last.end, word=last.text.lower())
        mention = next((each for each in self.names.before(end, 3) if each.end >= last.end), None)
        if mention is not None:
            inside = [token for token in content if token.end <= mention.start and token.text not in {"the", "a", "an"}]
            if len(inside) > 1 and inside[-1].text in WORDS.phrase_ends and inside[-2].plain in _SOMEBODY:
                return _unnamed(inside[-2:-1])  # “the president of the Guild said”
            return _of(mention, mention.start)
        if last.plain not in _ANY_ROLE:
            return None
        articles = [index for index, token in enumerate(content) if token.text.lower() in WORDS.articles]
        phrase = content[max([len(content) - 7, 0, *articles]) :]  # “[the county’s district attorney] said”
        return self._read(phrase, last.end) or _unnamed(phrase)

    def _phrase(self, tokens: Sequence[Token], *, verbs: bool) -> list[Token]:
        """The tokens of the noun phrase that `tokens` begin with. `verbs`: it ends before a verb too."""
        for number, token in enumerate(tokens[1:14], 1):
            before = tokens[number - 1].end
            named = any(each.start < token.start < each.end for each in self.names.before(token.start, 1))  # Thomas “Tom” Roe
            parted = not named and _PARTED.search(self.text, before, token.start)
            acts = verbs and (token.text in VERBS or token.text in WORDS.adverbs) and token.text not in {"first", "long"}
            if parted or acts or token.text in WORDS.phrase_ends:
                return list(tokens[:number])
        return list(tokens[:14])

    def _read(self, phrase: Sequence[Token], end: int) -> Subject | None:
        """What a noun phrase is; its apposition may go on to `end`."""
        first, last = phrase[0], phrase[-1]
        lower = first.text.lower()
        if lower in PRONOUNS and (len(phrase) == 1 or lower not in _POSSESSIVES):
            return Subject(first.start, first.end, word=lower)
        mentions = [each for each in self.names.between(first.start, last.end) if each.name or self._is_lone_name(each)]
        person = self._head([each for each in mentions if each.kind == "person" and not each.possessive])
        if person and not (person.end < last.start and last.plain in ROLES):  # not “a Whitlock spokesman, Kip Poe”
            return _of(person, first.start)
        if behind := self._named_behind(last.end, end):
            return _of(behind, first.start)
        whole = [each for each in mentions if not each.possessive and each is not person]
        if whole and whole[-1].end == last.end:
            return _of(whole[-1], first.start)
        owner = next((each for each in reversed(mentions) if each.possessive and each.end < last.start), person)
        if last.plain in WORDS.documents or last.plain in WORDS.spokespeople:
            return self._for_whom(phrase, owner or (whole[-1] if whole else None), end)
        if owner is not None:
            return Subject(first.start, last.end, word=last.plain if owner.end < last.start else "", possessor=owner)
        return self._role(phrase)

    def _head(self, people: Sequence[Mention]) -> Mention | None:
        """Who is meant by a phrase with several people: “Ortega campaign manager Alma Dorn”, but not “Roe outraised Alma Dorn”."""
        for head, following in pairwise(people):
            between = self.names.words_between(head.end, following.core_start)
            if any(token.text.islower() and token.plain not in _BETWEEN for token in between):
                return head
        return people[-1] if people else None

    def _role(self, phrase: Sequence[Token]) -> Subject | None:
        """“the senator”, “the union”, “district attorney” as one role; “unnamed” for “one voter”; None if nobody can be meant."""
        words = [token.plain for token in phrase]
        roles = [word for word in words if word in ROLES or word in WORDS.organization_roles]
        if "attorney" in roles and "district" in words:
            roles.append("district attorney")
        if words[0] in {"the", "this", "that", "el", "la"} and roles:
            sitting = _SITTING.search(self.text[phrase[0].start : phrase[-1].end])
            return Subject(phrase[0].start, phrase[-1].end, word="incumbent" if sitting else roles[-1])
        return _unnamed(phrase) if any(word in WORDS.unnamed or word in ROLES for word in words) else None

    def _for_whom(self, phrase: Sequence[Token], owner: Mention | None, end: int) -> Subject:
        """Whose words “a statement from the Guild” are, and for whom a spokesperson speaks."""
        first, last = phrase[0], phrase[-1]
        if owner is not None:
            return Subject(first.start, last.end, mention=replace(owner, possessive=False), word=last.plain)
        found = _OF_WHOM.match(self.text, last.end, end)
        author = next(iter(self.names.between(found.end() - 1, found.end() + 1)), None) if found else None
        return Subject(first.start, author.end, mention=author) if author is not None else _unnamed(phrase)

    def _named_behind(self, stop: int, end: int) -> Mention | None:
        """Who is named right after a role: “the union’s president, Dana Pell”, “a spokeswoman for Pruitt, Tess Bright”."""
        for found in filter(None, (pattern.match(self.text, stop, end) for pattern in _BEHIND)):
            person = next(iter(self.names.between(found.end(), min(found.end() + 8, end))), None)
            if person and person.kind == "person" and person.name and not person.possessive:
                return person
        return None

    def _is_lone_name(self, mention: Mention) -> bool:
        """Whether a single unknown capitalized word may name somebody: it is not at the start of a sentence, or “…!” Cruz said."""
        if mention.name is not None or mention.kind != "word" or fold(mention.core) in WORDS.unnamed | ROLES.keys():
            return False
        quoted = self.text[max(mention.start - 2, 0) : mention.start].rstrip()[-1:] in tuple('”"»')
        return self.names.is_seen_inside(mention.core) or (quoted and _SPEAKS.match(self.text, mention.end) is not None)

    def speaker_of(self, subject: Subject, rule: str, confidence: float) -> Speaker:
        """The speaker that a noun phrase refers to."""
        as_named = " ".join(self.text[subject.start : subject.end].split())
        word = subject.word
        if subject.possessor is not None:
            return Speaker(_possessed(subject), as_named, f"{rule}, possessive", confidence - 0.1)
        if (mention := subject.mention) is not None:
            if self._is_lone_name(mention) and not self.names.is_shared(mention.core):
                return Speaker(Name(mention.core, "person", mention.start), as_named, rule, confidence - 0.3)
            return Speaker(mention.name, as_named, rule, confidence)
        if word in PRONOUNS:
            return Speaker(self.pronoun(word, subject.start), as_named, f"{rule}, pronoun", confidence - 0.15)
        name = self.names.with_role(word, subject.start)
        return Speaker(name, as_named, f"{rule}, role", confidence - 0.15)

    def pronoun(self, word: str, place: int, among: Sequence[Name] = ()) -> Name | None:
        """Whom “he”, “she”, “they” or “it” refers to: the subject of an earlier sentence, the nearest first, whose gender fits.

        `among`: the people to whom it may refer (the candidates), if not everybody."""
        kind, number = PRONOUNS[word], self.segmented.sentence_at(place)

        def fits(name: Name | None) -> bool:
            if name is None or (among and name not in among):
                return False
            gender = name.kind == "person" and name.gender in ("", kind)
            return kind == "n" or (name.kind == "organization" if kind == "o" else gender)

        for sentence in self.segmented.sentences[max(number - _FARTHEST, 0) : number + 1][::-1]:
            part = self.clauses.own_part(*sentence, place)
            before = part.end < place  # a sentence before
            subject = self.leading(*part)
            meant = self.speaker_of(subject, "", 1).name if before and subject is not None else None
            if fits(meant):
                return meant
            # whom “he voted for” is somebody else than he
            same = [each.start for each in self.clauses.words_outside(*part) if each.text.lower() == word and word in _SUBJECTS]
            part = Span(part.start, min([part.end, *same]))
            mentions = [each for each in self.names.between(*part) if each.name]
            if (
                before
                and word in {"he", "she"}
                and not mentions
                and subject
                and subject.word == "unnamed"
                and _UNNAMED.match(self.text, subject.start)
            ):
                return None  # “A neighbor was raking.” — “She …”
            if fitting := [each for each in mentions if fits(each.name)]:
                return next((each for each in fitting if not each.possessive), fitting[0]).name
        return None


def _unnamed(phrase: Sequence[Token]) -> Subject:
    return Subject(phrase[0].start, phrase[-1].end, word="unnamed")


def _of(mention: Mention, start: int) -> Subject:
    return Subject(min(start, mention.start), mention.end, mention=mention)


def _possessed(subject: Subject) -> Name | None:
    """“Whitlock’s campaign”, “the Guild’s board”; nobody for “Whitlock’s brother”."""
    owner = subject.possessor.name if subject.possessor else None
    if owner is not None and subject.word in {"campaign", "team"}:
        return Name(f"{owner.full}’s campaign", "organization", subject.start)
    return owner if subject.word in _PARTS else None
