"""The history in a private package: `history/TABLE.jsonl`, an event a line as its table has it, and `history/passages.jsonl`.

Events speak of rows by the numbers of the database. So an archive with a history is restored under the same numbers, and only into an archive
that has none: `Restoring` says which number a row had. While it lasts no history is written, which the tables' owner alone can bring about;
what comes in instead has to end in just the rows that are there, or nothing comes in at all."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, ProgrammingError, connection, models
from psycopg import errors

from dara.models import EVENTS, Candidacy, Entity, Passage, Redirect, Reply, Source, StatementAbout, StatementTopic
from dara.models.database_errors import explain_database_error

CHUNK = 1000  # events at a time
FOLDER = "history"
PASSAGES = "passages"  # those that nothing rests on any more, too: the history speaks of them


class HistoryError(Exception):
    """The history of a package cannot be restored; the text says why."""


def write_history(folder: Path) -> int:
    """Write the history to the package in `folder`; the number of events."""
    (folder / FOLDER).mkdir()
    events = 0
    for model, table in EVENTS.items():
        events += _write(
            folder, _name(model), f"SELECT to_jsonb(e)::text FROM public.{table._meta.db_table} AS e ORDER BY e.pgh_id"
        )
    _write(folder, PASSAGES, "SELECT to_jsonb(p)::text FROM public.dara_passage AS p ORDER BY p.id")
    return events


def _write(folder: Path, name: str, query: str) -> int:
    lines = 0
    path = folder / FOLDER / f"{name}.jsonl"
    with connection.chunked_cursor() as cursor, path.open("w", encoding="utf-8", newline="\n") as file:
        cursor.execute(query)
        while rows := cursor.fetchmany(CHUNK):
            file.writelines(f"{line}\n" for (line,) in rows)
            lines += len(rows)
    if not lines:
        path.unlink()
    return lines


def _name(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def has_history(folder: Path) -> bool:
    return (folder / FOLDER).is_dir()


def archive_is_new() -> bool:
    """Whether nothing has ever been in it."""
    return not any(model._default_manager.exists() for pair in EVENTS.items() for model in pair)


def history_failures() -> Iterator[str]:
    """What is not as the last event of its history left it: changed while nobody took note. For each table one question of the database."""
    for model, events in EVENTS.items():
        if model is Passage:  # never changed; its history is what was taken away
            continue
        identity = model._meta.pk.column  # type: ignore[union-attr]
        own = {field.column for field in model._meta.local_fields}
        columns = [f'"{field.column}"' for field in events._meta.local_fields if field.column in own]
        now, last = (", ".join(f"{table}.{column}" for column in columns) for table in ("r", "e"))
        query = f"""SELECT coalesce(r."{identity}", e.pgh_obj_id)::text, CASE
                WHEN e.pgh_id IS NULL THEN 'is there, and its history does not know of it'
                WHEN r."{identity}" IS NULL THEN 'is gone, and its history does not know of that'
                WHEN e.pgh_label = 'delete' THEN 'is there, and by its history it was taken out'
                ELSE 'is not what the last change in its history made of it' END
            FROM public.{model._meta.db_table} AS r FULL JOIN (
                SELECT DISTINCT ON (pgh_obj_id) * FROM public.{events._meta.db_table} ORDER BY pgh_obj_id, pgh_id DESC
            ) AS e ON e.pgh_obj_id = r."{identity}"
            WHERE CASE WHEN r."{identity}" IS NULL THEN e.pgh_label <> 'delete'
                ELSE e.pgh_id IS NULL OR e.pgh_label = 'delete' OR ROW({now}) IS DISTINCT FROM ROW({last}) END"""
        with connection.cursor() as cursor:
            cursor.execute(query)
            found = cursor.fetchall()
        for key, what in sorted(found):
            yield f"The {model._meta.verbose_name} {key} {what}."


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """What the files or the database object to, as a HistoryError."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise HistoryError(explain_database_error(error).sentence) from error
    except (ValueError, TypeError, KeyError) as error:
        raise HistoryError(f"its files are not as export_archive writes them: {error}") from error


class Restoring:
    """The history of the package in `folder`, while its records are imported.

    `begin`, then `passages` when the sources are there, then `end`; each raises HistoryError where it cannot be. Inside of one transaction."""

    def __init__(self, folder: Path):
        self.folder = folder / FOLDER
        self._rows: dict[type[models.Model], dict[Any, dict[str, Any]]] = {}

    @_explained()
    def begin(self) -> None:
        """From now on nothing writes history, until `end`. Tables are locked till the transaction is over."""
        try:
            self._switch("DISABLE")
        except ProgrammingError as error:
            if isinstance(error.__cause__, errors.InsufficientPrivilege):
                raise HistoryError(
                    "only the owner of the tables can restore it: import as that role, or take the folder out."
                ) from error
            raise
        for model in EVENTS:
            if model is not Passage and isinstance(model._meta.pk, models.AutoField):
                self._rows[model] = dict(self._last(model))

    def unwritten(self, model: type[models.Model], *identity: Any) -> dict[str, Any]:
        """What the record files do not say of a row, by its slug, or by the two things that it links: {"id": its number}, and of a group more."""
        return self._rows.get(model, {}).get(identity, {})

    @_explained()
    def passages(self) -> None:
        """All passages under their numbers; the database compares each with its text."""
        for lines in self._lines(PASSAGES):
            passages = [Passage(**json.loads(line)) for line in lines]
            there = set(Source.objects.filter(pk__in={each.source_id for each in passages}).values_list("pk", flat=True))
            Passage.objects.bulk_create(each for each in passages if each.source_id in there)

    @_explained()
    def end(self) -> int:
        """Put the events in, and let history be written again; their number."""
        events = sum(self._insert(model) for model in EVENTS)
        self._count_on()
        self._switch("ENABLE")
        faults = list(history_failures())
        if faults:
            raise HistoryError(f"it does not end in the records of the package. {faults[0]} ({len(faults)} in all.)")
        return events

    def _insert(self, model: type[models.Model]) -> int:
        table = f"public.{EVENTS[model]._meta.db_table}"
        known = {field.column for field in EVENTS[model]._meta.local_fields}
        events = 0
        for lines in self._lines(_name(model)):
            for line in lines:
                if json.loads(line).keys() != known:
                    raise HistoryError(f"an event of {_name(model)} has not the fields that this version knows: {line[:200]}")
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, line::jsonb)).* FROM unnest(%s::text[]) AS line",
                    [lines],
                )
            events += len(lines)
        return events

    def _last(self, model: type[models.Model]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """What identified each row that is there at the end, and what the record files do not say of it."""
        held: dict[int, dict[str, Any]] = {}
        for lines in self._lines(_name(model)):
            for event in map(json.loads, lines):
                held.pop(event["pgh_obj_id"], None)
                if event["pgh_label"] != "delete":
                    held[event["pgh_obj_id"]] = event
        for event in held.values():
            names = ("id", "sort_name", "private") if model is Entity and event["kind"] == Entity.Kind.GROUP else ("id",)
            yield tuple(event[name] for name in IDENTITY.get(model, ("slug",))), {name: event[name] for name in names}

    def _lines(self, name: str) -> Iterator[list[str]]:
        path = self.folder / f"{name}.jsonl"
        if not path.exists():
            return
        with path.open(encoding="utf-8", newline="\n") as file:
            while lines := [line for _, line in zip(range(CHUNK), file, strict=False)]:
                yield lines

    def _switch(self, how: str) -> None:
        with connection.cursor() as cursor:
            for model, events in EVENTS.items():
                written = (
                    ["dara_write_delete"] if model is Passage else ["dara_write_insert", "dara_write_update", "dara_write_delete"]
                )
                for table, triggers in ((model, written), (events, ["dara_not_by_hand"])):
                    for trigger in triggers:
                        cursor.execute(f"ALTER TABLE public.{table._meta.db_table} {how} TRIGGER {trigger}")

    def _count_on(self) -> None:
        """New rows and events have numbers that nothing ever had."""
        with connection.cursor() as cursor:
            for model, events in EVENTS.items():
                if isinstance(model._meta.pk, models.AutoField):
                    cursor.execute(
                        f"""SELECT setval(pg_get_serial_sequence('public.{model._meta.db_table}', 'id'), greatest(1,
                            (SELECT max(id) FROM public.{model._meta.db_table}), (SELECT max(pgh_obj_id) FROM public.{events._meta.db_table})))"""
                    )
            last = ", ".join(f"(SELECT max(pgh_id) FROM public.{events._meta.db_table})" for events in EVENTS.values())
            cursor.execute(f"SELECT setval('public.dara_history_number', greatest(1, {last}))")


# What identifies a row that has no slug, in the columns of its events.
IDENTITY: dict[type[models.Model], tuple[str, ...]] = {
    Candidacy: ("candidate_id", "race_id"),
    StatementAbout: ("statement_id", "entity_id"),
    StatementTopic: ("statement_id", "topic_id"),
    Reply: ("source_id", "kind", "key"),
    Redirect: ("kind", "old"),
}
