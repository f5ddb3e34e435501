"""Enqueues drafts: what the rules find in a source's text, unless it has been proposed before or a record says it already."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from dara import drafting
from dara.curation.held_names import held_names
from dara.curation.uploads import UploadGone
from dara.drafting.segmentation import SegmentedText
from dara.models import CandidacyFact, Draft, ElectionResult, Endorsement, PendingUpload, Source, Statement
from dara.models.drafts import resting_on
from dara.models.keys import new_key
from dara.models.uploads import text_of
from dara.text.anchoring import missing_piece
from dara.text.spans import Span

DRAFTED_AT_ONCE = 100_000  # characters of a text, which take a second or two; for a longer one nobody waits (see `drafting_runs`)
LONG_TEXT = 2_000_000  # characters; a longer text is searched only when a curator asks for it
MOST_UNSURE = 20  # stances of which no rule is sure, told when drafts are found


def enqueue_drafts(source: Source | PendingUpload) -> Counter[str]:
    """Search the text of a source or upload, add the new drafts to its queue, and return what became of all that were found.

    The counts: “new”, now in the queue; “known”, in the queue before, decided or not; “recorded”, said by a record already; “unsure”, no drafts:
    see `unsure_stances`. Raises UploadGone if the upload was published or taken out meanwhile."""
    return _enqueue(source)[0]


def find_drafts(source: Source | PendingUpload) -> list[str]:
    """The same; return sentences for curators: the counts, then what the rules are unsure of."""
    found, unsure = _enqueue(source)
    counts = f"New drafts: {found['new']}. In the queue before: {found['known']}. Said by records already: {found['recorded']}."
    return [counts, *map(str, unsure[:MOST_UNSURE])]


def unsure_stances(source: Source | PendingUpload) -> list[str]:
    """Return what the rules found in the text but do not propose, a line each: where it stands, and why."""
    return [str(each) for each in _propose(source)[1].unsure]


def _enqueue(source: Source | PendingUpload) -> tuple[Counter[str], list[Any]]:
    body, proposals = _propose(source)
    found = [draft.values() for draft in proposals.drafts]
    segmented = SegmentedText(body)
    with transaction.atomic():
        lock(source)
        names = set(source.drafts.values_list("name", flat=True))
        records = _RecordsOfSource(source)
        new = [values for values in found if values["key"] not in names and not records.say(values)]
        Draft.objects.bulk_create(_build_draft(source, values, _with_attribution(segmented, values)) for values in new)
    known = sum(values["key"] in names for values in found)
    counts = Counter(new=len(new), known=known, recorded=len(found) - len(new) - known, unsure=len(proposals.unsure))
    return counts, list(proposals.unsure)


def lock(source: Source | PendingUpload) -> None:
    """Let nobody else add drafts or publish the upload until the transaction is over. Raises UploadGone."""
    rows: Any = type(source)._default_manager.filter(pk=source.pk).select_for_update(no_key=True)
    if not list(rows.values_list("pk")):
        raise UploadGone


def _propose(source: Source | PendingUpload) -> tuple[str, drafting.Proposals]:
    body = text_of(source).values_list("body", flat=True).first()
    if body is None:
        raise UploadGone
    return body, drafting.propose(body, published_on=source.published_on, held=held_names())


def length_of(source: Source | PendingUpload) -> int:
    """Return the length of the text, in characters."""
    return source.paragraphs.order_by("-start").values_list("end", flat=True).first() or 0


def enqueue_drafts_of_new_source(source: Source | PendingUpload) -> int:
    """Enqueue the drafts of what has just been added, and return their number. A text longer than LONG_TEXT is left for later."""
    return enqueue_drafts(source)["new"] if length_of(source) <= LONG_TEXT else 0


def draft_selection(source: Source | PendingUpload, kind: str, start: int, end: int) -> dict[str, Any]:
    """Return what the rules say of words that a curator selected: the values of the draft of that kind that shares most with them.

    Empty if there is none, or if the text is longer than DRAFTED_AT_ONCE: somebody waits for the answer."""
    if length_of(source) > DRAFTED_AT_ONCE:
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


def _build_draft(source: Source | PendingUpload, values: dict[str, Any], place: Span) -> Draft:
    return Draft(
        key=new_key(),
        **resting_on(source),
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
    """The records of a source, reduced to what tells whether they say the same as a draft. An upload has none."""

    def __init__(self, source: Source | PendingUpload):
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


def _records(model: Any, source: Source | PendingUpload) -> Any:
    return model.objects.filter(passage__source=source.pk).select_related("passage")


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
