"""Every list of the site as a file: .csv for spreadsheets, .jsonl (https://jsonlines.org) for programs. The rows are those of the page with the
same parameters, in its order, and all of them.

A line of .jsonl is the very object that the API gives. A row of .csv is the same object, flattened: `speaker` is the slug and `speaker_name`
the name, `passage_exact` the passage's words, `source_title` the source's title. Slugs and names of several things are joined by “; ”; `pieces`,
what is `inferred` and `translations` stand as JSON; what is not stated is empty; true and false stand as such.

The CSV is of RFC 4180, in UTF-8 with a byte order mark, without which Excel takes it for another encoding and shows “GascÃ³n”. Spreadsheets run
cells as formulas, and sources, posts above all, begin as they like: `dara/text/spreadsheet_cells.py` says how such a text is kept from it, and how to have its
exact words back. Nothing is lost."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer

from dara.public.api import views
from dara.text.spreadsheet_cells import cell

CHUNK = 500  # rows in memory at a time, and asked about at once
BYTE_ORDER_MARK = "\ufeff"
Object = dict[str, Any]  # as the API gives it

# --- columns ----------------------------------------------------------------------------------------

Columns = dict[str, Callable[[Object], Any]]  # name → what of an object stands there


def plain(*names: str) -> Columns:
    return {name: itemgetter(name) for name in names}


def part(name: str, key: str) -> Callable[[Object], Any]:
    return lambda row: row[name] and row[name][key]


def named(name: str, *more: str) -> Columns:
    """A topic, race or election: its slug, its name."""
    return {name: part(name, "slug")} | {f"{name}_{each}": part(name, each) for each in ("name", *more)}


def entity(name: str) -> Columns:
    return named(name, "private")


def several(name: str, names: str) -> Columns:
    def joined(key: str) -> Callable[[Object], str]:
        return lambda row: "; ".join(each[key] for each in row[name])

    return {name: joined("slug"), names: joined("name")}


def nested(name: str, *keys: str) -> Columns:
    return {f"{name}_{key}": part(name, key) for key in keys}


def publisher_of(source: Callable[[Object], Any], prefix: str) -> Columns:
    def of(key: str) -> Callable[[Object], Any]:
        return lambda row: (source(row)["publisher"] or {}).get(key)

    return {f"{prefix}publisher": of("slug"), f"{prefix}publisher_name": of("name"), f"{prefix}publisher_private": of("private")}


PASSAGE = nested("passage", "exact", "start", "end", "prefix", "suffix")
SOURCE = (
    nested("source", "key", "title")
    | publisher_of(lambda row: row["source"], "source_")
    | nested("source", "kind", "language", "url", "published_on", "inferred", "permalink")
)
OF_RECORDS = plain("summary", "note", "inferred", "translations") | PASSAGE | SOURCE | plain("permalink", "version")

STATEMENTS = (
    plain("key", "kind", "text", "pieces")
    | entity("speaker")
    | plain("speaker_as_named", "within")
    | several("about", "about_names")
    | several("topics", "topic_names")
    | plain("said_on", "utterance")
    | OF_RECORDS
)
ENDORSEMENTS = (
    plain("key")
    | entity("endorser")
    | plain("endorser_as_named")
    | entity("candidate")
    | named("race")
    | named("election")
    | plain("stance", "verb", "stated_on", "within", "amount", "amount_as_stated", "recipient", "purpose")
    | OF_RECORDS
)
RESULTS = (
    plain("key")
    | entity("candidate")
    | named("race")
    | named("election")
    | plain("percent", "votes", "qualifier", "status", "as_of")
    | entity("authority")
    | plain("ballots_out", "ballots_out_as_stated")
    | entity("ballots_out_authority")
    | OF_RECORDS
)
FACTS = plain("key") | entity("candidate") | named("race") | named("election") | plain("kind", "occurred_on") | OF_RECORDS
SOURCES = (
    plain("key", "kind", "language", "title")
    | publisher_of(lambda row: row, "")
    | plain("author", "url", "published_on", "captured_on", "supersedes", "superseded_by", "visibility", "document", "sha256")
    | plain("extractor", "collector_header", "note", "inferred", "translations", "permalink", "version")
)
CANDIDATES = entity("candidate") | named("race") | plain("permalink")
ELECTIONS = (
    plain("slug", "name")
    | named("race")
    | plain("stage", "held_on", "note", "inferred", "translations")
    | PASSAGE
    | SOURCE
    | plain("permalink")
)
PARAGRAPHS = plain("source", "number", "start", "end", "body")
TOPICS = plain("slug", "name", "position", "description", "translations", "permalink")
VOICES = plain("slug", "name", "sort_name", "kind", "note", "translations", "permalink")


# --- the lists --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Export:
    """A list that can be had as a file: its name in the address, the API's view of the same things, the columns of its CSV."""

    name: str
    view: type[views.Rows]
    columns: Columns
    rows: QuerySet

    def objects(self, rows: QuerySet) -> Iterator[list[Object]]:
        """The API's objects of the rows, CHUNK at a time: what is not yet asked for is neither read nor held."""
        found = rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(found, CHUNK)):
            yield list(self.view.serializer_class(chunk, many=True).data)

    def csv(self, rows: QuerySet) -> Iterator[bytes]:
        """The lines of a CSV, some at a time; the first with the header, even of no rows."""
        header = BYTE_ORDER_MARK + lines([list(self.columns)])
        for objects in self.objects(rows):
            yield (header + lines([[cell(of(each)) for of in self.columns.values()] for each in objects])).encode()
            header = ""
        yield header.encode()

    def jsonl(self, rows: QuerySet) -> Iterator[bytes]:
        """An object a line, some at a time."""
        render = JSONRenderer().render
        for objects in self.objects(rows):
            yield b"".join(render(each) + b"\n" for each in objects)


def lines(rows: list[list[Any]]) -> str:
    """RFC 4180: CRLF after each, quotation marks where they are needed."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _exports() -> Iterator[Export]:
    for name, view, columns in (
        ("statements", views.Statements, STATEMENTS),
        ("endorsements", views.Endorsements, ENDORSEMENTS),
        ("results", views.Results, RESULTS),
        ("facts", views.Facts, FACTS),
        ("sources", views.Sources, SOURCES),
        ("paragraphs", views.Paragraphs, PARAGRAPHS),
        ("elections", views.Elections, ELECTIONS),
        ("topics", views.Topics, TOPICS),
        ("candidates", views.Candidacies, CANDIDATES),
    ):
        yield Export(name, view, columns, view.queryset)
    # as on the page: without the bystanders who are quoted once
    yield Export("voices", views.Entities, VOICES, views.Entities.queryset.voices().filter(private=False))


EXPORTS = {export.name: export for export in _exports()}
