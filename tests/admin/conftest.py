"""An archive with one of each, and a curator who is logged in."""

import pytest


@pytest.fixture
def curator(admin_client):
    """A client, logged in as a superuser."""
    return admin_client


@pytest.fixture
def archive(curated_archive):
    return curated_archive


@pytest.fixture
def quote(archive):
    return {
        "kind": "quote",
        "passage_source": archive.source.key,
        "passage_words": "“We closed the courthouse basement,” Vega said",
        "pieces": "We closed the courthouse basement,",
        "speaker": archive.vega.pk,
    }
