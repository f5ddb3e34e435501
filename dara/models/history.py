"""The history: a table of events beside each table of the archive that can change, with what changed, when and by whom.

django-pghistory makes the models and carries the context (the user, the command). Plain triggers write the events, because the
triggers of django-pghistory can be switched off by a setting of the session. To keep the history of one more model, add it to
TRACKED, make the migration, and let it and `sql/history.sql` call `dara_keep_history` for the table."""

from typing import Any

import pghistory
import pghistory.models
from django.db import models
from django.utils.translation import gettext_lazy as _

from dara.models.drafts import Draft
from dara.models.elections import Candidacy, CandidacyFact, Election, ElectionResult, Race
from dara.models.entities import Entity
from dara.models.fields import DERIVED, KeyField, SlugField
from dara.models.records import Endorsement, Statement, StatementAbout, StatementTopic, Topic, Utterance
from dara.models.redirects import Redirect
from dara.models.sources import Passage, Source
from dara.models.synonyms import SynonymGroup
from dara.models.tombstones import Tombstone
from dara.models.withholding import Reply, Withholding

TRACKED: tuple[type[models.Model], ...] = (
    Topic,
    SynonymGroup,
    Entity,
    Race,
    Source,
    Passage,  # only inserted and deleted
    Election,
    Candidacy,
    Utterance,
    Statement,
    StatementAbout,
    StatementTopic,
    Endorsement,
    ElectionResult,
    CandidacyFact,
    Tombstone,
    Withholding,
    Reply,
    Redirect,
    Draft,
)


class Event(pghistory.models.Event):
    """A row after an insert or update, or before a delete.

    `pgh_id` is unique over all tables of events. The events of one transaction have the same `pgh_transaction` and
    `pgh_created_at`; both are needed, because the numbers of transactions begin again in a restored archive. `pgh_role` is the
    database role that was connected, whatever the context claims."""

    pgh_id = models.BigIntegerField(primary_key=True)
    pgh_role = models.TextField()
    pgh_transaction = models.BigIntegerField()

    class Meta:
        abstract = True


def _column(field: models.Field) -> models.Field:
    """Return the event's column for a key, a slug or a foreign key, without its uniqueness or its database constraint."""
    if isinstance(field, models.ForeignKey):
        to = field.remote_field.model
        return models.ForeignKey(to, models.DO_NOTHING, null=field.null, db_constraint=False, db_index=False, related_name="+")
    return models.CharField(max_length=field.max_length, db_collation="C", null=field.null, blank=field.blank)


def _track(model: type[models.Model]) -> type[Event]:
    """Make the model of a table's events."""
    name = f"{model.__name__}Event"
    columns = {
        field.name: _column(field)
        for field in model._meta.local_fields
        if isinstance(field, (models.ForeignKey, KeyField, SlugField))
    }
    pghistory.track(
        *(pghistory.ManualEvent(label) for label in ("insert", "update", "delete")),  # for these, pghistory makes no triggers
        exclude=[field.name for field in model._meta.local_fields if field.name in DERIVED],
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=False),
        context_field=pghistory.ContextJSONField(),  # in the event itself, which nobody can change
        context_id_field=None,  # type: ignore[arg-type]  # as its documentation has it
        model_name=name,
        base_model=Event,
        attrs=columns,
        meta={
            "indexes": [
                models.Index(fields=["pgh_obj", "pgh_id"], name=f"{name.lower()}_of_row"[:30]),
                models.Index(fields=["pgh_id"], condition=~models.Q(pgh_label="insert"), name=f"{name.lower()}_later"[:30]),
                *(
                    [models.Index(fields=["statement"], name=f"{name.lower()}_by"[:30])]
                    if model in (StatementAbout, StatementTopic)
                    else []
                ),
            ]
        },
    )(model)
    return model.pgh_event_model  # type: ignore[attr-defined]  # which tracking has just given it


EVENTS: dict[type[models.Model], Any] = {model: _track(model) for model in TRACKED}  # by tracked model, the model of its events


class Correction(models.Model):
    """What the public may know of a change to something that was public before and still is, or of a withdrawal. A plain view.

    `changes` is a list. An item is {"field": …, "was": …, "now": …}, where "" means no value and null a value that is not shown, or
    {"field": "topics", "added": […], "removed": […]}, or {"field": "merged", "now": …} where two entries of one person became one. An item on its
    own is {"field": "restored"} or {"field": "withdrawn", "day": …, "ground": …}. Values are as in record files: slugs, keys, dates.

    `reason` is {"ground": …, "note": …}, or null where none was given. It is part of the history: the context of the change has it."""

    class Ground(models.TextChoices):
        """Why something is corrected."""

        TRANSCRIPTION = "transcription", _("transcription error")
        SPEAKER = "speaker", _("wrong person or organization")
        DATE = "date", _("wrong date")
        FIGURE = "figure", _("wrong figure")
        DUPLICATE = "duplicate", _("duplicate")
        SOURCE = "source", _("the source was corrected")
        RIGHTS = "rights", _("rights")
        PRIVACY = "privacy", _("privacy")
        SAFETY = "safety", _("safety")
        LEGAL = "legal", _("legal")
        OTHER = "other", _("other")

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    record = models.CharField(max_length=160)
    changed_at = models.DateTimeField()
    changes = models.JSONField()
    reason = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "dara_correction"

    def __str__(self) -> str:
        return f"{self.kind} {self.record}, {self.changed_at}"


class Corrected(models.Model):
    """When a source or record was last corrected. A plain view, without rows for those that never were."""

    record = models.CharField(primary_key=True, max_length=8)
    kind = models.CharField(max_length=20)
    corrected_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "dara_corrected"

    def __str__(self) -> str:
        return f"{self.kind} {self.record}, {self.corrected_at}"
