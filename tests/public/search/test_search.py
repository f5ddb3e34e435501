"""What words find, whoever types them and however."""

import re
import unicodedata

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from dara.models import PublicParagraph, Source, Statement
from dara.public.search import results
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return factories.source(
        "“We closed the courthouse basement,” Zoë Gascón said, “and we will not reopen it.”\n"
        "Chemerinsky promised nothing.\n"
        "A neighbour without evidence: zebra.\n"
        "Nobody may read of the walrus.\n"
    )


@pytest.fixture
def gascon(story):
    speaker = factories.person("Zoë Gascón")
    return factories.statement(
        story,
        "“We closed the courthouse basement,” Zoë Gascón said, “and we will not reopen it.”",
        pieces=["We closed the courthouse basement", "and we will not reopen it."],
        speaker=speaker,
    )


@pytest.fixture
def chemerinsky(story):
    speaker = factories.person("Jeff Chemerinsky")
    return factories.statement(story, "Chemerinsky promised nothing.", kind="paraphrase", speaker=speaker)


def statements(words: str) -> list[str]:
    return [row.key for row in results.group("statements", words)]


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
    assert [row.number for row in results.group("paragraphs", "zebra")] == [3]  # the neighbour of evidence, without any of its own
    assert not results.group("paragraphs", "walrus").exists()
    assert [row.key for row in results.matching(Source.objects.all(), "zebra")] == [gascon.passage.source_id]
    assert not results.matching(Source.objects.all(), "walrus").exists()
    assert results.find("walrus").held == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chemerinksy", "Chemerinsky"),
        ("chemreinsky promised", "Chemerinsky promised"),
        ("Gascno", "Gascón"),
        ("basement gascn", "basement Gascón"),
    ],
)
def test_a_misspelt_name_leads_somewhere(typed, meant, gascon, chemerinsky):
    found = results.find(typed)
    assert (found.how, found.words) == ("mended", meant)
    assert found.groups["statements"].held == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cash bial", "cash bail"),  # two letters changed places, where “bias” has another letter
        ("Smiht bail", "Smith bail"),
        ("abolish chnage", "abolish change"),  # no name, but a word of what the other word finds
        ("Black Lives Mater", "Black Lives Matter"),  # the name has a hyphen
        ("non-voilent crimes", "non-violent crimes"),
        ("lives -mater", None),  # what is not to be there is taken as typed
        ("will smith", None),  # “will” is a small word, which text search leaves out: not a name misspelt
    ],
)
def test_the_likeliest_word_is_meant(typed, meant, story):
    for name in ("Cash bail", "Bias", "Charge"):
        factories.topic(name)
    for name in ("Black Lives Matter-LA", "Bill Smith"):
        speaker = factories.organization(name)
    other = factories.source("We abolish cash bail and make a change for non-violent crimes.\n", kind="other")
    factories.statement(other, "We abolish cash bail and make a change for non-violent crimes.", kind="position", speaker=speaker)
    assert results.mend(typed) == meant


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
    assert results.group(group, words).count() == held


def test_words_that_are_no_phrase_are_found_apart(gascon):
    found = results.find('"gascon zoe" basements')
    assert (found.how, found.words) == ("apart", "gascon zoe basements")
    assert [row.key for row in found.groups["statements"].rows] == [gascon.key]


@pytest.mark.parametrize("words", ["the", "we will not", '"we will not"', "&&&", "or", ""])
def test_small_words_alone_say_nothing(words, gascon):
    factories.person("Bill Noth")
    assert results.says_nothing(words)
    assert (results.find(words).how, results.find(words).held) == ("nothing", 0)


@pytest.mark.parametrize("words", ["the basement", "zebras", "-the -basement"])
def test_other_words_say_something(words, gascon):
    assert not results.says_nothing(words)


@pytest.mark.parametrize("words", ["qqqqqqqq", "bas3ment", "xyz", "Chemxxxxsky", "", "🙂🙂🙂🙂", "\\", "%%%%"])
def test_what_is_like_no_name_is_left_alone(words, gascon, chemerinsky):
    assert results.mend(words) is None


def test_words_that_are_held_are_not_mended(gascon, chemerinsky):
    """“walrus” is hidden, and found nowhere; “zebra” is no name, but held."""
    factories.person("Ann Zebro")
    assert results.mend("zebra") is None


def test_some_of_the_words_are_better_than_nothing(gascon, chemerinsky):
    found = results.find("courthouse elephants dancing promised")
    assert found.how == "some"
    assert {row.key for row in found.groups["statements"].rows} == {gascon.key, chemerinsky.key}


@pytest.mark.parametrize(
    "words", ["elephants basement -walrus", "basement elephants -zebra promised", 'elephants promised -"will not reopen"']
)
def test_what_is_not_to_be_there_is_not_in_some_of_the_words_either(words, gascon, chemerinsky):
    found = results.find(words)
    assert found.how == "some"
    shown = " ".join(row.text for row in found.groups["statements"].rows)
    assert shown
    assert not any(term.text in shown for term in results.terms(words) if term.negated)


def test_some_of_the_words_are_of_those_that_were_typed(gascon, chemerinsky):
    """Not of the mended ones: “Chemerinsky” is nowhere beside a basement."""
    found = results.find("basement of Chemerinksy")
    assert (found.how, found.words) == ("some", "basement or of or Chemerinksy")
    assert [row.key for row in found.groups["statements"].rows] == [gascon.key]


def test_some_of_many_words_can_be_asked_for(gascon):
    excluded = " ".join(f"-{'x' * 30}{number}" for number in range(30))
    some = results.some_of(f"basement zebra walrus elephants {excluded}")
    assert some.startswith(f"basement {excluded} or ") or some == f"basement {excluded}"
    assert len(some) <= results.MAX_LENGTH


def test_own_words_come_before_names(story, gascon):
    other = factories.statement(story, "Chemerinsky promised nothing.", kind="report", speaker=factories.person("Basement Smith"))
    assert statements("basement") == [gascon.key, other.key]


def test_marked_words_are_those_of_the_search(gascon):
    def marked(words):
        results.mark([gascon], words)
        return gascon.wanted

    assert marked("Closing basements") == {"closed", "basement"}
    assert marked('basement -courthouse -"closed the"') == {"basement"}
    assert marked("the") == set()


@pytest.mark.parametrize("words", ["fianza", "efectivo", "fianzas", "carcel", "cash bail", "going home"])
def test_topics_are_found_in_both_languages(words, db):
    spanish = {"es": {"name": "Fianza en efectivo", "description": "Salir de la cárcel."}}
    topic = factories.topic("Cash bail", description="What it costs to go home.", translations=spanish)
    factories.topic("Courts")
    assert list(results.group("topics", words)) == [topic]
    topic.translations = {}
    topic.save()
    assert results.group("topics", words).exists() == (words in ("cash bail", "going home"))


def test_a_topics_name_weighs_more_than_its_description_in_spanish_too(db):
    described = factories.topic("Courts", translations={"es": {"name": "Tribunales", "description": "La fianza."}})
    named = factories.topic("Cash bail", translations={"es": {"name": "La fianza", "description": "El dinero."}})
    assert list(results.group("topics", "fianza")) == [named, described]


def test_marked_words_are_those_of_the_language_of_the_page(db):
    topic = factories.topic("Cash bail", translations={"es": {"name": "Fianza en efectivo"}})
    with translation.override("es"):
        results.mark([topic], "fianza")
    assert topic.wanted == {"Fianza"}


def test_groups_say_how_many_there_are(gascon):
    speaker = gascon.speaker
    body = "".join(f"Word number {number}.\n" for number in range(30))
    long = factories.source(body, kind="other")
    for number in range(30):
        factories.statement(long, f"Word number {number}.\n".strip(), kind="position", speaker=speaker)
    hits = results.find("number")
    assert (len(hits.groups["statements"].rows), hits.groups["statements"].held) == (results.SHOWN["statements"], 30)
    assert hits.groups["paragraphs"].held == 30


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
        hits = results.find(WAYS[way](statement)).groups["statements"].rows[:FIRST_SCREEN]
        if statement.key not in [hit.key for hit in hits]:
            missed.append((statement.key, WAYS[way](statement), [hit.text[:60] for hit in hits]))
    assert missed == []


@pytest.mark.usefixtures("seeds")
def test_every_readable_paragraph_is_found_by_its_words(sample):
    for paragraph in sample(PublicParagraph.objects.exclude(body__regex=r"^\s*$").order_by("source", "number"), 25):
        words = as_typed(paragraph.body.strip())[: results.MAX_LENGTH]
        found = results.find(words).groups["paragraphs"].rows
        assert paragraph.pk in [row.pk for row in found], words


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ('cash "bail reform" -jail', 'cash "bail reform" -jail'),
        ("“cash bail” or jail", '"cash bail" or jail'),
        ('bail -"the jail"', 'bail -"the jail"'),
        ("TODAY at 3PM – 211 W. Temple - now", "TODAY at 3PM 211 W Temple now"),
        ("non-violent --jail (-a (-b !c", "non-violent jail a b c"),
        ('""" "', ""),
        ("-" * 100 + "x", "x"),
        (
            "#JackieLaceyWILLGo…because we’re @BLMLA, pic.twitter.com/Cvf9Y2tQ07",
            "JackieLaceyWILLGo…because we’re BLMLA pic.twitter.com/Cvf9Y2tQ07",
        ),
    ],
)
def test_what_is_typed_is_read_as_words_and_phrases(words, read):
    assert results.typed(words) == read


@given(st.text(alphabet=st.sampled_from("ab -\"“”()|&!<>:*\\'\t.,…🙂é"), max_size=300))
@settings(max_examples=300)
def test_whatever_is_typed_can_be_read(words):
    list(Statement.objects.filter(search=results.query(words)))
