"""A source, and drafts of it."""

import pytest


@pytest.fixture
def source(archive):
    from tests import factories
    from tests.admin.drafts.workbench import TEXT

    return factories.source(TEXT, title="Doors", publisher=archive.publisher, published_on="2020-11-07")


@pytest.fixture
def draft(source):
    from tests.admin.drafts.workbench import QUOTE, make_draft

    return make_draft(
        source,
        QUOTE,
        kind="quote",
        pieces=["We will open the doors 🚪 on Monday", "And we will keep them open."],
        speaker={"slug": "marta-de-la-cruz", "name": "Marta de la Cruz", "as_named": "Marta de la Cruz"},
        said_on=None,
    )


@pytest.fixture
def stance(source, archive):
    from tests.admin.drafts.workbench import TEXT, make_draft

    return make_draft(
        source,
        TEXT.split("\n")[4],
        kind="endorsement",
        endorser={"slug": archive.union.slug, "name": "Harbor Union", "as_named": "The Harbor Union"},
        candidate={"slug": "lena-rivas", "name": "Lena Rivas", "as_named": "Lena Rivas"},
        stance="endorses",
        verb="endorsed",
    )
