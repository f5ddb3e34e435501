"""Withdrawing: a record goes, and a tombstone at its address says when and on what ground."""

from django.db import transaction

from dara.curation.utterances import joining_fewer_than_two
from dara.models import Passage, Tombstone, Utterance


@transaction.atomic
def withdraw(tombstone: Tombstone) -> list[Utterance]:
    """Delete the record that the tombstone names, save the tombstone, and return the utterances that are left with fewer than two statements.

    Raises models.ProtectedError if other rows refer to the record. Of a source its original always does."""
    utterances = list(Utterance.objects.filter(statements=tombstone.key).values_list("pk", flat=True))
    delete_record(tombstone)
    tombstone.save(force_insert=True)
    return joining_fewer_than_two(utterances)


def delete_record(tombstone: Tombstone) -> None:
    """Delete the record that the tombstone names, and its passage if nothing else rests on it. Raises models.ProtectedError as `withdraw` does."""
    records = Tombstone.model_of(tombstone.kind)._default_manager.filter(pk=tombstone.key)
    passages = [] if tombstone.kind == Tombstone.Kind.SOURCE else list(records.values_list("passage", flat=True))
    records.delete()
    Passage.objects.unused().filter(pk__in=passages).delete()
