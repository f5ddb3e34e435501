"""What the public may not read of a text, and replies.

Records that touch a withheld span do not exist, and the database lets none come back (`sql/withholding.sql`). Of the texts the public
reads one view, `PublicParagraph`, in which withheld code points are MASK, one for one, so that all other offsets stay true."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from dara.models.elections import Election
from dara.models.entities import Entity
from dara.models.fields import KEY_PATTERN, KeyField, is_key
from dara.models.records import Endorsement, Record, Statement, Tombstone, Utterance
from dara.models.sources import Passage, Source, SourceText
from dara.models.translations import TranslationsField

MASK = "█"  # U+2588, one for each withheld code point but newlines, which part the paragraphs


def covers(start: int | None, end: int | None, other_start: int, other_end: int) -> bool:
    """Whether a withheld span (null to null: the whole text) and another span have a code point in common."""
    return start is None or end is None or (start < other_end and end > other_start)


def masked(body: str, offset: int, spans: Iterable[tuple[int | None, int | None]]) -> str:
    """A part of a text that begins at `offset`, its withheld code points masked: what the view gives of it."""
    shown = list(body)
    for start, end in spans:
        first = 0 if start is None else max(start - offset, 0)
        last = len(shown) if end is None else max(end - offset, 0)
        shown[first:last] = [each if each == "\n" else MASK for each in shown[first:last]]
    return "".join(shown)


class WithholdingRefused(IntegrityError):
    """Something stands in the way of withholding; the text says what, and what to do first."""


@dataclass(frozen=True)
class Goes:
    """What withholding takes out: `records`, those first that are told in others; `in_the_way`: why it cannot be done yet, in sentences."""

    records: list[Any]
    in_the_way: list[str]


@dataclass(frozen=True)
class Withdrawn:
    """What withholding has taken out, and the utterances that join fewer than two statements since."""

    tombstones: list[Tombstone]
    utterances: list[Utterance]


class Withholding(models.Model):
    """Words of a source's text, or all of it, that the public may not read. It repeats none of them."""

    key = KeyField(help_text="8 letters and digits, given once.")
    source = models.ForeignKey(Source, models.PROTECT, related_name="withholdings")
    start = models.PositiveIntegerField(null=True, blank=True, help_text="In Unicode code points, from 0; empty: the whole text.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="Exclusive.")
    ground = models.CharField(max_length=10, choices=Tombstone.Ground)
    withheld_on = models.DateField(default=datetime.date.today)
    note = models.TextField(blank=True, help_text="In the archive's words, for the public; without repeating what is withheld.")
    translations = TranslationsField("note")

    class Meta:
        constraints = [
            is_key("key"),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__isnull=False, end__isnull=False, start__lt=models.F("end")),
                name="withholding_is_a_span_or_all",
                violation_error_message="Give both start and end, the start before the end, or neither for the whole text.",
            ),
            models.UniqueConstraint(
                fields=["source", "start", "end"],
                name="withholding_once",
                nulls_distinct=False,
                violation_error_message="These very words are withheld already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'The whole text' if self.is_whole else f'{self.start}–{self.end}'} of {self.source_id}, withheld on {self.withheld_on}"

    @property
    def is_whole(self) -> bool:
        return self.start is None

    def what_goes(self) -> Goes:
        """What withholding these words takes out, and what stands in the way. Asks, and changes nothing."""
        records = list(self._records())
        gone = {record.key for record in records}
        return Goes(records, [*self._elections(), *(self._named_here_alone(gone) if not self.is_whole else ())])

    @transaction.atomic
    def withhold(self) -> Withdrawn:
        """Withdraw every record that touches these words, each leaving a tombstone; take out the passages; keep this row.

        Raises WithholdingRefused where something stands in the way, IntegrityError where the text has no such span."""
        Source.objects.select_for_update().filter(pk=self.source_id).first()  # no passage comes in meanwhile
        goes = self.what_goes()
        if goes.in_the_way:
            raise WithholdingRefused(" ".join(goes.in_the_way))
        joined = {record.utterance_id for record in goes.records if isinstance(record, Statement) and record.utterance_id}
        tombstones = [self._withdraw(record) for record in goes.records]
        self._passages().delete()
        self.save(force_insert=True)
        few = Utterance.objects.filter(pk__in=joined).annotate(held=models.Count("statements")).filter(held__lt=2)
        return Withdrawn(tombstones, list(few.order_by("slug")))

    def tombstone(self, kind: str, key: str) -> Tombstone:
        """What is left of a record of these words; not saved."""
        return Tombstone(
            key=key,
            kind=kind,
            withdrawn_on=self.withheld_on,
            ground=self.ground,
            note=self.note,
            translations=self.translations,
        )

    def _withdraw(self, record: Record) -> Tombstone:
        tombstone = self.tombstone(Tombstone.kind_of(record), record.key)
        tombstone.remove_record()
        tombstone.save(force_insert=True)
        return tombstone

    def _passages(self) -> models.QuerySet[Passage]:
        passages = Passage.objects.filter(source=self.source_id)
        return passages if self.is_whole else passages.filter(start__lt=self.end, end__gt=self.start)

    def _records(self) -> Iterator[Any]:
        """Whatever touches the words, and whatever is told in it."""
        passages = self._passages().values("pk")
        statements = _with_what_is_within(Statement.objects.filter(passage__in=passages))
        within = models.Q(within__in=[statement.key for statement in statements])
        yield from Endorsement.objects.filter(models.Q(passage__in=passages) | within).order_by("key")
        for kind in (Tombstone.Kind.RESULT, Tombstone.Kind.FACT):
            yield from Tombstone.model_of(kind)._default_manager.filter(passage__in=passages).order_by("key")
        yield from statements

    def _elections(self) -> Iterator[str]:
        for election in Election.objects.filter(passage__in=self._passages().values("pk")).order_by("slug"):
            yield f"The election “{election.slug}” rests on these words: point it to another passage first."

    def _named_here_alone(self, gone: set[str]) -> Iterator[str]:
        """What other records take from these words, though their passages lie elsewhere."""
        body = SourceText.objects.filter(source=self.source_id).values_list("body", flat=True).first() or ""
        withheld = [(each.start, each.end) for each in Withholding.objects.filter(source=self.source_id)]
        left = masked(body, 0, [*withheld, (self.start, self.end)])
        for model, field in ((Statement, "speaker_as_named"), (Endorsement, "endorser_as_named")):
            named = model._default_manager.filter(passage__source=self.source_id).exclude(**{field: ""}).exclude(pk__in=gone)
            for key, name in named.order_by("key").values_list("key", field):
                if name not in left:
                    yield f"{model.__name__} {key} has its “{field}” from these words alone: empty that field first."
        for group in Entity.objects.filter(source=self.source_id).order_by("slug"):
            if group.name in body and group.name not in left:
                yield f"The group {group.slug} has its name from these words alone: give it one in the archive's words first."


def _with_what_is_within(outer: models.QuerySet[Statement]) -> list[Statement]:
    """The statements and all that are told in them, the innermost first."""
    found: dict[str, Statement] = {}
    layer = list(outer.order_by("key"))
    while layer:
        found |= {each.key: each for each in layer}
        layer = list(Statement.objects.filter(within__in=[each.key for each in layer]).exclude(pk__in=found).order_by("key"))

    def depth(statement: Statement) -> int:
        outer_one = found.get(statement.within_id or "")
        return 0 if outer_one is None else depth(outer_one) + 1

    return sorted(found.values(), key=depth, reverse=True)


class ReplyQuerySet(models.QuerySet):
    def to(self, kind: str, keys: Iterable[str]):
        """The replies to records of that kind, each with its source as lists show it, the earliest first."""
        replies = self.filter(kind=kind, key__in=list(keys)).select_related("source__publisher")
        return replies.order_by(models.F("source__published_on").asc(nulls_last=True), "source_id")


class Reply(models.Model):
    """A source that was archived because it answers a record, or another source."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="answers", help_text="The reply.")
    kind = models.CharField(max_length=12, choices=Tombstone.Kind, help_text="Of what it answers.")
    key = models.CharField(max_length=8, db_collation="C", help_text="Of what it answers.")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "key"], name="reply_once", violation_error_message="This reply is held already."
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=KEY_PATTERN),
                name="reply_key_is_8_letters_and_digits",
                violation_error_message="A key is 8 small letters and digits.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}, a reply to {self.kind} {self.key}"

    @property
    def record(self) -> Any:
        """What it answers; None where that was withdrawn."""
        return Tombstone.model_of(self.kind)._default_manager.filter(pk=self.key).first()
