"""What a user may do. Django's permissions decide; a setting can require two persons for each record.

Nobody deletes a record: it is withdrawn, which leaves a tombstone."""

from typing import Any

from django.conf import settings
from django.db.models import Model


def may_draft(user: Any) -> bool:
    """Return whether the user may select, keep and reject drafts."""
    return user.has_perm("dara.change_draft")


def may_publish(user: Any, model: type[Model]) -> bool:
    """Return whether the user may add records of the model to the archive."""
    return user.has_perm(f"dara.add_{model._meta.model_name}")


def may_add(user: Any, model: type[Model], *, as_draft: bool) -> bool:
    """Return whether the user may fill in the form of a new record.

    `as_draft`: the form shows a draft, so that who may only draft can keep it. With DARA_TWO_PERSONS every record begins as a draft, which somebody
    else publishes."""
    if as_draft:
        return may_publish(user, model) or may_draft(user)
    return not settings.DARA_TWO_PERSONS and may_publish(user, model)


def may_change(user: Any, model: type[Model]) -> bool:
    """Return whether the user may change records of the model, and settle conflicts about them."""
    return user.has_perm(f"dara.change_{model._meta.model_name}")


def may_build(user: Any) -> bool:
    """Return whether the user may have the downloads made anew: who withholds words, and lifts that."""
    return user.has_perm("dara.add_withholding")
