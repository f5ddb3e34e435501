"""An archive with one of each."""

import pytest


@pytest.fixture
def archive(curated_archive):
    return curated_archive
