"""Fill an empty database with a generated archive by COPY, a few thousand statements a transaction, with the database's own checks on.

A COPY of many rows with deferred constraints slows down the longer it lasts, so they are immediate, and tables come in the order of dependency. What
triggers keep (paragraphs, search, history) they make here as in an import. There is no base of an import: to the database, the archive is its own."""

import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from bench.large_archive.people import Record
from bench.large_archive.sources import Archive, Source

SOURCES = 300  # in one transaction
FIRST = ("topics", "entities", "races", "candidacies")
MODELS = {
    "topics": "topic",
    "entities": "entity",
    "races": "race",
    "candidacies": "candidacy",
    "groups": "entity",
    "elections": "election",
    "utterances": "utterance",
    "sources": "source",
    "statements": "statement",
    "endorsements": "endorsement",
    "results": "electionresult",
    "facts": "candidacyfact",
    "withholdings": "withholding",
}
OF_SOURCES = ("elections", "utterances", "statements", "endorsements", "results", "facts", "withholdings")


def fill(archive: Archive, progress: Callable[[int], None] = lambda done: None) -> None:
    """Fill the database; `progress` gets the number of statements that are in. Raises ValueError if it holds sources already."""
    if apps.get_model("dara", "Source").objects.exists():
        raise ValueError("The archive has sources already. Fill an empty one: DARA_DATA_DIR names another folder for it.")
    filling = _Filling()
    for kind in FIRST:
        with transaction.atomic():
            filling.add(kind, getattr(archive.people, kind))
    sources = archive.sources()
    done = 0
    while chunk := list(itertools.islice(sources, SOURCES)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            filling.add_sources(chunk)
        done += sum(len(source.records["statements"]) for source in chunk)
        progress(done)


def vacuum() -> None:
    """Do what autovacuum would in its time, so that pages are measured in the same state each time. Not in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


class _Filling:
    """Rows of records: what they name by slug becomes an id."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[str, int]] = defaultdict(dict)  # by the name of a model and a slug

    def add_sources(self, sources: list[Source]) -> None:
        records = {kind: [each for source in sources for each in source.records[kind]] for kind in MODELS}
        self.add("sources", records["sources"])
        keys = [source.key for source in sources]
        texts = [source.text for source in sources]
        _copy("original", ({"source_id": key, "content": text.encode()} for key, text in zip(keys, texts, strict=True)))
        _copy(
            "sourcetext", ({"source_id": key, "extractor": "text v1", "body": text} for key, text in zip(keys, texts, strict=True))
        )
        self.add("groups", [group | {"sort_name": group["name"], "kind": "group"} for group in records["groups"]])
        passages = self._add_passages(each for kind in OF_SOURCES for each in records[kind])
        for kind in OF_SOURCES:
            self.add(kind, records[kind], passages)

    def _add_passages(self, records: Iterable[Record]) -> dict[tuple, int]:
        """The passages' ids by source, start and end. Two records may rest on the same one."""
        places = {_place(record): record["passage"]["exact"] for record in records if "passage" in record}
        ids = dict(zip(places, _new_ids("passage", len(places)), strict=True))
        _copy(
            "passage",
            (
                {"id": ids[place], "source_id": place[0], "start": place[1], "end": place[2], "exact": exact}
                for place, exact in places.items()
            ),
        )
        return ids

    def add(self, kind: str, records: list[Record], passages: dict[tuple, int] | None = None) -> None:
        """Add the records of a kind."""
        model = apps.get_model("dara", MODELS[kind])
        if model._meta.pk.name == "id":
            slugs = [record.get("slug") for record in records]
            known = zip(slugs, _new_ids(MODELS[kind], len(slugs)), strict=True)
            self.ids[MODELS[kind]] |= {slug: number for slug, number in known if slug}
        _copy(MODELS[kind], (self._row(model, record, passages or {}) for record in records))
        for name in ("about", "topics") if kind == "statements" else ():
            through = model._meta.get_field(name).remote_field.through
            column = "entity" if name == "about" else "topic"
            links = ((record["key"], slug) for record in records for slug in record.get(name, ()))
            _copy(through._meta.model_name, ({"statement_id": key, f"{column}_id": self.ids[column][slug]} for key, slug in links))

    def _row(self, model: type[models.Model], record: Record, passages: dict[tuple, int]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for name, value in record.items():
            field = model._meta.get_field("passage" if name == "source" and "passage" in record else name)
            if field.name == "passage":
                row["passage_id"] = passages[_place(record)]
            elif not field.many_to_many:
                row[field.column] = self._id(field, value) if field.is_relation else value
        if "slug" in record and model._meta.pk.name == "id":
            row["id"] = self.ids[model._meta.model_name][record["slug"]]
        if model._meta.model_name == "electionresult":
            row["race_id"] = self.ids["race"][record["election"].split("-")[0]]
        return row

    def _id(self, field: models.ForeignKey, value: str) -> str | int:
        name = field.related_model._meta.model_name
        return self.ids[name][value] if name in self.ids else value


def _place(record: Record) -> tuple:
    return record["source"], record["passage"]["start"], record["passage"]["end"]


def _new_ids(model: str, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [f"public.dara_{model}", number]
        )
        return [each for (each,) in cursor.fetchall()]


def _copy(name: str, rows: Iterable[dict[str, Any]]) -> None:
    """COPY rows, by column, into a table; a column that a row does not give has the default of the model, or else of the database."""
    defaults = _defaults(apps.get_model("dara", name))
    first = next(rows := iter(rows), None)
    if first is None:
        return
    columns = [*defaults, *({"id"} & first.keys())]
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY public.dara_{name} ({names}) FROM STDIN") as copy:
        for row in itertools.chain([first], rows):
            copy.write_row([_stored(row.get(column, defaults.get(column))) for column in columns])


def _defaults(model: type[models.Model]) -> dict[str, Any]:
    """Columns and what Django writes where nothing is given; without those that the database makes."""
    return {
        field.column: field.get_default()
        for field in model._meta.concrete_fields
        if not field.generated
        and not isinstance(field, models.AutoField)
        and not (field.has_db_default() and not field.has_default())
    }


def _stored(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
