"""Processes that render."""

from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from dara.bake import BakeError
from dara.bake.workers import _place, _results, rendering, started


def done(value=None, error=None) -> Future:
    future: Future = Future()
    if error:
        future.set_exception(error)
    else:
        future.set_result(value)
    return future


def test_where_one_would_be_enough_there_is_none():
    with started(1) as workers:
        assert workers == []


def test_they_load_and_end():
    with started(2) as workers:
        assert [worker.submit(pow, 2, 3).result() for worker in workers] == [8, 8]


def test_all_addresses_of_a_record_are_rendered_by_the_same():
    addresses = ["/statements/abcd2345/", "/es/statements/abcd2345/", "/statements/abcd2345.json", "/share/abcd2345-1.png"]
    assert len({_place(address, 64) for address in addresses}) == 1
    assert len({_place(f"/topics/{n}/", 64) for n in range(100)}) > 1


def test_that_one_could_not_open_the_site_is_said_before_anything_is_rendered():
    with pytest.raises(BakeError, match="no role"):
        list(_results([done(), done(error=BakeError("There is no role."))], [done(error=NameError())]))
    assert list(_results([done()], [done(1), done(2)])) == [1, 2]


class Worker:
    """A process that notes how it was ended."""

    def __init__(self):
        self.ended = {}

    def submit(self, *task) -> Future:
        return done()

    def shutdown(self, **how) -> None:
        self.ended = how


@pytest.mark.django_db
def test_a_bake_that_fails_waits_for_their_end():
    """They write in the folder that is removed then."""
    worker = Worker()

    def fail() -> None:
        with rendering([worker], SimpleNamespace(folder=SimpleNamespace(out="site"))):
            raise BakeError

    with pytest.raises(BakeError):
        fail()
    assert worker.ended == {"cancel_futures": True}
    with rendering([worker], SimpleNamespace(folder=SimpleNamespace(out="site"))):
        pass
    assert worker.ended == {"wait": False}
