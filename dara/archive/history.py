"""The history in a private package: `history/TABLE.jsonl`, one event a line as its table has it, `history/passages.jsonl`, and the seal.

Events refer to rows by the ids of the database. An archive with a history is therefore restored under the same ids, and only into an archive
that has no history yet; `Restoring` says which id a row had. While the history is being restored none is written, which only the owner of the
tables can bring about. The restored history has to end in the rows that are there, or nothing is imported."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, ProgrammingError, connection, models
from psycopg import errors

from dara.archive.base_verification import base_failures
from dara.archive.seal import SEALED, seal_failures
from dara.models import (
    EVENTS,
    BaseChange,
    Candidacy,
    Entity,
    ImportedRecord,
    Passage,
    Redirect,
    Reply,
    SealHead,
    SealLeaf,
    Source,
    StatementAbout,
    StatementTopic,
)
from dara.models.database_errors import explain_database_error

CHUNK = 1000  # events at a time
FOLDER = "history"
PASSAGES = "passages"  # all of them: the history may refer to those that no record rests on any more

LEAVES, HEADS = "seal", "heads"  # of the seal


class HistoryError(Exception):
    """The history of a package cannot be restored. The message says why."""


def write_history(folder: Path) -> int:
    """Write the history to the package in `folder`; return the number of events."""
    (folder / FOLDER).mkdir()
    events = 0
    for name, model in SEALED.items():
        events += _write(folder, name, f"SELECT to_jsonb(e)::text FROM public.{model._meta.db_table} AS e ORDER BY e.pgh_id")
    _write(folder, PASSAGES, "SELECT to_jsonb(p)::text FROM public.dara_passage AS p ORDER BY p.id")
    _write(folder, LEAVES, "SELECT to_jsonb(l)::text FROM public.dara_sealleaf AS l ORDER BY l.place")
    # what was under way on this server says nothing on another
    _write(folder, HEADS, "SELECT (to_jsonb(h) - 'below')::text FROM public.dara_sealhead AS h ORDER BY h.size")
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


def has_history(folder: Path) -> bool:
    return (folder / FOLDER).is_dir()


def archive_is_new() -> bool:
    """Whether the archive has never held anything."""
    return not any(model._default_manager.exists() for pair in EVENTS.items() for model in pair)


def history_failures(model: type[models.Model]) -> Iterator[str]:
    """Yield a sentence for each row of the model that is not as the last event of its history left it. One query."""
    if model is Passage:  # never changed; its history holds the passages that were deleted
        return
    events = EVENTS[model]
    identity = model._meta.pk.column  # type: ignore[union-attr]  # each has a primary key
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


def _failures_of_all() -> Iterator[str]:
    for model in EVENTS:
        yield from history_failures(model)


@contextlib.contextmanager
def _history_errors() -> Iterator[None]:
    """Raise a HistoryError for what is wrong with the files, and for what the database refuses."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise HistoryError(explain_database_error(error).sentence) from error
    except (ValueError, TypeError, KeyError) as error:
        raise HistoryError(f"its files are not as export_archive writes them: {error}") from error


class Restoring:
    """Restores the history of the package in `folder`, while its records are imported in one transaction.

    Call `begin` first, `passages` when the sources are there, and `end` last. Each raises HistoryError if the history cannot be restored."""

    def __init__(self, folder: Path):
        self.folder = folder / FOLDER
        self._rows: dict[type[models.Model], dict[Any, dict[str, Any]]] = {}

    @_history_errors()
    def begin(self) -> None:
        """Stop writing history until `end`. The tables are locked until the transaction is over."""
        try:
            self._switch_triggers("DISABLE")
        except ProgrammingError as error:
            if isinstance(error.__cause__, errors.InsufficientPrivilege):
                raise HistoryError(
                    "only the owner of the tables can restore it: import as that role, or take the folder out."
                ) from error
            raise
        for model in EVENTS:
            if model is not Passage and isinstance(model._meta.pk, models.AutoField):
                self._rows[model] = dict(self._last(model))

    def columns(self, model: type[models.Model], *identity: Any) -> dict[str, Any]:
        """The columns of a row that record files do not have: {"id": …}, and more of a group. `identity`: its slug, or the columns of IDENTITY."""
        return self._rows.get(model, {}).get(identity, {})

    @_history_errors()
    def passages(self) -> None:
        """Insert all passages under their ids. The database compares each with its text."""
        for lines in self._lines(PASSAGES):
            passages = [Passage(**json.loads(line)) for line in lines]
            there = set(Source.objects.filter(pk__in={each.source_id for each in passages}).values_list("pk", flat=True))
            Passage.objects.bulk_create(each for each in passages if each.source_id in there)

    @_history_errors()
    def end(self) -> int:
        """Insert the events, and let history be written again; return their number."""
        events = sum(self._insert(name, model) for name, model in SEALED.items())
        self._insert(LEAVES, SealLeaf)
        self._insert(HEADS, SealHead)
        self._advance_sequences()
        if not BaseChange.objects.exists():  # an export of an earlier version has no notes on the bases
            with connection.cursor() as cursor:
                cursor.execute("SELECT public.dara_begin_bases()")
        self._switch_triggers("ENABLE")
        for what, failures in (
            ("it does not end in the records of the package", _failures_of_all),
            ("it does not end in the bases of the package", base_failures),
            ("it is not as it was sealed", seal_failures),
        ):
            if faults := list(failures()):
                raise HistoryError(f"{what}. {faults[0]} ({len(faults)} in all.)")
        return events

    def _insert(self, name: str, model: Any) -> int:
        table = f"public.{model._meta.db_table}"
        known = {field.column for field in model._meta.local_fields}
        later = ADDED_LATER.get(name, set())
        events = 0
        for lines in self._lines(name):
            for line in lines:
                if json.loads(line).keys() | later != known:
                    raise HistoryError(f"a line of {name} has not the fields that this version knows: {line[:200]}")
            with connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO {table} SELECT (jsonb_populate_record(NULL::{table}, line::jsonb)).* FROM unnest(%s::text[]) AS line",
                    [lines],
                )
            events += len(lines)
        return events

    def _last(self, model: type[models.Model]) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Yield, for each row that is there at the end, its identity, and its columns that record files do not have."""
        last: dict[int, dict[str, Any]] = {}
        for lines in self._lines(str(model._meta.model_name)):
            for event in map(json.loads, lines):
                last.pop(event["pgh_obj_id"], None)
                if event["pgh_label"] != "delete":
                    last[event["pgh_obj_id"]] = event
        for event in last.values():
            names = ("id", "sort_name", "private") if model is Entity and event["kind"] == Entity.Kind.GROUP else ("id",)
            yield tuple(event[name] for name in IDENTITY.get(model, ("slug",))), {name: event[name] for name in names}

    def _lines(self, name: str) -> Iterator[list[str]]:
        path = self.folder / f"{name}.jsonl"
        if not path.exists():
            return
        with path.open(encoding="utf-8", newline="\n") as file:
            while lines := [line for _, line in zip(range(CHUNK), file, strict=False)]:
                yield lines

    def _switch_triggers(self, action: str) -> None:
        notes = ("dara_note_insert", "dara_note_update_from", "dara_note_update_to", "dara_note_delete")
        switched: list[tuple[Any, str]] = [(ImportedRecord, trigger) for trigger in notes] + [(BaseChange, "dara_not_by_hand")]
        with connection.cursor() as cursor:
            for model, events in EVENTS.items():
                written = (
                    ["dara_write_delete"] if model is Passage else ["dara_write_insert", "dara_write_update", "dara_write_delete"]
                )
                switched += [(model, trigger) for trigger in written] + [(events, "dara_not_by_hand")]
            for table, trigger in switched:
                cursor.execute(f"ALTER TABLE public.{table._meta.db_table} {action} TRIGGER {trigger}")

    def _advance_sequences(self) -> None:
        """Let new rows and events have ids that none ever had."""
        with connection.cursor() as cursor:
            for model, events in EVENTS.items():
                if isinstance(model._meta.pk, models.AutoField):
                    cursor.execute(
                        f"""SELECT setval(pg_get_serial_sequence('public.{model._meta.db_table}', 'id'), greatest(1,
                            (SELECT max(id) FROM public.{model._meta.db_table}), (SELECT max(pgh_obj_id) FROM public.{events._meta.db_table})))"""
                    )
            last = ", ".join(f"(SELECT max(pgh_id) FROM public.{events._meta.db_table})" for events in SEALED.values())
            cursor.execute(f"SELECT setval('public.dara_history_number', greatest(1, {last}))")


# The columns that an export does not have, one of an earlier version or any: they are null where it is restored.
ADDED_LATER = {"topic": {"parent_id"}, "draft": {"upload_id"}, HEADS: {"below"}}
# The columns that identify a row without a slug, in its events too.
IDENTITY: dict[type[models.Model], tuple[str, ...]] = {
    Candidacy: ("candidate_id", "race_id"),
    StatementAbout: ("statement_id", "entity_id"),
    StatementTopic: ("statement_id", "topic_id"),
    Reply: ("source_id", "kind", "key"),
    Redirect: ("kind", "old"),
}
