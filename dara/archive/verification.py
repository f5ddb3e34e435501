"""The evidence chain, proved in full: original bytes → canonical text → paragraphs → passage → record.

The database's own rules hold every write by an ordinary role. This reads everything back and trusts none of them: it also finds what
a superuser with triggers off, a changed table or a damaged disk did. Written apart from the SQL on purpose."""

import bisect
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Count, F, TextField
from django.db.models.functions import Cast

from dara import migrations
from dara.archive.exporting import snapshot
from dara.archive.history import history_failures
from dara.curation.merge import Leads
from dara.ingest import canonical_text
from dara.ingest.sandbox.process import Sandbox
from dara.models import (
    EVENTS,
    ImportedRecord,
    Original,
    Paragraph,
    Passage,
    PublicParagraph,
    Redirect,
    Reply,
    Source,
    SourceText,
    Statement,
    Tombstone,
    Utterance,
)
from dara.models.fields import TEXT_SEARCH
from dara.models.record_format import KINDS
from dara.models.withholding import masked
from dara.text import anchoring
from dara.text.numbers import numbers

CHUNK = 1000

# What the migrations put into the database, read from their SQL: a guard that is missing, changed or switched off is a failure even while
# the rows are sound.
EVIDENCE = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(migrations.__path__[0]).glob("*.sql")))
TRIGGERS = set(re.findall(r"CREATE TRIGGER (\w+)\s.*?\sON public\.(\w+).*?EXECUTE FUNCTION public\.(\w+)", EVIDENCE, re.DOTALL))
FUNCTIONS = dict(re.findall(r"CREATE FUNCTION public\.(\w+)\(.*?AS \$\$(.*?)\$\$", EVIDENCE, re.DOTALL))
CONSTRAINTS = set(re.findall(r"ADD CONSTRAINT (\w+)", EVIDENCE))

# What dara_keep_history makes for each table with a history, and for the table of its events.
OF_TRACKED = {"dara_write_insert", "dara_write_update", "dara_write_delete"}
OF_EVENTS = {"dara_append_only", "dara_not_emptied", "dara_not_by_hand"}


def failures() -> Iterator[str]:
    """Each failure of the chain as a sentence, of one moment (one snapshot); nothing when the archive is sound."""
    with transaction.atomic():
        snapshot()
        yield from _guards()
        with Sandbox() as extraction:
            for source in Source.objects.order_by("key").iterator(chunk_size=CHUNK):
                yield from _source(source, extraction)
        yield from _statements()
        yield from _words_of_stances_and_counts()
        yield from _figures()
        yield from _groups()
        yield from _within()
        yield from _circles()
        yield from _utterances()
        yield from _translations()
        yield from _redirects()
        yield from _replies()
        yield from _lost()
        yield from history_failures()


def held() -> dict[str, int]:
    """How many of each the archive holds."""
    counts = {kind.name: kind.rows().count() for kind in KINDS.values()}
    return counts | {"passages": Passage.objects.count(), "paragraphs": Paragraph.objects.count()}


def _guards() -> Iterator[str]:
    triggers = _rows(
        """SELECT t.tgname, c.relname, f.proname FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
        JOIN pg_catalog.pg_proc AS f ON f.oid = t.tgfoid WHERE c.relnamespace = 'public'::regnamespace AND t.tgenabled IN ('O', 'A')"""
    )
    for name, table, _ in sorted((TRIGGERS | _history_triggers()) - triggers):
        yield f"The guard {name} on {table} is missing, changed or switched off."
    functions = dict(_rows("SELECT proname, prosrc FROM pg_catalog.pg_proc WHERE pronamespace = 'public'::regnamespace"))
    for name in sorted(name for name, body in FUNCTIONS.items() if functions.get(name) != body):
        yield f"The function {name} is not the one of the evidence SQL."
    for table in sorted(model._meta.db_table for model in EVENTS):
        if not _rows(
            f"SELECT FROM pg_catalog.pg_proc WHERE proname = '{table}_write_history' AND prosrc = public.dara_history_body('public.{table}')"
        ):
            yield f"The function {table}_write_history does not write the history of {table} as it is now."
    models = apps.get_app_config("dara").get_models()
    expected = CONSTRAINTS | {constraint.name for model in models for constraint in model._meta.constraints}
    held = {name for (name,) in _rows("SELECT conname FROM pg_catalog.pg_constraint WHERE convalidated")}
    for name in sorted(expected - held):
        yield f"The constraint {name} is missing."
    for (table,) in sorted(
        _rows(
            """SELECT c.relname FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'passage_id' AND NOT a.attnotnull"""
        )
    ):
        yield f"A record of {table} need not have a passage any more."


def _history_triggers() -> set[tuple[str, str, str]]:
    expected = set()
    for model, events in EVENTS.items():
        written = {"dara_write_delete"} if model is Passage else OF_TRACKED
        expected |= {(name, model._meta.db_table, f"{model._meta.db_table}_write_history") for name in written}
        expected |= {
            (name, table, "dara_refuse")
            for name, table in [*((each, events._meta.db_table) for each in OF_EVENTS), ("dara_not_emptied", model._meta.db_table)]
        }
    return expected


def _rows(sql: str) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def _source(source: Source, extraction: Sandbox) -> Iterator[str]:
    """Its original, its text, its paragraphs and its passages."""
    name = f"Source {source.key}"
    original = Original.objects.filter(source=source).first()
    held = SourceText.objects.filter(source=source).first()
    if original is None or held is None:
        yield f"{name} has no {'original' if original is None else 'text'}."
        return
    if hashlib.sha256(original.content).hexdigest() != source.sha256:
        yield f"{name}: the original's bytes do not have the checksum {source.sha256}."
    body = held.body
    if held.extractor != source.extractor:
        yield f"{name} says that its text was made by “{source.extractor}”, the text by “{held.extractor}”."
    try:
        made = extraction.extract(bytes(original.content), held.extractor)
    except canonical_text.TextError as error:
        yield f"{name}: the original gives no text any more: {error}"
    except LookupError:
        yield f"{name}: its text was made by “{held.extractor}”, which this version does not have."
    else:
        if made.body != body or made.header != source.collector_header:
            other = (
                f" It was made with {held.made_with}, and {made.made_with} is installed here: with that version it can be proved."
                if held.made_with != made.made_with
                else ""
            )
            yield f"{name}: the text is not what “{held.extractor}” makes of the original{_first_difference(made.body, body)}.{other}"
    yield from _paragraphs(name, source, body)
    yield from _passages(name, source, body)
    yield from _names(name, source, body)
    yield from _withheld(name, source, body)
    yield from _public(name, source, body)


def _paragraphs(name: str, source: Source, body: str) -> Iterator[str]:
    place = 0
    for number, each in enumerate(source.paragraphs.order_by("number").iterator(chunk_size=CHUNK), 1):
        end = place + len(each.body)
        if (each.number, each.start, each.end) != (number, place, end) or body[place:end] != each.body:
            yield f"{name}: paragraph {each.number} is not its text at {place} to {end}."
            return
        place = end
    if place != len(body):
        yield f"{name}: its paragraphs end at {place}, its text at {len(body)}."


def _passages(name: str, source: Source, body: str) -> Iterator[str]:
    for each in source.passages.order_by("start", "end").iterator(chunk_size=CHUNK):
        if body[each.start : each.end] != each.exact:
            yield f"{name}: the passage at {each.start} to {each.end} is not what its text says there: “{each.exact[:100]}”."


def _withheld(name: str, source: Source, body: str) -> Iterator[str]:
    """What is withheld is a part of the text, and nothing rests on it."""
    for each in source.withholdings.order_by("key"):
        start, end = (0, len(body)) if each.start is None or each.end is None else (each.start, each.end)
        if each.start is not None and not 0 <= start < end <= len(body):
            yield f"{name}: withholding {each.key} is of {start} to {end}, where its text has no words."
        for passage in source.passages.filter(start__lt=end, end__gt=start).order_by("start", "end"):
            yield f"{name}: the passage at {passage.start} to {passage.end} touches words that are withheld ({each.key})."


def _public(name: str, source: Source, body: str) -> Iterator[str]:
    """The public reads just the paragraphs that it may: of excerpts, those that records touch, and their neighbours; of what is withheld nothing."""
    numbers = {n: (start, end) for n, start, end in source.paragraphs.values_list("number", "start", "end")}
    expected = set(numbers)
    if source.visibility == Source.Visibility.EXCERPTS:
        ends = [end for _, (_, end) in sorted(numbers.items())]
        expected = set()
        for start, end in source.passages.used().values_list("start", "end"):
            first, last = bisect.bisect_right(ends, start) + 1, bisect.bisect_left(ends, end) + 1
            expected |= set(range(first - 1, last + 2)) & numbers.keys()
    spans = list(source.withholdings.values_list("start", "end"))
    if (None, None) in spans:
        expected = set()
    shown = {each.number: each for each in PublicParagraph.objects.filter(source=source).iterator(chunk_size=CHUNK)}
    if shown.keys() != expected:
        yield f"{name}: the paragraphs that the public reads are not those that it may."
    readable = masked(body, 0, spans) if spans else body
    for number, each in sorted(shown.items()):
        if number in numbers and each.body != readable[slice(*numbers[number])]:
            yield f"{name}: paragraph {number} as the public reads it is not its text without what is withheld."
    if spans:
        as_read = Cast(SearchVector("body", config=TEXT_SEARCH, weight="A"), TextField())
        found_by = Cast("search", TextField())
        for each in PublicParagraph.objects.filter(source=source).annotate(found_by=found_by).exclude(found_by=as_read):
            yield f"{name}: paragraph {each.number} is found by other words than the public reads of it."


def _names(name: str, source: Source, body: str) -> Iterator[str]:
    """What records say the source calls somebody."""
    for kind, field in (("statements", "speaker_as_named"), ("endorsements", "endorser_as_named")):
        rows = KINDS[kind].model._default_manager.filter(passage__source=source).exclude(**{field: ""})
        for called in rows.order_by(field).values_list(field, flat=True).distinct():
            if called not in body:
                yield f"{name} does not call anybody “{called}”, as {kind} of it say."


def _statements() -> Iterator[str]:
    """Each statement's pieces in its passage, and its text made of them."""
    statements = Statement.objects.select_related("passage").order_by("key")
    for each in statements.iterator(chunk_size=CHUNK):
        missing = anchoring.missing_piece(each.passage.exact, each.pieces)
        if missing is not None or not each.pieces:
            yield f"Statement {each.key}: “{missing}” is not in its passage."
        if each.text != " … ".join(each.pieces):
            yield f"Statement {each.key}: its text is not its pieces."


def _words_of_stances_and_counts() -> Iterator[str]:
    for kind, names in (
        (KINDS["endorsements"], ("verb", "amount_as_stated", "purpose")),
        (KINDS["results"], ("qualifier", "ballots_out_as_stated")),
    ):
        for row in kind.rows().order_by("key").iterator(chunk_size=CHUNK):
            for name in names:
                words = getattr(row, name)
                if words and anchoring.missing_piece(row.passage.exact, [words]) is not None:
                    yield f"{kind.name} {row.pk}: the {name} “{words}” is not in its passage."


def _figures() -> Iterator[str]:
    """Each number as its passage, or its own words, state it."""
    for row in KINDS["endorsements"].rows().order_by("key").iterator(chunk_size=CHUNK):
        yield from _as_stated(f"endorsements {row.pk}: the amount", row.amount, row.amount_as_stated)
    for row in KINDS["results"].rows().order_by("key").iterator(chunk_size=CHUNK):
        yield from _as_stated(f"results {row.pk}: the number of ballots out", row.ballots_out, row.ballots_out_as_stated)
        for name, number, scaled in (("percentage", row.percent, False), ("number of votes", row.votes, True)):
            if number is not None and number not in numbers(row.passage.exact, scaled=scaled):
                yield f"results {row.pk}: the {name} {number} is not in its passage."


def _as_stated(what: str, number: Decimal | int | None, stated: str) -> Iterator[str]:
    found = numbers(stated, scaled=True)
    if number is not None and (not stated or (found and number not in found)):
        yield f"{what} {number} is not what the source states: “{stated}”."


def _within() -> Iterator[str]:
    """What is told in a statement has its passage inside of that one's."""
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


def _circles() -> Iterator[str]:
    """Nothing is quoted in itself, nothing is its own predecessor, however long the way round."""
    for kind in KINDS.values():
        if not kind.parent:
            continue
        parents = dict(kind.rows().values_list("pk", f"{kind.parent}_id"))
        sound: set[str] = set()
        for key in sorted(parents):
            chain: list[str] = []
            up = key
            while up is not None and up not in sound and up not in chain:
                chain.append(up)
                up = parents[up]
            if up in chain:
                yield f"{kind.name} {up} is its own “{kind.parent}”, in a circle."
            sound.update(chain)


def _groups() -> Iterator[str]:
    """A group speaks and endorses only in the source that describes it."""
    for name, who in (("statements", "speaker"), ("endorsements", "endorser")):
        rows = KINDS[name].rows().filter(**{f"{who}__source__isnull": False})
        for row in rows.exclude(**{f"{who}__source": F("passage__source")}).order_by("key"):
            yield f"{name} {row.pk} is by a group that another source describes."


def _utterances() -> Iterator[str]:
    """An utterance joins two statements or more.

    Fewer are no failure where statements were withdrawn, as many as are missing: a tombstone does not say what its record was joined to."""
    few = list(Utterance.objects.annotate(held=Count("statements")).filter(held__lt=2).order_by("slug"))
    if sum(2 - each.held for each in few) > Tombstone.objects.filter(kind=Tombstone.Kind.STATEMENT).count():
        for each in few:
            yield f"Utterance {each.slug} joins {'one statement' if each.held else 'no statement'}, and no withdrawn one explains it."


def _replies() -> Iterator[str]:
    """A reply answers something that is there, or that was withdrawn."""
    withdrawn = set(Tombstone.objects.values_list("kind", "key"))
    for reply in Reply.objects.order_by("source", "kind", "key"):
        if (reply.kind, reply.key) not in withdrawn and reply.record is None:
            yield f"Source {reply.source_id} is a reply to {reply.kind} {reply.key}, which is not there."


def _translations() -> Iterator[str]:
    """Translations are of words that are there: an import takes no others, not even of our own export."""
    for kind in (kind for kind in KINDS.values() if "translations" in kind.names):
        column: Any = kind.model._meta.get_field("translations")
        for row in kind.rows().exclude(translations={}).order_by(*kind.identity).iterator(chunk_size=CHUNK):
            for fault in column.faults(row.translations, row):
                yield f"{kind.name} {getattr(row, kind.identity[0])}: {fault.sentence}"


def _lost() -> Iterator[str]:
    """What an import once brought and is gone without a tombstone; what is both there and withdrawn; keys that name two things.

    What is our own doing may go, as nothing rests on it: an utterance is parted, a withholding lifted, a reply unlinked, a merge taken back."""
    may_go = ("utterances", "withholdings", "replies", "redirects")
    try:
        leads = Leads(Redirect.objects.values_list("kind", "old", "new"))
    except ValueError as error:
        yield f"Of what was merged, {error}"
        leads = Leads(())
    withdrawn = set(Tombstone.objects.values_list("key", flat=True))
    named: set[str] = set()
    for kind in KINDS.values():
        there = {" ".join(identity) for identity in kind.rows().values_list(*kind.lookups).iterator(chunk_size=CHUNK)}
        imported = ImportedRecord.objects.filter(kind=kind.name).order_by("key").values_list("key", flat=True)
        for key in imported.iterator(chunk_size=CHUNK):
            now = kind.key(leads.follow(kind, dict(zip(kind.identity, key.split(" "), strict=True))))
            now = leads.name(kind.name, now)
            if now not in there and now not in withdrawn and kind.name not in may_go:
                yield f"{kind.name} {key} was imported, and is gone without a tombstone."
        if kind.identity == ("key",) and kind.name != "tombstones":
            yield from (f"The key {key} names more than one record." for key in sorted(there & named))
            named |= there
            for key in sorted(there & withdrawn):
                yield f"{kind.name} {key} is there, and has a tombstone too."


def _redirects() -> Iterator[str]:
    """Each leads from what is gone to its end in one step."""
    for redirect in Redirect.objects.order_by("kind", "old"):
        kind = KINDS[redirect.kind]
        if kind.model._default_manager.filter(**{kind.lookups[0]: redirect.old}).exists():
            yield f"{kind.name} {redirect.old} is there, and leads to {redirect.new} too."
        if Redirect.objects.leading_on(redirect.kind, redirect.new):
            yield f"{kind.name} {redirect.old} leads to {redirect.new}, which leads on: a chain."


def _first_difference(one: str, other: str) -> str:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return f", from {place} on: “{one[place : place + 40]}”, not “{other[place : place + 40]}”"
    return f": {len(one)} characters, not {len(other)}" if len(one) != len(other) else ": the collector's header"
