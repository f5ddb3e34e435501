"""Words are found however they are written, and highlighted where they stand: points, slashes, hyphens, apostrophes, invisible characters."""

import pytest

from dara.models import PublicParagraph, Source, Statement, SynonymGroup
from dara.public.presentation.highlights import highlighted
from dara.public.search import results
from dara.public.search.highlights import add_highlights
from dara.public.search.query import Query
from dara.public.search.suggestions import corrected
from dara.public.search.verbatim import is_misremembered
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.older_postgres]

# text → what is typed → what is highlighted of the text
FOUND = {
    "She opened its books in Zanzara Square.Tolliver told it.": {
        "Tolliver": "Tolliver",
        "square tolliver": "Square|Tolliver",
        "Square.Tolliver": "Square|Tolliver",
        '"zanzara square tolliver"': "Zanzara|Square|Tolliver",
    },
    "It covers Juniper/Hemlock/Larchmont streets.": {
        "hemlock": "Hemlock",
        "Larchmont street": "Larchmont|streets",
        "Juniper/Hemlock": "Juniper|Hemlock",
        "-walrus Larchmont": "Larchmont",
    },
    "The clerk kept file DS-7604 for it.": {
        "7604": "DS-7604",
        "DS-7604": "DS-7604",
        "ds7604": "DS-7604",
        "DS\u20117604": "DS-7604",
        '"file ds 7604"': "file|DS-7604",
    },
    "Its one\u2011on\u2011one talks, non\u2011violent.": {
        "one-on-one": "one\u2011on\u2011one",
        "nonviolent": "non\u2011violent",
        "non-violent": "non\u2011violent",
        "violent": "non\u2011violent",
    },
    "Ann O’Neill, Bea O'Dowd and Cleo D’Amore spoke.": {
        "O'Neill": "O’Neill",
        "oneill": "O’Neill",
        "Neill": "O’Neill",
        "O’Dowd": "O'Dowd",
        "D'Amore": "D’Amore",
        '"cleo d’amore"': "Cleo|D’Amore",
    },
    "Of 1,405 cases 812\u202f345 and 52,9% were left.": {
        "1405": "1,405",
        "1,405": "1,405",
        '"1405 cases"': "1,405|cases",
        "812345": "812\u202f345",
        "812,345": "812\u202f345",
        "52,9%": "52|9",
        "52.9": "52|9",
    },
    "He has 1405 of 701002.": {"1,405": "1405", "701\u00a0002": "701002"},
    "The clerk Whit\u00adcombe looked after the soft\u00adware\u200b until\u00a0spring.": {
        "software": "soft\u00adware",
        "Whitcombe": "Whit\u00adcombe",
        "soft\u00adware": "soft\u00adware",
        "spring": "spring",
        '"the software until spring"': "soft\u00adware|spring",
    },
    "The D.A. of L.A., J. R. Ruck, and J.R. Vane met at 5 p.m.": {
        "DA ruck": "D.A.|Ruck",
        "D.A.": "D.A.",
        "LA": "L.A.",
        "J.R. Ruck": "J. R.|Ruck|J.R.",
        "J. R. Vane": "J. R.|J.R.|Vane",
        '"jr vane"': "J. R.|J.R.|Vane",
        "pm": "p.m.",
    },
}
NOT_FOUND = {
    "Of 1,405 cases.": ["405", "1"],
    "The clerk kept file DS-7604.": ["7604-DS", '"7604 ds"', "-7604 clerk", "-DS-7604 clerk"],
    "We’ll not do it.": ["well"],
    "Of O’Neill.": ["O'Dowd"],
    "Of one day, on another.": ["one-day-another"],
}


def marked(text: str, matched) -> str:
    html = highlighted(text, matched)
    return "|".join(part.partition("</mark>")[0] for part in html.split("<mark>")[1:]).replace("&#x27;", "'")


@pytest.mark.parametrize("text", FOUND)
def test_words_are_found_and_highlighted(text):
    made = factories.source(f"{text}\n", title=text)
    statement = factories.statement(made, text, speaker=factories.organization("Harbor Union"))
    for typed, shown in FOUND[text].items():
        query = Query.parse(typed)
        for rows in (Statement.objects.for_lists(), PublicParagraph.objects.all(), Source.objects.all()):
            (found,) = rows.filter(results.matches(rows.model, query))
            add_highlights([found], query)
            assert marked(text, found.matched_words) == shown, (typed, rows.model)
        assert results.find(query).match == results.Match.ALL_WORDS
        assert [row.pk for row in results.best("statements", query)] == [statement.pk]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_other_words_are_not_found(text):
    factories.source(f"{text}\n", kind="campaign page")
    for typed in NOT_FOUND[text]:
        assert not PublicParagraph.objects.filter(results.matches(PublicParagraph, Query.parse(typed))).exists(), typed


def test_invisible_characters_stay_in_the_text():
    text = "The soft\u00adware of 1\u202f405."
    made = factories.source(f"{text}\n", kind="campaign page")
    assert made.public_paragraphs.get().body == f"{text}\n"
    assert highlighted(text, {"soft\u00adware"}) == "The <mark>soft\u00adware</mark> of 1\u202f405."


def test_a_quotation_is_not_misremembered_for_an_invisible_character():
    made = factories.source("The clerk looked after the soft\u00adware until next spring.\n", kind="campaign page")
    row = made.public_paragraphs.get()
    assert not is_misremembered(Query.parse("The clerk looked after the software until next spring"), [row])
    assert is_misremembered(Query.parse("The clerk looked after the hardware until next spring"), [row])


def test_a_known_word_is_not_corrected_for_how_it_is_written():
    factories.source("The soft\u00adware of O’Brannagh in Tarrantino/Quillfeather.\n", kind="campaign page")
    for typed in ("O'Brannagh", "Quillfeather", "tarrantino"):
        assert corrected(Query.parse(typed)) is None
    assert corrected(Query.parse("Quillfeathre")).text == "Quillfeather"


def test_synonyms_are_found_however_they_are_written():
    SynonymGroup.objects.create(slug="office", english=["DA", "top-prosecutor"])
    factories.source("Our top prosecutor spoke.\n", kind="campaign page")
    assert len(results.find(Query.parse("D.A.")).groups["paragraphs"].rows) == 1
