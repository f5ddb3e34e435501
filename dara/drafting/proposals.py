"""The proposed records that the rules produce. Their JSON objects have the names of the archive's records.

Offsets are code points of the canonical text; `end` is exclusive."""

import re
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any

from dara.text.spans import Span

_CONTEXT = 32  # characters of prefix and suffix


def slugify(name: str) -> str:
    """The slug of a name: lower-case letters without accents, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", re.sub("['’.]", "", name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


@dataclass(frozen=True)
class Party:
    """Somebody whom the text names. `name`: the fullest name in the text; `as_named`: the name that is used in this place."""

    name: str
    as_named: str

    def values(self) -> dict[str, str]:
        """The JSON object."""
        return {"slug": slugify(self.name), "name": self.name, "as_named": self.as_named}


@dataclass(frozen=True)
class Passage:
    """A span of the text with its words, and up to 32 characters before and after it."""

    exact: str
    start: int
    end: int
    prefix: str
    suffix: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Passage":
        return cls(text[start:end], start, end, text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT])


@dataclass(kw_only=True)
class Draft:
    """What all drafts have in common. `rule`: the rule that found it; `confidence`: how likely it is right, 0 to 1; `inferred`: for what is
    not stated, from what it is inferred."""

    kind: str
    passage: Passage
    rule: str
    confidence: float
    within: str | None = None
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name that is unique among the drafts of this text only."""
        apart = filter(None, (getattr(self, name, None) for name in ("endorser", "candidate", "stance", "fact")))
        words = [slugify(each.name) if isinstance(each, Party) else each for each in apart]
        return "-".join([self.kind, str(self.passage.start), str(self.passage.end), *words])

    def values(self) -> dict[str, Any]:
        """The JSON object, in which `confidence` is called “sureness” as in record files and exports."""
        fields = {"sureness" if name == "confidence" else name: value for name, value in asdict(self).items()}
        parties = {name: value.values() for name, value in vars(self).items() if isinstance(value, Party)}
        return {"key": self.key, **fields, **parties}


@dataclass(kw_only=True)
class Statement(Draft):
    """A quote, post, position or paraphrase. `pieces`: the words themselves, which the passage has in this order."""

    pieces: list[str]
    speaker: Party | None = None
    speaker_rule: str | None = None
    about: list[Party] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    said_on: str | None = None
    heading: str | None = None

    @property
    def key(self) -> str:
        return f"{super().key}-{self.passage.end - len(self.pieces[0])}" if self.kind == "paraphrase" else super().key

    def values(self) -> dict[str, Any]:
        return {**super().values(), "text": " … ".join(self.pieces), "about": [party.values() for party in self.about]}


@dataclass(kw_only=True)
class Endorsement(Draft):
    """A stance toward a candidate. `candidate` is None only for money whose recipient is not named."""

    endorser: Party
    candidate: Party | None
    stance: str
    verb: str
    kind: str = "endorsement"
    amount: float | None = None
    amount_as_stated: str | None = None
    recipient: str | None = None
    purpose: str | None = None


@dataclass(kw_only=True)
class Result(Draft):
    """A count of votes for a candidate. At least one of `percent` and `votes` is a number. `area`: of which precinct, ward or county it is the
    count, if the text says so; “” otherwise."""

    candidate: Party
    kind: str = "result"
    election: dict[str, str] | None = None
    percent: float | None = None
    votes: int | None = None
    qualifier: str = ""
    status: str = "not stated"
    as_of: str | None = None
    area: str = ""
    authority: Party | None = None
    ballots_out: int | None = None
    ballots_out_as_stated: str | None = None


@dataclass(kw_only=True)
class Fact(Draft):
    """A fact of a candidacy. `fact`: running, incumbent, withdrew, conceded or outcome; `outcome`: “won” or “lost” of an outcome."""

    candidate: Party
    fact: str
    kind: str = "fact"
    outcome: str = ""


@dataclass(frozen=True)
class Unsure:
    """What a rule found but does not propose: a stance that is conditional, denied or past. For the report of a source."""

    passage: Passage
    what: str  # “Ada Roe endorses Bo Lee”
    reason: str

    def __str__(self) -> str:
        words = " ".join(self.passage.exact.split())
        return f"unsure, {self.reason}: {self.what} · {self.passage.start}–{self.passage.end}: {words}"
