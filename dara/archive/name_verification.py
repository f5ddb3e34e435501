"""Verify the names of records: what was imported is there or has a tombstone, a key names one record, and redirects lead on."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from dara.archive.record_saving import existing_keys
from dara.curation.redirects import RedirectMap
from dara.models import ImportedRecord, Redirect, Tombstone
from dara.models.record_format import KINDS, Kind

CHUNK = 1000


def import_failures() -> Iterator[str]:
    """No imported record is gone without a tombstone; no record is there and withdrawn as well; no key names two records.

    What curators make may be deleted, as nothing rests on it: they part an utterance, lift a withholding, unlink a reply, take back a merge,
    remove a group of synonyms."""
    may_go = ("utterances", "withholdings", "replies", "redirects", "synonyms")
    try:
        redirects = RedirectMap(Redirect.objects.values_list("kind", "old", "new"))
    except ValueError as error:
        yield f"Of what was merged, {error}"
        redirects = RedirectMap(())
    keyed: list[Kind] = []
    for kind in KINDS.values():
        for key in _imported_and_not_there(kind) if kind.name not in may_go else ():
            now = kind.key(redirects.resolve_references(kind, dict(zip(kind.identity, key.split(" "), strict=True))))
            now = redirects.resolve(kind.name, now)
            if not existing_keys(kind, [now]) and not Tombstone.objects.filter(key=now).exists():
                yield f"{kind.name} {key} was imported, and is gone without a tombstone."
        if kind.identity == ("key",) and kind.name != "tombstones":
            for other in keyed:
                yield from (f"The key {key} names more than one record." for key in _keys_of_both(kind, other))
            yield from (f"{kind.name} {key} is there, and has a tombstone too." for key in _keys_of_both(kind, KINDS["tombstones"]))
            keyed.append(kind)


def _imported_and_not_there(kind: Kind) -> Iterator[str]:
    """The keys of what was imported under a name that the archive does not have any more."""
    imported = ImportedRecord.objects.filter(kind=kind.name).order_by("key")
    if len(kind.identity) == 1:
        imported = imported.exclude(Exists(kind.rows().filter(**{kind.lookups[0]: OuterRef("key")})))
    keys = imported.values_list("key", flat=True).iterator(chunk_size=CHUNK)
    there = set() if len(kind.identity) == 1 else {" ".join(identity) for identity in kind.rows().values_list(*kind.lookups)}
    return (key for key in keys if key not in there)


def _keys_of_both(kind: Kind, other: Kind) -> QuerySet[Any]:
    both = kind.rows().filter(Exists(other.rows().filter(pk=OuterRef("pk"))))
    return both.order_by("pk").values_list("pk", flat=True)


def redirect_failures() -> Iterator[str]:
    """Each redirect leads from something that is gone, to its end in one step."""
    for redirect in Redirect.objects.order_by("kind", "old"):
        kind = KINDS[redirect.kind]
        if kind.model._default_manager.filter(**{kind.lookups[0]: redirect.old}).exists():
            yield f"{kind.name} {redirect.old} is there, and leads to {redirect.new} too."
        if Redirect.objects.target(redirect.kind, redirect.new):
            yield f"{kind.name} {redirect.old} leads to {redirect.new}, which leads on: a chain."
