"""What one person proposes and another one does, with DARA_TWO_PERSONS: entries in Django's log of the admin, on the row that they are about.

A change of a record is proposed as a draft (`drafts.propose`); this is for what has no form: lifting and merging."""

from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast


def proposals(model: type[Model], sentence: str) -> QuerySet[LogEntry]:
    """Return the proposals for rows that are still there, the oldest first. `sentence`: how it begins."""
    still = model._default_manager.annotate(as_text=Cast("pk", TextField())).values("as_text")
    of_model = ContentType.objects.get_for_model(model)
    found = LogEntry.objects.filter(content_type=of_model, change_message__startswith=sentence, object_id__in=still)
    return found.order_by("action_time")


def proposed_by(row: Model, sentence: str) -> list[str]:
    """Return the names of the users who have proposed it for this row."""
    found = proposals(type(row), sentence).filter(object_id=str(row.pk)).select_related("user")
    return list(dict.fromkeys(each.user.get_username() for each in found))


def needs_another_person(row: Model, sentence: str, user: Any) -> bool:
    """Return whether this user can only propose it, because nobody else has."""
    return settings.DARA_TWO_PERSONS and not set(proposed_by(row, sentence)) - {user.get_username()}


def propose(row: Model, sentence: str, user: Any) -> None:
    """Propose it, unless the user has done so already."""
    if user.get_username() not in proposed_by(row, sentence):
        LogEntry.objects.create(
            user=user,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=sentence,
        )
