"""Which words of the results are highlighted."""

import pytest
from django.utils import translation

from dara.public.search.highlights import add_highlights
from dara.public.search.query import Query
from tests import factories

pytestmark = pytest.mark.django_db


def test_words_of_the_query_are_highlighted(gascon):
    def marked(words):
        add_highlights([gascon], Query.parse(words))
        return gascon.matched_words

    assert marked("Closing basements") == {"closed", "basement"}
    assert marked('basement -courthouse -"closed the"') == {"basement"}
    assert marked("the") == set()


def test_words_in_the_language_of_the_page_are_highlighted(db):
    topic = factories.topic("Cash bail", translations={"es": {"name": "Fianza en efectivo"}})
    with translation.override("es"):
        add_highlights([topic], Query.parse("fianza"))
    assert topic.matched_words == {"Fianza"}
