"""Merging duplicates: every reference to one row moves to the other, and the address of the one redirects to the other.

Some foreign keys span two columns and are known to the database only; the order of the steps respects them. Should a reference be missed, the
database refuses to delete the row."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from dara.curation.incoming_references import Reference, count_references, references
from dara.curation.redirects import namespace
from dara.models import Draft, Entity, ImportConflict, ImportedRecord, Passage, Redirect, Reply, Statement, Utterance
from dara.models.database_errors import explain_database_error
from dara.models.record_format import KINDS, Kind, Values, digest, values_of

MERGEABLE = tuple(Redirect.Kind.values)  # kinds, as in the record files
PROPOSED = "Proposed to merge it into"  # and what: see two_persons
CHUNK = 1000


class MergeRefused(Exception):
    """The two rows may not be merged. The message says why, and what to do instead."""


def merge(kind: str, old: str, new: str) -> Counter[str]:
    """Merge the row named `old` into the row named `new`, and return how many references have moved, by their labels.

    `kind` is one of MERGEABLE; `old` and `new` are keys or slugs. The row that stays does not change. Raises MergeRefused, and then nothing has
    happened."""
    with transaction.atomic():
        old_row, new_row = _lock_rows(kind, old, new)
        check_mergeable(kind, old_row, new_row)
        moved = Counter(dict(count_references(old_row)))
        try:
            with transaction.atomic():
                _merge_rows(KINDS[kind], old_row, new_row)
        except IntegrityError as error:  # a ProtectedError is one too
            raise MergeRefused(f"{old} cannot be merged into {new}: {explain_database_error(error).sentence}") from error
    return moved


def _lock_rows(kind: str, old: str, new: str) -> tuple[Any, Any]:
    name = KINDS[kind].identity[0]
    rows = KINDS[kind].model._default_manager.filter(**{f"{name}__in": {old, new}}).order_by("pk")
    found = {getattr(row, name): row for row in rows.select_for_update()}
    for missing in (each for each in (old, new) if each not in found):
        way_out = Redirect.objects.target(kind, missing)
        raise MergeRefused(
            f"The archive holds no {missing} among its {kind}."
            + (f" It was merged into {way_out}: name that one." if way_out else " Is it written as its address has it?")
        )
    return found[old], found[new]


# --- what may be merged -----------------------------------------------------------------------------


def check_mergeable(kind: str, old: Any, new: Any) -> None:
    """Raise MergeRefused unless the two rows may be merged: entities of one kind, records of one source."""
    if old.pk == new.pk:
        raise MergeRefused(f"{old} would be merged into itself: choose another.")
    if isinstance(old, Entity):
        _check_entities(old, new)
    elif KINDS[kind].has_passage:
        _check_records(old, new)


def _check_entities(old: Entity, new: Entity) -> None:
    if old.kind != new.kind:
        raise MergeRefused(
            f"“{old}” is held as “{old.kind}”, “{new}” as “{new.kind}”: only two of one kind are merged. If one of them has the wrong kind, correct that"
            " first; a group stays with the source that describes it, so there correct the records that name it."
        )
    if old.source_id != new.source_id:
        raise MergeRefused(
            f"“{old}” and “{new}” are groups of two sources, each as its own source describes it: they stay two. If a source names who it"
            " means, correct its records to name that person or organization."
        )


def _check_records(old: Any, new: Any) -> None:
    if old.passage.source_id != new.passage.source_id:
        utterance = " If both give one thing said once, join them in an utterance." if isinstance(old, Statement) else ""
        raise MergeRefused(
            f"{old.pk} rests on source {old.passage.source_id}, {new.pk} on source {new.passage.source_id}: records of two sources are two pieces of"
            f" evidence, which are never merged.{utterance}"
        )
    if isinstance(old, Statement):
        _check_statements(old, new)


def _check_statements(old: Statement, new: Statement) -> None:
    if old.within_id == new.pk or new.within_id == old.pk:
        raise MergeRefused(
            f"One of {old.pk} and {new.pk} is quoted in the other: they are two statements. If the same words were entered twice, correct"
            " “within” first."
        )
    if old.utterance_id and new.utterance_id and old.utterance_id != new.utterance_id:
        raise MergeRefused(
            f"{old.pk} is joined in the utterance “{old.utterance}”, {new.pk} in “{new.utterance}”: delete one of these utterances first, or"
            " join their statements in one."
        )


# --- the steps of a merge ---------------------------------------------------------------------------


def _merge_rows(kind: Kind, old: Any, new: Any) -> None:
    unchanged = _unchanged_since_import(kind, old)
    _move_references(old, new)
    if isinstance(old, Statement):
        _move_utterance(old, new)
    passage, name = getattr(old, "passage_id", None), kind.identity[0]
    old_name, new_name = getattr(old, name), getattr(new, name)
    old.delete()
    Passage.objects.unused().filter(pk=passage).delete()
    ImportConflict.objects.filter(kind=kind.name, key=old_name).delete()
    if name == "key":
        _move_drafts_and_replies(kind, old_name, new_name)
    Redirect.objects.filter(kind=kind.name, new=old_name).update(new=new_name)
    Redirect.objects.create(kind=kind.name, old=old_name, new=new_name)
    _store_digests(unchanged)


def _move_references(old: Model, new: Model) -> None:
    found = list(references(type(old)))
    pairs = [each for each in found if each.paired_columns is not None]
    for reference in pairs:
        _copy_pairs(reference, old, new)
    for reference in found:
        if reference not in pairs:
            reference.rows(old).update(**{reference.field.name: new.pk})
    for reference in pairs:  # last, because the records of a candidate in a race refer to the pair
        reference.rows(old).delete()


def _copy_pairs(reference: Reference, old: Model, new: Model) -> None:
    """Give `new` the pairs that `old` has and `new` has not."""
    columns = reference.paired_columns or []
    existing = set(reference.rows(new).values_list(*columns))
    copies = [row for row in reference.rows(old) if tuple(getattr(row, name) for name in columns) not in existing]
    for row in copies:
        row.pk, row._state.adding = None, True
        setattr(row, reference.field.attname, new.pk)
    reference.model._base_manager.bulk_create(copies)


def _move_utterance(old: Statement, new: Statement) -> None:
    """Join `new` in the utterance of `old`. An utterance that joined nothing but these two is deleted."""
    utterance = old.utterance
    if utterance is None:
        return
    Statement.objects.filter(pk=old.pk).update(utterance=None)
    if new.utterance_id is None:
        Statement.objects.filter(pk=new.pk).update(utterance=utterance)
    if utterance.statements.count() < 2:
        utterance.statements.update(utterance=None)
        Utterance.objects.filter(pk=utterance.pk).delete()


def _move_drafts_and_replies(kind: Kind, old: str, new: str) -> None:
    Draft.objects.filter(record=old).update(record=new)
    replies = Reply.objects.filter(kind=kind.name)
    replies.filter(key=old).exclude(source__in=replies.filter(key=new).values("source")).update(key=new)
    replies.filter(key=old).delete()  # sources that answer the other record already


# --- the digests of the last import -----------------------------------------------------------------

Unchanged = list[tuple[Kind, Any]]  # a kind, and the primary key of a row that is as it was last imported


def _unchanged_since_import(kind: Kind, old: Any) -> Unchanged:
    """Return the rows that name `old` and are as the files last gave them.

    After the merge they get new digests, so that the next import does not take their new reference for a curator's correction."""
    found: Unchanged = []
    for other in KINDS.values():
        names = [field.name for field in other.fields if field.refers_to and namespace(field.refers_to) == namespace(kind.name)]
        if not names:
            continue
        naming = Q(*(Q(**{name: old.pk}) for name in names), _connector=Q.OR)
        keys = list(other.model._base_manager.filter(naming).values_list("pk", flat=True).distinct())
        for chunk in _chunks(keys):
            values = {row.pk: values_of(other, row) for row in other.rows().filter(pk__in=chunk)}
            stored = _stored_digests(other, values.values())
            found += [(other, pk) for pk, each in values.items() if stored.get(other.key(each)) == digest(each)]
    return found


def _stored_digests(kind: Kind, values: Iterable[Values]) -> dict[str, bytes]:
    imported = ImportedRecord.objects.filter(kind=kind.name, key__in=[kind.key(each) for each in values])
    return {key: bytes(value) for key, value in imported.values_list("key", "digest")}


def _store_digests(rows: Unchanged) -> None:
    for kind in dict.fromkeys(kind for kind, _ in rows):
        for chunk in _chunks([pk for each, pk in rows if each is kind]):
            values = [values_of(kind, row) for row in kind.rows().filter(pk__in=chunk)]  # a pair that was copied has another key
            ImportedRecord.objects.bulk_create(
                [ImportedRecord(kind=kind.name, key=kind.key(each), digest=digest(each)) for each in values],
                update_conflicts=True,
                unique_fields=["kind", "key"],
                update_fields=["digest"],
            )


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
