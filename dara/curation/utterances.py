"""Utterances: statements that are joined because they give one thing said once, and parted again.

An utterance joins two statements or more. A statement is in one utterance at most."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, QuerySet

from dara.models import Statement, Utterance


class JoinRefused(Exception):
    """The statements may not be joined. `reasons`: sentences that say why, and what to do first."""

    def __init__(self, *reasons: str):
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def check_statements(utterance: Utterance, statements: QuerySet[Statement]) -> None:
    """Raise JoinRefused unless the utterance, saved or not, may join exactly these statements."""
    if len(statements) < 2:
        way_out = "" if utterance._state.adding else " To part them, delete the utterance: its statements stay."
        raise JoinRefused(f"Choose two statements or more: an utterance is what several of them give.{way_out}")
    elsewhere = statements.exclude(utterance=None).exclude(utterance=utterance.pk).select_related("speaker", "utterance")
    if elsewhere:
        way_out = "take it out there, or delete that utterance, first."
        raise JoinRefused(*(f"{each} is joined in “{each.utterance}” already: {way_out}" for each in elsewhere))


def check_utterance(statement: Statement, utterance: Utterance | None) -> None:
    """Raise JoinRefused unless the statement may move from its utterance to this one (None: to none), and no utterance is left with one."""
    left = statement.utterance
    if utterance == left:
        return
    if left and left.statements.exclude(pk=statement.pk).count() < 2:
        raise JoinRefused(f"“{left}” would join fewer than two. To part them, delete that utterance: its statements stay.")
    if utterance and not utterance.statements.exclude(pk=statement.pk).exists():
        raise JoinRefused(f"“{utterance}” would join this statement alone: choose its statements on the utterance's own page.")


def join(utterance: Utterance, statements: QuerySet[Statement]) -> None:
    """Let the utterance join exactly these statements. Statements that are in another utterance stay there."""
    utterance.statements.exclude(pk__in=statements).update(utterance=None)
    Statement.objects.filter(pk__in=statements, utterance=None).update(utterance=utterance)


@transaction.atomic
def delete(utterances: QuerySet[Utterance]) -> None:
    """Delete the utterances. Their statements stay, and are joined no more."""
    Statement.objects.filter(utterance__in=utterances).update(utterance=None)
    utterances.delete()


def joining_fewer_than_two(utterances: Iterable[int]) -> list[Utterance]:
    """Return those of the utterances with these primary keys that join fewer than two statements, by slug."""
    rows = Utterance.objects.filter(pk__in=utterances).annotate(number=Count("statements"))
    return list(rows.filter(number__lt=2).order_by("slug"))
