"""The evidence on the pages of records and sources: passages in their paragraphs, and the records that rest on them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

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
from dara.public.revision import per_moment
from dara.text.excerpts import Excerpt, excerpt, neighbour_excerpt
from dara.text.highlighting import highlight, in_order

SENTENCE_LENGTH = 300  # characters that are shown, at most, of the sentence before a record's passage and of the one after it
NEIGHBOUR_LENGTH = 400  # characters that are shown, at most, of the paragraph before the passage's own and of the one after it
MAX_BLANK_LINES = 5  # lines without words that may lie between the passage's paragraph and its neighbour
MAX_NEARBY_PASSAGES = 50  # overlapping passages that a record's page lists

RECORDS = {  # by the name that Passage has for them, each with the rows that a line about it needs
    "statements": Statement.objects.select_related("speaker"),
    "endorsements": Endorsement.objects.select_related("endorser", "candidate", "race"),
    "electionresults": ElectionResult.objects.select_related("candidate", "election"),
    "candidacyfacts": CandidacyFact.objects.select_related("candidate"),
    "elections": Election.objects.all(),
}


# --- passages and their records ---------------------------------------------------------------------


def with_records(passages: QuerySet[Passage]) -> list[Any]:
    """Return the passages that a record rests on, in the order of the text, each with its `records` as a list."""
    has_kinds = {f"has_{name}": Exists(records.filter(passage=OuterRef("pk"))) for name, records in RECORDS.items()}
    found: list[Any] = list(passages.annotate(**has_kinds))
    for passage in found:
        passage.records = []
    for name, records in RECORDS.items():  # most kinds have none here: they are not asked for
        having = [passage for passage in found if getattr(passage, f"has_{name}")]
        if having:
            prefetch_related_objects(having, Prefetch(name, records.order_by("pk")))
        for passage in having:
            passage.records += getattr(passage, name).all()
    return in_order([passage for passage in found if passage.records])


def passages_in_paragraphs(source: Source, first: int, last: int) -> QuerySet[Passage]:
    """Return the source's passages that lie, wholly or partly, in its paragraphs `first` to `last`."""
    return Passage.objects.filter(source=source, first_paragraph__lte=last, last_paragraph__gte=first)


def withheld_spans(source: Source, paragraphs: Iterable[PublicParagraph]) -> list[Any]:
    """Return the withheld spans of a source, or none where no word of these paragraphs is masked."""
    if not any(MASK in paragraph.body for paragraph in paragraphs):
        return []
    return list(source.withholdings.filter(start__isnull=False).order_by("start", "key"))


def add_replies(records: Sequence[Any]) -> None:
    """Give each of these records of one kind its `replies`: the sources that were archived because they answer it."""
    replies: dict[str, list[Reply]] = {record.key: [] for record in records}
    if records:
        for reply in Reply.objects.to(Tombstone.kind_of(records[0]), replies):
            replies[reply.key].append(reply)
    for record in records:
        record.replies = replies[record.key]


def enclosing(statement: Statement | None) -> list[Statement]:
    """Return a statement, then the statement that it is quoted in, and so on outward."""
    if statement is None or statement.within_id is None:
        return [statement] if statement else []
    around = Statement.objects.around(statement.passage).select_related("speaker", "passage__source__publisher")
    by_key = {outer.key: outer for outer in around}
    found = []
    # The database refuses a statement that is quoted in itself; the second condition ends the loop even then.
    while statement is not None and statement not in found:
        found.append(statement)
        statement = by_key.get(statement.within_id)
    return found


@per_moment
def outer_statements(row: Any) -> list[Statement]:
    """Return the statements that the words of a record are quoted in, the innermost first."""
    if isinstance(row, Statement):
        return enclosing(row)[1:]
    return enclosing(row.within) if isinstance(row, Endorsement) else []


def enclosing_each(records: Iterable[Any]) -> dict[str, list[Statement]]:
    """Return, by the key of each record, the statements that its words are quoted in, the innermost first. Asks once for each step outward."""
    rows = list(records)
    wanted = {row.within_id for row in rows if getattr(row, "within_id", None)}
    found: dict[str, Statement] = {}
    while wanted:
        found |= Statement.objects.select_related("speaker", "passage__source__publisher").in_bulk(wanted)
        wanted = {each.within_id for each in found.values() if each.within_id} - found.keys()
    return {row.key: _chain(getattr(row, "within_id", None), found) for row in rows}


def _chain(key: str | None, statements: dict[str, Statement]) -> list[Statement]:
    chain: list[Statement] = []
    while key in statements and statements[key] not in chain:
        chain.append(statements[key])
        key = statements[key].within_id
    return chain


# --- the passage of a record, in context --------------------------------------------------------------


@per_moment
def evidence_context(record: Any) -> dict:
    """Return what the page of every record shows of its evidence: the passage in its paragraphs, the paragraphs before and after,
    and the other records that rest on the same words."""
    passage = record.passage
    first, last = passage.first_paragraph, passage.last_paragraph
    reach = MAX_BLANK_LINES + 1
    near = PublicParagraph.objects.filter(source=record.source, number__range=(max(first - reach, 1), last + reach))
    readable = {paragraph.number: paragraph for paragraph in near}
    withheld = withheld_spans(record.source, readable.values())
    overlapping = Passage.objects.filter(source=record.source, start__lt=passage.end, end__gt=passage.start)
    nearby = with_records(overlapping.order_by("start", "-end")[:MAX_NEARBY_PASSAGES])
    add_replies([record])
    return {
        "record": record,
        "replies": record.replies,
        "before": _neighbour(_nearest(readable, range(first - 1, first - reach - 1, -1)), withheld, at_its_end=True),
        "paragraphs": [
            _paragraph(passage, readable[number], withheld)
            for number in range(first, last + 1)
            if number in readable and readable[number].body.strip()
        ],
        "after": _neighbour(_nearest(readable, range(last + 1, last + reach + 1)), withheld, at_its_end=False),
        "others": [other for passage in nearby for other in passage.records if other != record],
    }


def _paragraph(passage: Passage, paragraph: PublicParagraph, withheld: list[Any]) -> dict:
    return _tokens(excerpt(paragraph.body, paragraph.start, passage, SENTENCE_LENGTH), [passage], withheld)


def _neighbour(paragraph: PublicParagraph | None, withheld: list[Any], *, at_its_end: bool) -> dict | None:
    if paragraph is None:
        return None
    return _tokens(
        neighbour_excerpt(paragraph.body.rstrip(), paragraph.start, NEIGHBOUR_LENGTH, at_its_end=at_its_end), [], withheld
    )


def _tokens(part: Excerpt, passages: list[Passage], withheld: list[Any]) -> dict:
    return {
        "tokens": highlight(part.text, part.offset, passages, withheld),
        "cut_before": part.cut_before,
        "cut_after": part.cut_after,
    }


def _nearest(readable: dict[int, PublicParagraph], numbers: Iterable[int]) -> PublicParagraph | None:
    """Return the first of these paragraphs that has words; None where the text ends, or the public may not read on, before it."""
    for number in numbers:
        paragraph = readable.get(number)
        if paragraph is None or paragraph.body.strip():
            return paragraph
    return None
