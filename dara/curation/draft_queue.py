"""Enqueues drafts: what the rules find in a source's text, unless it has been proposed before or a record says it already."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Length

from dara import drafting
from dara.curation.held_names import held_names
from dara.drafting.segmentation import SegmentedText
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, Source, SourceText, Statement
from dara.models.keys import new_key
from dara.text.anchoring import missing_piece
from dara.text.spans import Span

LONGEST_SELECTED_FROM = 100_000  # characters, which take a second or two
LONG_TEXT = 2_000_000  # characters; a longer text is searched only when a curator asks for it


def enqueue_drafts(source: Source) -> Counter[str]:
    """Search the source's text, add the new drafts to its queue, and return what became of all that were found.

    The counts: “new”, now in the queue; “known”, in the queue before, decided or not; “recorded”, said by a record already; “unsure”, no drafts:
    see `unsure_stances`."""
    body, proposals = _propose(source)
    names = set(source.drafts.values_list("name", flat=True))
    records = _RecordsOfSource(source)
    found = [draft.values() for draft in proposals.drafts]
    new = [values for values in found if values["key"] not in names and not records.say(values)]
    segmented = SegmentedText(body)
    Draft.objects.bulk_create(_build_draft(source, values, _with_attribution(segmented, values)) for values in new)
    known = sum(values["key"] in names for values in found)
    return Counter(new=len(new), known=known, recorded=len(found) - len(new) - known, unsure=len(proposals.unsure))


def unsure_stances(source: Source) -> list[str]:
    """Return what the rules found in the source's text but do not propose, a line each: where it stands, and why."""
    return [str(each) for each in _propose(source)[1].unsure]


def _propose(source: Source) -> tuple[str, drafting.Proposals]:
    body = SourceText.objects.values_list("body", flat=True).get(source=source)
    return body, drafting.propose(body, published_on=source.published_on, held=held_names())


def enqueue_drafts_of_new_source(source: Source) -> int:
    """Enqueue the drafts of a source that has just been added, and return their number. A text longer than LONG_TEXT is left for later."""
    length = source.paragraphs.order_by("-start").values_list("end", flat=True).first() or 0
    return enqueue_drafts(source)["new"] if length <= LONG_TEXT else 0


def draft_selection(source: Source, kind: str, start: int, end: int) -> dict[str, Any]:
    """Return what the rules say of words that a curator selected: the values of the draft of that kind that shares most with them.

    Empty if there is none, or if the text is longer than LONGEST_SELECTED_FROM: somebody waits for the answer."""
    if SourceText.objects.filter(source=source).values_list(Length("body"), flat=True).get() > LONGEST_SELECTED_FROM:
        return {}
    body, proposals = _propose(source)
    found = (draft.values() for draft in proposals.drafts if draft.kind == kind)
    shared = [(min(end, each["passage"]["end"]) - max(start, each["passage"]["start"]), each) for each in found]
    most, values = max(shared, key=lambda each: each[0], default=(0, {}))
    if most <= 0:
        return {}
    if missing_piece(body[start:end], values.get("pieces") or []) is not None:
        values = {name: value for name, value in values.items() if name not in ("pieces", "text")}
    return values


def _build_draft(source: Source, values: dict[str, Any], place: Span) -> Draft:
    return Draft(
        key=new_key(),
        source=source,
        name=values["key"],
        kind=values["kind"],
        start=place.start,
        end=place.end,
        values=values,
        rule=values["rule"],
        sureness=round(values["sureness"], 2),
    )


def _with_attribution(segmented: SegmentedText, values: dict[str, Any]) -> Span:
    """Return the span of a draft's passage, the attribution included.

    A quotation is extended to the end of its sentence where that names the speaker (“Lacey said”), or else to the beginning."""
    start, end = values["passage"]["start"], values["passage"]["end"]
    speaker = values["kind"] == "quote" and values["speaker"]
    if not speaker or speaker["as_named"] in values["passage"]["exact"]:
        return Span(start, end)
    first, last = (segmented.sentences[segmented.sentence_at(place)] for place in (start, end - 1))
    if speaker["as_named"] in segmented.text[end : last.end]:
        return Span(start, last.end)
    return Span(first.start, end) if speaker["as_named"] in segmented.text[first.start : start] else Span(start, end)


class _RecordsOfSource:
    """The records of a source, reduced to what tells whether they say the same as a draft."""

    def __init__(self, source: Source):
        self.statements = [(_span(each), _letters([each.text])) for each in _records(Statement, source)]
        self.endorsements = [
            (_span(each), each.stance, each.candidate.slug if each.candidate else "")
            for each in _records(Endorsement, source).select_related("candidate")
        ]
        self.facts = [
            (_span(each), each.kind, each.candidate.slug) for each in _records(CandidacyFact, source).select_related("candidate")
        ]
        self.results = [(_span(each), each.percent, each.votes) for each in _records(ElectionResult, source)]

    def say(self, draft: dict[str, Any]) -> bool:
        """Return whether a record of an overlapping passage says the same as the draft."""
        place = Span(draft["passage"]["start"], draft["passage"]["end"])
        if draft["kind"] == "endorsement":
            candidate = (draft["candidate"] or {"slug": ""})["slug"]  # only a surname where the text gives no more
            return any(
                place.overlaps(span) and stance == draft["stance"] and candidate in slug for span, stance, slug in self.endorsements
            )
        if draft["kind"] == "result":
            figures = (draft["percent"], draft["votes"])
            return any(place.overlaps(span) and _equal(figures, recorded) for span, *recorded in self.results)
        if draft["kind"] == "fact":
            fact = (draft["fact"], draft["candidate"]["slug"])
            return any(place.overlaps(span) and (kind == fact[0] and fact[1] in slug) for span, kind, slug in self.facts)
        words = _letters(draft["pieces"])
        return any(place.overlaps(span) and (words in text or text in words) for span, text in self.statements)


def _records(model: Any, source: Source) -> Any:
    return model.objects.filter(passage__source=source).select_related("passage")


def _span(record: Any) -> Span:
    return Span(record.passage.start, record.passage.end)


def _letters(pieces: Iterable[str]) -> str:
    """Return the letters and digits of the pieces, without regard to case."""
    return "".join(each for piece in pieces for each in piece.casefold() if each.isalnum())


def _equal(one: Iterable[Any], other: Iterable[Any]) -> bool:
    """Return whether the figures are equal, number by number; None equals only None."""
    return all(
        (here is None) == (there is None) and (here is None or float(here) == float(there))
        for here, there in zip(one, other, strict=True)
    )
