"""What it means, in a sentence, when the database refuses a row."""

from django.apps import apps
from django.db import Error
from django.db.models import Model

# The foreign keys over two columns of the evidence SQL (migration 0002), which no model describes.
_MEANINGS = {
    "candidate_ran": "This candidate is not held as having run in this race: add the candidacy first.",
    "election_of_race": "This election is not one of this race.",
    "has_its_sources_checksum": "The bytes do not have the checksum that the source declares.",
    "is_a_date": "A date is 2020, 2020-03 or 2020-03-05, and a real day.",
}


def explain(error: Error) -> str:
    """The refusal in words: of a constraint of a model its own message, of an evidence rule the rule's; else PostgreSQL's, with its detail."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return str(error)
    name = diagnosis.constraint_name or ""
    for ending, meaning in _MEANINGS.items():
        if name.endswith(ending):
            return meaning
    message = _constraint_message(name)
    return message or " ".join(part for part in (diagnosis.message_primary, diagnosis.message_detail) if part)


def _constraint_message(name: str) -> str | None:
    models: list[type[Model]] = list(apps.get_app_config("dara").get_models())
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message != constraint.default_violation_error_message:
                return str(constraint.violation_error_message)
    return None
