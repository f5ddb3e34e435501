"""Tell whom a noun phrase refers to: a name, a role (“the senator”), or a pronoun."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dara.drafting.names import Mention, Name
from dara.drafting.phrases import Phrases, Subject
from dara.drafting.proposals import Party
from dara.drafting.vocabulary import PRONOUNS, WORDS
from dara.text.spans import Span

_UNNAMED_SPOKE = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w-]+ ){1,4}?(?:who [^.,]{2,60} )?(?:said|says|told|asked|added)\b"
)
_UNNAMED = re.compile(r"(?i)(?:an?|one|another|the)\b")
_PARTIES = {"Democratic", "Republican", "Green", "Libertarian", "GOP"}
_PARTS = WORDS.documents | {"board", "leadership", "chapter", "committee", "page"}
_SUBJECTS = frozenset({"he", "she", "it", "they", "él", "ella"})
_FARTHEST = 9  # sentences before a pronoun


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


class References:
    """Whom the phrases of a text refer to. `candidates`: who runs, as far as that is known."""

    def __init__(self, phrases: Phrases, candidates: Sequence[Name] = ()):
        self.phrases, self.names, self.text = phrases, phrases.names, phrases.text
        self.clauses, self.segmented = phrases.clauses, phrases.clauses.segmented
        self.candidates = candidates
        self.leading, self.subject, self.phrase_after = phrases.leading, phrases.subject, phrases.phrase_after
        self.is_lone_name, self.inside_quotation = phrases.is_lone_name, phrases.clauses.inside_quotation

    def who(self, subject: Subject) -> Name | None:
        """Whom a noun phrase refers to, or None if it names nobody."""
        return self.speaker_of(subject, "", 1).name

    def speaker_of(self, subject: Subject, rule: str, confidence: float) -> Speaker:
        """The speaker that a noun phrase refers to."""
        as_named = " ".join(self.text[subject.start : subject.end].split())
        if subject.possessor is not None:
            return Speaker(self._possessed(subject, as_named), as_named, f"{rule}, possessive", confidence - 0.1)
        if subject.mention is not None:
            return self._named(subject.mention, as_named, rule, confidence)
        word = subject.word
        if word in PRONOUNS:
            return Speaker(self.pronoun(word, subject.start), as_named, f"{rule}, pronoun", confidence - 0.15)
        if word in ("", "unnamed"):
            return Speaker(None, as_named, rule)
        name = self.names.with_role(word, subject.start)
        if name is None and re.search(r"[’']s? (?:office|department)$", as_named):
            name = Name(re.sub(r"^[Tt]he ", "", as_named), "organization", subject.start)  # “the sheriff’s office”
        return Speaker(name, as_named, f"{rule}, role", confidence - 0.15)

    def _possessed(self, subject: Subject, as_named: str) -> Name | None:
        """“Whitlock’s campaign”, “the Guild’s board”; nobody for “Whitlock’s brother”."""
        owner = subject.possessor.name if subject.possessor else None
        if owner is None:
            return None
        if subject.word in {"campaign", "team"} and owner.kind == "person":
            return Name(f"{owner.full}’s campaign", "organization", subject.start)
        if subject.word in {"office", "department"}:
            return Name(as_named, "organization", subject.start)
        return owner if subject.word in _PARTS and (owner.kind == "organization" or subject.word in WORDS.documents) else None

    def _named(self, mention: Mention, as_named: str, rule: str, confidence: float) -> Speaker:
        if mention.name is not None:
            return Speaker(self._local_party(mention) or mention.name, as_named, rule, confidence)
        if mention.kind == "organization" or (self.is_lone_name(mention) and not self.names.is_shared(mention.core)):
            return Speaker(Name(mention.core, "person", mention.start), as_named, rule, confidence - 0.3)
        return Speaker(None, as_named, rule)

    def _local_party(self, mention: Mention) -> Name | None:
        """“the county Republican Party”: the small word belongs to the name."""
        found = re.search(r"\b(county|state|city|local) $", self.text[max(mention.start - 8, 0) : mention.start])
        return (
            Name(f"{found[1]} {mention.core}", "organization", mention.start)
            if found and mention.core.split()[0] in _PARTIES
            else None
        )

    # --- pronouns ---

    def pronoun(self, word: str, place: int, among: Sequence[Name] = ()) -> Name | None:
        """Whom “he”, “she”, “they” or “it” refers to: the subject of an earlier sentence, the nearest first, whose gender fits.

        `among`: the people to whom it may refer (the candidates), if not everybody."""
        kind = PRONOUNS[word]
        number = self.segmented.sentence_at(place)
        for sentence in self.segmented.sentences[max(number - _FARTHEST, 0) : number + 1][::-1]:
            part = self.clauses.own_part(*sentence, place)
            before = part.end < place  # a sentence before
            subject = self.leading(*part)
            meant = self._subject_meant(subject, kind, among) if before and subject is not None else None
            if meant is not None:
                return meant
            # whom “he voted for” is somebody else than he
            same = [each.start for each in self.clauses.words_outside(*part) if each.text.lower() == word and word in _SUBJECTS]
            part = Span(part.start, min([part.end, *same]))
            mentions = [each for each in self.names.between(*part) if each.name and not self.clauses.is_apart(each.start, place)]
            fitting = [each for each in mentions if _fits(each, kind) and (not among or each.name in among)]
            if before and word in {"he", "she"} and self._is_unnamed(subject, part, bool(mentions)):
                return None  # “A neighbor was raking.” — “She …”
            if fitting:
                return self._best(fitting, kind, subject)
        return None

    def _subject_meant(self, subject: Subject, kind: str, among: Sequence[Name]) -> Name | None:
        if subject.possessor is not None or (subject.mention is None and subject.word in (*PRONOUNS, "unnamed", "")):
            return None
        meant = self.who(subject)
        if meant is None or meant.kind != ("organization" if kind == "o" else "person") or not _fits_name(meant, kind):
            return None
        return meant if not among or meant in among else None

    def _is_unnamed(self, subject: Subject | None, part: Span, anybody: bool) -> bool:
        """Whether a sentence is about, or lets speak, one person whom nobody names."""
        outside = " ".join(self.text[slice(*each)] for each in self.clauses.outside(*part))
        if _UNNAMED_SPOKE.search(outside) and (subject is None or subject.mention is None):
            return True
        return not anybody and subject is not None and subject.word == "unnamed" and bool(_UNNAMED.match(self.text, subject.start))

    def _best(self, fitting: Sequence[Mention], kind: str, subject: Subject | None) -> Name | None:
        """Of those whom a pronoun may mean in one sentence: the only one, or else its subject, or else the first."""
        groups = (
            [each for each in fitting if each.name and each.name.gender == kind and not each.possessive],
            [each for each in fitting if not each.possessive],
            fitting,
        )
        for group in groups:
            if len({id(each.name) for each in group}) == 1:
                return group[0].name
        if (
            subject is not None
            and subject.mention is not None
            and subject.mention.name is not None
            and _fits(subject.mention, kind)
        ):
            return subject.mention.name
        return (groups[1] or fitting)[0].name


def _fits(mention: Mention, kind: str) -> bool:
    titles = set(mention.titles)
    if (titles & WORDS.female_titles and kind == "m") or (titles & WORDS.male_titles and kind == "f"):
        return False
    return mention.name is not None and _fits_name(mention.name, kind)


def _fits_name(name: Name, kind: str) -> bool:
    if kind == "o":
        return name.kind == "organization"
    return kind == "n" or (name.kind == "person" and name.gender in ("", kind))
