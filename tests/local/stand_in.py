"""`make run` with a site that only says whether it reaches its database, and nothing to prepare: for what the supervisor does itself.

A start of the real sites takes ten times the processor time."""

import contextlib
import os
import sys

import psycopg

from dara.local import supervisor
from dara.local.child_processes import die_with_parent

if os.environ.get("DARA_SITE"):  # a worker, whose granian may be killed
    die_with_parent()


def application(environ, start_response) -> list[bytes]:
    ready = environ["PATH_INFO"] != "/readyz" or _is_there(os.environ["DATABASE_URL"])
    start_response("200 OK" if ready else "503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b""]  # no generator: granian would send its answer's status before it has begun


def _is_there(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def main() -> int:
    """Runs until Ctrl-C, as the supervisor's own."""
    serve_dara = supervisor.web_command
    supervisor.web_command = lambda site, port: [*serve_dara(site, port)[:-1], "tests.local.stand_in:application"]
    supervisor.prepare = lambda base, ports: None
    supervisor.making_downloads = lambda base, ports: contextlib.nullcontext()
    return supervisor.main()


if __name__ == "__main__":
    sys.exit(main())
