"""Find noun phrases that may speak, endorse or run: a name with its titles, a role (“the senator”), a pronoun, or somebody unnamed.

Whom a phrase refers to is told by `references`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dara.drafting.capitals import Token, fold
from dara.drafting.clauses import Clauses
from dara.drafting.names import Mention
from dara.drafting.rules import compiled
from dara.drafting.vocabulary import PRONOUNS, ROLES, VERBS, WORDS, word_set
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_ANY_ROLE = ROLES.keys() | WORDS.organization_roles | WORDS.unnamed | WORDS.documents | {"campaign", "team", "endorsement"}
_LINKS = word_set("and but yet so still then however meanwhile both or that y e pero")
_BETWEEN = _ANY_ROLE | WORDS.titles | WORDS.no_names
_NO_ATTORNEY = {"deputy", "assistant", "former"}

_PARTED = re.compile(r"[,;:.—(“\"«]")
_SITTING = re.compile(r"\b(?:\w+-term|sitting|incumbent|current)\b")
_OF_WHOM = re.compile(r"(?: \w+){0,2}? (?:from|by|of|for|with|at|de|del) (?:the |a |an |its |la |el )?(?:[a-z]\w+ ){0,2}")
_BEHIND = (
    re.compile(r"(?: of [a-z]\w+){1,2} "),
    re.compile(r"(?: (?:of|for|from|with|at|in|to|de|del) [^,.;:“”\"()]{2,60})?, "),
)
_INSERTED = re.compile(r"\s*(?:which|who|whose|a|an|the|has|have|had)\s")
_SPEAKS = compiled(r"(?:, \d\d,)? {saying}\b")
_WHOSE = frozenset({"board", "editors", "report", "president"})


@dataclass(frozen=True)
class Subject:
    """A noun phrase that speaks: a mention, a pronoun or a role that refers to one, or somebody unnamed."""

    start: int
    end: int
    mention: Mention | None = None
    word: str = ""  # the pronoun or the role; “unnamed” for nobody
    possessor: Mention | None = None  # “Whitlock’s campaign”


class Phrases:
    """The noun phrases in a text."""

    def __init__(self, clauses: Clauses):
        self.clauses, self.names, self.text = clauses, clauses.names, clauses.text

    # --- where a phrase is looked for ---

    def phrase_after(self, start: int, end: int) -> Subject | None:
        """The noun phrase that starts at `start`: “said [Ortega campaign manager Alma Dorn], who …”"""
        tokens = self.names.words_between(start, min(end, start + 200))
        phrase = self._phrase(tokens, verbs=False)
        return (self._read(phrase, end, lone=True) or Subject(phrase[0].start, phrase[-1].end, word="unnamed")) if phrase else None

    def leading(self, start: int, end: int) -> Subject | None:
        """The noun phrase that a clause begins with, after “But on Tuesday,”; None if it begins with none."""
        return self._first(self.clauses.chunks(start, end))

    def subject(self, start: int, end: int, *, participle: bool = False) -> Subject | None:
        """The noun phrase before a verb at `end`, in the clause that starts after `start`."""
        start = self.clauses.last_clause(start, end)
        *earlier, last = self.clauses.chunks(start, end)
        if participle and (found := self._first(earlier)) is not None:
            return found
        tokens = self.clauses.own_words(start, *last)
        content = [token for token in tokens if token.text not in WORDS.adverbs]
        if content:
            conjoined = any(token.text in {"and", "y"} for token in tokens[-3:] if token.start > content[-1].start)
            near = None if conjoined else self._touching(content, last.end)  # not “Roe met Poe and said”
            if (found := near or self._leading_of(last, end)) is not None:
                return found
        if earlier and _is_relative(tokens, content):
            return self._last_named(earlier[-1]) or self._first(earlier)
        return self._first(earlier) or self._before_insertion([*earlier, last])

    def _first(self, chunks: Sequence[Span]) -> Subject | None:
        """The noun phrase of the first chunk that begins with one."""
        found = (self._leading_of(chunk, chunks[-1].end) for chunk in chunks)
        return next((subject for subject in found if subject is not None), None)

    def _before_insertion(self, chunks: Sequence[Span]) -> Subject | None:
        """“For years the Guild, which …, said”: a name at the end of a chunk, with an insertion behind it."""
        for chunk, following in pairwise(chunks):
            if _INSERTED.match(self.text, following.start) and (mention := self._ending_at(chunk.end)) is not None:
                return _of(mention, mention.start)
        return None

    def _leading_of(self, chunk: Span, end: int) -> Subject | None:
        """The noun phrase that one chunk begins with; its apposition may go on to `end`."""
        tokens = self.clauses.own_words(chunk.start, *chunk)
        while (
            tokens
            and (tokens[0].text.lower() in _LINKS or tokens[0].text.lower() in WORDS.adverbs)
            and not self._named_at(tokens[0])
        ):
            tokens = tokens[1:]
        if not tokens or (tokens[0].text.lower() in WORDS.prepositions and not self._named_at(tokens[0])):
            return None
        return self._read(self._phrase(tokens, verbs=True), end)

    def _touching(self, content: Sequence[Token], end: int) -> Subject | None:
        """The noun phrase that ends just before the verb."""
        last = content[-1]
        if PRONOUNS.get(last.text.lower()) and last.text.lower() not in {"him", "her", "his", "their", "its", "them"}:
            return Subject(last.start, last.end, word=last.text.lower())
        mention = next((each for each in self.names.before(end, 3) if each.end >= last.end), None)
        if mention is not None and not self.clauses.is_apart(mention.start, end):
            if mention.kind == "word" and mention.name is None and not self.is_lone_name(mention):
                return None
            inside = [token for token in content if token.end <= mention.start]
            while inside and inside[-1].text in {"the", "a", "an"}:
                inside.pop()
            outer = self._outer(inside[:-1]) if inside and inside[-1].text in WORDS.phrase_ends else None
            return outer or _of(mention, mention.start)
        return self._role_before(content) if last.plain in _ANY_ROLE else None

    def _role_before(self, content: Sequence[Token]) -> Subject:
        """The noun phrase that a role ends: “[the county’s district attorney] said”."""
        last = content[-1]
        first = len(content) - 1
        while first > max(len(content) - 7, 0) and content[first].text.lower() not in WORDS.articles:
            if content[first - 1].text in WORDS.phrase_ends:
                break
            first -= 1
        return self._read(content[first:], last.end) or Subject(content[first].start, last.end, word="unnamed")

    def _outer(self, content: Sequence[Token]) -> Subject | None:
        """“the president of the Guild said”: the person or role before the “of”."""
        if not content:
            return None
        head = content[-1].plain
        is_somebody = (head in ROLES or head in WORDS.unnamed) and head not in WORDS.spokespeople | WORDS.documents
        return Subject(content[-1].start, content[-1].end, word="unnamed") if is_somebody else None

    # --- what a phrase is ---

    def _phrase(self, tokens: Sequence[Token], *, verbs: bool) -> list[Token]:
        """The tokens of the noun phrase that `tokens` begin with. `verbs`: it ends before a verb too."""
        phrase: list[Token] = []
        for token in tokens[:14]:
            if phrase and (self._is_parted(phrase[-1].end, token.start) or token.text in WORDS.phrase_ends):
                break
            if phrase and verbs and (token.text in VERBS or token.text in WORDS.adverbs) and token.text not in {"first", "long"}:
                break
            phrase.append(token)
        return phrase

    def _is_parted(self, end: int, start: int) -> bool:
        """Whether a mark stands between two tokens that is not the full stop of an abbreviation."""
        gap = self.text[end:start]
        before = re.search(r"\b\w+$", self.text[max(end - 12, 0) : end])
        if gap == ". " and before and (before[0] in ABBREVIATIONS or (len(before[0]) == 1 and before[0].isupper())):
            return False
        return _PARTED.search(gap) is not None and not self._inside_name(start)

    def _inside_name(self, place: int) -> bool:
        return any(each.start < place < each.end for each in self.names.before(place, 1))

    def _read(self, phrase: Sequence[Token], end: int, *, lone: bool = False) -> Subject | None:
        """What a noun phrase is; its apposition may go on to `end`. `lone`: an unknown name may stand anywhere in it, not only first."""
        first, last = phrase[0], phrase[-1]
        lower = first.text.lower()
        if lower in PRONOUNS and (len(phrase) == 1 or lower not in {"his", "her", "their", "its"}):
            return Subject(first.start, first.end, word=lower)
        mentions = [
            each
            for each in self.names.between(first.start, last.end)
            if each.name or each.kind != "word" or ((lone or each.start == first.start) and self.is_lone_name(each))
        ]
        person = self._head([each for each in mentions if each.kind == "person" and not each.possessive])
        if person and not (person.end < last.start and last.plain in ROLES):  # not “a Whitlock spokesman, Kip Poe”
            return _of(person, first.start)
        described = lone or last.plain in _ANY_ROLE or lower in WORDS.articles
        behind = self._named_behind(last.end, end) if described else None
        return _of(behind, first.start) if behind else self._without_person(phrase, mentions, person, end)

    def _without_person(
        self, phrase: Sequence[Token], mentions: Sequence[Mention], person: Mention | None, end: int
    ) -> Subject | None:
        """An organization, whose words a document is, what belongs to somebody, or a role."""
        first, last = phrase[0], phrase[-1]
        whole = [each for each in mentions if not each.possessive and each is not person]
        if whole and (whole[-1].end == last.end or last.plain not in ROLES):
            return _of(whole[-1], first.start)
        owner = next((each for each in reversed(mentions) if each.possessive and each.end < last.start), person)
        if last.plain in WORDS.documents or last.plain in WORDS.spokespeople:
            return self._for_whom(phrase, owner or (whole[-1] if whole else None), end)
        if owner is not None:
            return Subject(first.start, last.end, word=last.plain if owner.end < last.start else "", possessor=owner)
        return self._role(phrase, first.text.lower())

    def _head(self, people: Sequence[Mention]) -> Mention | None:
        """Who is meant by a phrase with several people: “Ortega campaign manager Alma Dorn”, but not “Roe outraised Alma Dorn”."""
        head = people[0] if people else None
        for following in people[1:]:
            between = self.names.words_between(head.end if head else 0, following.core_start)
            if any(token.text.islower() and token.plain not in _BETWEEN for token in between):
                break
            head = following
        return head

    def _role(self, phrase: Sequence[Token], article: str) -> Subject | None:
        """“the senator”, “the union”; “unnamed” for “one voter”; None if nobody can be meant."""
        first, last = phrase[0], phrase[-1]
        roles = roles_in(phrase)
        word = ""
        if (
            article in {"the", "this", "that", "el", "la"}
            and roles
            and not (last.plain in WORDS.unnamed and last.plain not in ROLES)
        ):
            sitting = _SITTING.search(self.text[first.start : last.end])
            word = "incumbent" if sitting else roles[-1]
        elif article in {"his", "her", "their"} and last.plain in WORDS.documents:
            word = article
        elif any(token.plain in WORDS.unnamed or token.plain in ROLES for token in phrase):
            word = "unnamed"
        return Subject(first.start, last.end, word=word) if word else None

    def _for_whom(self, phrase: Sequence[Token], owner: Mention | None, end: int) -> Subject:
        """Whose words “a statement from the Guild” are, and for whom a spokesperson speaks."""
        first, last = phrase[0], phrase[-1]
        if owner is not None:
            return Subject(first.start, last.end, mention=replace(owner, possessive=False), word=last.plain)
        found = _OF_WHOM.match(self.text, last.end, end)
        author = next(iter(self.names.between(found.end() - 1, found.end() + 1)), None) if found else None
        if author is not None and author.name is not None and not author.possessive:
            return Subject(first.start, author.end, mention=author)
        following = self.names.words_between(found.end() - 12, found.end()) if found else []
        role = next((token for token in following if token.plain in WORDS.organization_roles or token.plain == "campaign"), None)
        word = role.plain if role else first.text.lower() if first.text.lower() in {"his", "her", "their"} else "unnamed"
        return Subject(first.start, last.end, word=word)

    def _named_behind(self, stop: int, end: int) -> Mention | None:
        """Who is named right after a role: “the union’s president, Dana Pell”, “a spokeswoman for Pruitt, Tess Bright”."""
        for pattern in _BEHIND:
            found = pattern.match(self.text, stop, end)
            person = next(iter(self.names.between(found.end(), min(found.end() + 8, end))), None) if found else None
            named = person is not None and person.kind == "person" and not person.possessive and person.name
            if found and person and named and not self.text[found.end() : person.start].strip():
                return person
        return None

    def _last_named(self, chunk: Span) -> Subject | None:
        inside = [each for each in self.names.between(*chunk) if each.name]
        return _of(inside[-1], inside[-1].start) if inside else None

    def _ending_at(self, place: int) -> Mention | None:
        return next((each for each in self.names.before(place + 1, 2) if place - each.end in (0, 1) and each.name), None)

    def _named_at(self, token: Token) -> bool:
        """Whether somebody’s name begins with a token."""
        return any(each.name is not None for each in self.names.between(token.start, token.start + 1))

    def is_lone_name(self, mention: Mention) -> bool:
        """Whether a single unknown capitalized word may name somebody, because it is not at the start of a sentence."""
        plain = fold(mention.core)
        return (
            mention.name is None
            and mention.kind == "word"
            and mention.core[0].isupper()
            and not mention.core.isupper()
            and len(mention.core) > 2
            and "’" not in mention.core
            and plain not in WORDS.unnamed
            and plain not in ROLES
            and (self.names.is_seen_inside(mention.core) or self._is_said_to_speak(mention))
        )

    def _is_said_to_speak(self, mention: Mention) -> bool:
        """“…!” Cruz said."""
        return (
            _SPEAKS.match(self.text, mention.end) is not None
            and self.text[max(mention.start - 2, 0) : mention.start].rstrip()[-1:] in '”"»'
        )


def roles_in(tokens: Sequence[Token]) -> list[str]:
    """The roles in a noun phrase, “district attorney” as one."""
    words = [token.plain for token in tokens]
    roles: list[str] = []
    for word in words:
        if (word == "attorney" and "district" in words and not _NO_ATTORNEY & set(words)) or (word == "da" and len(words) < 5):
            roles.append("district attorney")
        elif word in ROLES or word in WORDS.organization_roles:
            roles.append(word)
    return roles


def _is_relative(tokens: Sequence[Token], content: Sequence[Token]) -> bool:
    """“the Sentinel, which called him” · “Roe, who said” · “the paper, whose board wrote”"""
    if not content:
        return any(token.text == "who" for token in tokens)
    return content[0].text in {"which", "that"} if len(content) == 1 else content[0].text == "whose" and content[-1].plain in _WHOSE


def _of(mention: Mention, start: int) -> Subject:
    return Subject(min(start, mention.start), mention.end, mention=mention)
