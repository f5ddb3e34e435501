"""Valid records → rows, a chunk at a time."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model, QuerySet

from dara import models
from dara.archive.history import Restoring
from dara.archive.package import Problem
from dara.archive.record_validation import ValidRecord
from dara.curation.merge import MERGEABLE, MergeRefused, merge
from dara.curation.withdrawal import delete_record
from dara.curation.withholding import withhold
from dara.ingest.store import store_documents
from dara.models.copying import copy_rows
from dara.models.database_errors import explain_database_error
from dara.models.record_format import KINDS, Field, Kind, Values

DATABASE_ERRORS = (IntegrityError, DataError)  # what the database's rules and constraints raise
Span = tuple[str, int, int]  # source, start, end


class MissingReference(IntegrityError):
    """A record of the files refers to something that was taken out of the archive, and that the files do not bring back."""


class MergeFailed(IntegrityError):
    """The files say that two things were merged which cannot be merged."""


def existing_rows(kind: Kind, keys: Iterable[str]) -> dict[str, Model]:
    """The rows of a kind that the archive has, by what identifies them."""
    keys = set(keys)
    return {key: row for row in _rows_near(kind, keys) if (key := kind.key_of(row)) in keys} if keys else {}


def existing_keys(kind: Kind, keys: Iterable[str]) -> set[str]:
    """What identifies the rows of a kind that the archive has, among `keys`."""
    return {" ".join(identity) for identity in _rows_near(kind, keys).values_list(*kind.lookups)}.intersection(keys)


def _rows_near(kind: Kind, keys: Iterable[str]) -> QuerySet[Any]:
    """The rows with one of the keys; where several fields make a key, more than these."""
    if len(kind.identity) == 1:
        return kind.rows().filter(**{f"{kind.identity[0]}__in": keys})
    firsts, lasts = {key.split(" ")[0] for key in keys}, {key.split(" ")[-1] for key in keys}
    return kind.rows().filter(**{f"{kind.lookups[0]}__in": firsts, f"{kind.lookups[-1]}__in": lasts})


class RecordSaver:
    """Saves the records of one import.

    A database error ends the transaction. With `careful`, records are saved behind savepoints, and each error is added to `problems`. That is
    slower with every savepoint (they pile up as lockers of the rows that all records refer to), so it only serves to explain an import that has
    failed. `mark_faulty` is called with each record that could not be created.
    `withdrawn`: the tombstones of the records that a withholding of the files has withdrawn."""

    def __init__(
        self,
        problems: list[Problem],
        restoring: Restoring | None = None,
        mark_faulty: Callable[[Kind, Values], None] = lambda kind, values: None,
        *,
        careful: bool,
    ):
        self.problems = problems
        self.restoring = restoring
        self.mark_faulty = mark_faulty
        self.careful = careful
        self.withdrawn: list[models.Tombstone] = []
        self._ids: dict[str, dict[str, Any]] = {}

    def create(self, kind: Kind, records: list[ValidRecord]) -> int:
        """Insert the records; return how many. When careful, a chunk that is refused is halved until the refused record stands alone."""
        if not records:
            return 0
        if not self.careful:
            self._insert(kind, records)
            return len(records)
        try:
            with transaction.atomic():
                self._insert(kind, records)
            return len(records)
        except DATABASE_ERRORS as error:
            if len(records) == 1:
                self.problems.append(records[0].raw.problem(explain_database_error(error).sentence))
                self.mark_faulty(kind, records[0].values)
                return 0
        half = len(records) // 2
        return self.create(kind, records[:half]) + self.create(kind, records[half:])

    def update(self, kind: Kind, changes: list[tuple[ValidRecord, Model]]) -> int:
        """Give each row the values of its record; return how many rows were changed."""
        done = 0
        for record, row in changes:
            if kind.has_document and getattr(row, "sha256", None) != record.values["sha256"]:
                self.problems.append(
                    record.raw.problem("the original never changes; a later capture is a new source that supersedes this one.")
                )
                continue
            try:
                with transaction.atomic(savepoint=self.careful):
                    self._change(kind, row, record.values)
                done += 1
            except DATABASE_ERRORS as error:
                if not self.careful:
                    raise
                self.problems.append(record.raw.problem(explain_database_error(error).sentence))
        return done

    def _change(self, kind: Kind, row: Model, values: Values) -> None:
        for name, value in self._columns(kind, values, self._passages(kind, [values])).items():
            setattr(row, name, value)
        row.save(force_update=True)
        for field in kind.fields:
            if field.is_list_of_references:
                getattr(row, field.name).set([self._id(field.refers_to, slug) for slug in values.get(field.name, ())])

    # --- inserting --------------------------------------------------------------------------------------------

    def _insert(self, kind: Kind, records: list[ValidRecord]) -> None:
        if kind.name == "topics":  # a row holds the id of its parent
            self._insert_rows(kind, [record for record in records if "parent" not in record.values])
            self._insert_rows(kind, [record for record in records if "parent" in record.values])
        else:
            self._insert_rows(kind, records)

    def _insert_rows(self, kind: Kind, records: list[ValidRecord]) -> None:
        every = [record.values for record in records]
        passages = self._passages(kind, every)
        rows = [self._columns(kind, values, passages) for values in every]
        if kind.has_document:
            documents = ((row, record.document, record.text) for row, record in zip(rows, records, strict=True))
            store_documents(documents, kind.model)  # type: ignore[arg-type]  # a kind with documents is one of the two models
        elif kind.name == "redirects":
            for values in every:
                self._insert_redirect(**values)
        elif kind.name == "withholdings":
            for row in rows:  # few
                self.withdrawn += withhold(models.Withholding(**row)).tombstones
        elif kind.name == "statements":
            self._insert_statements(kind, every, rows)
        else:
            for row in rows if kind.name == "tombstones" else ():  # few; nothing else is left of what is withdrawn
                delete_record(models.Tombstone(**row))
            copy_rows(kind.model, rows)

    def _insert_statements(self, kind: Kind, every: list[Values], rows: list[dict[str, Any]]) -> None:
        """Whom they are about comes first, so that the database makes each row once: it is found by those names, too."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for field in kind.fields:
                if field.is_list_of_references:
                    self._insert_pairs(kind, field, every)
            copy_rows(kind.model, rows)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks them, too

    def _insert_redirect(self, kind: str, old: str, new: str) -> None:
        """A redirect of the files. What still has the old name is merged, as it was in the archive that the files come from."""
        if kind in MERGEABLE and KINDS[kind].rows().filter(**{KINDS[kind].identity[0]: old}).exists():
            try:
                merge(kind, old, new)
            except MergeRefused as refused:
                raise MergeFailed(str(refused)) from refused
        else:
            models.Redirect.objects.create(kind=kind, old=old, new=new, **self._not_in_files(models.Redirect, kind, old))

    def _insert_pairs(self, kind: Kind, field: Field, every: list[Values]) -> None:
        """The rows for a field with several values: a statement's topics, or whom it is about."""
        relation: Any = kind.model._meta.get_field(field.name)
        model, one, other = relation.remote_field.through, f"{kind.singular}_id", f"{KINDS[field.refers_to].singular}_id"
        pairs = ((values["key"], self._id(field.refers_to, slug)) for values in every for slug in values.get(field.name, ()))
        copy_rows(model, ({one: key, other: pk} | self._not_in_files(model, key, pk) for key, pk in pairs))

    def _not_in_files(self, model: type[Model], *identity: Any) -> dict[str, Any]:
        """The columns of a row that record files do not have, and a history that is being restored does."""
        return self.restoring.columns(model, *identity) if self.restoring else {}

    # --- values → columns -------------------------------------------------------------------------------------

    def _columns(self, kind: Kind, values: Values, passages: Mapping[Span, int]) -> dict[str, Any]:
        """The model's attributes for a record. What the record leaves out gets the column's default."""
        columns: dict[str, Any] = {}
        for field in kind.fields:
            if field.name == "passage":
                columns["passage_id"] = passages[_span(values)]
            elif field.is_list_of_references or (field.name == "source" and kind.has_passage):
                continue  # rows of their own; and the passage names the source
            else:
                columns |= self._column(kind, field.name, field.refers_to, values.get(field.name))
        if kind.name == "groups":
            columns |= {"kind": models.Entity.Kind.GROUP, "sort_name": values.get("name", "")}
        if kind.name == "results":
            columns["race_id"] = self._race_of(columns["election_id"])
        if kind.name == "drafts" and not self._is_source(values["source"]):
            columns |= {"source_id": None, "upload_id": values["source"]}
        if kind.identity == ("key",):
            return columns
        identity = (columns[name if name in columns else f"{name}_id"] for name in kind.identity)
        return columns | self._not_in_files(kind.model, *identity)

    def _column(self, kind: Kind, name: str, refers_to: str, value: Any) -> dict[str, Any]:
        if refers_to in ("sources", "statements"):  # the column holds the key
            return {f"{name}_id": value}
        if refers_to:
            return {f"{name}_id": value and self._id(refers_to, value)}
        column: Any = kind.model._meta.get_field(name)
        return {name: column.get_default() if value is None else column.to_python(value)}

    def _passages(self, kind: Kind, every: list[Values]) -> dict[Span, int]:
        """The id of each record's passage. New passages are inserted, and checked by the database."""
        if not kind.has_passage:
            return {}
        wanted = {_span(values): values["passage"]["exact"] for values in every}
        columns = zip(*((*span, exact) for span, exact in wanted.items()), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO public.dara_passage (source_id, start, "end", exact)
                SELECT * FROM unnest(%s::text[], %s::integer[], %s::integer[], %s::text[])
                ON CONFLICT DO NOTHING RETURNING source_id, start, "end", id""",
                [list(column) for column in columns],
            )
            found = {(source, start, end): pk for source, start, end, pk in cursor.fetchall()}
        if others := wanted.keys() - found.keys():
            stored = models.Passage.objects.filter(source__in={span[0] for span in others}, start__in={span[1] for span in others})
            found |= {(source, start, end): pk for source, start, end, pk in stored.values_list("source_id", "start", "end", "pk")}
        return found

    @functools.cache  # noqa: B019 -- lives as long as one import
    def _is_source(self, key: str) -> bool:
        """Whether the key is a source's. Else it is an upload's, which becomes one."""
        return models.Source.objects.filter(pk=key).exists()

    @functools.cache  # noqa: B019 -- lives as long as one import
    def _race_of(self, election: int) -> int:
        return models.Election.objects.values_list("race", flat=True).get(pk=election)

    def _id(self, kind: str, slug: str) -> Any:
        """The primary key of the row with that slug."""
        if slug not in self._ids.get(kind, {}):
            self._ids[kind] = dict(KINDS[kind].model._default_manager.values_list("slug", "pk"))
        if slug not in self._ids[kind]:
            raise MissingReference(f"“{slug}” of the {kind} was taken out of the archive: take it out of the files, too.")
        return self._ids[kind][slug]


def _span(values: Values) -> Span:
    return values["source"], values["passage"]["start"], values["passage"]["end"]
