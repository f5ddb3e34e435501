"""Withdrawing: a record goes, and a tombstone at its address says when and on what ground."""

from django.db import transaction
from django.utils import timezone

from dara.curation.drafts import close
from dara.curation.utterances import joining_fewer_than_two
from dara.models import Draft, Passage, Tombstone, Utterance

WITHDRAWN = "The record was withdrawn."  # why proposals to change it are closed


class NothingToWithdraw(Exception):
    """The archive holds no such record."""


@transaction.atomic
def withdraw(tombstone: Tombstone) -> list[Utterance]:
    """Delete the record that the tombstone names, and save the tombstone, of today if it has no day.

    Returns the utterances left with fewer than two statements.
    Raises NothingToWithdraw if there is no such record, and models.ProtectedError if other rows refer to it. Of a source its original always does."""
    if not is_held(tombstone):
        raise NothingToWithdraw
    utterances = list(Utterance.objects.filter(statements=tombstone.key).values_list("pk", flat=True))
    tombstone.withdrawn_on = tombstone.withdrawn_on or timezone.localdate()
    delete_record(tombstone)
    tombstone.save(force_insert=True)
    return joining_fewer_than_two(utterances)


def is_held(tombstone: Tombstone) -> bool:
    """Return whether the archive holds the record that the tombstone names."""
    return Tombstone.model_of(tombstone.kind)._default_manager.filter(pk=tombstone.key).exists()


def delete_record(tombstone: Tombstone) -> None:
    """Delete the record that the tombstone names, and its passage if nothing else rests on it; proposals to change it are rejected.

    Raises models.ProtectedError as `withdraw` does."""
    records = Tombstone.model_of(tombstone.kind)._default_manager.filter(pk=tombstone.key)
    passages = [] if tombstone.kind == Tombstone.Kind.SOURCE else list(records.values_list("passage", flat=True))
    records.delete()
    Passage.objects.unused().filter(pk__in=passages).delete()
    close(Draft.objects.filter(record=tombstone.key), WITHDRAWN)
