"""Run all rules over one text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dara.drafting.candidacies import candidates, facts
from dara.drafting.endorsement_lists import table_endorsements
from dara.drafting.endorsements import endorsements
from dara.drafting.forms import Found
from dara.drafting.mentions import Held
from dara.drafting.names import Names
from dara.drafting.posts import posts
from dara.drafting.proposals import Draft, Result, Statement, Unsure
from dara.drafting.prose import paraphrases, positions
from dara.drafting.quotations import quotations
from dara.drafting.references import Clauses, References
from dara.drafting.results import counted_rows, results
from dara.drafting.segmentation import SegmentedText
from dara.drafting.speakers import quote_statements
from dara.drafting.whitespace import NormalizedText
from dara.text.anchoring import missing_piece


@dataclass(frozen=True)
class Proposals:
    """What the rules find in a text: the drafts, ordered by where their passages start, and what they found but are not sure of."""

    drafts: list[Draft]
    unsure: list[Unsure]


def draft(text: str, *, published_on: str | None = None, held: Sequence[Held] = ()) -> list[Draft]:
    """The drafts of `propose`."""
    return propose(text, published_on=published_on, held=held).drafts


def propose(text: str, *, published_on: str | None = None, held: Sequence[Held] = ()) -> Proposals:
    """What the rules find in `text`, a canonical text without its collector's header.

    `published_on` is the day of publication (ISO 8601), from which days such as “on Friday” are dated; `held` are the people and organizations
    that the archive holds, which are known where the text names them in full. The same text always gives the same drafts, and no text raises an
    error."""
    normalized = NormalizedText.of(text)
    drafts, unsure = _apply_rules(normalized, published_on, held)
    found = [(each.key, normalized.restore(each)) for each in drafts]
    keys = {old: each.key for old, each in found}
    by_key: dict[str, list[Draft]] = {}
    for _, each in found:
        each.within = keys.get(each.within) if each.within else None
        if not isinstance(each, Statement) or missing_piece(each.passage.exact, each.pieces) is None:
            by_key.setdefault(each.key, []).append(each)
    kept = [surest for same in by_key.values() if (surest := _surest(same))]
    kept.sort(key=lambda each: (each.passage.start, -each.passage.end, each.key))
    return Proposals(kept, [replace(each, passage=normalized.passage(each.passage)) for each in unsure])


def _apply_rules(normalized: NormalizedText, published_on: str | None, held: Sequence[Held]) -> tuple[list[Draft], list[Unsure]]:
    """The drafts of a text with normalized white space, and what is unsure."""
    segmented = SegmentedText(normalized.text)
    signed = list(posts(segmented))
    names = Names(segmented, [post.speaker for post in signed if post.speaker], held)
    quoted = quotations(segmented)
    references = References(Clauses(segmented, names, quoted), candidates(segmented, names))
    quotes = list(quote_statements(references, quoted, signed, published_on))
    said = [*signed, *quotes]
    found = Found(segmented, names, references, references.candidates, [quotes, signed])
    stances, unsure = endorsements(found)
    rows = [*table_endorsements(found, normalized), *counted_rows(found, normalized)]
    counts = results(found, published_on, [each.passage.span for each in rows])
    drafts: list[Draft] = [*said, *stances, *rows, *counts]
    prose = list(positions(segmented, names, references.candidates, [each.passage.span for each in drafts]))
    told = paraphrases(references, [each.passage.span for each in [*said, *prose]])
    return [*drafts, *prose, *told, *facts(found)], unsure


def _surest(same: Sequence[Draft]) -> Draft | None:
    """The surest of the drafts with one key. Two counts of one candidate in one sentence, which differ, are both left out: one of them is wrong."""
    surest = max(same, key=lambda each: each.confidence)
    return None if isinstance(surest, Result) and any(each != surest for each in same) else surest
