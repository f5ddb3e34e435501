"""A story that two statements quote, with a paragraph that nobody may read."""

import pytest


@pytest.fixture
def story():
    from tests import factories  # models cannot be imported before pytest-django has set Django up

    return factories.source(
        "“We closed the courthouse basement,” Zoë Gascón said, “and we will not reopen it.”\n"
        "Chemerinsky promised nothing.\n"
        "A neighbour without evidence: zebra.\n"
        "Nobody may read of the walrus.\n"
    )


@pytest.fixture
def gascon(story):
    from tests import factories

    speaker = factories.person("Zoë Gascón")
    return factories.statement(
        story,
        "“We closed the courthouse basement,” Zoë Gascón said, “and we will not reopen it.”",
        pieces=["We closed the courthouse basement", "and we will not reopen it."],
        speaker=speaker,
    )


@pytest.fixture
def chemerinsky(story):
    from tests import factories

    speaker = factories.person("Jeff Chemerinsky")
    return factories.statement(story, "Chemerinsky promised nothing.", kind="paraphrase", speaker=speaker)
