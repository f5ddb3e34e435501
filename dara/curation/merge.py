"""Duplicates merged: what refers to one comes to refer to the other, and the address of the one leads to the other.

What refers to a thing is asked of the models themselves, so that a new reference is not forgotten; what only the database knows (foreign keys over
two columns) holds by the order of the steps, and whatever should be missed, the database refuses to lose."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ForeignKey, Model, Q, QuerySet, UniqueConstraint

from dara.models import Draft, Entity, ImportConflict, ImportedRecord, Passage, Redirect, Reply, Statement, Utterance
from dara.models.database_errors import explain_database_error
from dara.models.record_format import KINDS, NAMESPACES, Kind, Values, digest, values_of

MERGED = tuple(Redirect.Kind.values)
CHUNK = 1000


class MergeRefused(Exception):
    """The two are not to be merged; the text says why, and what to do."""


# --- old names followed -----------------------------------------------------------------------------


class Leads:
    """Old names and what they lead to, each in one step: for reading files that still use them.

    `pairs`: kind, old, new. Of two for one name the first counts. Raises ValueError for a circle, naming it."""

    def __init__(self, pairs: Iterable[tuple[str, str, str]]):
        self._new: dict[str, dict[str, str]] = {}
        for kind, old, new in pairs:
            self._new.setdefault(_space(kind), {}).setdefault(old, new)
        for leads in self._new.values():
            for old in leads:
                leads[old] = _end(leads, old)

    def __bool__(self) -> bool:
        return bool(self._new)

    def name(self, kind: str, name: Any) -> Any:
        """What the thing of that kind is called now; anything that was not merged away as it is."""
        return self._new.get(_space(kind), {}).get(name, name) if isinstance(name, str) else name

    def follow(self, kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a record (as read, or a form) with each name that leads on replaced by the one that it leads to."""
        followed = dict(values)
        for field in kind.fields if self else ():
            value = values.get(field.name)
            if field.refers_to and isinstance(value, list):
                followed[field.name] = [self.name(field.refers_to, each) for each in value]
            elif field.refers_to:
                followed |= {field.name: self.name(field.refers_to, value)} if field.name in values else {}
        return followed


def _space(kind: str) -> str:
    return NAMESPACES.get(kind, kind)


def _end(leads: Mapping[str, str], old: str) -> str:
    passed, name = [old], leads[old]
    while name in leads:
        if name in passed:
            raise ValueError(f"the redirects of {', '.join(passed)} lead in a circle.")
        passed.append(name)
        name = leads[name]
    return name


# --- what refers to a thing -------------------------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """A foreign key to the thing's table."""

    model: type[Model]
    field: ForeignKey

    def rows(self, row: Model) -> QuerySet[Any]:
        """Those that refer to the row."""
        return self.model._base_manager.filter(**{self.field.name: row.pk})

    @property
    def words(self) -> str:
        """What it is to people; of a table between two others, what it stands for."""
        others: list[Any] = [each.related_model for each in self.model._meta.get_fields() if isinstance(each, ForeignKey)]
        for field in (field for other in others for field in other._meta.many_to_many):
            if field.remote_field.through is self.model:
                return f"{field.model._meta.verbose_name_plural} ({field.verbose_name})"
        return f"{self.model._meta.verbose_name_plural} ({self.field.verbose_name})"

    @property
    def partners(self) -> list[str] | None:
        """Where a row of it stands for a pair (who ran in which race): the other columns of the pair; else None."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self.field.name in constraint.fields:
                return [self.model._meta.get_field(name).attname for name in constraint.fields if name != self.field.name]  # type: ignore[union-attr]
        return None


def references(model: type[Model]) -> Iterator[Reference]:
    """What in the archive refers to rows of the model and stays when one of them goes.

    Not its own parts, which go with it, nor what the database does not hold to it, as the history of what was."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        field: Any = relation.field
        if relation.on_delete is not models.CASCADE and field.db_constraint and field.model._meta.managed:
            yield Reference(field.model, field)


def moves(row: Model) -> list[tuple[str, int]]:
    """What would come to refer to another thing, in words and numbers: [("statements (speaker)", 12), ("statements (about)", 3)]."""
    found = ((each, each.rows(row).count()) for each in references(type(row)))
    return [(each.words, number) for each, number in found if number]


# --- merging ----------------------------------------------------------------------------------------


def merge(kind: str, old: str, new: str) -> Counter[str]:
    """Merge the thing named `old` into `new`, which stays as it is; how many references have moved, in words.

    `kind`: as in the record files, one of MERGED. Raises MergeRefused, and then nothing has happened."""
    with transaction.atomic():
        gone, kept = _pair(kind, old, new, lock=True)
        refuse(kind, gone, kept)
        moved = Counter(dict(moves(gone)))
        try:
            with transaction.atomic():
                _merge(KINDS[kind], gone, kept)
        except IntegrityError as error:  # and its kind: a ProtectedError
            raise MergeRefused(f"{old} cannot be merged into {new}: {explain_database_error(error).sentence}") from error
    return moved


def pair(kind: str, old: str, new: str) -> tuple[Any, Any]:
    """The two rows. Raises MergeRefused where one is not there."""
    return _pair(kind, old, new, lock=False)


def _pair(kind: str, old: str, new: str, *, lock: bool) -> tuple[Any, Any]:
    name = KINDS[kind].identity[0]
    rows = KINDS[kind].model._default_manager.filter(**{f"{name}__in": {old, new}}).order_by("pk")
    found = {getattr(row, name): row for row in (rows.select_for_update() if lock else rows)}
    for missing in (each for each in (old, new) if each not in found):
        way_out = Redirect.objects.target(kind, missing)
        raise MergeRefused(
            f"The archive holds no {missing} among its {kind}."
            + (f" It was merged into {way_out}: name that one." if way_out else " Is it written as its address has it?")
        )
    return found[old], found[new]


def refuse(kind: str, old: Any, new: Any) -> None:
    """Raises MergeRefused unless the two may be one: things of one sort, records of one source."""
    if old.pk == new.pk:
        raise MergeRefused(f"{old} would be merged into itself: choose another.")
    if isinstance(old, Entity):
        _refuse_entities(old, new)
    elif KINDS[kind].has_passage:
        _refuse_records(old, new)


def _refuse_entities(old: Entity, new: Entity) -> None:
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


def _refuse_records(old: Any, new: Any) -> None:
    if old.passage.source_id != new.passage.source_id:
        joined = " If both give one thing said once, join them in an utterance." if isinstance(old, Statement) else ""
        raise MergeRefused(
            f"{old.pk} rests on source {old.passage.source_id}, {new.pk} on source {new.passage.source_id}: records of two sources are two pieces of"
            f" evidence, which are never merged.{joined}"
        )
    if isinstance(old, Statement):
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


def _merge(kind: Kind, old: Any, new: Any) -> None:
    keep_bases = _as_imported(kind, old)
    pairs = []
    for reference in references(type(old)):
        if reference.partners is None:
            continue
        _copy_pairs(reference, old, new)
        pairs.append(reference)
    for reference in references(type(old)):
        if reference.partners is None:
            reference.rows(old).update(**{reference.field.name: new.pk})
    for reference in pairs:  # last: records of a candidate in a race hold on to the pair
        reference.rows(old).delete()
    if isinstance(old, Statement):
        _hand_on_utterance(old, new)
    passage, name = getattr(old, "passage_id", None), kind.identity[0]
    old_name, new_name = getattr(old, name), getattr(new, name)
    old.delete()
    Passage.objects.unused().filter(pk=passage).delete()
    ImportConflict.objects.filter(kind=kind.name, key=old_name).delete()
    if name == "key":
        Draft.objects.filter(record=old_name).update(record=new_name)
        answers = Reply.objects.filter(kind=kind.name)
        answers.filter(key=old_name).exclude(source__in=answers.filter(key=new_name).values("source")).update(key=new_name)
        answers.filter(key=old_name).delete()  # they answer the other one already
    Redirect.objects.filter(kind=kind.name, new=old_name).update(new=new_name)
    Redirect.objects.create(kind=kind.name, old=old_name, new=new_name)
    _rebase(keep_bases)


def _copy_pairs(reference: Reference, old: Model, new: Model) -> None:
    """Give `new` the pairs that `old` has; what it has already is not doubled."""
    partners = reference.partners or []
    had = set(reference.rows(new).values_list(*partners))
    copies = [row for row in reference.rows(old) if tuple(getattr(row, name) for name in partners) not in had]
    for row in copies:
        row.pk, row._state.adding = None, True
        setattr(row, reference.field.attname, new.pk)
    reference.model._base_manager.bulk_create(copies)


def _hand_on_utterance(old: Statement, new: Statement) -> None:
    """An utterance that joins `old` joins `new`; one that both are joined in and nothing else joins nothing any more, and goes."""
    utterance = old.utterance
    if utterance is None:
        return
    Statement.objects.filter(pk=old.pk).update(utterance=None)
    if new.utterance_id is None:
        Statement.objects.filter(pk=new.pk).update(utterance=utterance)
    if utterance.statements.count() < 2:
        utterance.statements.update(utterance=None)
        Utterance.objects.filter(pk=utterance.pk).delete()


# --- what files say of it ---------------------------------------------------------------------------

Based = list[tuple[Kind, Any]]  # a kind, and the primary key of a row that is just as it was last imported


def _as_imported(kind: Kind, old: Any) -> Based:
    """The rows that name `old` and are as the files last gave them. They stay so under its new name: a merge is no curator's correction of each."""
    found: Based = []
    for other in KINDS.values():
        names = [field.name for field in other.fields if field.refers_to and _space(field.refers_to) == _space(kind.name)]
        if not names:
            continue
        naming = Q(*(Q(**{name: old.pk}) for name in names), _connector=Q.OR)
        keys = list(other.model._base_manager.filter(naming).values_list("pk", flat=True).distinct())
        for chunk in _chunks(keys):
            rows = {row.pk: values_of(other, row) for row in other.rows().filter(pk__in=chunk)}
            bases = _bases(other, rows.values())
            found += [(other, pk) for pk, each in rows.items() if bases.get(other.key(each)) == digest(each)]
    return found


def _rebase(rows: Based) -> None:
    for kind in dict.fromkeys(kind for kind, _ in rows):
        for chunk in _chunks([pk for each, pk in rows if each is kind]):
            forms = [values_of(kind, row) for row in kind.rows().filter(pk__in=chunk)]  # a pair that was copied has another key
            ImportedRecord.objects.bulk_create(
                [ImportedRecord(kind=kind.name, key=kind.key(each), digest=digest(each)) for each in forms],
                update_conflicts=True,
                unique_fields=["kind", "key"],
                update_fields=["digest"],
            )


def _bases(kind: Kind, forms: Iterable[Values]) -> dict[str, bytes]:
    held = ImportedRecord.objects.filter(kind=kind.name, key__in=[kind.key(each) for each in forms])
    return {key: bytes(value) for key, value in held.values_list("key", "digest")}


def _chunks(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
