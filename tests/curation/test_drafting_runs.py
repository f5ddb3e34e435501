"""Long texts are drafted by a worker; what it was at when it was killed can be asked for again."""

import datetime
import sys

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from dara.curation import drafting_runs
from dara.curation.uploads import publish
from dara.models import DraftingRun, PendingUpload
from tests import factories

TEXT = "Ana Vega spoke on Friday.\n\n“We will publish every number,” Vega said at the hall.\n"


@pytest.fixture
def started(monkeypatch) -> list:
    """The commands of the workers that were started."""
    commands: list = []
    monkeypatch.setattr(drafting_runs, "start_in_background", commands.append)
    return commands


@pytest.fixture
def another_worker():
    """Another session, which holds the worker's lock."""
    with connection.cursor():
        info = connection.connection.info
    with psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user=info.user) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [drafting_runs.LOCK])
        yield


@pytest.fixture
def upload(archive) -> PendingUpload:
    return factories.upload(TEXT)


def test_short_texts_are_drafted_at_once_and_long_ones_are_asked_for(
    upload, started, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(drafting_runs, "DRAFTED_AT_ONCE", int(1.5 * len(TEXT)))
    others = [factories.upload(f"{TEXT}\n{number}\n") for number in (1, 2)]
    with django_capture_on_commit_callbacks(execute=True):
        drafting_runs.draft_new([upload, *others], "ula")
    assert upload.drafts.count() == 1
    assert sorted(DraftingRun.objects.values_list("key", flat=True)) == sorted(each.pk for each in others)
    assert [command[0] for command in started] == [sys.executable]
    assert started[0][-2:] == ["draft_records", "--asked"]
    assert drafting_runs.state_of(upload) is None
    assert drafting_runs.state_of(others[0]).goes_on
    assert drafting_runs.work() == 2
    state = drafting_runs.state_of(others[0])
    assert (state.goes_on, others[0].drafts.count()) == (False, 1)
    assert "New drafts: 1." in state.sentences[1]
    assert drafting_runs.work() == 0


def test_one_worker_at_a_time(upload, started, another_worker):
    drafting_runs.ask([upload], "ula")
    DraftingRun.objects.update(asked_at=timezone.now() - datetime.timedelta(hours=1))
    assert drafting_runs.work() == 0
    assert "waits for its turn" in drafting_runs.state_of(upload).sentences[0]


def test_a_worker_that_was_killed_leaves_what_can_be_asked_for_again(upload, started, another_worker, request):
    drafting_runs.ask([upload], "ula")
    DraftingRun.objects.update(started_at=timezone.now())
    assert drafting_runs.state_of(upload).goes_on
    later = factories.upload("Another.\n")
    drafting_runs.ask([later], "ula")
    DraftingRun.objects.filter(key=later.pk).update(started_at=timezone.now())
    assert "interrupted" in drafting_runs.state_of(upload).sentences[0]


def test_without_a_worker_a_text_that_was_begun_was_interrupted(upload, started):
    drafting_runs.ask([upload], "ula")
    DraftingRun.objects.update(started_at=timezone.now())
    state = drafting_runs.state_of(upload)
    assert (state.goes_on, "interrupted" in state.sentences[0]) == (False, True)
    assert drafting_runs.work() == 0  # it may be what ended the worker
    drafting_runs.ask([upload], "rita")
    assert drafting_runs.work() == 1
    assert upload.drafts.count() == 1


def test_what_was_taken_out_or_published_meanwhile(upload, started):
    gone = factories.upload("Another.\n")
    drafting_runs.ask([gone, upload], "ula")
    PendingUpload.objects.filter(pk=gone.pk).delete()
    source = publish(upload)
    assert drafting_runs.work() == 2
    assert DraftingRun.objects.get(pk=gone.pk).found == ["The document was taken out meanwhile."]
    assert source.drafts.count() == 1
