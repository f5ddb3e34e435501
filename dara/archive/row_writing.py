"""Canonical forms → rows, a chunk at a time; what the database refuses becomes a problem, row by row."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from dara import models
from dara.archive.history import Restoring
from dara.archive.package import Problem, Raw
from dara.archive.record_parsing import Resolver
from dara.curation.merge import MERGED, MergeRefused, merge
from dara.ingest.store import store_document
from dara.models.record_format import KINDS, Kind, Values
from dara.refusals import explain

REFUSALS = (IntegrityError, DataError)
Span = tuple[str, int, int]  # source, start, end


class TakenOut(IntegrityError):
    """What the files refer to was taken out of the archive, where the files do not bring it back."""


class NotMerged(IntegrityError):
    """The files say that two things were merged which cannot be."""


class Writer:
    """Writes the forms of one import.

    A refusal by the database ends the transaction. `careful` writes behind savepoints instead, and adds each refusal to `problems`: slower with
    each savepoint (they pile up as lockers of the rows that all statements refer to), so only to explain an import that has failed.
    Without a `resolver`, for forms that are made already, it only updates."""

    def __init__(self, resolver: Resolver | None, problems: list[Problem], restoring: Restoring | None = None, *, careful: bool):
        self.resolver = resolver
        self.restoring = restoring
        self.problems = problems
        self.careful = careful
        self.withdrawn: list[models.Tombstone] = []  # with words that were withheld
        self._ids: dict[str, dict[str, Any]] = {}

    def existing(self, kind: Kind, keys: Iterable[str]) -> dict[str, Model]:
        """The rows that are there, by what identifies them."""
        keys = list(keys)
        if len(kind.identity) == 1:
            rows = kind.rows().filter(**{f"{kind.identity[0]}__in": keys})
            return {getattr(row, kind.identity[0]): row for row in rows}
        last = kind.lookups[-1]  # of a pair
        firsts = {key.split(" ")[0] for key in keys}
        rows = kind.rows().filter(**{f"{kind.lookups[0]}__in": firsts, f"{last}__in": {key.split(" ")[-1] for key in keys}})
        return {kind.key_of(row): row for row in rows}

    def create(self, kind: Kind, forms: list[tuple[Raw, Values]]) -> int:
        """Insert; the number of rows. When careful, what the database refuses is halved until the refused record stands alone."""
        if not forms:
            return 0
        if not self.careful:
            self._insert(kind, [form for _, form in forms])
            return len(forms)
        try:
            with transaction.atomic():
                self._insert(kind, [form for _, form in forms])
            return len(forms)
        except REFUSALS as error:
            if len(forms) == 1:
                raw, form = forms[0]
                self.problems.append(raw.problem(explain(error).sentence))
                self._files.drop(kind, form)
                return 0
        half = len(forms) // 2
        return self.create(kind, forms[:half]) + self.create(kind, forms[half:])

    def update(self, kind: Kind, changes: list[tuple[Raw, Model, Values]]) -> int:
        """Give each row its new form; the number of rows."""
        done = 0
        for raw, row, form in changes:
            if kind.name == "sources" and getattr(row, "sha256", None) != form["sha256"]:
                self.problems.append(
                    raw.problem("the original never changes; a later capture is a new source that supersedes this one.")
                )
                continue
            try:
                with transaction.atomic(savepoint=self.careful):
                    self._change(kind, row, form)
                done += 1
            except REFUSALS as error:
                if not self.careful:
                    raise
                self.problems.append(raw.problem(explain(error).sentence))
        return done

    def _change(self, kind: Kind, row: Model, form: Values) -> None:
        for name, value in self._columns(kind, form, self._passages(kind, [form])).items():
            setattr(row, name, value)
        row.save(force_update=True)
        for field in kind.fields:
            if field.refers_to and field.type is list:
                getattr(row, field.name).set([self._id(field.refers_to, slug) for slug in form.get(field.name, ())])

    def _insert(self, kind: Kind, forms: list[Values]) -> None:
        passages = self._passages(kind, forms)
        rows: list[Any] = [kind.model(**self._columns(kind, form, passages)) for form in forms]
        if kind.name == "sources":  # one by one: documents may be large
            for row, form in zip(rows, forms, strict=True):
                store_document(row, *self._files.document(form))
            return
        if kind.name == "redirects":
            for form in forms:
                self._lead_on(**form)
            return
        if kind.name == "withholdings":
            for row in rows:  # few; what touches the words goes
                self.withdrawn += row.withhold().tombstones
            return
        if kind.name == "tombstones":
            for row in rows:  # few; what is withdrawn leaves nothing but its tombstone
                row.remove_record()
        kind.model._default_manager.bulk_create(rows)
        if kind.name == "statements":
            self._link(
                models.StatementAbout, "entity_id", [(f["key"], self._id("entities", s)) for f in forms for s in f.get("about", ())]
            )
            self._link(
                models.StatementTopic, "topic_id", [(f["key"], self._id("topics", s)) for f in forms for s in f.get("topics", ())]
            )

    @property
    def _files(self) -> Resolver:
        assert self.resolver is not None, "without the files there is nothing to create"
        return self.resolver

    def _lead_on(self, kind: str, old: str, new: str) -> None:
        """A redirect of the files: what still has the old name is merged, as it was where the files come from."""
        if kind in MERGED and KINDS[kind].rows().filter(**{KINDS[kind].identity[0]: old}).exists():
            try:
                merge(kind, old, new)
            except MergeRefused as refused:
                raise NotMerged(str(refused)) from refused
        else:
            models.Redirect.objects.create(kind=kind, old=old, new=new, **self._unwritten(models.Redirect, kind, old))

    def _link(self, model: Any, linked: str, pairs: list[tuple[str, int]]) -> None:
        model.objects.bulk_create(
            model(**{"statement_id": key, linked: other} | self._unwritten(model, key, other)) for key, other in pairs
        )

    def _unwritten(self, model: type[Model], *identity: Any) -> dict[str, Any]:
        """What a history that is restored says of a row, and the files do not."""
        return self.restoring.unwritten(model, *identity) if self.restoring else {}

    def _columns(self, kind: Kind, form: Values, passages: Mapping[Span, int]) -> dict[str, Any]:
        """The model's attributes for a form; what the form leaves out gets the column's default."""
        columns: dict[str, Any] = {}
        for field in kind.fields:
            value = form.get(field.name)
            if field.name == "passage":
                columns["passage_id"] = passages[_span(form)]
            elif (field.name == "source" and kind.has_passage) or (field.refers_to and field.type is list):
                continue  # the passage's source; and the lists, which are tables of their own
            elif field.refers_to in ("sources", "statements"):
                columns[f"{field.name}_id"] = value
            elif field.refers_to:
                columns[f"{field.name}_id"] = value and self._id(field.refers_to, value)
            else:
                column: Any = kind.model._meta.get_field(field.name)
                columns[field.name] = column.get_default() if value is None else column.to_python(value)
        if kind.name == "groups":
            columns |= {"kind": models.Entity.Kind.GROUP, "sort_name": form["name"]}
        if kind.name == "results":
            columns["race_id"] = self._race_of(columns["election_id"])
        if kind.identity == ("key",):
            return columns
        identity = (columns[name if name in columns else f"{name}_id"] for name in kind.identity)
        return columns | self._unwritten(kind.model, *identity)

    def _passages(self, kind: Kind, forms: list[Values]) -> dict[Span, int]:
        """The id of each form's passage; those that are new are stored, and checked by the database."""
        if not kind.has_passage:
            return {}
        wanted = {_span(form): form["passage"]["exact"] for form in forms}
        models.Passage.objects.bulk_create(
            (models.Passage(source_id=span[0], start=span[1], end=span[2], exact=exact) for span, exact in wanted.items()),
            ignore_conflicts=True,
        )
        held = models.Passage.objects.filter(source__in={span[0] for span in wanted}, start__in={span[1] for span in wanted})
        return {(source, start, end): pk for source, start, end, pk in held.values_list("source_id", "start", "end", "pk")}

    @functools.cache  # noqa: B019 -- lives as long as one import
    def _race_of(self, election: int) -> int:
        return models.Election.objects.values_list("race", flat=True).get(pk=election)

    def _id(self, space: str, slug: str) -> Any:
        """The primary key of what a slug names."""
        if slug not in self._ids.get(space, {}):
            kind = KINDS[space]
            self._ids[space] = dict(kind.model._default_manager.values_list("slug", "pk"))
        if slug not in self._ids[space]:
            raise TakenOut(f"“{slug}” of the {space} was taken out of the archive: take it out of the files, too.")
        return self._ids[space][slug]


def _span(form: Values) -> Span:
    return form["source"], form["passage"]["start"], form["passage"]["end"]
