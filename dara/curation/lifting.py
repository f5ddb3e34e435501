"""Lifting a withholding: the public reads the words again, and what was withdrawn with them comes back.

What was withdrawn with them is what the same transaction withdrew, by the history. With DARA_TWO_PERSONS one curator proposes it, and another one
lifts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from dara.curation import revert
from dara.curation.drafts import touching_withheld_words
from dara.curation.withdrawal import WITHDRAWN
from dara.curation.withholding import WITHHELD
from dara.models import EVENTS, Draft, Source, Tombstone, Withholding
from dara.models.database_errors import explain_database_error

PROPOSED = "Proposed to lift it: somebody else does it."  # see two_persons


class LiftingRefused(Exception):
    """The withholding may not be lifted. The message says why."""


@dataclass(frozen=True)
class Returning:
    """A record that was withdrawn with the words. `obstacle`: why it stays withdrawn, in a sentence; "" if it comes back."""

    kind: str
    key: str
    words: str
    obstacle: str


@dataclass(frozen=True)
class Lifted:
    """What lifting brings back. `drafts`: the number of drafts that are open again."""

    records: list[Returning]
    drafts: int


def preview(withholding: Withholding) -> Lifted:
    """Return what `lift` would bring back. It is done, and undone: so that what is shown is what happens."""
    with transaction.atomic():
        lifted = _lift(Withholding.objects.get(pk=withholding.pk))
        transaction.set_rollback(True)
    return lifted


def lift(withholding: Withholding, shown: list[str]) -> Lifted:
    """Lift the withholding and bring back what was withdrawn with it, in one transaction.

    `shown`: the keys of the records that the user was shown as coming back. Raises LiftingRefused if others would, and then nothing has happened."""
    with transaction.atomic():
        lifted = _lift(withholding)
        if sorted(each.key for each in lifted.records if not each.obstacle) != sorted(shown):
            raise LiftingRefused("What would come back has changed since you opened the page. Below is what comes back now.")
    return lifted


def _lift(withholding: Withholding) -> Lifted:
    Source.objects.select_for_update().filter(pk=withholding.source_id).first()
    tombstones, drafts = list(_tombstones(withholding)), list(_closed_drafts(withholding))
    with pghistory.context(lifted=withholding.pk):
        withholding.delete()
        records = [_bring_back(each) for each in tombstones]
        back = ["", *(each.key for each in records if not each.obstacle)]
        closed = Draft.objects.filter(pk__in=drafts, state=Draft.State.REJECTED, decided_by="", record__in=back)
        opened = closed.exclude(pk__in=touching_withheld_words(closed)).update(state=Draft.State.OPEN, reason="", decided_on=None)
    return Lifted(records, opened)


def _of_the_same_transaction(events: Any, withholding: Withholding) -> QuerySet[Any]:
    """Return the events of the transaction that withheld the words."""
    made = EVENTS[Withholding].objects.filter(pgh_obj=withholding.pk, pgh_label="insert").order_by("-pgh_id").first()
    if made is None:
        return events.objects.none()
    return events.objects.filter(pgh_transaction=made.pgh_transaction, pgh_created_at=made.pgh_created_at)


def _tombstones(withholding: Withholding) -> Iterator[Tombstone]:
    """Yield the tombstones of what was withdrawn with the words and is not back yet: a statement before those that are quoted in it."""
    for event in _of_the_same_transaction(EVENTS[Tombstone], withholding).filter(pgh_label="insert").order_by("-pgh_id"):
        latest = EVENTS[Tombstone].objects.filter(pgh_obj=event.pgh_obj_id, pgh_label="insert").order_by("-pgh_id").first()
        tombstone = Tombstone.objects.filter(pk=event.pgh_obj_id).first()
        if tombstone and latest.pgh_id == event.pgh_id and _before(tombstone):
            yield tombstone


def _closed_drafts(withholding: Withholding) -> QuerySet[Any]:
    closed = _of_the_same_transaction(EVENTS[Draft], withholding).filter(
        state=Draft.State.REJECTED, decided_by="", reason__in=[WITHHELD, WITHDRAWN]
    )
    return closed.values_list("pgh_obj_id", flat=True)


def _before(tombstone: Tombstone) -> revert.Change | None:
    """Return the last change before the record was withdrawn; None where the history does not know it."""
    changes = revert.changes(Tombstone.model_of(tombstone.kind), tombstone.key)
    return changes[1] if len(changes) > 1 and changes[0].after.values is None else None


def _bring_back(tombstone: Tombstone) -> Returning:
    before = _before(tombstone)
    assert before is not None
    assert before.after.values is not None
    words = revert.words_of_passage(before.after.values["passage_id"])
    obstacle = ""
    try:
        revert.revert(Tombstone.model_of(tombstone.kind), tombstone.key, before.number)
    except revert.RevertRefused as refusal:
        obstacle = str(refusal)
    except IntegrityError as error:
        obstacle = explain_database_error(error).sentence
    return Returning(str(Tombstone.Kind(tombstone.kind).label), tombstone.key, words, obstacle)
