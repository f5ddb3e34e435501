"""Whose words they are, and whether that is who is claimed to have said them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from nameparser import HumanName
from nameparser.config import CONSTANTS

from dara.models import Entity, Source, Statement
from dara.public.check.comparison import Comparison
from dara.text.dictionary import without_accents

_TITLES = frozenset(CONSTANTS.titles) | {"da", "ex", "former", "candidate", "the", "county", "los", "angeles", "la"}


class Whose(StrEnum):
    """Whose words they are, by the archive's records."""

    CLAIMED = "the claimed speaker"
    SPEAKER = "a speaker"  # nobody was claimed
    OTHER = "somebody else"
    CAMPAIGN = "campaign prose"
    PUBLISHER = "the publisher"  # its telling: not quoted
    NO_RECORD = "no record"


@dataclass(frozen=True)
class Claim:
    """Who is said to have said something. `name`: "" where nobody is; `people`: the keys of the entities that have this very name."""

    name: str = ""
    people: frozenset[int] = frozenset()

    def is_of(self, statement: Statement) -> bool:
        """Tell whether the name may be that of the statement's speaker. A name that is somebody's whole name is not short for another's:
        where there is an Ada Holt, “Ada Holt” is not Ada M. Holt."""
        if self.people and statement.speaker_id not in self.people:
            return _plain(self.name) == _plain(statement.speaker_as_named)
        return is_named(self.name, statement.speaker, statement.speaker_as_named)


NOBODY = Claim()


def claims(names: Iterable[str]) -> dict[str, Claim]:
    """Return the claim that each name makes. Asks the database once, where there is a name."""
    asked = {name for name in names if name}
    people: dict[str, set[int]] = {}
    for pk, name in Entity.objects.with_page().filter(name__in=asked).values_list("pk", "name"):
        people.setdefault(name, set()).add(pk)
    return {name: Claim(name, frozenset(people.get(name, ()))) for name in asked} | {"": NOBODY}


def whose(comparison: Comparison, claim: Claim = NOBODY) -> Whose:
    """Return whose words they are."""
    statements = comparison.statements
    if not statements:
        return _of_prose(comparison)
    kinds = {each.kind for each in statements}
    if not all(each.is_verbatim for each in statements):
        return Whose.CAMPAIGN if Statement.Kind.POSITION in kinds else Whose.PUBLISHER
    if not claim.name:
        return Whose.SPEAKER
    return Whose.CLAIMED if all(map(claim.is_of, statements)) else Whose.OTHER


def _of_prose(comparison: Comparison) -> Whose:
    """Return whose words they are that no statement has: the publisher's telling, where a record rests on them."""
    span = comparison.sentence
    if not any(each.start < span.end and span.start < each.end for each in comparison.place.passages):
        return Whose.NO_RECORD
    source: Source = comparison.place.source
    return Whose.CAMPAIGN if source.is_campaign_material else Whose.PUBLISHER


def is_named(claimed: str, entity: Entity, as_named: str = "") -> bool:
    """Tell whether a name may be that of the entity: “Lacey”, “D.A. Jackie Lacey” and “J. Lacey” of Jackie Lacey, but not “Mary Lacey”."""
    words = _plain(claimed)
    if words in (_plain(entity.name), _plain(as_named)) and words:
        return True
    if entity.kind != Entity.Kind.PERSON:
        return words.removeprefix("the ") == _plain(entity.name).removeprefix("the ")
    given, middle, family = _parts(claimed)
    of_given, of_middle, of_family = _parts(entity.name)
    if not family or family not in (of_family, _plain(entity.surname)):
        return False
    return _may_be(given, of_given) and _may_be(middle, of_middle)


def _may_be(one: str, other: str) -> bool:
    """Tell whether two given names may be one: they are the same, one is missing, or one is the other's initial."""
    return not one or not other or one == other or (1 in (len(one), len(other)) and one[:1] == other[:1])


def _parts(name: str) -> tuple[str, str, str]:
    words = _plain(name).split()
    while words and words[0] in _TITLES:
        words = words[1:]
    parsed = HumanName(" ".join(words))
    if not parsed.last:
        return "", "", parsed.first
    return parsed.first, parsed.middle, f"{parsed.last} {parsed.suffix}".strip()


def _plain(name: str) -> str:
    """The words of a name in small letters, without accents and stops: “D.A.” is “da”."""
    return " ".join(re.findall(r"[\w-]+", re.sub("[.’']", "", without_accents(name))))
