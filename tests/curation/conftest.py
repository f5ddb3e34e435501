"""An archive with one of each."""

import pytest


@pytest.fixture
def archive(db):
    from tests.admin.small_archive import Archive  # models can be imported only when Django is set up

    return Archive()
