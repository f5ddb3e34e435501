"""A quotation is answered with what the archive has: how the words stand there, and whose they are."""

import pytest

from dara.models import Entity, Source
from dara.public.check import Whose, Words, check_text
from dara.public.check.speakers import is_named
from tests.factories import endorsement, organization, person, race, source, statement, withholding

pytestmark = pytest.mark.django_db

STORY = (
    "LOS ANGELES — “We will not close any court — not this year,” Jane Roe said on Friday. “That’s the plan, and I’ll keep it.”\n\n"
    "The union backs Roe. “Nobody else has read the budget to its last page,” said Bo Lee, who leads it, “and nobody else will.”\n\n"
    "Critics doubt that the numbers of the county add up at all.\n\n"
    "The city’s own figures are in another report, which a judge has sealed until the spring.\n"
)
PAGE = "Jane Roe has a plan for safer streets in every single neighborhood.\n\nI grew up on these streets, and I never left them.\n"


@pytest.fixture(autouse=True)
def held():
    roe, lee = person("Jane Roe"), person("Bo Lee")
    paper = organization("The Paper")
    story = source(STORY, publisher=paper, title="A story")
    statement(
        story,
        "“We will not close any court — not this year,” Jane Roe said on Friday. “That’s the plan, and I’ll keep it.”",
        pieces=["We will not close any court — not this year", "That’s the plan, and I’ll keep it."],
        speaker=roe,
    )
    statement(
        story,
        "“Nobody else has read the budget to its last page,” said Bo Lee, who leads it, “and nobody else will.”",
        pieces=["Nobody else has read the budget to its last page", "and nobody else will."],
        speaker=lee,
    )
    endorsement(
        story,
        "The union backs Roe.",
        endorser=organization("The union"),
        candidate=roe,
        race=race("2020", roe),
        stance="supports",
        verb="backs",
    )
    committee = organization("Roe 2020")
    page = source(PAGE, kind="campaign page", publisher=committee, title="Her page")
    statement(
        page,
        "Jane Roe has a plan for safer streets in every single neighborhood.",
        kind="position",
        pieces=["Jane Roe has a plan for safer streets in every single neighborhood."],
        speaker=committee,
    )


def checked(text: str, speaker: str = ""):
    """The answer for a text that is one quotation."""
    (answer,) = check_text(text, speaker).answers
    return answer


def speakers(answer) -> list[str]:
    return [each.speaker.name for comparison in answer.evidence for each in comparison.statements]


@pytest.mark.parametrize(
    "text",
    [
        "That’s the plan, and I’ll keep it.",
        "That's the plan,  and I'll keep it",
        '"we will not close any court -- not this year."',
        "We will not close any court — not this year … That’s the plan, and I’ll keep it.",
        "We will not close any court—not this year ... That's the plan, and I'll keep it",
    ],
)
def test_words_as_they_were_printed(text):
    answer = checked(text, "Roe")
    assert (answer.words, answer.whose, speakers(answer)) == (Words.EXACT, Whose.CLAIMED, ["Jane Roe"])
    assert not answer.negation


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Jane Roe", Whose.CLAIMED),
        ("D.A. Jane Roe", Whose.CLAIMED),
        ("J. Roe", Whose.CLAIMED),
        ("Mary Roe", Whose.OTHER),
        ("Jane Q. Roe", Whose.CLAIMED),
        ("Bo Lee", Whose.OTHER),
        ("", Whose.SPEAKER),
    ],
)
def test_whose_words_they_are(speaker, expected):
    assert checked("That’s the plan, and I’ll keep it.", speaker).whose == expected


def test_another_initial_is_somebody_else():
    assert is_named("Olga Q. Bowden", Entity(name="Olga Q. Bowden", kind="person"))
    assert not is_named("Olga M. Bowden", Entity(name="Olga Q. Bowden", kind="person"))


def test_part_of_a_sentence_is_shown_with_the_whole():
    answer = checked("read the budget to its last page", "Lee")
    (comparison,) = answer.evidence
    assert (answer.words, answer.whose) == (Words.PART, Whose.CLAIMED)
    assert comparison.text(comparison.sentence) == (
        "Nobody else has read the budget to its last page,” said Bo Lee, who leads it, “and nobody else will."
    )


def test_words_that_differ_are_named():
    answer = checked("Nobody else has seen the budget to its last page", "Lee")
    assert answer.words == Words.DIFFERS
    segments = answer.evidence[0].segments(answer.quotation.text)
    assert [(each.where, each.words) for each in segments] == [
        ("both", "Nobody else has"),
        ("here", "seen"),
        ("there", "read"),
        ("both", "the budget to its last page"),
    ]


def test_a_whole_name_of_somebody_held_is_nobody_elses():
    words = "That’s the plan, and I’ll keep it."
    assert checked(words, "J. Roe").whose == Whose.CLAIMED
    Entity.objects.filter(name="Jane Roe").update(slug="jane-q-roe", name="Jane Q. Roe")
    assert checked(words, "Jane Roe").whose == Whose.CLAIMED
    person("Jane Roe")
    assert checked(words, "Jane Roe").whose == Whose.OTHER
    assert checked(words, "Jane Q. Roe").whose == Whose.CLAIMED


@pytest.mark.parametrize(
    ("text", "added", "lost"),
    [
        ("We will close any court — not this year", [], ["not"]),
        ("close any court — not this year", [], ["not"]),
        ("We will … close any court", [], ["not"]),
        ("That’s not the plan, and I’ll keep it.", ["not"], []),
        ("I never said that’s the plan, and I’ll keep it", ["never"], []),
        ("That’s never the plan, and I’ll keep it.", ["never"], []),
    ],
)
def test_a_negation_that_only_one_has_is_named(text, added, lost):
    answer = checked(text, "Roe")
    assert (answer.negation.added, answer.negation.lost) == (added, lost)
    assert answer.words != Words.EXACT


def test_words_cut_out_of_one_passage():
    answer = checked("Nobody else has read the budget and nobody else will.", "Lee")
    assert (answer.words, answer.is_joined, speakers(answer)) == (Words.CUT_OR_JOINED, False, ["Bo Lee"])


def test_words_joined_of_several_passages():
    answer = checked("We will not close any court, and nobody else will.", "Roe")
    assert (answer.words, answer.is_joined, answer.whose) == (Words.CUT_OR_JOINED, True, Whose.OTHER)
    assert speakers(answer) == ["Jane Roe", "Bo Lee"]


@pytest.mark.parametrize(
    ("text", "words", "whose"),
    [
        ("Jane Roe has a plan for safer streets in every single neighborhood.", Words.EXACT, Whose.CAMPAIGN),
        ("I grew up on these streets, and I never left them.", Words.EXACT, Whose.NO_RECORD),
        ("The union backs Roe.", Words.EXACT, Whose.PUBLISHER),
        ("Critics doubt that the numbers of the county add up at all.", Words.EXACT, Whose.NO_RECORD),
        ("Water always finds its way down the hill in the end.", Words.NOT_FOUND, None),
        (
            "The city’s own figures are in another report, which a judge has sealed until the spring.",
            Words.NOT_FOUND,
            None,
        ),  # no evidence beside it
        ("We will not do that", Words.NOT_LOOKED_UP, None),
        ("the plan", Words.NOT_LOOKED_UP, None),
    ],
)
def test_prose_and_what_is_not_held(text, words, whose):
    answer = checked(text)
    assert (answer.words, answer.whose) == (words, whose)


def test_what_is_withheld_is_answered_like_what_was_never_there():
    text = "Critics doubt that the numbers of the county add up at all."
    withholding(Source.objects.get(title="A story"), text)
    assert checked(text).words == Words.NOT_FOUND


def test_the_quotations_of_an_article_with_their_speakers():
    article = (
        "Roe made a promise. “We will not close any court — not this year,” Roe said.\n\n"
        "“Nobody else has read the budget to its last page,” said Jane Roe.\n\n"
        "A neighbor disagreed: “It rains in this valley more than anybody likes to say,” he said.\n"
    )
    answers = check_text(article).answers
    assert [(each.words, each.whose) for each in answers] == [
        (Words.EXACT, Whose.CLAIMED),
        (Words.PART, Whose.OTHER),
        (Words.NOT_FOUND, None),
    ]
    assert [article[each.quotation.start] for each in answers] == ["“"] * 3


def test_a_quotation_with_another_inside():
    answer = checked("“That’s the plan, and I’ll keep it,” she said.", "Roe")
    assert (answer.words, answer.quotation.text) == (Words.EXACT, "That’s the plan, and I’ll keep it")


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    one = "“That’s the plan, and I’ll keep it,” Roe said.\n\n"
    with django_assert_num_queries(7):
        check_text(one)
    with django_assert_num_queries(7):
        assert len(check_text(one * 30).answers) == 30


def test_more_places_than_are_shown_are_mentioned(as_public):
    for number in range(4):
        story = source(f"Paper {number}. “Nobody closes a library on my watch, ever,” Jane Roe said.\n", title=f"Again {number}")
        words = "“Nobody closes a library on my watch, ever,” Jane Roe said."
        roe = Entity.objects.get(name="Jane Roe")
        statement(story, words, pieces=["Nobody closes a library on my watch, ever"], speaker=roe)
        answer = checked("Nobody closes a library on my watch, ever", "Roe")
        assert (answer.words, len(answer.evidence), answer.has_more) == (Words.EXACT, min(number + 1, 3), number == 3)
    with as_public() as client:
        page = client.post("/check/", {"q": "Nobody closes a library on my watch, ever"}).content.decode()
    assert "The archive has the same words in more places." in page
