"""The forms of drafts: what the rules hand on. Names are those of the archive's JSON objects.

Places are code points of the canonical text, `end` exclusive."""

import re
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Any

_CONTEXT = 32  # characters of prefix and suffix


def slugify(name: str) -> str:
    """A name's slug: lower-case letters without accents, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", re.sub("['’.]", "", name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


@dataclass(frozen=True)
class Party:
    """Somebody whom the text names: `name`, the fullest that it gives; `as_named`, what stands beside the words."""

    name: str
    as_named: str

    def form(self) -> dict[str, str]:
        return {"slug": slugify(self.name), "name": self.name, "as_named": self.as_named}


@dataclass(frozen=True)
class Passage:
    """A span of the text with its words, and up to 32 characters on either side."""

    exact: str
    start: int
    end: int
    prefix: str
    suffix: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Passage":
        return cls(text[start:end], start, end, text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT])


@dataclass(kw_only=True)
class Draft:
    """What all drafts have. `rule` found it; `sureness` is 0 to 1."""

    kind: str
    passage: Passage
    rule: str
    sureness: float
    within: str | None = None

    @property
    def key(self) -> str:
        """A name within this document's drafts only."""
        return f"{self.kind}-{self.passage.start}-{self.passage.end}"

    def form(self) -> dict[str, Any]:
        """The JSON object."""
        parties = {name: value.form() for name, value in vars(self).items() if isinstance(value, Party)}
        return {"key": self.key, **asdict(self), **parties}


@dataclass(kw_only=True)
class Statement(Draft):
    """A quote, post, position or paraphrase. `pieces` are the words themselves, found in the passage in order."""

    pieces: list[str]
    speaker: Party | None = None
    speaker_rule: str | None = None
    about: list[Party] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    said_on: str | None = None
    heading: str | None = None
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{super().key}-{self.passage.end - len(self.pieces[0])}" if self.kind == "paraphrase" else super().key

    def form(self) -> dict[str, Any]:
        return {**super().form(), "text": " … ".join(self.pieces), "about": [party.form() for party in self.about]}


@dataclass(kw_only=True)
class Endorsement(Draft):
    """A stance toward a candidate. `candidate` is None only for funds that name none."""

    endorser: Party
    candidate: Party | None
    stance: str
    verb: str
    kind: str = "endorsement"
    amount: float | None = None
    amount_as_stated: str | None = None
    recipient: str | None = None
    purpose: str | None = None
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        names = [self.endorser.name, *([self.candidate.name] if self.candidate else []), self.stance]
        return f"{super().key}-{slugify(' '.join(names))}"


@dataclass(kw_only=True)
class Result(Draft):
    """A count for a candidate. At least one of `percent` and `votes` is a number."""

    candidate: Party
    kind: str = "result"
    election: dict[str, str] | None = None
    percent: float | None = None
    votes: int | None = None
    qualifier: str = ""
    status: str = "not stated"
    as_of: str | None = None
    authority: Party | None = None
    ballots_out: int | None = None
    ballots_out_as_stated: str | None = None
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{super().key}-{slugify(self.candidate.name)}"
