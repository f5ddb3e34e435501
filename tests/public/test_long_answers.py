"""Long answers are sent a few at a time, and whoever stops reading holds up nobody else. No database."""

import pytest

from dara.public.long_answers import LongAnswers
from dara.public.page_store import MAX_BODY

LONG = ("Content-Length", str(MAX_BODY + 1))


class Site:
    """Two long answers at once, around an application that has one answer."""

    def __init__(self, *headers: tuple[str, str]):
        self.headers, self.closed = list(headers), 0
        self.limited = LongAnswers(self.application, at_once=2)

    def application(self, environ, start_response):
        start_response("200 OK", self.headers)
        return Body(self)

    def ask(self, method: str = "GET") -> tuple[str, dict[str, str], "Body"]:
        begun: list = []
        body = self.limited({"REQUEST_METHOD": method}, lambda *answer: begun.extend(answer))
        return begun[0], dict(begun[1]), body


class Body:
    def __init__(self, site: Site):
        self.site = site

    def __iter__(self):
        yield b"some words"

    def close(self):
        self.site.closed += 1


@pytest.mark.parametrize("headers", [[LONG], [], [("Content-Encoding", "gzip")]])
def test_a_third_long_answer_waits_for_one_of_the_two(headers):
    site = Site(*headers)
    bodies = [site.ask()[2] for _ in range(2)]
    status, answered, refusal = site.ask()
    assert status.startswith("503")
    assert answered["Retry-After"] == "10"
    assert answered["Cache-Control"] == "no-store"
    assert b"try again" in b"".join(refusal)
    assert site.closed == 1  # what is not sent
    assert list(bodies[0]) == [b"some words"]
    bodies[0].close()
    bodies[0].close()  # counts once
    assert site.closed == 2
    assert site.ask()[0] == "200 OK"
    assert site.ask()[0].startswith("503")


def test_short_answers_and_head_never_wait():
    short = Site(("Content-Length", "7"))
    assert {short.ask()[0] for _ in range(5)} == {"200 OK"}
    long = Site(LONG)
    assert {long.ask("HEAD")[0] for _ in range(5)} == {"200 OK"}
