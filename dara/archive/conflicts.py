"""Where files and archive conflict: what the files say is kept beside the record, until a curator chooses or both say the same."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model

from dara.archive.package import Problem, Raw
from dara.archive.row_writing import REFUSALS, Writer
from dara.curation.merge import Leads
from dara.models import ImportConflict, ImportedRecord, Redirect
from dara.models.record_format import KINDS, Kind, Values, canonical, digest, values_of
from dara.refusals import explain


class NotSettled(Exception):
    """The archive does not take what the files say; the text says why, and what to do."""


def remember(kind: Kind, seen: Collection[str], conflicts: Mapping[str, Values]) -> None:
    """Of the records of a kind that an import has `seen` (their keys), keep the `conflicts`, and nothing of the others.

    A conflict that was there before is still of its day, unless the files say something else by now."""
    held = {each.key: each for each in ImportConflict.objects.filter(kind=kind.name, key__in=seen)}
    known = {key for key, each in held.items() if each.form == conflicts.get(key)}
    ImportConflict.objects.filter(pk__in=[each.pk for key, each in held.items() if key not in known]).delete()
    ImportConflict.objects.bulk_create(
        ImportConflict(kind=kind.name, key=key, form=form) for key, form in conflicts.items() if key not in known
    )


def row_of(conflict: ImportConflict) -> Model | None:
    """The record as the archive has it; None where it is gone."""
    kind = KINDS[conflict.kind]
    return Writer(None, [], careful=False).existing(kind, [conflict.key]).get(conflict.key)


def form_of_files(conflict: ImportConflict) -> Values:
    """What the files say, with what was merged since under its new name."""
    leads = Leads(Redirect.objects.values_list("kind", "old", "new"))
    kind = KINDS[conflict.kind]
    return canonical(kind, leads.follow(kind, conflict.form))


def keep_ours(conflict: ImportConflict) -> None:
    """The archive's version stands: what the files say is known, and is no conflict until they say something else."""
    _settle(conflict, form_of_files(conflict))


@transaction.atomic
def take_the_files(conflict: ImportConflict) -> None:
    """The record comes to say what the files say, written as an import writes it. Raises NotSettled, and then nothing has happened."""
    kind, row, wanted = KINDS[conflict.kind], row_of(conflict), form_of_files(conflict)
    if row is None:
        raise NotSettled("The archive does not hold this record any more. Keep ours, so that the files are not asked again.")
    problems: list[Problem] = []
    try:
        with transaction.atomic():
            Writer(None, problems, careful=False).update(kind, [(Raw(kind.name, wanted, "the files"), row, wanted)])
    except REFUSALS as error:
        raise NotSettled(f"{explain(error).sentence} Correct the record by hand, or the files.") from error
    if problems:
        raise NotSettled(problems[0].what)
    written: Any = row_of(conflict)
    _settle(conflict, values_of(kind, written))


def _settle(conflict: ImportConflict, base: Values) -> None:
    ImportedRecord.objects.update_or_create(kind=conflict.kind, key=conflict.key, defaults={"digest": digest(base)})
    conflict.delete()
