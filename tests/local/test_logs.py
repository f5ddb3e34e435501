"""What a process says: lines of JSON, without addresses, queries and what was sent; an error with its trace."""

import io
import json
import logging
import logging.config
import sys
from collections.abc import Callable, Iterator

import pytest
from django.test import RequestFactory

from dara.local import logs


@pytest.fixture
def said() -> Iterator[Callable[[], list[dict]]]:
    """What has been logged, as a process without a terminal writes it."""
    configuration = logs.configuration("public", "json")
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logging.config.DictConfigurator(configuration).configure_formatter(configuration["formatters"]["json"]))
    handler.addFilter(logs.BadRequestsInOneLine())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_an_error_is_one_line_with_its_trace_and_without_the_query(said) -> None:
    request = RequestFactory().get("/search/?q=secret+words", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="mine")
    try:
        raise LookupError("nothing there")
    except LookupError:
        extra = {"status_code": 500, "request": request}
        logging.getLogger("django.request").error("Internal Server Error: %s", request.path, exc_info=True, extra=extra)
    (line,) = said()
    assert (line["level"], line["site"], line["logger"]) == ("ERROR", "public", "django.request")
    assert (line["message"], line["status_code"]) == ("Internal Server Error: /search/", 500)
    assert line["trace"].startswith("Traceback")
    assert line["trace"].endswith("LookupError: nothing there")
    assert line["time"][:2] == "20"
    assert not any(word in json.dumps(line) for word in ("secret", "203.0.113.9", "mine"))


def test_lines_stay_lines(said) -> None:
    logging.getLogger("dara.somewhere").info("one\ntwo “three”")
    (line,) = said()
    assert line["message"] == "one\ntwo “three”"


@pytest.mark.django_db
def test_a_bad_host_is_one_short_line(said, as_public, settings) -> None:
    with as_public() as client:
        assert client.get("/?q=secret", HTTP_HOST="evil.example" + "x" * 5000).status_code == 400
    (line,) = said()
    assert line["logger"] == "django.security.DisallowedHost"
    assert "trace" not in line
    assert "secret" not in json.dumps(line)
    assert len(line["message"]) <= 300


def test_people_read_lines_on_a_terminal(monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert logs.default_format() == "text"
