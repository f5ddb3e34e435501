"""What stands around a passage, of what the public may read."""

import pytest

from dara.models import Passage, SourceText
from dara.models.passage_context import LENGTH, contexts
from tests import factories

BODY = """The first paragraph, which nobody may read.

A neighbour — in “curly” marks 🙂.
Smith said: “Let us begin.” Then she left.
The last one, which is longer than what is kept of it, by far.
"""


@pytest.fixture
def story(db):
    return factories.source(BODY)


def context_of(row):
    return contexts([row.passage])[row.passage_id]


def test_words_on_either_side_go_over_paragraphs(story):
    quote = factories.statement(
        story, "Smith said: “Let us begin.”", pieces=["Let us begin."], speaker=factories.person("Ann Smith")
    )
    context = context_of(quote)
    assert BODY.count(context.prefix + quote.passage.exact + context.suffix) == 1
    assert len(context.prefix) == len(context.suffix) == LENGTH
    assert context.prefix.endswith("“curly” marks 🙂.\n")


def test_what_the_public_may_not_read_is_not_in_it(story):
    """The paragraphs of a passage that is no evidence any more are hidden, whatever stands in them."""
    factories.statement(story, "The last one", speaker=factories.person("Ann Smith"))
    unused = factories.passage(story, "which nobody may read")
    assert contexts([unused])[unused.pk] == ("", "")


def test_ends_of_the_text(story):
    smith = factories.person("Ann Smith")
    whole = factories.source("All of it.", kind="other")
    assert context_of(factories.statement(whole, "All of it.", speaker=smith)) == ("", "")
    assert context_of(factories.statement(story, "by far.", speaker=smith)).suffix == "\n"


@pytest.mark.usefixtures("db")
def test_one_question_for_many(story, django_assert_num_queries):
    assert contexts([]) == {}
    bodies = SourceText.objects.get(source=story).body
    Passage.objects.bulk_create(
        Passage(source=story, start=start, end=start + 3, exact=bodies[start : start + 3]) for start in range(0, 150, 3)
    )
    passages = list(Passage.objects.all())
    with django_assert_num_queries(1):
        assert len(contexts(passages)) == len(passages)
