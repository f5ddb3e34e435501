"""Drafts: records that the rules propose or a curator selects. The public role cannot read them."""

from django.db import models

from dara.models.fields import KeyField, ManagerWithoutSearch, is_key
from dara.models.sources import Source
from dara.models.uploads import PendingUpload


class DraftQuerySet(models.QuerySet):
    def in_order(self):
        """Order as in the text, a post before what is quoted in it, and the paraphrases last: they need the most thought."""
        paraphrase = models.Case(models.When(kind=Draft.Kind.PARAPHRASE, then=1), default=0)
        return self.order_by("source", "upload", paraphrase, "start", "-end", "key")

    def after(self, draft: "Draft"):
        """Leave out what does not come after the draft in the order of `in_order`, in its source or upload."""
        drafts = self.filter(source=draft.source_id, upload=draft.upload_id)
        same_place = models.Q(start=draft.start, end=draft.end, key__gt=draft.key)
        later = models.Q(start__gt=draft.start) | models.Q(start=draft.start, end__lt=draft.end) | same_place
        paraphrase = models.Q(kind=Draft.Kind.PARAPHRASE)
        if draft.kind == Draft.Kind.PARAPHRASE:
            return drafts.filter(paraphrase & later)
        return drafts.filter(paraphrase | later)

    def counts(self) -> dict[str, int]:
        """Return the number of drafts in each state."""
        found = dict(self.order_by().values_list("state").annotate(models.Count("key")))
        return {state: found.get(state, 0) for state in Draft.State.values}

    def open(self):
        return self.filter(state=Draft.State.OPEN)


class Draft(models.Model):
    """A proposed record with its place in the text of a source, or of an upload that waits. It is kept after a curator's decision.

    `values` are the proposed values, in the names of `dara.drafting`. `typed` is what a curator has entered into the form since, as a
    browser sends it, valid or not. An open draft with a record proposes to change that record (see DARA_TWO_PERSONS)."""

    class Kind(models.TextChoices):
        QUOTE = "quote", "Quotation"
        POST = "post", "Social media post"
        POSITION = "position", "Campaign’s own words"
        PARAPHRASE = "paraphrase", "Paraphrase by the source"
        REPORT = "report", "Report by the publisher"
        ENDORSEMENT = "endorsement", "Endorsement"
        RESULT = "result", "Election result"
        FACT = "fact", "Candidacy fact"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Published"
        REJECTED = "rejected", "Rejected"

    key = KeyField(help_text="Its own, not that of the record that it becomes.")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="drafts")
    upload = models.ForeignKey(
        PendingUpload,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="drafts",
        help_text="In place of a source, until it is one.",
    )
    name = models.CharField(max_length=200, db_collation="C", help_text="Among the source's drafts: “quote-312-540”.")
    kind = models.CharField(max_length=12, choices=Kind)
    start = models.PositiveIntegerField(help_text="In Unicode code points, from 0.")
    end = models.PositiveIntegerField(help_text="Exclusive.")
    values = models.JSONField(default=dict, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    rule = models.CharField(max_length=100, blank=True, help_text="That found it; empty for what a curator selected.")
    sureness = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True, help_text="Of the rule: 0 to 1.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    author = models.CharField(max_length=150, blank=True, help_text="The user who selected or last corrected it; empty: the rules.")
    record = models.CharField(
        max_length=8, blank=True, help_text="The key of the record that it became, or that it proposes to change."
    )
    decided_by = models.CharField(max_length=150, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was rejected, for the other curators.")

    objects = ManagerWithoutSearch.from_queryset(DraftQuerySet)()

    class Meta:
        constraints = [
            is_key("key"),
            models.UniqueConstraint(fields=["source", "name"], name="draft_source_name"),
            models.UniqueConstraint(fields=["upload", "name"], name="draft_upload_name"),
            models.CheckConstraint(
                condition=models.Q(source=None, upload__isnull=False) | models.Q(source__isnull=False, upload=None),
                name="draft_of_a_source_or_an_upload",
                violation_error_message="A draft rests on a source, or on an upload that waits.",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="draft_start_before_end",
                violation_error_message="A draft's words start before they end.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted", record=""),
                name="draft_accepted_has_a_record",
                violation_error_message="A published draft names the record that it became.",
            ),
        ]
        indexes = [
            models.Index(fields=["source", "state", "start"], name="draft_queue"),
            models.Index(fields=["upload", "state", "start"], name="draft_queue_of_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.source_key} {self.start}–{self.end}"

    @property
    def source_or_upload(self) -> Source | PendingUpload:
        """What it rests on. Publishing makes a source of an upload, with the same key."""
        found = self.upload if self.source is None else self.source
        assert found is not None  # the database sees to it
        return found

    @property
    def source_key(self) -> str:
        """The key of the source or upload that it rests on."""
        return self.source_id or self.upload_id or ""

    @property
    def is_change(self) -> bool:
        """Whether it proposes to change a record that is published."""
        return bool(self.record) and self.state != self.State.ACCEPTED


def resting_on(source: Source | PendingUpload) -> dict[str, Source | PendingUpload]:
    """Return the column of a draft that says what it rests on, with its value: {"source": …} or {"upload": …}."""
    return {"upload" if isinstance(source, PendingUpload) else "source": source}
