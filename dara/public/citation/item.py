"""A record or source as a CSL-JSON item (schema 1.0.2, https://docs.citationstyles.org/en/stable/specification.html).

The item of a source is the document. The item of a record is an `entry` (“an entry in a database, dictionary, or catalog”) whose
container is the source. Its `container-title`, `publisher` and `issued` are therefore the source's: `issued` is the day on which
the source was published, never the day on which the words were said. That day has a field of its own, `event-date` (for a post
`original-date`), which is missing where no source states it; no date replaces another. The author is whoever's words they are.
`genre` says through whom they came, and `note` says it in full."""

from collections.abc import Sequence
from typing import Any

from dara.models import ElectionResult, Endorsement, Entity, Source, Statement
from dara.models.permalinks import permanent
from dara.public.citation.names import Name, of_byline, of_entity
from dara.public.citation.words import (
    Record,
    Row,
    bracketed,
    in_english,
    inferences,
    kind_of,
    marked,
    passed_on,
    plain,
    teller_of,
    title_of,
    version_day,
    words_of,
)
from dara.public.presentation.attribution import attribution

Item = dict[str, Any]

ARCHIVE = "dara"
TYPES = {
    Source.Kind.NEWS_ARTICLE: "article-newspaper",
    Source.Kind.PRESS_RELEASE: "document",  # CSL has no press release; `genre` says it
    Source.Kind.CAMPAIGN_PAGE: "webpage",
    Source.Kind.SOCIAL_POST: "post",
    Source.Kind.OFFICIAL_RESULTS: "report",
    Source.Kind.OTHER: "document",
}
IN_A_CONTAINER = ("article-newspaper", "webpage", "post")  # parts of the publisher's paper or site
RECORD = "entry"


@in_english
def csl(row: Row, outer: Sequence[Statement] = ()) -> Item:
    """Return the item, without the fields that are not known. `outer` are the statements that the words are quoted in, the innermost
    first.

    `custom` says for programs what `note` says for people: the version of the record (ISO 8601), and what is inferred and why."""
    item = _source(row) if isinstance(row, Source) else _record(row, outer)
    item["custom"] = {"version": row.version.isoformat(), "inferred": _inferred(row)}
    return {name: value for name, value in item.items() if value}


def _inferred(row: Row) -> dict[str, str]:
    """Return field name → basis. A record's item also has those of its source, as “source.title”."""
    if isinstance(row, Source):
        return row.inferred
    return row.inferred | {f"source.{name}": basis for name, basis in row.source.inferred.items() if name != "url"}


def _source(source: Source) -> Item:
    kind = Source.Kind(source.kind)
    publisher = _publisher(source)
    inferred = source.inferred
    says_its_kind = kind not in (Source.Kind.NEWS_ARTICLE, Source.Kind.OTHER) or "kind" in inferred
    return {
        "id": f"{ARCHIVE}-{source.key}",
        "type": TYPES[kind],
        "title": str(source),
        "author": of_byline(source),
        "container-title": publisher if TYPES[kind] in IN_A_CONTAINER else "",
        "publisher": "" if TYPES[kind] in IN_A_CONTAINER else publisher,
        "genre": marked(str(kind.label), "kind" in inferred) if says_its_kind else "",
        "issued": date(source.published_on, "published_on" in inferred),
        "accessed": date(source.captured_on, "captured_on" in inferred),
        "URL": source.url or permanent(source),
        "archive": ARCHIVE,
        "archive_location": permanent(source) if source.url else "",
        "note": _note(inferences("document", source.inferred), _of_version(source)),
    }


def _record(record: Record, outer: Sequence[Statement]) -> Item:
    source = record.source
    date_field, when = _when(record)
    author = _author(record, outer)
    note = _note(
        plain(attribution(record, outer)) if isinstance(record, Statement) else "",
        inferences("passage", record.inferred),
        inferences("document", {name: basis for name, basis in source.inferred.items() if name != "url"}),
        _of_version(record),
    )
    return {
        "id": f"{ARCHIVE}-{record.key}",
        "type": RECORD,
        "title": title_of(record),
        "author": author,
        "container-author": [name for name in of_byline(source) if name not in author],
        "container-title": str(source),
        "publisher": _publisher(source),
        "genre": _genre(record, outer),
        "issued": date(source.published_on, "published_on" in source.inferred),
        date_field: when,
        "URL": permanent(record),
        "archive": ARCHIVE,
        "abstract": words_of(record),
        "note": note,
    }


# --- names and dates --------------------------------------------------------------------------------


def date(value: str | None, inferred: bool) -> Item:
    """Return a CSL date with the precision that is known. An inferred date is `circa`: styles write “ca.” or “[2020?]”."""
    if not value:
        return {}
    parts = {"date-parts": [[int(part) for part in value.split("-")]]}
    return parts | {"circa": True} if inferred else parts


def _publisher(source: Source) -> str:
    return bracketed(source.publisher.name, "publisher" in source.inferred) if source.publisher else ""


def _author(record: Record, outer: Sequence[Statement]) -> list[Name]:
    """Return whose words they are: the speaker's, or the teller's where somebody else tells what was said."""
    if isinstance(record, Statement) and record.kind != Statement.Kind.PARAPHRASE:
        inferred = record.inferred
        of_publisher = record.kind == Statement.Kind.REPORT and record.speaker_id == record.source.publisher_id
        return [of_entity(record.speaker, "speaker" in inferred or (of_publisher and "publisher" in record.source.inferred))]
    teller, inferred = teller_of(record, outer)
    if record.source.author and (teller is None or teller == record.source.publisher):
        return of_byline(record.source)
    return [of_entity(teller, inferred)] if teller else []


def _when(record: Record) -> tuple[str, Item]:
    """Return the CSL field for the day on which it was said, stated or counted, and that day."""
    if isinstance(record, Statement):
        field = "original-date" if record.kind == Statement.Kind.POST else "event-date"
        return field, date(record.said_on, "said_on" in record.inferred)
    if isinstance(record, Endorsement):
        return "event-date", date(record.stated_on, "stated_on" in record.inferred)
    return "event-date", date(record.as_of, "as_of" in record.inferred)


# --- genre and note ---------------------------------------------------------------------------------


def _genre(record: Record, outer: Sequence[Statement]) -> str:
    """Return the kind of the words, and through whom they came: “Quotation as quoted in a news article”."""
    where = kind_of(record.source)
    if isinstance(record, Statement):
        return _genre_of_statement(record, outer, where)
    if isinstance(record, Endorsement):
        return f"Stance {passed_on(outer, where, 'reported in', 'told in words of')}"
    counted = {
        ElectionResult.Status.PARTIAL: "Partial count, not a final result,",
        ElectionResult.Status.CERTIFIED: "Certified count",
        ElectionResult.Status.NOT_STATED: "Count, not stated whether final,",
    }
    return f"{counted[ElectionResult.Status(record.status)]} {passed_on(outer, where, 'reported in')}"


def _genre_of_statement(statement: Statement, outer: Sequence[Statement], where: str) -> str:
    Kind = Statement.Kind
    if statement.kind == Kind.QUOTE:
        return f"Quotation {passed_on(outer, where, 'quoted in')}"
    if statement.kind == Kind.POST:
        itself = statement.source.kind == Source.Kind.SOCIAL_POST and not outer
        return "Social media post" if itself else f"Social media post {passed_on(outer, where, 'embedded in')}"
    if statement.kind == Kind.POSITION:
        person = statement.speaker.kind == Entity.Kind.PERSON
        what = "First person, not a reported quotation," if person else "Campaign’s own words, not a reported quotation,"
    elif statement.kind == Kind.PARAPHRASE:
        what = "Paraphrase, not a quotation,"
    else:
        what = "Report in the publisher’s own words, not a quotation,"
    return f"{what} {passed_on(outer, where, 'printed in')}"


def _note(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _of_version(row: Row) -> str:
    return f"Version of {version_day(row.version)}."
