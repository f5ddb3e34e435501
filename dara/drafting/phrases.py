"""Find noun phrases: the subject of a verb, and whom a name, a role or a pronoun refers to.

A quotation is not part of the clause around it, but has clauses of its own."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dara.drafting.capitals import Token, fold
from dara.drafting.names import Mention, Name, Names
from dara.drafting.proposals import Party
from dara.drafting.quotations import Quotation
from dara.drafting.segmentation import SegmentedText
from dara.drafting.vocabulary import ADVERBS, FEMALE_TITLES, MALE_TITLES, PRONOUNS, ROLES, UNNAMED, VERBS, word_set
from dara.text.sentences import ABBREVIATIONS
from dara.text.spans import Span

_PREPOSITIONS = word_set(
    "in on at after before during when while as since although though despite with from under by over if because for until upon amid once where"
    " whether to into among about against following without within through throughout asked speaking standing writing"
)
_CUTS = word_set(
    "of for in at on to with who whom which that during after before as when while from about by following outside inside through where via because"
    " against over near into whose upon after standing speaking"
)
_UNNAMED_SPOKE = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w-]+ ){1,4}?(?:who [^.,]{2,60} )?(?:said|says|told|asked|added)\b"
)
# Whose words a document is: “a statement from the Guild”, “a report by the Ledger Project”.
_DOCUMENTS = word_set(
    "statement report study analysis letter memo email editorial post tweet release filing flyer mailer ad review audit newsletter"
)
_OF_WHOM = re.compile(r"(?: \w+){0,2}? (?:from|by|of) (?:the |a |an |its )?(?:[a-z]\w+ ){0,2}")
_SITTING = re.compile(r"\b(?:(?:one|two|three|four|five|six)-term|sitting|incumbent|current)\b")
_LABEL = re.compile(r"[A-Z][\w’' -]{1,30}: ")
_ARTICLES = word_set("the a an his her their its this that one another some many several most both our my")
_ORGANIZATION_ROLES = word_set(
    "union local guild association federation league brotherhood newspaper paper outlet magazine group organization organisation coalition nonprofit"
    " committee party chamber board commission pac office department council alliance chapter agency company station club society"
)


@dataclass(frozen=True)
class Speaker:
    """Who spoke, and by which rule. `name` is None if the text does not name the speaker."""

    name: Name | None
    as_named: str
    rule: str
    confidence: float = 0.9

    @property
    def party(self) -> Party | None:
        return Party(self.name.full, self.as_named) if self.name else None


@dataclass(frozen=True)
class Subject:
    """A noun phrase that speaks: a mention, a pronoun or a role that refers to one, or somebody unnamed."""

    start: int
    end: int
    mention: Mention | None = None
    word: str = ""  # the pronoun or the role
    possessor: Mention | None = None  # “Whitlock’s campaign”


class Phrases:
    """The noun phrases in a text. `said` and `candidates`: who spoke and who is a candidate, as far as that is known."""

    def __init__(self, segmented: SegmentedText, names: Names, quotations: Sequence[Quotation]):
        self.segmented, self.names, self.text = segmented, names, segmented.text
        self.quoted = sorted(span for each in quotations if each.intro is None for span in each.outer)
        self._starts = [start for start, _ in self.quoted]
        self.posts: list[Span] = []
        self.candidates: Sequence[Name] = ()  # who runs, as far as the text tells
        self.said: list[tuple[int, Name | None]] = []  # place, speaker

    def phrase_after(self, start: int, end: int) -> Subject | None:
        """The noun phrase that starts at `start`: “said [Ortega campaign manager Alma Dorn], who …”"""
        tokens = self.names.words_between(start, min(end, start + 200))
        if not tokens:
            return None
        stop = end
        previous = start
        for index, token in enumerate(tokens):
            gap = self.text[previous : token.start]
            if index and (
                re.search(r"[,;:.—(“\"]", gap.replace(". ", " ") if self.text[previous - 1 : previous + 1] else gap)
                and not _is_abbreviated(self.text, previous)
            ):
                stop = previous
                break
            if index and token.text in _CUTS:
                stop = previous
                break
            previous = token.end
        else:
            stop = min(end, tokens[-1].end)
        first = tokens[0]
        if first.text.lower() in PRONOUNS:
            if first.text.lower() in {"his", "her", "their", "its"} and len(tokens) > 1:
                return self._described(tokens, start, stop, end)
            return Subject(first.start, first.end, word=first.text.lower())
        mentions = [
            each for each in self.names.between(first.start, stop) if each.kind != "word" or each.name or self.is_lone_name(each)
        ]
        mentions = [each for each in mentions if each.start < stop]
        if mentions:
            last = mentions[-1]
            if last.possessive and last.end < stop - 3:
                return self._described(tokens, start, stop, end, last)
            persons = [each for each in mentions if each.kind == "person" and not each.possessive]
            return self._of(persons[-1] if persons else last, first.start)
        return self._described(tokens, start, stop, end)

    def _described(
        self, tokens: Sequence[Token], start: int, stop: int, end: int, possessor: Mention | None = None
    ) -> Subject | None:
        """“the union’s president, Dana Whitfield”, “a spokesperson for the Guild”, “the senator”, “one voter”."""
        apposition = re.match(r", ", self.text[stop : stop + 2])
        if apposition:
            following = self.names.between(stop + 2, min(stop + 40, end))
            if following and following[0].start <= stop + 3 and following[0].kind == "person" and not following[0].possessive:
                return self._of(following[0], tokens[0].start)
        words = [token for token in tokens if token.start < stop]
        if words and words[-1].plain in _DOCUMENTS and (author := self._author(words, end)) is not None:
            return author
        roles = _roles(words)
        spoke_for = re.match(r"\s(?:for|of|from|with|at)\s(?:the\s)?", self.text[stop : stop + 12])
        head = words[-1].plain if words else ""
        if head in {"spokesperson", "spokesman", "spokeswoman", "representative", "representatives", "officials"}:
            if possessor is not None:
                return Subject(tokens[0].start, stop, mention=possessor)
            if spoke_for:
                following = [each for each in self.names.between(stop, min(stop + 60, end)) if each.name]
                if following:
                    return Subject(tokens[0].start, following[0].end, mention=following[0])
                role = self.names.words_between(stop + spoke_for.end(), stop + 60)
                if role:
                    return Subject(tokens[0].start, role[0].end, word=role[0].plain)
        if possessor is not None:
            return Subject(tokens[0].start, stop, word=head, possessor=possessor)
        if words and words[0].text.lower() in {"his", "her", "their"} and head in {"opponent", "rival", "challenger"}:
            return Subject(words[0].start, words[-1].end, word="opponent")
        if roles and words and (words[0].text.lower() in {"the", "this", "that"}):
            named_role = "incumbent" if _SITTING.search(self.text[words[0].start : words[-1].end]) else roles[-1]
            if spoke_for and named_role in {"member", "resident", "voter", "leader", "supporter"}:
                named_role = "unnamed"
            return Subject(words[0].start, words[-1].end, word=named_role)
        if words:
            return Subject(words[0].start, words[-1].end, word="unnamed")
        return None

    def _author(self, phrase: Sequence[Token], end: int) -> Subject | None:
        """Whose words “a statement from the Guild” are."""
        found = _OF_WHOM.match(self.text, phrase[-1].end, end)
        mention = next((each for each in self.names.between(found.end() - 1, found.end() + 1)), None) if found else None
        if mention is None or mention.name is None or mention.possessive:
            return None
        return Subject(phrase[0].start, mention.end, mention=mention)

    def subject(self, start: int, end: int, *, participle: bool = False) -> Subject | None:
        """The noun phrase before a verb at `end`, in the clause that starts after `start`."""
        text = self.text
        start = max(
            (
                start + found.end()
                for found in re.finditer(r";\s", text[start:end])
                if not self._is_apart(start + found.start(), start)
            ),
            default=start,
        )
        spans = self._chunks(start, end)
        if not spans:
            return None
        if participle and len(spans) > 1:
            for chunk in spans[:-1]:
                if (found := self._leading(*chunk)) is not None:
                    return found
        last = spans[-1]
        if text[last[0] : last[1]].strip():
            tokens = self._own_words(start, *last)
            content = [token for token in tokens if token.text not in ADVERBS]
            if content:
                near = self._touching(content, last[1])
                if near is not None:
                    return near
                if (found := self._leading(*last)) is not None:
                    return found
            elif tokens and tokens[-1].text in {"who"} and len(spans) > 1:
                return self._last_of(spans[-2])
            if (
                content
                and content[0].text == "whose"
                and len(spans) > 1
                and content[-1].plain in {"board", "editors", "report", "president"}
            ):
                return self._last_of(spans[-2])
            if len(content) == 1 and content[0].text in {"which", "that"} and len(spans) > 1:  # “the Sentinel, which called him”
                return self._last_of(spans[-2])
        # the verb stands after an inserted clause, “Maria Lopez, a retired judge, said”, or the last part has no subject
        for index, chunk in enumerate(spans[:-1] if len(spans) > 1 else []):
            if (found := self._leading(*chunk)) is not None:
                return self._in_apposition(found, spans[index + 1]) or found
        for chunk, following in pairwise(spans):
            if re.match(r"\s*(?:which|who|whose|a|an|the)\s", self.text[following[0] : following[0] + 7]):
                ending = next(
                    (each for each in self.names.before(chunk[1] + 1, 2) if chunk[1] - each.end <= 1 and each.start >= chunk[0]),
                    None,
                )
                if ending is not None and ending.name is not None and not ending.possessive:
                    return self._of(ending, ending.start)
        if len(spans) > 1 and (auxiliary := self._before_auxiliary(spans)) is not None:
            return auxiliary
        if re.match(r"\s*As\s", text[start : start + 5]):  # “As co-chair Minerva Scott likes to say, “…””
            people = [
                each for each in self.names.between(start, end) if each.kind == "person" and each.name and not each.possessive
            ]
            return self._of(people[0], people[0].start) if len(people) == 1 else None
        return None

    def _in_apposition(self, subject: Subject, chunk: Span) -> Subject | None:
        """“Adebayo’s spokesman, Lyle Pettigrew, …” · “The union that represents them, the Guild, …”: the name that follows is who is meant."""
        if subject.mention is not None and subject.possessor is None and subject.mention.name is not None:
            return None
        words = self.text[chunk[0] : chunk[1]].strip()
        mention = next((each for each in self.names.between(*chunk) if each.name is not None), None)
        if mention is None or mention.possessive or mention.end < chunk[0] + len(self.text[chunk[0] : chunk[1]].rstrip()) - 1:
            return None
        if mention.kind == "person" or re.match(r"the\s", words):
            return Subject(mention.start, mention.end, mention=mention)
        return None

    def _before_auxiliary(self, spans: Sequence[Span]) -> Subject | None:
        """“For years the Guild, has asked …”: a name that a stray comma parts from its verb."""
        if not re.match(r"\s*(?:has|have|had|is|was|will)\s", self.text[spans[-1][0] : spans[-1][0] + 8]):
            return None
        mention = next((each for each in self.names.before(spans[-2][1], 2) if each.end == spans[-2][1]), None)
        return (
            self._of(mention, mention.start)
            if mention is not None and mention.name is not None and not mention.possessive
            else None
        )

    def _touching(self, content: Sequence[Token], end: int) -> Subject | None:
        """A noun phrase that ends just before the verb."""
        last = content[-1]
        if last.text.lower() in PRONOUNS and last.text.lower() not in {"him", "her", "his", "their", "its", "them"}:
            return Subject(last.start, last.end, word=last.text.lower())
        for mention in self.names.before(end, 3):
            if mention.end >= last.end and not self._is_apart(mention.start, end):
                if mention.kind == "word" and mention.name is None and not self.is_lone_name(mention):
                    return None
                index = next((i for i, token in enumerate(content) if token.end > mention.start), len(content))
                while index and content[index - 1].text in {"the", "a", "an"}:
                    index -= 1
                if index and content[index - 1].text in _CUTS and (outer := self._phrase_before(content[: index - 1])) is not None:
                    return outer  # “the president of the Guild said”
                return self._of(mention, mention.start)
        if (
            last.plain in ROLES
            or last.plain in _ORGANIZATION_ROLES
            or last.plain in UNNAMED
            or last.plain in {"campaign", "account", "statement", "team", "endorsement", "letter", "post", "tweet", "email"}
        ):
            return self._role_phrase(content)
        return None

    def _phrase_before(self, content: Sequence[Token]) -> Subject | None:
        if not content:
            return None
        last = content[-1]
        mention = next(
            (each for each in self.names.before(last.end + 1, 2) if each.end == last.end and each.kind == "person" and each.name),
            None,
        )
        if mention is not None:
            return self._of(mention, mention.start)
        if last.plain in {"spokesman", "spokeswoman", "spokesperson"}:
            return None
        if last.plain in ROLES or last.plain in UNNAMED:
            return Subject(last.start, last.end, word="unnamed")
        return None

    def _role_phrase(self, content: Sequence[Token]) -> Subject:
        """“the district attorney”, “the official FF-LA Twitter account”, “Ortega’s campaign”, “one voter”."""
        last = content[-1]
        index = len(content) - 1
        while (
            index > 0
            and content[index].text.lower() not in _ARTICLES
            and not content[index - 1].possessive
            and len(content) - index < 6
        ):
            index -= 1
        first = content[index]
        if index > 0 and content[index - 1].possessive:
            owner = next(
                (each for each in self.names.before(content[index - 1].end + 1, 2) if each.end == content[index - 1].end), None
            )
            if owner is not None:
                return Subject(owner.start, last.end, word=last.plain, possessor=owner)
        if index > 0 and content[index - 1].possessive and last.plain in {"office", "department"}:
            return Subject(content[max(index - 3, 0)].start, last.end, word=last.plain)  # “the sheriff’s office”
        inner = [each for each in self.names.between(first.start, last.end) if each.name and not each.possessive]
        if last.plain in {"account", "campaign", "team", "statement"} and inner:
            return Subject(first.start, last.end, mention=inner[0])
        if last.plain in {"opponent", "rival"}:
            return Subject(first.start, last.end, word="opponent")
        if first.text.lower() in {"the", "this"} and last.plain not in UNNAMED - ROLES.keys():
            return Subject(first.start, last.end, word=(_roles(content[index:]) or [last.plain])[-1])
        if first.text.lower() in {"his", "her", "their"} and last.plain in {
            "statement",
            "endorsement",
            "letter",
            "post",
            "tweet",
            "email",
        }:
            return Subject(first.start, last.end, word=first.text.lower())
        return Subject(first.start, last.end, word="unnamed")

    def leading(self, start: int, end: int) -> Subject | None:
        """The noun phrase that a clause starts with, or None."""
        return self._leading(start, end)

    def _leading(self, start: int, end: int) -> Subject | None:
        """The noun phrase that a clause begins with, after “But on Tuesday,”; None when it begins with none."""
        chunks = self._chunks(start, end)
        for index, chunk in enumerate(chunks):
            found = self._leading_of(chunk)
            if found is not None:
                following = chunks[index + 1] if index + 1 < len(chunks) else None
                return (following and self._in_apposition(found, following)) or found
        return None

    def _leading_of(self, chunk: Span) -> Subject | None:
        """The noun phrase that one chunk begins with."""
        tokens = self._own_words(chunk[0], *chunk)
        while tokens and (
            tokens[0].text.lower() in {"and", "but", "yet", "so", "still", "then", "however", "meanwhile", "both", "or", "that"}
            or tokens[0].text.lower() in ADVERBS
        ):
            tokens = tokens[1:]
        if not tokens:
            return None
        first = tokens[0]
        lower = first.text.lower()
        mention = next((each for each in self.names.between(first.start, first.start + 1)), None)
        if lower in {"he", "she", "they", "it"}:
            return Subject(first.start, first.end, word=lower)
        if mention is not None and mention.kind != "word" and lower not in _PREPOSITIONS:
            if mention.kind == "organization" and mention.end < chunk[1] and (titled := self._titled_by(mention, chunk[1])):
                return titled
            if mention.possessive:
                return self._possessed(mention, chunk[1])
            return self._of(mention, first.start)
        if mention is not None and mention.name is not None:
            return self._of(mention, first.start)
        if mention is not None and self.is_lone_name(mention) and lower not in _PREPOSITIONS:
            titled = self._titled(first, chunk[1])
            return titled or self._of(mention, first.start)
        if lower in _PREPOSITIONS:
            return None
        if lower in _ARTICLES or first.plain in ROLES or first.plain in _ORGANIZATION_ROLES or first.plain in UNNAMED:
            return self._article_phrase(tokens, chunk[1], lower)
        if (titled := self._titled(first, chunk[1])) is not None:
            return titled
        return None

    def _titled_by(self, mention: Mention, end: int) -> Subject | None:
        """“ADDA member Ana Roe”: an organization’s name before a role and a person."""
        between = self.names.words_between(mention.end, min(end, mention.end + 60))
        return self._titled(between[0], end) if between and between[0].plain in ROLES and not mention.possessive else None

    def _titled(self, first: Token, end: int) -> Subject | None:
        """“union president Joe Smith”, “Campaign spokeswoman Irena Voss”."""
        following = next(
            (each for each in self.names.between(first.end, min(end, first.end + 80)) if each.kind == "person" and each.name), None
        )
        between = self.names.words_between(first.start, following.start) if following else []
        if (
            following
            and len(between) <= 4
            and not any(token.text in VERBS or token.text in _CUTS or token.text in ADVERBS for token in between)
        ):
            return self._of(following, first.start)
        return None

    def _possessed(self, mention: Mention, end: int) -> Subject:
        """“Ortega’s campaign manager, Max Dorn”, “Whitlock’s campaign”."""
        tokens = self.names.words_between(mention.end, min(end, mention.end + 80))
        for index, token in enumerate(tokens[:5]):
            person = next(
                (each for each in self.names.between(token.start, token.start + 1) if each.kind == "person" and each.name), None
            )
            if person is not None:
                return self._of(person, mention.start)
            if token.text in _CUTS or token.text in VERBS:
                return Subject(
                    mention.start,
                    tokens[index - 1].end if index else mention.end,
                    word=tokens[index - 1].plain if index else "",
                    possessor=mention,
                )
        head = tokens[0].plain if tokens else ""
        return Subject(mention.start, tokens[0].end if tokens else mention.end, word=head, possessor=mention)

    def _article_phrase(self, tokens: Sequence[Token], end: int, article: str) -> Subject | None:
        """A clause’s first noun phrase with an article: “The county Republican Party”, “The union’s president, …”, “A voter”."""
        first = tokens[0]
        phrase: list[Token] = []
        for token in tokens[:9]:
            if phrase and (token.text in _CUTS or token.text in VERBS or token.text in ADVERBS - {"first", "long"}):
                break
            phrase.append(token)
        stop = phrase[-1].end
        if phrase[-1].plain in _DOCUMENTS and (author := self._author(phrase, end)) is not None:
            return author
        mentions = [each for each in self.names.between(first.start, stop) if each.name]
        people = [each for each in mentions if each.kind == "person" and not each.possessive]
        if people and people[-1].end < phrase[-1].start and phrase[-1].plain in ROLES:  # “A Whitlock spokesman, Kip Poe, …”
            return self._person_after_comma(first, stop) or Subject(first.start, stop, word="unnamed")
        if people:
            return self._of(people[-1], first.start)
        whole = [each for each in mentions if not each.possessive and each.kind == "organization"]
        if whole and (whole[-1].end == stop or phrase[-1].plain not in ROLES):
            return self._of(whole[-1], first.start)
        if (person := self._person_after_comma(first, stop)) is not None:
            return person
        roles = _roles(phrase)
        if article == "the" and roles and _SITTING.search(self.text[first.start : stop]):
            return Subject(first.start, stop, word="incumbent")
        if article in {"the", "this"} and roles and not (phrase[-1].plain in UNNAMED and phrase[-1].plain not in ROLES):
            return Subject(first.start, stop, word=roles[0] if roles[0] in _ORGANIZATION_ROLES else roles[-1])
        if article in {"his", "her", "their"} and roles and roles[-1] in {"opponent", "rival", "challenger"}:
            return Subject(first.start, stop, word="opponent")
        if mentions and mentions[-1].possessive:
            return Subject(first.start, stop, word=phrase[-1].plain, possessor=mentions[-1])
        unnamed = any(token.plain in UNNAMED or token.plain in ROLES for token in phrase)
        return Subject(first.start, stop, word="unnamed") if unnamed else None

    def _person_after_comma(self, first: Token, stop: int) -> Subject | None:
        """“the union’s president, Dana Pell”: the person whom the phrase describes."""
        if self.text[stop : stop + 2] != ", ":
            return None
        person = next((each for each in self.names.between(stop + 2, stop + 3) if each.kind == "person" and each.name), None)
        return self._of(person, first.start) if person is not None else None

    def _last_of(self, chunk: Span) -> Subject | None:
        inside = [each for each in self.names.between(*chunk) if each.name]
        return self._of(inside[-1], inside[-1].start) if inside else None

    def _of(self, mention: Mention, start: int) -> Subject:
        return Subject(min(start, mention.start), mention.end, mention=mention)

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
            and plain not in UNNAMED
            and plain not in ROLES
            and self.names.is_seen_inside(mention.core)
        )

    def _chunks(self, start: int, end: int) -> list[Span]:
        """A clause, cut at its commas, dashes and brackets; quotations inside of it count as none of it."""
        chunks: list[Span] = []
        begin = start
        for found in re.finditer(r",\s|\s[—–-]{1,2}\s|—|;\s|:\s", self.text[start:end]):
            place = start + found.start()
            if self._is_apart(place, start):
                continue
            chunks.append(Span(begin, place))
            begin = start + found.end()
        chunks.append(Span(begin, end))
        return chunks

    def who(self, subject: Subject) -> Name | None:
        """Whom a noun phrase refers to, or None if it names nobody."""
        return self.speaker_of(subject, "", 1).name

    def speaker_of(self, subject: Subject, rule: str, confidence: float) -> Speaker:
        as_named = " ".join(self.text[subject.start : subject.end].split())
        if subject.possessor is not None:
            owner = subject.possessor.name
            if subject.word in {"campaign", "team"} and owner is not None and owner.kind == "person":
                return Speaker(
                    Name(f"{owner.full}’s campaign", "organization", subject.start),
                    as_named,
                    f"{rule}, possessive",
                    confidence - 0.1,
                )
            if subject.word in {"office", "department"} and owner is not None:
                return Speaker(Name(as_named, "organization", subject.start), as_named, f"{rule}, possessive", confidence - 0.1)
            if (
                owner is not None
                and owner.kind == "organization"
                and subject.word
                in {"board", "leadership", "chapter", "account", "committee", "statement", "report", "editorial", "page"}
            ):
                return Speaker(owner, as_named, f"{rule}, possessive", confidence - 0.1)
            if subject.word in {"statement", "letter", "post", "tweet", "speech"} and owner is not None:
                return Speaker(owner, as_named, f"{rule}, possessive", confidence - 0.1)
            return Speaker(None, as_named, rule)
        if subject.mention is not None:
            return self._speaker_named(subject.mention, as_named, rule, confidence)
        word = subject.word
        if word in PRONOUNS:
            return Speaker(self.pronoun(word, subject.start), as_named, f"{rule}, pronoun", confidence - 0.15)
        if word == "opponent":
            return Speaker(self._opponent(subject.start), as_named, f"{rule}, role", confidence - 0.2)
        if word and word != "unnamed":
            known = self.names.with_role(word, subject.start)
            if known is None and word in {"office", "department"} and re.search(r"[’']s? (?:office|department)$", as_named):
                known = Name(re.sub(r"^[Tt]he ", "", as_named), "organization", subject.start)  # “the sheriff’s office”
            return Speaker(known, as_named, f"{rule}, role", confidence - 0.15)
        return Speaker(None, as_named, rule)

    def _speaker_named(self, mention: Mention, as_named: str, rule: str, confidence: float) -> Speaker:
        if mention.name is not None and mention.kind == "organization" and (local := self._local_party(mention)):
            return Speaker(local, as_named, rule, confidence)
        if mention.name is not None:
            return Speaker(mention.name, as_named, rule, confidence)
        if mention.kind == "word" and self.names.is_shared(mention.core):
            return Speaker(None, as_named, rule)
        if self.is_lone_name(mention) or mention.kind == "organization":
            return Speaker(Name(mention.core, "person", mention.start), as_named, rule, confidence - 0.3)
        return Speaker(None, as_named, rule)

    def _local_party(self, mention: Mention) -> Name | None:
        """“the county Republican Party”: the small word belongs to the name."""
        found = re.search(r"\b(county|state|city|local) $", self.text[max(mention.start - 8, 0) : mention.start])
        if found and mention.core.split()[0] in {"Democratic", "Republican", "Green", "Libertarian", "GOP"}:
            return Name(f"{found[1]} {mention.core}", "organization", mention.start)
        return None

    def _opponent(self, place: int) -> Name | None:
        spoken = next((name for at, name in reversed(self.said) if name), None)
        if len(self.candidates) == 2 and spoken in self.candidates:
            return next(name for name in self.candidates if name is not spoken)
        rivals = [
            name
            for name in self.names.people
            if name.roles & {"challenger", "incumbent", "candidate", "opponent"} and name is not spoken
        ]
        return rivals[0] if len(rivals) == 1 else None

    def pronoun(self, word: str, place: int, among: Sequence[Name] = ()) -> Name | None:
        """Whom “he”, “she”, “they” or “it” refers to: the subject of an earlier sentence, the nearest first, whose gender fits.

        `among`: the people to whom it may refer (the candidates), if not everybody."""
        kind = PRONOUNS[word]
        number = self.segmented.sentence_at(place)
        quote = self.said[-1] if self.said else None
        back = -1
        for index in range(number, max(number - 14, -1), -1):
            start, end = self.segmented.sentences[index]
            if (
                index < number
                and _LABEL.match(self.text, start, end)
                and self.segmented.paragraph_at(start) != self.segmented.paragraph_at(place)
            ):
                continue  # “Age: 61”
            back += 1
            if back > 9:
                break
            end = min(end, place)
            start = max(self._after_quotation(start, end, place), end - 1200)
            mentions = [
                each
                for each in self.names.between(start, end)
                if each.name and (not self.inside_quotation(each.start) or self._in_one_quotation(each.start, place))
            ]
            fitting = [each for each in mentions if _fits(each, kind) and (not among or each.name in among)]
            subject = self._leading(start, end) if back else None
            if subject is not None and subject.possessor is None:
                if subject.word == word:
                    continue  # “He … He …”: the same one
                meant = self.who(subject) if subject.mention is not None or subject.word not in (*PRONOUNS, "unnamed", "") else None
                told = quote is not None and quote[1] is not None and start <= quote[0] <= end + 1 and _fits_name(quote[1], kind)
                if (
                    meant is not None
                    and not told
                    and meant.kind == _kind_of(kind)
                    and _fits_name(meant, kind)
                    and (not among or meant in among)
                ):
                    return meant
            if (
                not among
                and quote is not None
                and quote[1] is not None
                and start <= quote[0] <= end + 1
                and back
                and _fits_name(quote[1], kind)
            ):
                return quote[1]
            if back and word in {"he", "she"} and _UNNAMED_SPOKE.search(self._outside(start, end)):
                subject = self._leading(start, end)
                if subject is None or subject.mention is None:
                    return None  # “a signature gatherer said …” — “She …”
            if back and not fitting and word in {"he", "she"} and not mentions and self._is_unnamed(subject):
                return None  # “A neighbor was raking.” — “She …”
            if fitting:
                sure = {
                    id(each.name): each.name for each in fitting if each.name and each.name.gender == kind and not each.possessive
                }
                if len(sure) == 1:
                    return next(iter(sure.values()))
                people = {id(each.name): each.name for each in fitting if not each.possessive} or {
                    id(each.name): each.name for each in fitting
                }
                if len(people) == 1:
                    return next(iter(people.values()))
                subject = self._leading(start, end)
                if (
                    subject is not None
                    and subject.mention is not None
                    and subject.mention.name is not None
                    and _fits(subject.mention, kind)
                ):
                    return subject.mention.name
                return next(iter(people.values()))
        if among or kind in ("o", "n"):
            return None
        return next((name for _, name in reversed(self.said[-4:]) if name is not None and _fits_name(name, kind)), None)

    def _after_quotation(self, start: int, end: int, place: int) -> int:
        """Where the words of a sentence begin that stand outside of the quotation it begins with."""
        index = bisect_right(self._starts, start) - 1
        if index < 0 or not self.quoted[index][0] <= start < self.quoted[index][1] <= end or place < self.quoted[index][1]:
            return start
        return self.quoted[index][1]

    def _is_unnamed(self, subject: Subject | None) -> bool:
        """Whether a clause is about one person whom nobody names: “a neighbor”, “one woman”."""
        return (
            subject is not None
            and subject.word == "unnamed"
            and bool(re.match(r"(?i)(?:an?|one|another|the)\b", self.text[subject.start : subject.end]))
        )

    def _outside(self, start: int, end: int) -> str:
        """The words of a span that stand outside of quotations."""
        words = []
        for quoted_start, quoted_end in self.quoted[max(self._index(start) - 1, 0) : self._index(end) + 1]:
            if quoted_end > start and quoted_start < end:
                words.append(self.text[start : max(quoted_start, start)])
                start = quoted_end
        return " ".join([*words, self.text[start:end]])

    def words_outside(self, start: int, end: int) -> list[Token]:
        """The tokens in a span that are outside quotations."""
        tokens: list[Token] = []
        for quoted_start, quoted_end in self.quoted[max(self._index(start) - 1, 0) : self._index(end)]:
            if quoted_end > start:
                if quoted_start > start:
                    tokens += self.names.words_between(start, quoted_start)
                start = quoted_end
        return tokens + self.names.words_between(start, end) if start < end else tokens

    def _own_words(self, clause: int, start: int, end: int) -> list[Token]:
        """The tokens of a span that are not apart from the clause that begins at `clause`."""
        index = bisect_right(self._starts, clause) - 1
        inner = self.quoted[index][1] if index >= 0 else clause
        if inner <= start:
            return self.words_outside(start, end)
        return self.names.words_between(start, min(inner, end)) + self.words_outside(min(inner, end), end)

    def _is_apart(self, place: int, start: int) -> bool:
        """Whether a place is inside of a quotation that the clause from `start` on is not in."""
        return self.inside_quotation(place) and not self._in_one_quotation(start, place)

    def _in_one_quotation(self, first: int, second: int) -> bool:
        index = bisect_right(self._starts, second) - 1
        return index >= 0 and self.quoted[index][0] <= first and second < self.quoted[index][1]

    def inside_quotation(self, place: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and self.quoted[index][0] <= place < self.quoted[index][1]

    def _index(self, place: int) -> int:
        return bisect_left(self._starts, place)


def _roles(tokens: Sequence[Token]) -> list[str]:
    """The roles in a noun phrase, “district attorney” as one."""
    roles: list[str] = []
    for token in tokens:
        if (
            token.plain == "attorney"
            and "district" in {each.plain for each in tokens}
            and not {"deputy", "assistant", "former"} & {each.plain for each in tokens}
        ) or (token.plain in {"da"} and len(tokens) < 5):
            roles.append("district attorney")
        elif token.plain in ROLES or token.plain in _ORGANIZATION_ROLES:
            roles.append(token.plain)
    return roles


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether the full stop at `end` belongs to an abbreviation or initial."""
    before = re.search(r"\b\w+$", text[max(end - 12, 0) : end])
    return (
        text[end : end + 2] == ". "
        and before is not None
        and (before[0] in ABBREVIATIONS or (len(before[0]) == 1 and before[0].isupper()))
    )


def _fits(mention: Mention, kind: str) -> bool:
    assert mention.name is not None
    if set(mention.titles) & FEMALE_TITLES and kind == "m":
        return False
    if set(mention.titles) & MALE_TITLES and kind == "f":
        return False
    return _fits_name(mention.name, kind)


def _kind_of(pronoun: str) -> str:
    return "organization" if pronoun == "o" else "person"


def _fits_name(name: Name, kind: str) -> bool:
    if kind == "o":
        return name.kind == "organization"
    if name.kind != "person":
        return kind == "n"
    return kind == "n" or name.gender in ("", kind)
