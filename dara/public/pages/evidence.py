"""What a record's page and a source's page have in common: passages, and the records that they are evidence for."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from dara.models import (
    CandidacyFact,
    Election,
    ElectionResult,
    Endorsement,
    Passage,
    PublicParagraph,
    Reply,
    Source,
    Statement,
    Tombstone,
)
from dara.models.withholding import MASK
from dara.text.excerpts import Excerpt, excerpt, neighbour_excerpt
from dara.text.highlighting import highlight, in_order

AROUND = 300  # characters, at most, of the sentence before a record's passage and of the one after
BESIDE = 400  # characters, at most, of the paragraph before its own and of the one after
BLANK = 5  # lines without words, at most, that are stepped over on the way to that paragraph
NEARBY = 50  # passages that a record's page lists beside its own

RECORDS = {  # as Passage calls them; each with the names that a line about it needs
    "statements": Statement.objects.select_related("speaker"),
    "endorsements": Endorsement.objects.select_related("endorser", "candidate", "race"),
    "electionresults": ElectionResult.objects.select_related("candidate", "election"),
    "candidacyfacts": CandidacyFact.objects.select_related("candidate"),
    "elections": Election.objects.all(),
}


def with_records(passages: QuerySet[Passage]) -> list[Passage]:
    """The passages that are evidence for something, in the order of the text, with what they are evidence for."""
    found = passages.prefetch_related(*(Prefetch(name, records.order_by("pk")) for name, records in RECORDS.items()))
    return in_order([passage for passage in found if any(getattr(passage, name).all() for name in RECORDS)])


def touching(source: Source, first: int, last: int) -> QuerySet[Passage]:
    """The source's passages that touch its paragraphs `first` to `last`."""
    return Passage.objects.filter(source=source, first_paragraph__lte=last, last_paragraph__gte=first)


def spans_withheld(source: Source, paragraphs: Iterable[PublicParagraph]) -> list[Any]:
    """The withheld spans of a source, as far as one of these paragraphs may hold some of them."""
    if not any(MASK in paragraph.body for paragraph in paragraphs):
        return []
    return list(source.withholdings.filter(start__isnull=False).order_by("start", "key"))


def give_replies(records: Sequence[Any]) -> None:
    """Give each of these records of one kind its `replies`: the sources that were archived because they answer it."""
    found: dict[str, list[Reply]] = {record.key: [] for record in records}
    if records:
        for reply in Reply.objects.to(Tombstone.kind_of(records[0]), found):
            found[reply.key].append(reply)
    for record in records:
        record.replies = found[record.key]


def context_of(record: Any) -> dict:
    """What every record's page shows of its evidence: the passage in its paragraphs, between the one before and the one after, and what
    else these words are evidence for."""
    passage = record.passage
    first, last = passage.first_paragraph, passage.last_paragraph
    near = PublicParagraph.objects.filter(source=record.source, number__range=(max(first - BLANK - 1, 1), last + BLANK + 1))
    readable = {paragraph.number: paragraph for paragraph in near}
    withheld = spans_withheld(record.source, readable.values())
    overlapping = Passage.objects.filter(source=record.source, start__lt=passage.end, end__gt=passage.start)
    nearby = with_records(overlapping.order_by("start", "-end")[:NEARBY])
    give_replies([record])
    return {
        "record": record,
        "replies": record.replies,
        "before": _beside(_nearest(readable, range(first - 1, first - BLANK - 2, -1)), withheld, at_its_end=True),
        "paragraphs": [
            _in_paragraph(passage, readable[number], withheld)
            for number in range(first, last + 1)
            if number in readable and readable[number].body.strip()
        ],
        "after": _beside(_nearest(readable, range(last + 1, last + BLANK + 2)), withheld, at_its_end=False),
        "nearby": nearby,
        "others_held": sum(len(getattr(near, name).all()) for near in nearby for name in RECORDS) > 1,
    }


def _in_paragraph(passage: Passage, paragraph: PublicParagraph, withheld: list[Any]) -> dict:
    return _tokens(excerpt(paragraph.body, paragraph.start, passage, AROUND), [passage], withheld)


def _tokens(cut: Excerpt, passages: list[Passage], withheld: list[Any]) -> dict:
    return {
        "tokens": highlight(cut.text, cut.offset, passages, withheld),
        "cut_before": cut.cut_before,
        "cut_after": cut.cut_after,
    }


def _nearest(readable: dict[int, PublicParagraph], numbers: Iterable[int]) -> PublicParagraph | None:
    """The first of them that has words; None where the text ends before, or is hidden from the public."""
    for number in numbers:
        paragraph = readable.get(number)
        if paragraph is None or paragraph.body.strip():
            return paragraph
    return None


def _beside(paragraph: PublicParagraph | None, withheld: list[Any], *, at_its_end: bool) -> dict | None:
    if paragraph is None:
        return None
    return _tokens(neighbour_excerpt(paragraph.body.rstrip(), paragraph.start, BESIDE, at_its_end=at_its_end), [], withheld)


def enclosing(statement: Statement | None) -> list[Statement]:
    """From a statement outward: itself, what it is quoted in, what that is quoted in."""
    if statement is None or statement.within_id is None:
        return [statement] if statement else []
    near = Statement.objects.around(statement.passage).select_related("speaker", "passage__source__publisher")
    around = {outer.key: outer for outer in near}
    chain = []
    # The database lets nothing be quoted in itself; a page does not hang on it even so.
    while statement is not None and statement not in chain:
        chain.append(statement)
        statement = around.get(statement.within_id)
    return chain
