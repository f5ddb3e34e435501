"""Withholding: which words of a text the public may not read, how they are masked, and replies.

Masking happens in one place, in the database: the function `dara_masked` (`sql/withholding.sql`), in the view `PublicParagraph`, which is all that the
public role can read of texts. It replaces each withheld code point by MASK, so that all other offsets stay the same. `mask` here
does the same in Python, to verify the database and to find what depends on withheld words. Pages show MASK as “[withheld]”
(`dara/public/presentation/highlights.py`).

No record rests on withheld words: `Withholding.withhold` withdraws those that do, and the database refuses new ones."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, models, transaction

from dara.models.elections import Election
from dara.models.entities import Entity
from dara.models.fields import KEY_PATTERN, KeyField, is_key
from dara.models.records import Endorsement, Record, Statement, Utterance
from dara.models.sources import Passage, Source, SourceText
from dara.models.tombstones import Tombstone
from dara.models.translations import TranslationsField

MASK = "█"  # U+2588, one for each withheld code point except newlines, which separate the paragraphs


def overlaps(start: int | None, end: int | None, other_start: int, other_end: int) -> bool:
    """Tell whether a withheld span and another span have a code point in common. The span None to None is the whole text."""
    return start is None or end is None or (start < other_end and end > other_start)


def mask(body: str, offset: int, spans: Iterable[tuple[int | None, int | None]]) -> str:
    """Return a part of a text, which begins at `offset`, with its withheld code points masked: the same as the view has."""
    shown = list(body)
    for start, end in spans:
        first = 0 if start is None else max(start - offset, 0)
        last = len(shown) if end is None else max(end - offset, 0)
        shown[first:last] = [each if each == "\n" else MASK for each in shown[first:last]]
    return "".join(shown)


class WithholdingRefused(IntegrityError):
    """The words cannot be withheld yet. The message says why, and what to do first."""


@dataclass(frozen=True)
class WithholdingPlan:
    """What withholding would do: the records that it withdraws, inner statements before outer ones; and the obstacles, in sentences,
    that must be removed first."""

    records: list[Any]
    obstacles: list[str]


@dataclass(frozen=True)
class WithholdingResult:
    """What withholding has done: the tombstones of the withdrawn records, and the utterances that now join fewer than two statements."""

    tombstones: list[Tombstone]
    utterances: list[Utterance]


class Withholding(models.Model):
    """A span of a source's text, or all of it, that the public may not read. The row does not repeat the words."""

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

    def plan(self) -> WithholdingPlan:
        """Return what withholding these words would do. Changes nothing."""
        records = list(self._records())
        withdrawn = {record.key for record in records}
        names = () if self.is_whole else self._names_only_in_these_words(withdrawn)
        return WithholdingPlan(records, [*self._elections(), *names])

    @transaction.atomic
    def withhold(self) -> WithholdingResult:
        """Withdraw every record that rests on these words, leaving tombstones; delete the passages; and save this row.

        Raises WithholdingRefused if there are obstacles, IntegrityError if the text has no such span."""
        Source.objects.select_for_update().filter(pk=self.source_id).first()  # so that no passage is added meanwhile
        plan = self.plan()
        if plan.obstacles:
            raise WithholdingRefused(" ".join(plan.obstacles))
        joined = {record.utterance_id for record in plan.records if isinstance(record, Statement) and record.utterance_id}
        tombstones = [self._withdraw(record) for record in plan.records]
        self._passages().delete()
        self.save(force_insert=True)
        few = Utterance.objects.filter(pk__in=joined).annotate(number=models.Count("statements")).filter(number__lt=2)
        return WithholdingResult(tombstones, list(few.order_by("slug")))

    def tombstone(self, kind: str, key: str) -> Tombstone:
        """Return the tombstone of a record that rests on these words. It is not saved."""
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
        """Yield every record that rests on the words, and every record that is told in one of those."""
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

    def _names_only_in_these_words(self, withdrawn: set[str]) -> Iterator[str]:
        """Yield an obstacle for each name that another record or a group takes from these words alone."""
        body = SourceText.objects.filter(source=self.source_id).values_list("body", flat=True).first() or ""
        withheld = [(each.start, each.end) for each in Withholding.objects.filter(source=self.source_id)]
        left = mask(body, 0, [*withheld, (self.start, self.end)])
        for model, field in ((Statement, "speaker_as_named"), (Endorsement, "endorser_as_named")):
            named = model._default_manager.filter(passage__source=self.source_id).exclude(**{field: ""}).exclude(pk__in=withdrawn)
            for key, name in named.order_by("key").values_list("key", field):
                if name not in left:
                    yield f"{model.__name__} {key} has its “{field}” from these words alone: empty that field first."
        for group in Entity.objects.filter(source=self.source_id).order_by("slug"):
            if group.name in body and group.name not in left:
                yield f"The group {group.slug} has its name from these words alone: give it one in the archive's words first."


def _with_what_is_within(outer: models.QuerySet[Statement]) -> list[Statement]:
    """Return the statements and all that are told in them, the innermost first."""
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
        """Only the replies to records of a kind, the earliest source first."""
        replies = self.filter(kind=kind, key__in=list(keys)).select_related("source__publisher")
        return replies.order_by(models.F("source__published_on").asc(nulls_last=True), "source_id")


class Reply(models.Model):
    """A source that was archived because it answers a record or another source."""

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
        """The record or source that it answers; None where that was withdrawn."""
        return Tombstone.model_of(self.kind)._default_manager.filter(pk=self.key).first()
