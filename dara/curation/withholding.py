"""Withholding words of a text from the public: the records that touch them are withdrawn, and nothing can rest on them any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from dara.curation.drafts import close
from dara.curation.utterances import joining_fewer_than_two
from dara.curation.withdrawal import delete_record
from dara.models import (
    Draft,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Passage,
    Source,
    SourceText,
    Statement,
    Tombstone,
    Utterance,
    Withholding,
)
from dara.models.withholding import mask

WITHHELD = "These words are withheld."  # why drafts of them are closed


class WithholdingRefused(IntegrityError):
    """The words may not be withheld yet. The message says what rests on them, and what to do first."""


@dataclass(frozen=True)
class Consequences:
    """What withholding withdraws.

    `records`: the withdrawn records; a statement comes before the one that it is quoted in.
    `obstacles`: why the words cannot be withheld yet, in sentences."""

    records: list[Any]
    obstacles: list[str]


@dataclass(frozen=True)
class Withdrawn:
    """What withholding has withdrawn, and the utterances that join fewer than two statements since."""

    tombstones: list[Tombstone]
    utterances: list[Utterance]


def consequences(withholding: Withholding) -> Consequences:
    """Return what withholding these words would withdraw, and what prevents it. Changes nothing."""
    passages = list(_passages(withholding).values_list("pk", flat=True))
    records = list(_records(passages)) if passages else []
    obstacles = list(_elections(passages)) if passages else []
    if not withholding.is_whole:
        obstacles += _names_found_only_here(withholding, {record.key for record in records})
    return Consequences(records, obstacles)


@transaction.atomic
def withhold(withholding: Withholding) -> Withdrawn:
    """Save the withholding, delete the passages that touch its words, and withdraw every record that rests on one of them.

    Raises WithholdingRefused if something prevents it, and IntegrityError if the text has no such span."""
    Source.objects.select_for_update().filter(pk=withholding.source_id).first()  # so that no passage is added meanwhile
    found = consequences(withholding)
    if found.obstacles:
        raise WithholdingRefused(" ".join(found.obstacles))
    joined = {record.utterance_id for record in found.records if isinstance(record, Statement) and record.utterance_id}
    tombstones = [_withdraw(withholding, record) for record in found.records]
    _passages(withholding).delete()
    withholding.save(force_insert=True)
    close(_touching(Draft.objects.filter(source=withholding.source_id), withholding), WITHHELD)
    return Withdrawn(tombstones, joining_fewer_than_two(joined))


def _withdraw(withholding: Withholding, record: Any) -> Tombstone:
    tombstone = withholding.tombstone(Tombstone.kind_of(record), record.key)
    delete_record(tombstone)
    tombstone.save(force_insert=True)
    return tombstone


def _passages(withholding: Withholding) -> QuerySet[Passage]:
    return _touching(Passage.objects.filter(source=withholding.source_id), withholding)


def _touching(rows: QuerySet[Any], withholding: Withholding) -> QuerySet[Any]:
    """Leave out what lies apart from the withheld words."""
    return rows if withholding.is_whole else rows.filter(start__lt=withholding.end, end__gt=withholding.start)


def _records(passages: list[int]) -> Iterator[Any]:
    """Yield the records that rest on one of the passages, and those that stand within one of them."""
    statements = _with_inner_statements(Statement.objects.filter(passage__in=passages))
    within = Q(within__in=[statement.key for statement in statements])
    yield from Endorsement.objects.filter(Q(passage__in=passages) | within).order_by("key")
    for kind in (Tombstone.Kind.RESULT, Tombstone.Kind.FACT):
        yield from Tombstone.model_of(kind)._default_manager.filter(passage__in=passages).order_by("key")
    yield from statements


def _with_inner_statements(outer: QuerySet[Statement]) -> list[Statement]:
    """Return the statements and all that stand within them, the innermost first."""
    found: dict[str, Statement] = {}
    layer = list(outer.order_by("key"))
    while layer:
        found |= {each.key: each for each in layer}
        layer = list(Statement.objects.filter(within__in=[each.key for each in layer]).exclude(pk__in=found).order_by("key"))

    def depth(statement: Statement) -> int:
        parent = found.get(statement.within_id or "")
        return 0 if parent is None else depth(parent) + 1

    return sorted(found.values(), key=depth, reverse=True)


def _elections(passages: list[int]) -> Iterator[str]:
    for election in Election.objects.filter(passage__in=passages).order_by("slug"):
        yield f"The election “{election.slug}” rests on these words: point it to another passage first."


def _names_found_only_here(withholding: Withholding, withdrawn: set[str]) -> Iterator[str]:
    """Yield what remains in the archive but has its name from these words alone, though its passage lies elsewhere."""
    body = SourceText.objects.filter(source=withholding.source_id).values_list("body", flat=True).first() or ""
    withheld = [(each.start, each.end) for each in Withholding.objects.filter(source=withholding.source_id)]
    readable = mask(body, 0, [*withheld, (withholding.start, withholding.end)])
    for model, field in ((Statement, "speaker_as_named"), (Endorsement, "endorser_as_named"), (ElectionResult, "area")):
        records = model._default_manager.filter(passage__source=withholding.source_id).exclude(**{field: ""})
        for key, name in records.exclude(pk__in=withdrawn).order_by("key").values_list("key", field):
            if name not in readable:
                yield f"{model.__name__} {key} has its “{field}” from these words alone: empty that field first."
    for group in Entity.objects.filter(source=withholding.source_id).order_by("slug"):
        if group.name in body and group.name not in readable:
            yield f"The group {group.slug} has its name from these words alone: give it one in the archive's words first."
