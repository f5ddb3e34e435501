"""A stance as drafts: one for each of its endorsers."""

from collections.abc import Iterable
from typing import NamedTuple

from dara.drafting.capitals import fold
from dara.drafting.forms import Found
from dara.drafting.proposals import Endorsement, Party, Passage
from dara.text.spans import Span


class Endorser(NamedTuple):
    name: str
    as_named: str


class Said(NamedTuple):
    """What is said of endorsers and a candidate, in which words of the text, and by which rule it was found."""

    stance: str
    verb: str
    rule: str
    confidence: float


def drafts_of(found: Found, passage: Span, who: Iterable[Endorser], whom: Party | None, said: Said) -> list[Endorsement]:
    """The drafts of a stance; none for who endorses themselves."""
    within = next((key for _, _, key in found.around(passage[0], passage[1] - 2)), None)
    return [
        Endorsement(
            passage=Passage.of(found.text, *passage),
            rule=said.rule,
            confidence=said.confidence,
            within=within,
            endorser=Party(each.name, " ".join(each.as_named.split())),
            candidate=whom,
            stance=said.stance,
            verb=" ".join(said.verb.split()),
        )
        for each in who
        if each.name and (whom is None or fold(each.name) != fold(whom.name))
    ]
