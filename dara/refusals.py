"""What it means, in a sentence for people, when the database refuses a row, and which field it is about. For imports and the admin alike."""

import re
from typing import NamedTuple

from django.apps import apps
from django.db import Error
from django.db.models import ProtectedError

from dara.models import Original

# The refusals of the evidence triggers are sentences (migrations/0002_evidence.sql); this says which field each speaks of.
FIELD_OF_SENTENCE = (
    (r"Statement \w+: the piece ", "pieces"),
    (r"Statement \w+ has no words", "pieces"),
    (r"Record \w+ is not told in |Statement \w+ would be quoted in ", "within"),
    (r"Source \w+ would supersede itself", "supersedes"),
    (r"The verb ", "verb"),
    (r"The amount [0-9]", "amount"),
    (r"The amount ", "amount_as_stated"),
    (r"The percentage ", "percent"),
    (r"The number of votes ", "votes"),
    (r"The passage does not say that the count is certified", "status"),
    (r"The number of ballots out [0-9]", "ballots_out"),
    (r"The purpose ", "purpose"),
    (r"The qualifier ", "qualifier"),
    (r"The number of ballots out ", "ballots_out_as_stated"),
    (r"The passage is not what source |Source \w+ has no text |Source \w+ has words ", "passage_words"),
)
# Foreign keys on two columns, written in SQL, by the end of the constraint's name.
FIELD_OF_CONSTRAINT = {
    "_candidate_ran": (
        "candidate",
        "The archive holds no candidacy of this candidate in this race. Add the candidacy first, or correct the race.",
    ),
    "_election_of_race": ("election", "This election belongs to another race."),
    "_is_of_its_sources_extractor": ("extractor", "The text was not made by the extractor that the source declares."),
    "_has_its_sources_checksum": ("sha256", "The bytes do not have the checksum that the source declares."),
}
KEPT = (
    "A source is not withdrawn while its original is held, and that is kept for good. Withhold its text instead, on the source's page in the "
    "admin or under [[withholdings]] in the files: its page keeps its address and says since when, and on what ground."
)


class Refusal(NamedTuple):
    """`field`: the name of the model's (or form's) field that it is about, None for the record as a whole; `sentence`: for people."""

    field: str | None
    sentence: str


def explain(error: Error) -> Refusal:
    """Of an evidence rule its own sentence, of a model's constraint its message, else what PostgreSQL says, with its detail."""
    if isinstance(error, ProtectedError):
        if any(isinstance(row, Original) for row in error.protected_objects):
            return Refusal(None, KEPT)
        held = sorted(error.protected_objects, key=lambda row: str(row.pk))
        more = f" and {len(held) - 5} more" if len(held) > 5 else ""
        return Refusal(None, f"Other things rest on it: {', '.join(map(str, held[:5]))}{more}. Correct or withdraw them first.")
    said = getattr(error.__cause__, "diag", None)
    sentence = (said and said.message_primary) or str(error)
    constraint = (said and said.constraint_name) or ""
    if said is None or not constraint:
        for start, field in FIELD_OF_SENTENCE:
            if re.match(start, sentence):
                return Refusal(field, re.sub(r"^Statement \w+", "This statement", sentence))
        return Refusal(None, sentence)
    if sentence.startswith("update or delete on table"):  # of what a record refers to, together with its race
        return Refusal("race", "Records of this race still refer to it: correct or withdraw them first.")
    for end, (field, message) in FIELD_OF_CONSTRAINT.items():
        if constraint.endswith(end):
            return Refusal(field, message)
    for model in apps.get_app_config("dara").get_models():
        for rule in model._meta.constraints:
            if rule.name == constraint and rule.violation_error_message:
                return Refusal(None, str(rule.violation_error_message))
    detail = f" {said.message_detail}" if said.message_detail else ""
    return Refusal(None, f"The database refuses this: {sentence}{detail}")
