"""Speakers are found before, between and after quotations, by names, pronouns and roles; in doubt, nobody is named."""

import pytest

from dara.drafting import draft

INTRODUCED = (
    "District Attorney Ana Roe faces challenger Benjamin Poe, a retired judge, in November. The Marlow Nurses Union backs Poe.\n\n"
)


def speaker(text: str) -> str | None:
    """Of the last quotation."""
    found = [each for each in draft(text) if each.kind == "quote"][-1]
    return found.speaker.name if found.speaker else None


@pytest.mark.parametrize(
    ("words", "who"),
    [
        # after
        ("“We will count every vote,” said Carla Diaz, who runs the office.", "Carla Diaz"),
        ("“We will count every vote,” Roe said on Friday.", "Ana Roe"),
        ("“We will count every vote,” Carla Diaz, a spokeswoman for the county, said in a statement.", "Carla Diaz"),
        ("“We will count every vote,” said Roe campaign manager Carla Diaz.", "Carla Diaz"),
        ("“We will count every vote.” — Sheriff Carla Diaz", "Carla Diaz"),
        ("“We will count every vote,” according to Carla Diaz, a clerk.", "Carla Diaz"),
        ("“We will count every vote,” read a statement from the Marlow Nurses Union.", "Marlow Nurses Union"),
        ("“We will count every vote,” said the two-term prosecutor.", "Ana Roe"),
        # between
        ("“We will count,” said Carla Diaz, “every single vote there is.”", "Carla Diaz"),
        # before
        ("Carla Diaz, a retired teacher, said, “We will count every vote.”", "Carla Diaz"),
        ("According to Roe, “every vote was counted twice.”", "Ana Roe"),
        ("Roe: “We will count every vote.”", "Ana Roe"),
        ("ROE: “We will count every vote.”", "Ana Roe"),
        ("As Carla Diaz, a clerk, sees it, “every vote was counted twice.”", "Carla Diaz"),
        ("A Roe spokesman, Carl Diaz, called it “one of the fairest counts.”", "Carl Diaz"),
        ("A voter in line shrugged. “We will count every vote,” she said.", None),
        ("Campaign spokesman Carl Diaz told reporters: “We will count every vote.”", "Carl Diaz"),
        ("In a statement, Roe described the count as “one of the fairest ever held.”", "Ana Roe"),
        ("Roe was not ready to concede, telling Channel 9, “I expect those numbers to change.”", "Ana Roe"),
        # the sentence or paragraph before
        ("Roe was defiant. “We will count every single vote.”", "Ana Roe"),
        ("In a statement, Roe told Channel 9:\n\n“We will count every vote.”", "Ana Roe"),
        # pronouns and roles
        ("Roe waited for hours. “We will count every vote,” she said.", "Ana Roe"),
        ("“We will count every vote,” the challenger said.", "Benjamin Poe"),
        ("“We will count every vote,” the district attorney said.", "Ana Roe"),
        ("The union wrote that it “cannot stand with a prosecutor like this.”", "Marlow Nurses Union"),
        ("“We will count every vote,” said the union’s president, Carla Diaz.", "Carla Diaz"),
        ("Roe’s campaign called it “a distraction from the real issues.”", "Ana Roe’s campaign"),
        ("The county Republican Party called it “a mandate for every township.”", "county Republican Party"),
    ],
)
def test_the_speaker(words, who):
    assert speaker(INTRODUCED + words) == who


@pytest.mark.parametrize(
    "words",
    [
        "One voter, who would not give a name, said, “We will count every vote.”",
        "“We will count every vote,” a protester shouted.",
        "“We will count every vote,” read a sign on the lawn.",
        "Chants of “We will count every vote” were heard.",
        "The recording catches a second voice saying “you cannot count every vote.”",
    ],
)
def test_whom_the_text_does_not_name_is_nobody(words):
    assert speaker(INTRODUCED + words) is None


def test_two_of_one_surname_are_not_guessed():
    text = "Judge Ellen Ashe and her brother, Warren Ashe, disagree.\n\n"
    assert speaker(text + "“We will count every vote,” Warren Ashe said.") == "Warren Ashe"
    assert speaker(text + "“We will count every vote,” Ashe said.") is None


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("José Luis Ibáñez Soto", "Ibáñez Soto"),
        ("Marco de León", "de León"),
        ("Lupe van der Berg", "van der Berg"),
        ("Charles Peralta Jr.", "Peralta"),
        ("Grant Hall", "Hall"),
        ("Jorge Galán-Reyes", "Galan-Reyes"),
        ("Siobhán O’Rourke", "O’Rourke"),
    ],
)
def test_surnames_mean_the_full_name(full, short):
    text = f"Attorney {full} is running for district attorney.\n\n“We will count every vote,” {short} said."
    assert speaker(text) == full


def test_a_nickname_in_marks_is_part_of_the_name_and_no_quotation():
    text = 'State Rep. Buford "Bubba" Lasker spoke.\n\n"We will count every vote," Lasker said.'
    assert speaker(text) == "Buford Lasker"


def test_an_unnamed_reporter_who_posted_is_the_one_who_signed_the_post():
    text = (
        "A reporter of the Tribune tweeted, “Several of them in tears, nobody taking questions.”\n\n"
        "Several of them in tears, nobody taking questions. Story soon @tribune — Nina Castell (@ncastell) November 6, 2026"
    )
    (found,) = [each for each in draft(text) if each.kind == "quote"]
    assert found.speaker.name == "Nina Castell"
    assert found.speaker_rule == "the signed post that holds the words"


def test_a_day_of_the_week_is_dated_by_the_storys_own_date_and_says_so():
    (found,) = draft("“We will count every vote,” Ana Roe said on Friday.", published_on="2020-11-06")
    assert found.said_on == "2020-11-06"
    assert found.inferred["said_on"] == "“on Friday”, in a story dated 2020-11-06, a Friday"
