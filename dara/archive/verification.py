"""Verify the whole evidence chain: original bytes → canonical text → paragraphs → passage → record.

The rules of the database check every write of an ordinary role. The verification reads everything back without trusting them, so that it also
finds what a superuser with disabled triggers, a changed table or a damaged disk has done. It shares no code with the SQL on purpose."""

import bisect
import functools
import hashlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, F, Func, IntegerField, Prefetch, TextField
from django.db.models.functions import Cast, Coalesce

from dara.archive.base_verification import base_failures
from dara.archive.document_verification import extraction_failures, paragraph_failures, upload_failures
from dara.archive.exporting import snapshot
from dara.archive.history import history_failures
from dara.archive.list_verification import found_by_failures, list_failures
from dara.archive.merkle import Head
from dara.archive.name_verification import import_failures, redirect_failures
from dara.archive.seal import SEALED, event_failures, tree_failures
from dara.archive.unreadable import READ_ERRORS, Step, in_snapshots, is_lost, readable, sentence
from dara.ingest.sandbox.process import Sandbox
from dara.models import (
    EVENTS,
    Paragraph,
    Passage,
    PublicParagraph,
    Reply,
    Source,
    Statement,
    Tombstone,
    Utterance,
    Withholding,
    database_rules,
    grants,
    table_rules,
)
from dara.models.fields import search_vector
from dara.models.record_format import KINDS
from dara.models.withholding import mask, overlaps
from dara.text import anchoring
from dara.text.numbers import numbers

CHUNK = 1000
MAX_NUMBER = 2**31 - 1  # of a paragraph
SOURCES, BYTES = 100, 4_000_000  # in memory at a time: sources, and of their originals and texts, unless one is larger
Names = dict[str, list[tuple[str, str]]]


def failures(kept: Head | None = None) -> Iterator[str]:
    """Yield a sentence for each failure of the chain, all as of one moment (one snapshot). A sound archive has none.

    `kept` is a head of the history's seal from elsewhere, which today's history has to go on from. What the database cannot read, such as a
    damaged page, is a failure too, of the table, of the source or of the check that has met it; all else is verified."""
    _rows("SELECT 'public.dara_source'::regclass")  # there is an archive to verify
    yield from readable("The rules of the database", _rules)
    with Sandbox() as sandbox:
        checks: list[Step] = [(f"The table {table}", functools.partial(_table_failures, table)) for table in _tables()]
        checks += [
            ("What the sources hold", lambda: _all_source_failures(sandbox)),
            ("What uploads hold", lambda: upload_failures(sandbox)),
            ("What the public reads", _readable_failures),
            ("What the statements say", _statement_failures),
            ("What lists are sorted by", list_failures),
            ("What records are found by", found_by_failures),
            ("The words of stances and counts", _stated_words_failures),
            ("The figures of stances and counts", _figure_failures),
            ("The groups of speakers", _group_failures),
            ("What is told within a statement", _within_failures),
            ("What stands below another record", _cycle_failures),
            ("What is joined as one utterance", _utterance_failures),
            ("The translations", _translation_failures),
            ("The redirects", redirect_failures),
            ("The replies", _reply_failures),
            ("The names of records", import_failures),
            ("The bases of imports", base_failures),
        ]
        checks += [
            (f"The history of {model._meta.verbose_name_plural}", functools.partial(history_failures, model)) for model in EVENTS
        ]
        checks += [(f"What is sealed of {name} events", functools.partial(event_failures, name)) for name in SEALED]
        checks += [("The seal", lambda: tree_failures(kept))]
        yield from in_snapshots(checks, snapshot)


def count_rows() -> dict[str, int]:
    """The number of rows of each kind, and of passages and paragraphs."""
    counts = {kind.name: kind.rows().count() for kind in KINDS.values()}
    return counts | {"passages": Passage.objects.count(), "paragraphs": Paragraph.objects.count()}


def _rules() -> Iterator[str]:
    """The database's own rules and the public role's rights are those of this version. Not of the snapshot: comparing them writes, and takes it back."""
    yield from database_rules.differences(connection)
    yield from grants.differences(connection)
    yield from table_rules.differences(connection)


def _rows(sql: str) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def _tables() -> list[str]:
    """The archive's tables."""
    models = apps.get_app_config("dara").get_models()
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def _table_failures(table: str) -> Iterator[str]:
    """All of the table's pages can be read. An index has not what is counted, so they are."""
    _rows(f"SELECT count(r.xmin) FROM ONLY public.{table} AS r")
    yield from ()


def _all_source_failures(sandbox: Sandbox) -> Iterator[str]:
    for keys in _batches():
        yield from _batch_failures(keys, sandbox)


def _batches() -> Iterator[list[str]]:
    """Yield the keys of all sources, of many small ones or of a large one at a time: a batch takes as many queries as one source."""
    original, text = (
        Func(name, function="octet_length", output_field=IntegerField()) for name in ("original__content", "text__body")
    )
    sources = Source.objects.order_by("key").values_list("key")
    try:
        with transaction.atomic():
            sizes = list(sources.annotate(size=Coalesce(original, 0) + Coalesce(text, 0)))
    except READ_ERRORS:  # one by one, it is said of which
        sizes = [(key, BYTES) for (key,) in sources]
    batch: list[str] = []
    room = BYTES
    for key, size in sizes:
        if batch and (size > room or len(batch) == SOURCES):
            yield batch
            batch, room = [], BYTES
        batch.append(key)
        room -= size
    if batch:
        yield batch


def _batch_failures(keys: list[str], sandbox: Sandbox) -> Iterator[str]:
    """What is wrong with the sources; with each on its own, if the database cannot read one."""
    try:
        with transaction.atomic():
            sources = _with_all(keys)
            names = _names_called(sources)
            found = [failure for source in sources for failure in _source_failures(source, names, sandbox)]
    except READ_ERRORS as error:
        if is_lost():
            raise
        found = []
        for key in keys if len(keys) > 1 else ():
            found += _batch_failures([key], sandbox)
        if len(keys) == 1:
            found = [sentence(f"Source {keys[0]}", error)]
    yield from found


def _with_all(keys: list[str]) -> list[Source]:
    ordered = (
        ("paragraphs", Paragraph.objects.order_by("number")),
        ("passages", Passage.objects.annotate(used=Passage.objects.is_used()).order_by("start", "end")),
        ("withholdings", Withholding.objects.order_by("key")),
        ("public_paragraphs", PublicParagraph.objects.order_by("number")),
    )
    sources = Source.objects.filter(key__in=keys).order_by("key").select_related("original", "text")
    return list(sources.prefetch_related(*(Prefetch(name, rows) for name, rows in ordered)))


def _source_failures(source: Source, names: Names, sandbox: Sandbox) -> Iterator[str]:
    """The source's original, its text, its paragraphs and its passages."""
    name = f"Source {source.key}"
    original, text = getattr(source, "original", None), getattr(source, "text", None)
    if original is None or text is None:
        yield f"{name} has no {'original' if original is None else 'text'}."
        return
    if hashlib.sha256(original.content).hexdigest() != source.sha256:
        yield f"{name}: the original's bytes do not have the checksum {source.sha256}."
    body = text.body
    if text.extractor != source.extractor:
        yield f"{name} says that its text was made by “{source.extractor}”, the text by “{text.extractor}”."
    yield from extraction_failures(name, source, bytes(original.content), text, sandbox)
    yield from paragraph_failures(name, source, body)
    yield from _passage_failures(name, source, body)
    yield from (
        f"{name} does not call anybody “{called}”, as {kind} of it say."
        for kind, called in names.get(source.key, ())
        if called not in body
    )
    yield from _withholding_failures(name, source, body)
    yield from _public_paragraph_failures(name, source, body)


def _passage_failures(name: str, source: Source, body: str) -> Iterator[str]:
    for each in source.passages.all():
        if body[each.start : each.end] != each.exact:
            yield f"{name}: the passage at {each.start} to {each.end} is not what its text says there: “{each.exact[:100]}”."


def _withholding_failures(name: str, source: Source, body: str) -> Iterator[str]:
    """Withheld words are a part of the text, and no passage touches them."""
    for each in source.withholdings.all():
        start, end = (0, len(body)) if each.start is None or each.end is None else (each.start, each.end)
        if each.start is not None and not 0 <= start < end <= len(body):
            yield f"{name}: withholding {each.key} is of {start} to {end}, where its text has no words."
        for passage in source.passages.all():
            if overlaps(start, end, passage.start, passage.end):
                yield f"{name}: the passage at {passage.start} to {passage.end} touches words that are withheld ({each.key})."


def _public_paragraph_failures(name: str, source: Source, body: str) -> Iterator[str]:
    """The public reads the paragraphs that it may read, and no others: of excerpts, those with evidence and their neighbours; no withheld words."""
    numbers = {each.number: (each.start, each.end) for each in source.paragraphs.all()}
    expected = set(numbers)
    if source.visibility == Source.Visibility.EXCERPTS:
        ends = [end for _, (_, end) in sorted(numbers.items())]
        expected = set()
        for each in source.passages.all():
            if not each.used:  # type: ignore[attr-defined]  # see _with_all
                continue
            first, last = bisect.bisect_right(ends, each.start) + 1, bisect.bisect_left(ends, each.end) + 1
            expected |= set(range(first - 1, last + 2)) & numbers.keys()
    spans = [(each.start, each.end) for each in source.withholdings.all()]
    if (None, None) in spans:
        expected = set()
    shown = {each.number: each for each in source.public_paragraphs.all()}
    if shown.keys() != expected:
        yield f"{name}: the paragraphs that the public reads are not those that it may."
    readable = mask(body, 0, spans) if spans else body
    for number, each in sorted(shown.items()):
        if number in numbers and each.body != readable[slice(*numbers[number])]:
            yield f"{name}: paragraph {number} as the public reads it is not its text without what is withheld."
    if spans:
        as_read = Cast(search_vector("body", weight="A"), TextField())
        found_by = Cast("search", TextField())
        for each in PublicParagraph.objects.filter(source=source).annotate(found_by=found_by).exclude(found_by=as_read):
            yield f"{name}: paragraph {each.number} is found by other words than the public reads of it."


# What the public reads and what the database's function says that it may read, where they differ.
NOT_AS_READABLE = """
SELECT coalesce(p.source_id, r.source_id) AS source, coalesce(p.number, r.number) AS number
FROM (SELECT * FROM public.dara_publicparagraph WHERE source_id = ANY (%(sources)s)) AS p
FULL JOIN public.dara_readable_paragraphs(%(sources)s, %(firsts)s, %(lasts)s) AS r ON r.id = p.id
WHERE ROW(p.source_id, p.number, p.start, p."end", p.body) IS DISTINCT FROM ROW(r.source_id, r.number, r.start, r."end", r.body)
ORDER BY source, number
"""


def _readable_failures() -> Iterator[str]:
    """The table that triggers keep is what the database's own function makes of everything anew (`sql/public_paragraphs.sql`)."""
    keys = Source.objects.order_by("key").values_list("key", flat=True).iterator(chunk_size=CHUNK)
    with connection.cursor() as cursor:
        while sources := list(itertools.islice(keys, CHUNK)):
            cursor.execute(
                NOT_AS_READABLE, {"sources": sources, "firsts": [1] * len(sources), "lasts": [MAX_NUMBER] * len(sources)}
            )
            for source, number in cursor.fetchall():
                yield f"Source {source}: paragraph {number} in the table of what the public reads is not as it should be now."
    for source, number in PublicParagraph.objects.exclude(source__in=Source.objects.all()).values_list("source_id", "number"):
        yield f"Source {source} is not there, and the public reads paragraph {number} of it."


def _names_called(sources: list[Source]) -> Names:
    """By source, what it calls somebody, or an area, as records say; with the kind of these records."""
    found: Names = defaultdict(list)
    for kind, field in (("statements", "speaker_as_named"), ("endorsements", "endorser_as_named"), ("results", "area")):
        rows = KINDS[kind].model._default_manager.filter(passage__source__in=sources).exclude(**{field: ""})
        for source, called in rows.order_by(field).values_list("passage__source", field).distinct():
            found[source].append((kind, called))
    return found


def _statement_failures() -> Iterator[str]:
    """The pieces of each statement are in its passage, and its text is made of them."""
    statements = Statement.objects.select_related("passage").order_by("key")
    for each in statements.iterator(chunk_size=CHUNK):
        missing = anchoring.missing_piece(each.passage.exact, each.pieces)
        if missing is not None or not each.pieces:
            yield f"Statement {each.key}: “{missing}” is not in its passage."
        if each.text != " … ".join(each.pieces):
            yield f"Statement {each.key}: its text is not its pieces."


def _stated_words_failures() -> Iterator[str]:
    """The words of endorsements and results that the source states are in their passages."""
    for kind, names in (
        (KINDS["endorsements"], ("verb", "amount_as_stated", "purpose")),
        (KINDS["results"], ("qualifier", "ballots_out_as_stated")),
    ):
        for row in kind.rows().order_by("key").iterator(chunk_size=CHUNK):
            for name in names:
                words = getattr(row, name)
                if words and anchoring.missing_piece(row.passage.exact, [words]) is not None:
                    yield f"{kind.name} {row.pk}: the {name} “{words}” is not in its passage."


def _figure_failures() -> Iterator[str]:
    """Each number is what its passage, or the words beside it, state."""
    for row in KINDS["endorsements"].rows().order_by("key").iterator(chunk_size=CHUNK):
        yield from _as_stated(f"endorsements {row.pk}: the amount", row.amount, row.amount_as_stated)
    for row in KINDS["results"].rows().order_by("key").iterator(chunk_size=CHUNK):
        yield from _as_stated(f"results {row.pk}: the number of ballots out", row.ballots_out, row.ballots_out_as_stated)
        for name, number, scaled in (("percentage", row.percent, False), ("number of votes", row.votes, True)):
            if number is not None and number not in numbers(row.passage.exact, scaled=scaled):
                yield f"results {row.pk}: the {name} {number} is not in its passage."


def _as_stated(what: str, number: Decimal | int | None, stated: str) -> Iterator[str]:
    has_figures = re.search("[0-9]", stated) is not None  # though they may not be readable
    if number is not None and (not stated or (has_figures and number not in numbers(stated, scaled=True))):
        yield f"{what} {number} is not what the source states: “{stated}”."


def _within_failures() -> Iterator[str]:
    """The passage of what is told in a statement lies inside the passage of that statement."""
    for name in ("statements", "endorsements"):
        outside = (
            KINDS[name]
            .rows()
            .filter(within__isnull=False)
            .exclude(
                within__passage__source=F("passage__source"),
                within__passage__start__lte=F("passage__start"),
                within__passage__end__gte=F("passage__end"),
            )
        )
        for row in outside.order_by("key"):
            yield f"{name} {row.pk} lies outside of {row.within_id}, in which it is said to be told."


def _cycle_failures() -> Iterator[str]:
    """No statement is quoted in itself, and no source supersedes itself, however many others lie between."""
    for kind in KINDS.values():
        if not kind.parent:
            continue
        parents = dict(kind.rows().filter(**{f"{kind.parent}__isnull": False}).values_list("pk", f"{kind.parent}_id"))
        sound: set[str] = set()
        for key in sorted(parents):
            ancestors: list[str] = []
            up = key
            while up is not None and up not in sound and up not in ancestors:
                ancestors.append(up)
                up = parents.get(up)
            if up in ancestors:
                yield f"{kind.name} {up} is its own “{kind.parent}”, in a circle."
            sound.update(ancestors)


def _group_failures() -> Iterator[str]:
    """A group speaks and endorses only in the source that describes it."""
    for name, who in (("statements", "speaker"), ("endorsements", "endorser")):
        rows = KINDS[name].rows().filter(**{f"{who}__source__isnull": False})
        for row in rows.exclude(**{f"{who}__source": F("passage__source")}).order_by("key"):
            yield f"{name} {row.pk} is by a group that another source describes."


def _utterance_failures() -> Iterator[str]:
    """An utterance joins two statements or more.

    Fewer are no failure if at least as many statements as are missing were withdrawn: a tombstone does not say what its record was joined to."""
    few = list(Utterance.objects.annotate(joined=Count("statements")).filter(joined__lt=2).order_by("slug"))
    if sum(2 - each.joined for each in few) > Tombstone.objects.filter(kind=Tombstone.Kind.STATEMENT).count():
        for each in few:
            yield f"Utterance {each.slug} joins {'one statement' if each.joined else 'no statement'}, and no withdrawn one explains it."


def _reply_failures() -> Iterator[str]:
    """A reply answers a record or source that is there, or that was withdrawn."""
    withdrawn = set(Tombstone.objects.values_list("kind", "key"))
    for reply in Reply.objects.order_by("source", "kind", "key"):
        if (reply.kind, reply.key) not in withdrawn and reply.record is None:
            yield f"Source {reply.source_id} is a reply to {reply.kind} {reply.key}, which is not there."


def _translation_failures() -> Iterator[str]:
    """Translations translate words that are there. An import accepts no others, not even from an export of ours."""
    for kind in (kind for kind in KINDS.values() if "translations" in kind.names):
        column: Any = kind.model._meta.get_field("translations")
        for row in kind.rows().exclude(translations={}).order_by(*kind.identity).iterator(chunk_size=CHUNK):
            for fault in column.faults(row.translations, row):
                yield f"{kind.name} {getattr(row, kind.identity[0])}: {fault.sentence}"
