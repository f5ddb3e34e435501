"""Withholding: which words of a text the public may not read, how they are masked, and replies.

Masking happens in one place, in the database: the function `dara_masked` (`sql/public_paragraphs.sql`), for the table `PublicParagraph`,
which is all that the public role can read of texts. It replaces each withheld code point by MASK, so that all other offsets stay the
same. `mask` here does the same in Python, to verify the database and to find what depends on withheld words. Pages show MASK as “[withheld]”
(`dara/public/presentation/highlights.py`).

No record rests on withheld words: `dara.curation.withholding` withdraws those that do, and the database refuses new ones."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models

from dara.models.fields import KEY_PATTERN, KeyField, is_key
from dara.models.sources import Source
from dara.models.tombstones import Tombstone
from dara.models.translations import TranslationsField

MASK = "█"  # U+2588, one for each withheld code point except newlines, which separate the paragraphs


def overlaps(start: int | None, end: int | None, other_start: int, other_end: int) -> bool:
    """Tell whether a withheld span and another span have a code point in common. The span None to None is the whole text."""
    return start is None or end is None or (start < other_end and end > other_start)


def mask(body: str, offset: int, spans: Iterable[tuple[int | None, int | None]]) -> str:
    """Return a part of a text, which begins at `offset`, with its withheld code points masked: the same as the public reads."""
    shown = list(body)
    for start, end in spans:
        first = 0 if start is None else max(start - offset, 0)
        last = len(shown) if end is None else max(end - offset, 0)
        shown[first:last] = [each if each == "\n" else MASK for each in shown[first:last]]
    return "".join(shown)


class WithholdingQuerySet(models.QuerySet):
    def touching(self, start: Any, end: Any):
        """Only those that have a code point in common with the span; `start` and `end` are numbers or expressions."""
        return self.filter(models.Q(start__isnull=True) | models.Q(start__lt=end, end__gt=start))


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

    objects = WithholdingQuerySet.as_manager()

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
