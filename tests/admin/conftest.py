"""A small archive, and a curator at the desk."""

import pytest


@pytest.fixture
def curator(admin_client):
    """A client, logged in as a superuser."""
    return admin_client


@pytest.fixture
def archive(db):
    from tests.admin.small_archive import Archive  # models can be imported only when Django is set up

    return Archive()
