"""Database errors in sentences for people: what the database refused, and which field it is about. For imports and the admin alike.

The rules in `sql/` raise sentences, and name the column that each is about. Constraints have a message on their model, or one below."""

import re
from typing import Any, NamedTuple

from django.apps import apps
from django.db import Error
from django.db.models import Model, ProtectedError, UniqueConstraint

from dara.models.sources import Original

# Fields of forms that are called otherwise than the column that they fill.
FORM_FIELDS = {"exact": "passage_words"}
# Foreign keys on two columns, written in SQL, by the end of the constraint's name.
FOREIGN_KEYS = {
    "_candidate_ran": (
        "candidate",
        "The archive holds no candidacy of this candidate in this race. Add the candidacy first, or correct the race.",
    ),
    "_election_of_race": ("election", "This election belongs to another race."),
    "_is_of_its_sources_extractor": ("extractor", "The text was not made by the extractor that the source declares."),
    "_has_its_sources_checksum": ("sha256", "The bytes do not have the checksum that the source declares."),
}
CHECKS = ("_is_known", "_is_a_date", "_is_texts", "_are_texts")  # written in SQL: dara_source_kind_is_known is about `kind`
# What to do about a thing that is there already, where changing one of the two is not all there is to say.
INSTEAD = {"source_document": "Give this document's file another name, and write that name in its record."}
KEPT = (
    "A source is not withdrawn while its original is held, and that is kept for good. Withhold its text instead, on the source's page in the "
    "admin or under [[withholdings]] in the files: its page keeps its address and says since when, and on what ground."
)


class Explanation(NamedTuple):
    """`field`: the name of the model's (or form's) field that the error is about, None for the record as a whole; `sentence`: for people."""

    field: str | None
    sentence: str


def explain_database_error(error: Error) -> Explanation:
    """The sentence of the rule or constraint that refused, else what PostgreSQL says, with its detail."""
    if isinstance(error, ProtectedError):
        return Explanation(None, _protected(error))
    diagnostics = getattr(error.__cause__, "diag", None)
    if diagnostics is None or not diagnostics.message_primary:
        return Explanation(None, str(error))
    if diagnostics.constraint_name:
        return _of_constraint(diagnostics)
    sentence = diagnostics.message_primary
    return Explanation(
        _field(diagnostics.column_name), f"{sentence} {diagnostics.message_hint}" if diagnostics.message_hint else sentence
    )


def _protected(error: ProtectedError) -> str:
    if any(isinstance(row, Original) for row in error.protected_objects):
        return KEPT
    rows = sorted(error.protected_objects, key=lambda row: str(row.pk))
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
    return f"Other things rest on it: {', '.join(map(str, rows[:5]))}{more}. Correct or withdraw them first."


def _field(column: str | None) -> str | None:
    """The field that a column belongs to: `within` of `within_id`."""
    return FORM_FIELDS.get(column, column.removesuffix("_id")) if column else None


def _of_constraint(diagnostics: Any) -> Explanation:
    name, sentence = diagnostics.constraint_name, diagnostics.message_primary
    if sentence.startswith("update or delete on table"):  # PostgreSQL's words for what a record refers to, together with its race
        return Explanation("race", "Records of this race still refer to it: correct or withdraw them first.")
    for end, (field, message) in FOREIGN_KEYS.items():
        if name.endswith(end):
            return Explanation(field, message)
    for model in apps.get_app_config("dara").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                if isinstance(constraint, UniqueConstraint) and not _has_message(constraint):
                    return _not_unique(model, constraint, diagnostics.message_detail or "")
                return Explanation(None, str(constraint.get_violation_error_message()))
    detail = f" {diagnostics.message_detail}" if diagnostics.message_detail else ""
    return Explanation(_checked(diagnostics), f"The database refuses this: {sentence}{detail}")


def _checked(diagnostics: Any) -> str | None:
    """The field that a CHECK written in SQL is about, by its name."""
    name, table = diagnostics.constraint_name, f"{diagnostics.table_name}_"
    for end in CHECKS:
        if name.startswith(table) and name.endswith(end):
            return _field(name.removeprefix(table).removesuffix(end))
    return None


def _has_message(constraint: UniqueConstraint) -> bool:
    return constraint.violation_error_message != constraint.default_violation_error_message


def _not_unique(model: type[Model], constraint: UniqueConstraint, detail: str) -> Explanation:
    """`detail` is PostgreSQL's, in whatever language: Key (document)=(documents/a.txt) already exists."""
    thing = model._meta.verbose_name
    fields = [model._meta.get_field(name) for name in constraint.fields]
    names = " and ".join(str(field.verbose_name) for field in fields)  # type: ignore[union-attr]  # ours are columns
    value = re.search(r"\)=\((.*)\)", detail)
    has = f"has the {names} “{value[1]}”" if value and len(fields) == 1 else f"has the same {names}"
    instead = INSTEAD.get(constraint.name, f"Change this one, or correct the {thing} that is there.")
    return Explanation(fields[0].name if len(fields) == 1 else None, f"Another {thing} {has} already. {instead}")
