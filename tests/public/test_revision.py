"""What a process knows of the archive's revision, and what it keeps for as long as that stays the same."""

import threading
import time

import pytest
from django.db import OperationalError

from dara.models import Revision, Topic
from dara.public import revision
from dara.public.revision import INTERVAL, RETRY_INTERVAL, TRUSTED, Known, State, Watch, per_revision


def state(number: int) -> State:
    return State(Revision(number, number, 0), 0)


class Archive:
    """What a watch reads: a state, or an error. `now` is the time."""

    def __init__(self):
        self.now, self.readings, self.state = 100.0, 0, state(1)
        self.gate = threading.Event()
        self.gate.set()
        self.watch = Watch(self.read, lambda: self.now)

    def read(self) -> State:
        self.readings += 1
        assert self.gate.wait(10)
        if self.state is None:
            raise OperationalError
        return self.state

    def look(self, after: float = 0) -> Known:
        self.now += after
        return self.watch.look()


def test_it_is_read_at_most_every_200_ms():
    archive = Archive()
    for _ in range(1000):
        assert archive.look() == Known(state(1), True, seen_at=100)
    assert archive.readings == 1
    archive.state = state(2)
    assert archive.look(0.19).state == state(1)
    assert archive.look(0.02).state == state(2)
    assert archive.readings == 2


def test_pages_of_the_state_before_may_be_given_for_a_second_from_when_it_was_seen_last():
    archive = Archive()
    archive.look()
    archive.look(0.25)
    archive.state = state(2)
    known = archive.look(0.25)
    assert (known.former, known.former_until) == (state(1), 101.25)
    assert archive.look(0.25) == known._replace(seen_at=100.75)
    archive.state = state(3)
    known = archive.look(3600)  # nobody asked for an hour: the change may be as old
    assert (known.former, known.former_until) == (state(2), 101.75)


def test_while_it_cannot_be_read_it_is_tried_once_a_second():
    archive = Archive()
    archive.look()
    archive.state = None
    known = archive.look(INTERVAL)
    assert known == Known(state(1), False, seen_at=100)
    assert archive.look(RETRY_INTERVAL / 2) == known
    assert archive.readings == 2
    assert archive.look(RETRY_INTERVAL / 2) == known
    assert archive.readings == 3
    archive.state = state(1)
    assert archive.look(RETRY_INTERVAL) == Known(state(1), True, seen_at=102.2)


def test_nothing_is_known_before_the_first_reading():
    archive = Archive()
    archive.state = None
    assert archive.look() == Known()


def test_while_one_reads_others_go_on_with_what_is_known_but_not_for_long(monkeypatch):
    monkeypatch.setattr(revision, "WAIT", 0.05)
    archive = Archive()
    archive.look()
    archive.now += INTERVAL
    archive.gate.clear()
    reading = threading.Thread(target=archive.watch.look)
    reading.start()
    while archive.readings < 2:
        time.sleep(0.01)
    assert archive.look().is_current
    assert not archive.look(TRUSTED).is_current
    archive.gate.set()
    reading.join(10)
    assert archive.readings == 2


@pytest.mark.django_db(transaction=True)
class TestPerRevision:
    @pytest.fixture(autouse=True)
    def _always_read(self, monkeypatch):
        monkeypatch.setattr(revision, "watch", Watch(State.read, clock=iter(range(10**6)).__next__))

    def test_a_value_is_kept_until_the_archive_changes(self):
        calls = []

        @per_revision
        def number(topic: str) -> int:
            calls.append(topic)
            return Topic.objects.filter(slug=topic).count()

        assert [number("bail"), number("bail"), number("jails")] == [0, 0, 0]
        assert calls == ["bail", "jails"]
        Topic.objects.create(slug="bail", name="Bail", position=1)
        assert number("bail") == 1
        assert calls == ["bail", "jails", "bail"]

    def test_in_a_transaction_nothing_is_kept(self):
        from django.db import transaction

        number = per_revision(Topic.objects.count)
        with transaction.atomic():
            assert number() == 0
            Topic.objects.create(slug="bail", name="Bail", position=1)
            assert number() == 1
