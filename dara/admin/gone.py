"""What became of a row that is not there any more, for whoever still has a page of it open."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from dara.admin.history import users_of, who_changed
from dara.curation import revert
from dara.models import EVENTS, Redirect, Tombstone, Withholding
from dara.models.record_format import KINDS


@dataclass(frozen=True)
class Gone:
    """A sentence about what happened, and the row that it was merged into, if any."""

    sentence: str
    successor: models.Model | None = None


def what_became_of(model: type[models.Model], pk: Any) -> Gone | None:
    """Return what became of a row that was taken out; None if there never was such a row, or it is still there."""
    changes = revert.changes(model, pk) if model in EVENTS and pk is not None else []
    if not changes or changes[0].after.values is not None:
        return None
    last = changes[0]
    what = f"{model._meta.verbose_name} “{revert.name_of(model, pk)}”"
    how = f"by {who_changed(last, users_of([last]))} on {timezone.localtime(last.when):%Y-%m-%d at %H:%M}"
    if successor := _merged_into(model, last.before.values or {}):
        return Gone(f"The {what} was merged into {successor} {how}.", successor)
    return Gone(f"The {what} was {_verb(model, pk)} {how}.")


def _merged_into(model: type[models.Model], before: dict[str, Any]) -> Any:
    for kind in (KINDS[name] for name in Redirect.Kind if KINDS[name].model is model):
        identity = kind.identity[0]
        if redirect := Redirect.objects.filter(kind=kind.name, old=before.get(identity, "")).first():
            return model._default_manager.filter(**{identity: redirect.new}).first()
    return None


def _verb(model: type[models.Model], pk: Any) -> str:
    if model is Withholding:
        return "lifted"
    withdrawn = model.__name__ in Tombstone.MODELS.values() and Tombstone.objects.filter(key=pk).exists()
    return "withdrawn" if withdrawn else "taken out"
