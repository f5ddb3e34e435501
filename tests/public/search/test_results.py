"""What words find, whoever types them and however."""

import re
import unicodedata

import pytest

from dara.models import PublicParagraph, Source, Statement
from dara.public.search import results
from dara.public.search.query import MAX_LENGTH, Query
from dara.public.search.rare_words import rare_words
from dara.public.search.results import Match, Results
from tests import factories

pytestmark = pytest.mark.django_db


def find(words: str) -> Results:
    return results.find(Query.parse(words))


def group(name: str, words: str):
    return results.best(name, Query.parse(words))


def statements(words: str) -> list[str]:
    return [row.key for row in group("statements", words)]


@pytest.mark.parametrize(
    "words",
    [
        "courthouse",
        "Gascon basement",  # a name without its accent, beside a word
        "zoe GASCÓN",
        "closing reopened",  # stems
        '"closed the courthouse"',
        "“will not reopen”",  # curly marks hold a phrase as well
        "basement or walrus",
        "basement -walrus",
        "basement — not",  # a dash is no “not”
        "courthouse basement Zoë Gascón said and we will",  # over the attribution, as the passage has it
        '"basement and we will not"',  # over our omission, as the words have it
        'basement "closed the',
    ],
)
def test_found(words, gascon):
    assert statements(words) == [gascon.key]


@pytest.mark.parametrize(
    "words", ["walrus", '"courthouse closed"', "basement -courthouse", "basement walrus", "the", "", "&|!():*<->", '"', "-", "or"]
)
def test_not_found(words, gascon):
    assert statements(words) == []


def test_whom_it_is_about_and_new_names_are_found(gascon):
    vega = factories.person("Vega Diaz")
    gascon.about.add(vega)
    assert statements("Diaz basement") == [gascon.key]
    vega.name = "Vega Muñoz"
    vega.save()
    assert statements("Munoz basement") == [gascon.key]
    assert statements("Diaz basement") == []
    gascon.about.remove(vega)
    assert statements("Munoz basement") == []


def test_texts_are_found_as_far_as_they_may_be_read(gascon, chemerinsky):
    assert [row.number for row in group("paragraphs", "zebra")] == [3]  # the neighbour of evidence, without any of its own
    assert not group("paragraphs", "walrus")
    assert [row.key for row in results.matching(Source.objects.all(), Query.parse("zebra"))] == [gascon.passage.source_id]
    assert not results.matching(Source.objects.all(), Query.parse("walrus")).exists()
    assert find("walrus").total == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chemerinksy", "Chemerinsky"),
        ("chemreinsky promised", "Chemerinsky promised"),
        ("Gascno", "Gascón"),
        ("basement gascn", "basement Gascón"),
    ],
)
def test_the_correction_of_a_misspelt_name_is_offered_and_not_run(typed, meant, gascon, chemerinsky):
    found = find(typed)
    assert found.suggestion.text == meant
    assert find(meant).groups["statements"].total == 1
    assert meant not in found.query.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"closed the courthouse"', True),
        ('"CLOSED — the, courthouse basement"', True),
        ('"zoe gascon said"', True),
        ('"Zoe Gascon"', True),  # a name is a text of its own
        ('"Vega Diaz"', True),
        ('walrus or "closed the courthouse"', True),
        ('"closed the courthouses"', False),  # a stem
        ('"closed our courthouse"', False),  # a small word
        ('"gascon zoe"', False),
        ('"reopen it zoe"', False),  # from one text over into another
        ('"gascon vega"', False),
        ('basement "close"', False),
        ('walrus or "close the courthouse"', False),
        ('basement or "close the courthouse"', True),
    ],
)
def test_a_phrase_is_found_word_for_word(words, found, gascon):
    gascon.about.add(factories.person("Vega Diaz"))
    assert statements(words) == [gascon.key] * found


@pytest.mark.parametrize(
    ("group", "words", "held"),
    [
        ("paragraphs", '"a neighbour without evidence"', 1),
        ("paragraphs", '"neighbours without evidence"', 0),
        ("people", '"zoe gascon"', 1),
        ("people", '"gascon zoe"', 0),
        ("topics", '"costs to go home"', 1),
        ("topics", '"bail what it costs"', 0),
        ("endorsements", '"chemerinsky promised nothing"', 1),
        ("endorsements", '"nothing promised"', 0),
    ],
)
def test_in_every_group_a_phrase_is_found_word_for_word(group, words, held, gascon, story):
    factories.topic("Cash bail", description="What it costs to go home.")
    vega = factories.person("Vega Diaz")
    backing = {
        "endorser": gascon.speaker,
        "candidate": vega,
        "race": factories.race("2020", vega),
        "stance": "supports",
        "verb": "promised",
    }
    factories.endorsement(story, "Chemerinsky promised nothing.", **backing)
    assert len(results.best(group, Query.parse(words))) == held


def test_words_that_are_no_phrase_are_found_in_other_places(gascon):
    found = find('"gascon zoe" basements')
    assert (found.match, found.query.text) == (Match.NO_PHRASE, "gascon zoe basements")
    assert [row.key for row in found.groups["statements"].rows] == [gascon.key]


@pytest.mark.parametrize("words", ['"zoe gascon the courthouse"', '"gascon vega"', '"é the courthouse"'])
def test_a_phrase_does_not_go_on_from_a_name_into_another_or_into_the_words(words, gascon):
    gascon.about.add(factories.person("Vega Diaz"))
    assert statements(words) == []


def test_of_many_words_the_rare_ones_are_enough(gascon, chemerinsky, monkeypatch):
    """Nearly every text has one of the common words of a quotation that is remembered a little wrong."""
    words = "the courthouse was closed and they will not reopen a basement with elephants"
    found = find(words)
    assert found.match == Match.ANY_WORD
    assert gascon.key in [row.key for row in found.groups["statements"].rows]
    assert "elephants" not in found.query.text
    assert {"courthouse", "basement"} <= set(found.query.words)
    monkeypatch.setattr("dara.public.search.rare_words.MAX_ROWS", 0)  # now all are common
    assert "elephants" in find(words).query.words


@pytest.mark.parametrize("words", ["elephants courthouse promised", "courthouse"])
def test_of_few_words_all_are_taken(words, gascon):
    assert rare_words(Query.parse(words).words) == []


def test_some_of_the_words_are_found_where_nothing_has_all(gascon, chemerinsky):
    found = find("courthouse elephants dancing promised")
    assert found.match == Match.ANY_WORD
    assert {row.key for row in found.groups["statements"].rows} == {gascon.key, chemerinsky.key}


@pytest.mark.parametrize(
    "words", ["elephants basement -walrus", "basement elephants -zebra promised", 'elephants promised -"will not reopen"']
)
def test_exclusions_hold_when_any_word_is_enough(words, gascon, chemerinsky):
    found = find(words)
    assert found.match == Match.ANY_WORD
    shown = " ".join(row.text for row in found.groups["statements"].rows)
    assert shown
    assert not any(term.text in shown for term in Query.parse(words).terms if term.is_excluded)


def test_any_word_means_the_typed_words_not_the_corrected(gascon, chemerinsky):
    """Not of the mended ones: “Chemerinsky” is nowhere beside a basement."""
    found = find("basement of Chemerinksy")
    assert (found.match, found.query.text) == (Match.ANY_WORD, "basement or of or Chemerinksy")
    assert found.suggestion is None
    assert [row.key for row in found.groups["statements"].rows] == [gascon.key]


def test_own_words_come_before_names(story, gascon):
    other = factories.statement(story, "Chemerinsky promised nothing.", kind="report", speaker=factories.person("Basement Smith"))
    assert statements("basement") == [gascon.key, other.key]


@pytest.mark.parametrize("words", ["fianza", "efectivo", "fianzas", "carcel", "cash bail", "going home"])
def test_topics_are_found_in_both_languages(words, db):
    spanish = {"es": {"name": "Fianza en efectivo", "description": "Salir de la cárcel."}}
    topic = factories.topic("Cash bail", description="What it costs to go home.", translations=spanish)
    factories.topic("Courts")
    assert list(group("topics", words)) == [topic]
    topic.translations = {}
    topic.save()
    assert bool(group("topics", words)) == (words in ("cash bail", "going home"))


def test_a_topics_name_weighs_more_than_its_description_in_spanish_too(db):
    described = factories.topic("Courts", translations={"es": {"name": "Tribunales", "description": "La fianza."}})
    named = factories.topic("Cash bail", translations={"es": {"name": "La fianza", "description": "El dinero."}})
    assert list(group("topics", "fianza")) == [named, described]


def test_groups_say_how_many_there_are(gascon):
    speaker = gascon.speaker
    body = "".join(f"Word number {number}.\n" for number in range(30))
    long = factories.source(body, kind="other")
    for number in range(30):
        factories.statement(long, f"Word number {number}.\n".strip(), kind="position", speaker=speaker)
    hits = find("number")
    assert (len(hits.groups["statements"].rows), hits.groups["statements"].total) == (results.GROUP_SIZES["statements"], 30)
    assert hits.groups["paragraphs"].total == 30


# --- the seeds: the words of every statement, however they are typed, lead to it --------------------------

FIRST_SCREEN = 3  # hits that are seen without scrolling

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


def as_typed(text: str) -> str:
    return text.translate(STRAIGHT)


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def with_a_slip(name: str) -> str:
    """The name with two letters in the middle of its longest word swapped."""
    longest = max(re.findall(r"\w{4,}", name), key=len, default="")
    middle = len(longest) // 2
    slipped = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return name.replace(longest, slipped)


WAYS = {
    "as it stands": lambda statement: statement.text,
    "straight quotes": lambda statement: as_typed(statement.text),
    "in straight quotes": lambda statement: '"' + as_typed(statement.text).replace('"', "") + '"',
    "no accents": lambda statement: without_accents(as_typed(statement.text)),
    "small letters": lambda statement: without_accents(as_typed(statement.text)).lower(),
    "first piece": lambda statement: as_typed(statement.pieces[0]),
    "first words": lambda statement: " ".join(as_typed(statement.text).split()[:12]),
    "last words": lambda statement: " ".join(as_typed(statement.text).split()[-12:]),
    "name and words": lambda statement: f"{statement.speaker.name} {' '.join(as_typed(statement.text).split()[:12])}",
    "a slip in the name": lambda statement: (
        f"{with_a_slip(statement.speaker.name)} {' '.join(as_typed(statement.text).split()[:12])}"
    ),
    "a slip, no accents, at the end": lambda statement: (
        f"{as_typed(statement.text)} - {without_accents(with_a_slip(statement.speaker.name))}"
    ),
}


@pytest.mark.older_postgres
@pytest.mark.usefixtures("seeds")
@pytest.mark.parametrize("way", WAYS)
def test_the_words_of_every_statement_lead_to_it(way, sample):
    missed = []
    for statement in sample(Statement.objects.select_related("speaker").order_by("key"), 15):
        hits = find(WAYS[way](statement)).groups["statements"].rows[:FIRST_SCREEN]
        if statement.key not in [hit.key for hit in hits]:
            missed.append((statement.key, WAYS[way](statement), [hit.text[:60] for hit in hits]))
    assert missed == []


@pytest.mark.usefixtures("seeds")
def test_every_readable_paragraph_is_found_by_its_words(sample):
    for paragraph in sample(PublicParagraph.objects.exclude(body__regex=r"^\s*$").order_by("source", "number"), 25):
        words = as_typed(paragraph.body.strip())[:MAX_LENGTH]
        found = find(words).groups["paragraphs"].rows
        assert paragraph.pk in [row.pk for row in found], words
