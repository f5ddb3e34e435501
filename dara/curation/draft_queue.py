"""A source's text → drafts in the queue. Nothing is proposed twice: neither what waits or was decided already, nor what a record says."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dara import drafting
from dara.drafting.segmentation import SegmentedText
from dara.models import Draft, ElectionResult, Endorsement, Source, SourceText, Statement
from dara.models.keys import new_key
from dara.text.spans import Span

AT_MOST = 2_000_000  # characters of a text that are searched as it comes in; a longer one when a curator asks


def draft_source(source: Source) -> Counter[str]:
    """Put what the rules find in the source's text into its queue: how many are “new”, “known” (in the queue before), “held” (a record says it)."""
    body = SourceText.objects.values_list("body", flat=True).get(source=source)
    known = set(source.drafts.values_list("name", flat=True))
    held = _Held(source)
    found = [draft.values() for draft in drafting.draft(body, published_on=source.published_on)]
    new = [each for each in found if each["key"] not in known and not held.says(each)]
    segmented = SegmentedText(body)
    Draft.objects.bulk_create(_row(source, values, _with_attribution(segmented, values)) for values in new)
    seen = sum(each["key"] in known for each in found)
    return Counter(new=len(new), known=seen, held=len(found) - len(new) - seen)


def draft_new(source: Source) -> int:
    """The same as a document comes in; the number of new drafts, 0 too for a text so long that a curator should say when."""
    end = source.paragraphs.order_by("-start").values_list("end", flat=True).first() or 0
    return draft_source(source)["new"] if end <= AT_MOST else 0


def _row(source: Source, values: dict[str, Any], place: Span) -> Draft:
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
    """A record's passage says whose words they are: a quotation's goes on to “Lacey said.” where its sentence does, or begins with it."""
    start, end = values["passage"]["start"], values["passage"]["end"]
    speaker = values["kind"] == "quote" and values["speaker"]
    if not speaker or speaker["as_named"] in values["passage"]["exact"]:
        return Span(start, end)
    first, last = (segmented.sentences[segmented.sentence_at(place)] for place in (start, end - 1))
    if speaker["as_named"] in segmented.text[end : last.end]:
        return Span(start, last.end)
    return Span(first.start, end) if speaker["as_named"] in segmented.text[first.start : start] else Span(start, end)


class _Held:
    """The records of a source, as far as they say whether a draft says something new."""

    def __init__(self, source: Source):
        rows = {"passage__source": source}
        self.statements = [(_span(each), _plain([each.text])) for each in _with_passage(Statement, rows)]
        self.stances = [(_span(each), each.stance, _slug(each.candidate)) for each in _with_passage(Endorsement, rows, "candidate")]
        self.counts = [(_span(each), each.percent, each.votes) for each in _with_passage(ElectionResult, rows)]

    def says(self, values: dict[str, Any]) -> bool:
        place = Span(values["passage"]["start"], values["passage"]["end"])
        if values["kind"] == "endorsement":
            candidate = (values["candidate"] or {"slug": ""})["slug"]  # of a text that gives only surnames, a surname
            return any(
                place.overlaps(there) and stance == values["stance"] and candidate in slug for there, stance, slug in self.stances
            )
        if values["kind"] == "result":
            count = (values["percent"], values["votes"])
            return any(place.overlaps(there) and _same(count, said) for there, *said in self.counts)
        words = _plain(values["pieces"])
        return any(place.overlaps(there) and (words in said or said in words) for there, said in self.statements)


def _with_passage(model: Any, rows: dict[str, Source], *others: str) -> Iterable[Any]:
    return model.objects.filter(**rows).select_related("passage", *others)


def _span(record: Any) -> Span:
    return Span(record.passage.start, record.passage.end)


def _plain(pieces: Iterable[str]) -> str:
    return "".join(each for piece in pieces for each in piece.casefold() if each.isalnum())


def _slug(entity: Any) -> str:
    return entity.slug if entity else ""


def _same(one: Iterable[Any], other: Iterable[Any]) -> bool:
    return all(
        (here is None) == (there is None) and (here is None or float(here) == float(there))
        for here, there in zip(one, other, strict=True)
    )
