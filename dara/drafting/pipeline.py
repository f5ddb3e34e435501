"""Run all rules over one text."""

from collections.abc import Sequence

from dara.drafting.clauses import Clauses
from dara.drafting.endorsements import Endorsements
from dara.drafting.endorsers import candidates
from dara.drafting.names import Held, Names
from dara.drafting.paraphrases import paraphrases
from dara.drafting.phrases import Phrases
from dara.drafting.positions import positions
from dara.drafting.posts import posts
from dara.drafting.proposals import Draft, Party, Statement
from dara.drafting.quotations import quotations
from dara.drafting.references import References
from dara.drafting.results import Results
from dara.drafting.segmentation import SegmentedText
from dara.drafting.speakers import speakers
from dara.drafting.statements import post_statement, quote_statements
from dara.drafting.whitespace import NormalizedText
from dara.text.anchoring import missing_piece
from dara.text.spans import Span


def draft(text: str, *, published_on: str | None = None, held: Sequence[Held] = ()) -> list[Draft]:
    """The drafts that the rules find in `text`, a canonical text without its collector's header, ordered by where their passages start.

    `published_on` is the day of publication (ISO 8601), from which days such as “on Friday” are dated; `held` are the people and organizations
    that the archive holds, which are known where the text names them in full. The same text always gives the same drafts, and no text raises an
    error."""
    normalized = NormalizedText.of(text)
    drafts = _apply_rules(normalized.text, published_on, held)
    found = [(each.key, normalized.restore(each)) for each in drafts]
    keys = {old: each.key for old, each in found}
    for _, each in found:
        each.within = keys.get(each.within) if each.within else None
    kept = [each for _, each in found if _is_valid(each)]
    return sorted(kept, key=lambda each: (each.passage.start, -each.passage.end, each.key))


def _apply_rules(text: str, published_on: str | None, held: Sequence[Held]) -> list[Draft]:
    """The drafts of a text with normalized white space."""
    segmented = SegmentedText(text)
    shown = posts(segmented)
    names = Names(segmented, [(post.name, post.handle) for post in shown], held)
    quoted = quotations(segmented)
    references = References(Phrases(Clauses(segmented, names, quoted)), candidates(segmented, names))
    voiced = speakers(references, quoted)
    signed = [post_statement(text, names, each) for each in shown]
    said = quote_statements(segmented, zip(quoted, voiced, strict=True), signed, published_on)
    voices: list[tuple[Span, Party | None, str]] = [(each.passage.span, each.speaker, each.key) for each in [*signed, *said]]
    stances = Endorsements(segmented, names, references, shown, voices)
    drafts: list[Draft] = [*signed, *said, *stances.drafts()]
    drafts += Results(segmented, names, references, stances.candidates, published_on).drafts()
    taken = [each.passage.span for each in drafts]
    prose = list(positions(segmented, names, stances.candidates, taken))
    told = paraphrases(segmented, names, references, [each.passage.span for each in [*signed, *said, *prose]])
    drafts += [*prose, *told]
    return drafts


def _is_valid(each: Draft) -> bool:
    """Whether the archive would accept the draft: the passage of a statement has its pieces in whole words."""
    return not isinstance(each, Statement) or missing_piece(each.passage.exact, each.pieces) is None
