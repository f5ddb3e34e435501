"""A small archive, and a curator at the desk."""

import pytest


@pytest.fixture
def curator(admin_client):
    """A client, logged in as a superuser."""
    return admin_client


@pytest.fixture
def archive(curated_archive):
    return curated_archive
