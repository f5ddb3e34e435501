"""Health checks, for whatever watches the processes: `healthz` tells that a process answers, `readyz` that it can serve pages."""

from functools import cache
from http import HTTPStatus

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from dara.public.pages.errors import RETRY_AFTER_SECONDS


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer “ok” without asking the database: a process is not restarted because another one is down."""
    return _plain("ok")


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database does not answer, or lacks a migration that this code needs."""
    try:
        applied = set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    except DatabaseError:
        return _plain("the database does not answer", status=503)
    if not _newest_migrations() <= applied:
        return _plain("the database is not migrated", status=503)
    return _plain("ready")


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app that this code has, as (app, name)."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _plain(text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
