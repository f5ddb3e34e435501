"""What processes say, as a dictionary for logging.config: lines for people on a terminal, JSON for programs elsewhere.

No line has a reader's address, a query string or what somebody sent, and there is none for each request: dara/public/request_counts.py counts them."""

import logging
import sys
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS

FORMATS = ("json", "text")
LONGEST = 300  # characters of what a bad request is refused for
OF_REQUESTS = ("request", "server_time")  # Django adds them to its records; a request's text has its query string


def default_format() -> str:
    return "text" if sys.stderr.isatty() else "json"


class BadRequestsInOneLine(logging.Filter):
    """Leaves out the trace of what only a client can do wrong, such as a Host header of another site, and shortens what it has sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.msg, record.args = record.getMessage()[:LONGEST], ()
            record.exc_info = record.exc_text = None
        return True


def configuration(site: str, form: str) -> dict[str, Any]:
    """Return Django's LOGGING for a process of the site. `form`: one of FORMATS."""
    formatters = {
        "text": {"format": f"%(asctime)s {site} %(levelname)s %(name)s: %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["levelname", "name", "message"],
            "timestamp": "time",
            "static_fields": {"site": site},
            "rename_fields": {"levelname": "level", "name": "logger", "exc_info": "trace"},
            "reserved_attrs": [*RESERVED_ATTRS, *OF_REQUESTS],
            "json_ensure_ascii": False,
        },
    }
    handler = {"class": "logging.StreamHandler", "formatter": form, "filters": ["bad_requests"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"bad_requests": {"()": BadRequestsInOneLine}},
        "formatters": formatters,
        "handlers": {"stderr": handler},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            # a page that is not there is the visitor's matter; a failing one is ours
            "django.request": {"level": "ERROR"},
            "dara": {"level": "INFO"},
            "axes": {"level": "ERROR"},  # dara/admin/log_in.py says it in one line
            "django_mcpz.calls": {"level": "CRITICAL", "propagate": False},  # its records have with them what was asked
        },
    }
