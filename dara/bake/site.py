"""The public site, asked in this process: with the public role, and all pages of one moment of the database."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import ProgrammingError, close_old_connections, connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]  # which the stubs leave out
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.templatetags.static import static
from django.test import RequestFactory, override_settings
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from dara.bake import BakeError
from dara.bake.search import SCRIPT
from dara.public.exports import KeepPart, keep_nothing

# The files have no headers, and their compressed copies are made by the bake, so the language of the path is all that is needed.
MIDDLEWARE = ["dara.public.middleware.LanguageOfPath"]


@dataclass(frozen=True)
class Baked:
    """What a page may need to know of the bake: the address of the script that searches its index of words, and what keeps parts of exports."""

    search_script: str = SCRIPT
    keep: KeepPart = keep_nothing


class Site(BaseHandler):
    """Answers requests for pages as the public site does."""

    def __init__(self) -> None:
        """Raises BakeError where the static files are not there."""
        super().__init__()
        self.load_middleware()
        try:
            static("favicon.svg")
        except ValueError as error:
            raise BakeError("The static files are not there: run manage.py collectstatic first.") from error
        base = urlsplit(settings.DARA_BASE_URL)
        self.requests, self.scheme = RequestFactory(HTTP_HOST=base.netloc), base.scheme

    def get(self, address: str, keep: KeepPart = keep_nothing) -> HttpResponse | StreamingHttpResponse:
        if address.startswith(settings.STATIC_URL):
            return _static_file(address.removeprefix(settings.STATIC_URL))
        request = self.requests.get(address, secure=self.scheme == "https")
        request.baked = Baked(keep=keep)  # type: ignore[attr-defined]  # ours: pages ask whether it is there
        response = self.get_response(request)
        assert isinstance(response, HttpResponse | StreamingHttpResponse)
        return response


def _static_file(name: str) -> FileResponse:
    path = staticfiles_storage.path(name) if staticfiles_storage.exists(name) else finders.find(name)
    if path is None:
        raise BakeError(f"The static file {name} is not there: run manage.py collectstatic first.")
    return FileResponse(open(path, "rb"))  # noqa: PTH123 -- the response closes it


@contextlib.contextmanager
def public_site(snapshot: str = "") -> Iterator[Site]:
    """The public site, for as long as this context is open. `snapshot`: of another connection, to see the same moment.

    Raises BakeError where the database's role may not act as the public role."""
    public = override_settings(
        ROOT_URLCONF="dara.urls.public",
        MIDDLEWARE=MIDDLEWARE,
        ALLOWED_HOSTS=[urlsplit(settings.DARA_BASE_URL).hostname],
        TEMPLATES=[{**settings.TEMPLATES[0], "OPTIONS": {"context_processors": settings.PUBLIC_CONTEXT}}],
    )
    with public, _connection_kept(), transaction.atomic(), _plans_kept():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            if snapshot:
                cursor.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
            _act_as_public_role(cursor)
        yield Site()


@contextlib.contextmanager
def _connection_kept() -> Iterator[None]:
    """Django closes its connection with each response."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


@contextlib.contextmanager
def _plans_kept() -> Iterator[None]:
    """Have the server bind parameters and keep plans, as it does for the public site (dara/settings.py): pages ask the same queries again and again.

    The history’s context, which goes before a query that may write, cannot go before such a one."""
    raw = connection.connection
    before = raw.cursor_factory, raw.prepare_threshold, connection.execute_wrappers
    raw.cursor_factory, raw.prepare_threshold, connection.execute_wrappers = ServerBindingCursor, 1, []
    try:
        yield
    finally:
        raw.cursor_factory, raw.prepare_threshold, connection.execute_wrappers = before


def _act_as_public_role(cursor) -> None:
    role = settings.DARA_PUBLIC_ROLE
    try:
        cursor.execute("SELECT set_config('role', %s, true)", [role])
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise BakeError(f"This command's database role may not act as {role}: ask for GRANT {role} TO it.") from error
        raise BakeError(f"There is no role {role}: run manage.py public_role first.") from error


def export_snapshot() -> str:
    """Return the name of what this transaction sees, for other connections."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        return cursor.fetchone()[0]
