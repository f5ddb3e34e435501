"""The API as the public has it, and the whole application for independent clients."""

import contextlib

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections


@pytest.fixture
def ask(as_public):
    """What the API answers: ask("/api/v1/statements/?topic=courts") → JSON."""

    def get(path: str, status: int = 200):
        with as_public() as client:
            response = client.get(path)
        assert response.status_code == status, (path, response.content)
        assert response["Content-Type"] == "application/json"
        assert not response.cookies
        return response.json()

    return get


@pytest.fixture
def application(as_public, settings):
    """The site as a server has it (WSGI), with the public's role; its requests leave the test's connection open.

    Not compressed: schemathesis asks for that, and does not unpack it."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != "dara.public.middleware.Compression"]

    @contextlib.contextmanager
    def served():
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)
        try:
            with as_public():
                yield get_wsgi_application()
        finally:
            for signal in signals:
                signal.connect(close_old_connections)

    return served
