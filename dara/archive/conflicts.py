"""Conflicts between files and archive: what the files say is kept beside the record, until a curator chooses or both say the same."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Model

from dara.archive.package import Problem, RawRecord
from dara.archive.record_saving import DATABASE_ERRORS, RecordSaver, existing_rows
from dara.archive.record_validation import ValidRecord
from dara.curation.merge import Leads
from dara.models import ImportConflict, ImportedRecord, Redirect
from dara.models.database_errors import explain_database_error
from dara.models.record_format import KINDS, Kind, Values, canonical, digest, values_of


class NotSettled(Exception):
    """The archive does not take what the files say. The message says why, and what to do."""


def remember_conflicts(kind: Kind, seen: Collection[str], conflicts: Mapping[str, Values]) -> None:
    """Keep the conflicts of the records of a kind that an import has `seen`, by their keys; delete those of its other records.

    A conflict that is already there keeps its date, unless the files say something else now."""
    stored = {each.key: each for each in ImportConflict.objects.filter(kind=kind.name, key__in=seen)}
    unchanged = {key for key, each in stored.items() if each.form == conflicts.get(key)}
    ImportConflict.objects.filter(pk__in=[each.pk for key, each in stored.items() if key not in unchanged]).delete()
    ImportConflict.objects.bulk_create(
        ImportConflict(kind=kind.name, key=key, form=values) for key, values in conflicts.items() if key not in unchanged
    )


def row_of(conflict: ImportConflict) -> Model | None:
    """The record as the archive has it; None if it is gone."""
    return existing_rows(KINDS[conflict.kind], [conflict.key]).get(conflict.key)


def values_in_files(conflict: ImportConflict) -> Values:
    """What the files say, with the present names of what was merged since."""
    redirects = Leads(Redirect.objects.values_list("kind", "old", "new"))
    kind = KINDS[conflict.kind]
    return canonical(kind, redirects.follow(kind, conflict.form))


def keep_ours(conflict: ImportConflict) -> None:
    """Settle the conflict for the archive's version: what the files say is no conflict until they say something else."""
    _settle(conflict, values_in_files(conflict))


@transaction.atomic
def take_the_files(conflict: ImportConflict) -> None:
    """Settle the conflict for what the files say, saved as an import saves it. Raises NotSettled, and then nothing has happened."""
    kind, row, wanted = KINDS[conflict.kind], row_of(conflict), values_in_files(conflict)
    if row is None:
        raise NotSettled("The archive does not hold this record any more. Keep ours, so that the files are not asked again.")
    problems: list[Problem] = []
    record = ValidRecord(RawRecord(kind.name, wanted, "the files"), wanted)
    try:
        with transaction.atomic():
            RecordSaver(problems, careful=False).update(kind, [(record, row)])
    except DATABASE_ERRORS as error:
        raise NotSettled(f"{explain_database_error(error).sentence} Correct the record by hand, or the files.") from error
    if problems:
        raise NotSettled(problems[0].what)
    saved = row_of(conflict)
    assert saved is not None
    _settle(conflict, values_of(kind, saved))


def _settle(conflict: ImportConflict, base: Values) -> None:
    ImportedRecord.objects.update_or_create(kind=conflict.kind, key=conflict.key, defaults={"digest": digest(base)})
    conflict.delete()
