"""Every list of the site as a file: .csv for spreadsheets, .jsonl (https://jsonlines.org) for programs; and what can be cited, for reference
managers: .bib, .ris and .json (CSL-JSON), with the citations that each page offers.

The rows are all those of the page with the same parameters, in its order.

A line of .jsonl is the object that the API gives. A row of .csv is the same object, flattened: `speaker` is the slug and `speaker_name` the name,
`passage_exact` the words of the passage, `source_title` the title of the source. Slugs and names of several things are joined by “; ”. `pieces`,
`inferred` and `translations` stand as JSON, true and false as such; what is not stated is empty.

The CSV is as RFC 4180 says, in UTF-8 with a byte order mark, without which Excel takes it for another encoding and shows “GascÃ³n”. Spreadsheets
run cells as formulas, and a source's text may begin with any character: `dara/text/spreadsheet_cells.py` says how such a text is escaped, and how
to have its exact words back. Nothing is lost."""

import csv
import functools
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

from dara.public.api import views
from dara.public.citation.files import FORMATS, Format
from dara.public.citation.item import csl
from dara.public.pages.citations import URL_NAMES
from dara.public.pages.evidence import enclosing_each
from dara.text.spreadsheet_cells import cell

CHUNK = 100  # rows in memory at a time
FIRST = 50  # rows of the first chunk: a download begins when it is ready
BYTE_ORDER_MARK = "\ufeff"
Object = dict[str, Any]  # as the API gives it
Columns = dict[str, Callable[[Object], Any]]  # the column's name → reads its cell from an object

# --- columns ----------------------------------------------------------------------------------------


def columns_of(serializer: BaseSerializer, *path: str) -> Columns:
    """The columns of the objects that a serializer makes, and of the objects in them. `path`: the names that lead to an object inside another."""
    assert isinstance(serializer, Serializer)
    columns: Columns = {}
    for name, field in serializer.fields.items():
        if isinstance(field, ListSerializer):
            columns |= {name: _joined(name, "slug"), f"{name.removesuffix('s')}_names": _joined(name, "name")}
        elif isinstance(field, Serializer):
            columns |= columns_of(field, *path, name)
        else:  # the slug of an object stands for the object
            columns["_".join(path if path and name == "slug" else (*path, name))] = _value_at(*path, name)
    return columns


def _value_at(*path: str) -> Callable[[Object], Any]:
    """Reads the value at the end of a path of names; None where an object on the path is missing."""
    return lambda row: functools.reduce(lambda found, name: found and found[name], path, row)


def _joined(name: str, key: str) -> Callable[[Object], str]:
    return lambda row: "; ".join(each[key] for each in row[name])


# --- the parts of a file ----------------------------------------------------------------------------

MakePart = Callable[[list[Any]], bytes]  # makes the part of the rows with these keys
KeepPart = Callable[[list[Any], MakePart], bytes]  # takes keys, and what makes their part; returns it, or one that was made before


def keep_nothing(keys: list[Any], make: MakePart) -> bytes:
    """Make each part anew, as the site does."""
    return make(keys)


@dataclass(frozen=True)
class Form:
    """What makes the part of a file with some rows, and what stands before the first part, between two, and after the last."""

    part: Callable[[list[Any]], bytes]
    start: bytes = b""
    between: bytes = b""
    end: bytes = b""


# --- the lists --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Export:
    """A list that can be downloaded as a file: its name in the address, the API's view of the same things, and its rows.

    `first`: the columns that the CSV begins with, where that is not the API's order; `without`: fields of the API that it does not have."""

    name: str
    view: type[views.Rows]
    rows: QuerySet
    first: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @functools.cached_property
    def columns(self) -> Columns:
        """The columns of the CSV."""
        columns = columns_of(self.view.serializer_class())
        order = dict.fromkeys((*self.first, *columns))
        return {name: columns[name] for name in order if name not in self.without}

    @property
    def suffixes(self) -> list[str]:
        """The forms of the file, as its name ends in them."""
        return ["csv", "jsonl", *(FORMATS if self.rows.model in URL_NAMES else ())]

    def file(self, suffix: str, rows: QuerySet, keep: KeepPart = keep_nothing) -> Iterator[bytes]:
        """The file in one of these forms, some rows at a time. The first of them are read before anything is given."""
        return filter(None, self._pieces(self._form(suffix), rows, keep))

    def _pieces(self, form: Form, rows: QuerySet, keep: KeepPart) -> Iterator[bytes]:
        parts = filter(None, (keep(keys, lambda some: form.part(found(rows, some))) for keys in chunks(rows)))
        first = next(parts, b"")
        yield from (form.start, first)
        for part in parts:
            yield from (form.between, part)
        yield form.end

    def _form(self, suffix: str) -> Form:
        if suffix == "csv":
            return Form(self._csv, start=(BYTE_ORDER_MARK + lines([list(self.columns)])).encode())
        if suffix == "jsonl":
            return Form(self._jsonl)
        format = FORMATS[suffix]
        return Form(
            lambda rows: _citations(format, rows).encode(), *(text.encode() for text in (format.start, format.between, format.end))
        )

    def _objects(self, rows: list[Any]) -> list[Object]:
        """The API's objects of the rows."""
        return list(self.view.serializer_class(rows, many=True).data)

    def _csv(self, rows: list[Any]) -> bytes:
        """The lines of rows in a CSV."""
        return lines([[cell(read(each)) for read in self.columns.values()] for each in self._objects(rows)]).encode()

    def _jsonl(self, rows: list[Any]) -> bytes:
        """One object a line."""
        render = JSONRenderer().render
        return b"".join(render(each) + b"\n" for each in self._objects(rows))


def _citations(format: Format, rows: list[Any]) -> str:
    outer = enclosing_each(rows)
    return format.part(csl(row, outer[row.key]) for row in rows)


def chunks(rows: QuerySet) -> Iterator[list[Any]]:
    """The keys of the rows, FIRST and then CHUNK at a time. The first keys are asked for alone: they are found at once, and all of them, which
    PostgreSQL sorts before it gives one, only when the first rows are sent."""
    keys = rows.values_list("pk", flat=True)
    chunk = list(keys[: min(FIRST, CHUNK)])
    begun = frozenset(chunk)
    others = (key for key in keys.iterator(chunk_size=CHUNK) if key not in begun) if len(chunk) == min(FIRST, CHUNK) else iter(())
    while chunk:
        yield chunk
        chunk = list(islice(others, CHUNK))


def found(rows: QuerySet, keys: list[Any]) -> list[Any]:
    """The rows with these keys, in their order."""
    by_key = rows.order_by().in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def lines(rows: list[list[Any]]) -> str:
    """Rows as RFC 4180 writes them: CRLF after each, quotation marks where they are needed."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _export(name: str, view: type[views.Rows], **more: tuple[str, ...]) -> Export:
    return Export(name, view, view.queryset, **more)


EXPORTS = {
    export.name: export
    for export in (
        _export("statements", views.Statements),
        _export("endorsements", views.Endorsements),
        _export("results", views.Results),
        _export("facts", views.Facts),
        _export("sources", views.Sources, without=("paragraphs",)),
        _export("paragraphs", views.Paragraphs),
        _export("elections", views.Elections, first=("slug", "name")),
        _export("topics", views.Topics),
        _export("candidates", views.Candidacies),
        Export(
            "voices",
            views.Entities,
            views.Entities.queryset.voices().filter(private=False),  # as on the page: without bystanders who are quoted once
            without=("private", "candidate"),
        ),
    )
}
