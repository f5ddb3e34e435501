"""Drafting of long texts outside of the web's processes: they are asked for here, and a worker (`manage.py draft_records --asked`) drafts one after
the other.

The worker holds a lock of the database while it works. The database lets go of it in whatever way the worker ends, so a text that was begun and is
not done while nobody holds the lock was interrupted. It is not begun again until somebody asks: it may be what ended the worker."""

import contextlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from dara.curation.draft_queue import DRAFTED_AT_ONCE, enqueue_drafts, find_drafts, length_of
from dara.curation.uploads import UploadGone, source_or_upload
from dara.local.child_processes import start_in_background
from dara.models import DraftingRun, PendingUpload, Source

LOCK = 0x64726166  # “draf”
STARTING = timedelta(seconds=20)  # that a worker may take to begin


@dataclass(frozen=True)
class State:
    """How far the drafting of a text is, in sentences for curators. `goes_on`: whether the worker is at it, or will be."""

    sentences: tuple[str, ...]
    goes_on: bool = False


def draft_new(sources: Iterable[Source | PendingUpload], user: str) -> None:
    """Draft what has just been added: short texts at once, DRAFTED_AT_ONCE characters in all; the others are asked for."""
    left, later = DRAFTED_AT_ONCE, []
    for source in sources:
        length = length_of(source)
        if length > left:
            later.append(source)
            continue
        left -= length
        enqueue_drafts(source)
    ask(later, user)


def draft_or_ask(source: Source | PendingUpload, user: str) -> list[str]:
    """Draft a short text at once, or ask for a long one; return sentences for curators."""
    if length_of(source) <= DRAFTED_AT_ONCE:
        return find_drafts(source)
    ask([source], user)
    return ["The text is long. It is being drafted; this page says when that is done."]


def ask(sources: Iterable[Source | PendingUpload], user: str) -> None:
    """Ask for the drafts of long texts, and start a worker."""
    asked = {"asked_by": user, "asked_at": timezone.now(), "started_at": None, "ended_at": None, "found": []}
    keys = [source.pk for source in sources]
    for key in keys:
        DraftingRun.objects.update_or_create(key=key, defaults=asked)
    if keys:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "draft_records", "--asked"]
        transaction.on_commit(lambda: start_in_background(command))


def state_of(source: Source | PendingUpload) -> State | None:
    """Return how far the drafting of a text is that was asked for; None for a text that never was."""
    run = DraftingRun.objects.filter(key=source.pk).first()
    if run is None:
        return None
    if run.ended_at:
        return State((f"Drafted on {timezone.localtime(run.ended_at):%Y-%m-%d %H:%M}.", *run.found))
    if run.started_at is None and (_is_locked() or timezone.now() - run.asked_at < STARTING):
        return State(
            (f"The text is long, and waits for its turn to be drafted, which {run.asked_by} has asked for.",), goes_on=True
        )
    if run.started_at and _is_locked() and not DraftingRun.objects.filter(started_at__gt=run.started_at).exists():
        since = f"{timezone.localtime(run.started_at):%H:%M:%S}"
        return State((f"The text is long. It is being drafted since {since}; the drafts come all together.",), goes_on=True)
    return State(("Drafting was interrupted. Nothing of it is kept: let the rules find drafts again.",))


# --- the worker -------------------------------------------------------------------------------------


def work() -> int:
    """Draft the texts that are asked for, one after the other; return how many. While another worker is at it, there is nothing to do."""
    done = 0
    while _next() and _lock():  # looked at again after the lock is let go of: another worker may have left because of it
        try:
            while run := _next():
                _draft(run)
                done += 1
        finally:
            _unlock()
    return done


def _next() -> DraftingRun | None:
    return DraftingRun.objects.filter(started_at=None, ended_at=None).order_by("asked_at", "key").first()


def _draft(run: DraftingRun) -> None:
    DraftingRun.objects.filter(pk=run.pk, started_at=None).update(started_at=timezone.now())
    found = _found(run.pk)
    DraftingRun.objects.filter(pk=run.pk, asked_at=run.asked_at).update(ended_at=timezone.now(), found=found)


def _found(key: str) -> list[str]:
    for _ in range(2):  # an upload may become a source meanwhile
        source = source_or_upload(key)
        if source is None:
            break
        with contextlib.suppress(UploadGone):
            return find_drafts(source)
    return ["The document was taken out meanwhile."]


# --- the lock ---------------------------------------------------------------------------------------


def _lock() -> bool:
    return _ask_database("SELECT pg_catalog.pg_try_advisory_lock(%s)")


def _unlock() -> None:
    _ask_database("SELECT pg_catalog.pg_advisory_unlock(%s)")


def _is_locked() -> bool:
    return _ask_database(
        """SELECT EXISTS (SELECT FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_database AS d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = %s::bigint::oid AND l.classid = 0 AND l.granted)"""
    )


def _ask_database(query: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [LOCK])
        return bool(cursor.fetchone()[0])
