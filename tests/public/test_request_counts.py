"""Requests are counted by kind and status, and told once a minute, without a word of what was asked."""

import logging

import pytest
from django.test import override_settings

from dara.public.request_counts import RequestCounts, kinds


class Site:
    """A site whose clock stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0
        self.status = "200 OK"
        self.counts = RequestCounts(self.answer, ["statements", "api", "admin"], lambda: {"from_memory": 3}, clock=lambda: self.now)

    def answer(self, environ, start_response):
        start_response(self.status, [])
        return [b"page"]

    def ask(self, path: str, status: str = "200 OK") -> None:
        self.status = status
        environ = {"PATH_INFO": path, "QUERY_STRING": "q=secret", "REMOTE_ADDR": "203.0.113.9"}
        assert list(self.counts(environ, lambda *answer: None)) == [b"page"]


def test_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "dara.requests")
    site = Site()
    for path in ("/", "/es/", "/statements/abcd1234/", "/es/statements/", "/statements.csv", "/wp-login.php", "/secret/"):
        site.ask(path)
    site.ask("/api/v1/check/", "503 Service Unavailable")
    assert not caplog.records
    site.now = 61
    site.ask("/statements/", "404 Not Found")
    (line,) = caplog.records
    assert line.getMessage() == "9 requests in 61 s, 1 failed."
    expected = {"api 503": 1, "home 200": 2, "other 200": 2, "statements 200": 3, "statements 404": 1}
    assert line.requests == expected
    assert line.from_memory == 3
    assert "secret" not in str(vars(line))
    assert "203.0.113.9" not in str(vars(line))
    site.ask("/")
    assert len(caplog.records) == 1


def test_kinds_are_the_addresses_of_the_site() -> None:
    with override_settings(ROOT_URLCONF="dara.urls.public"):
        assert {"statements", "search", "api", "mcp", "feeds", "sitemap", "healthz", "compare", "static"} <= set(kinds())
        assert len(set(kinds())) < 50
    with override_settings(ROOT_URLCONF="dara.urls.admin"):
        assert {"admin", "healthz", "readyz"} <= set(kinds())
