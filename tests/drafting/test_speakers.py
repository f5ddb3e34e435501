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
        ("“We will count every vote,” said Sheriff Quill.", "Quill"),
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


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("“We will count every vote,” intoned Carla Diaz.", "Carla Diaz"),
        ("“We will count every vote,” fires back Carla Diaz.", "Carla Diaz"),
        ("“We will count every vote,” put in Carla Diaz contentedly from her corner.", "Carla Diaz"),
        ("“We will count every vote!” trilled former Judge Carla Diaz.", "Carla Diaz"),
        ("“We will count every vote,” Carla Diaz harrumphed.", "Carla Diaz"),
        ("“We will count every vote,” remembered Carla Diaz, a former spokeswoman.", "Carla Diaz"),
        ("“We will count every vote,” said former secretary of state Carla Diaz, who praised Roe.", "Carla Diaz"),
        ("“We will count every vote.” ~ Judge Carla Diaz (ret.)", "Carla Diaz"),
        ("“We will count every vote.” - Deputy Chief Carla Diaz", "Carla Diaz"),
        ("“You will never count them,” replied Carla Diaz, “and you know it well.”", "Carla Diaz"),
        ("“Why would anyone count them? Carla Diaz asked.", "Carla Diaz"),
        # not understood: nobody, and not Poe
        ("“We will count every vote,” quoth the raven upstairs.", None),
        ("“We will count every vote,” came the answer from the hall.", None),
        ("“We will count every vote.” ~ a friend of the family", None),
        ("“We will count every vote,” ran the caption.", None),
    ],
)
def test_an_attribution_that_is_not_understood_is_nobodys_and_not_the_speakers_before(words, who):
    assert speaker(f"{INTRODUCED}“We have the files and will read them,” said Benjamin Poe.\n\n{words}") == who


def test_an_unusual_verb_in_the_same_paragraph_begins_somebody_elses_words():
    text = (
        "“We will light the pier before the rains,” said Odalys Roe. “Nobody asked the crew about the rains,” intoned Horace Poe."
    )
    assert [each.speaker.name for each in draft(text) if each.kind == "quote"] == ["Odalys Roe", "Horace Poe"]


@pytest.mark.parametrize(
    "words",
    [
        "Roe never said “I will let them all out.”",
        "Poe denied saying “every one of them belongs in jail.”",
        "Roe did not say “I will let them all out.”",
        "“I will let them all out,” Roe never said.",
        "Roe denies ever having written that “every one of them goes free.”",
        "A doctored recording has Roe saying “I will let them all out.”",
        "In a forged letter, Roe wrote, “I will let them all out.”",
        "A deepfake showed Poe saying, “Every one of them belongs in jail.”",
        "Poe nunca dijo «que salgan todos de la cárcel».",
    ],
)
def test_words_denied_or_forged_are_nobodys(words):
    assert speaker(INTRODUCED + words) is None


SPANISH = "La candidata Ana Roe cerró su campaña el viernes. El exjuez Benjamín Poe la apoya.\n\n"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("«Vamos a revisar cada caso sin motivo», dijo Roe ante unas doscientas personas.", "Ana Roe"),
        ("“La oficina necesita otro rumbo desde hace años”, afirmó el exjuez Benjamín Poe.", "Benjamín Poe"),
        ("“La oficina necesita otro rumbo”, señaló Carla Díaz Peña, vecina del barrio.", "Carla Díaz Peña"),
        ("Roe declaró: «Vamos a revisar cada caso».", "Ana Roe"),
        ("Según Poe, “la oficina necesita otro rumbo”.", "Benjamín Poe"),
        ("“La oficina necesita otro rumbo”, de acuerdo con Poe.", "Benjamín Poe"),
        ("Roe habló el lunes. “La oficina necesita otro rumbo”, dijo ella.", "Ana Roe"),
        ("«Vamos a revisar cada caso», dijo Roe. «Sin motivo no se cierra ninguno», agregó.", "Ana Roe"),
        ("—Vamos a revisar cada caso —dijo Roe—. Sin excepción.", "Ana Roe"),
        ("«La oficina necesita otro rumbo», dijo una vecina del barrio.", None),
        ("«La oficina necesita otro rumbo», se leía en una pancarta.", None),
    ],
)
def test_speakers_in_spanish(words, who):
    assert speaker(SPANISH + words) == who


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("“We will appeal this to the last court,” Ana Roe said on November 4, 2025.", "2025-11-04"),
        ("“We will appeal this to the last court,” Ana Roe said Nov. 5, 2025, in a letter.", "2025-11-05"),
        ("“We will appeal this,” Ana Roe wrote in a post on 4 November 2025, “to the last court.”", "2025-11-04"),
        ("On Nov. 4, 2025, Ana Roe said, “We will appeal this to the last court.”", "2025-11-04"),
        ("Ana Roe told the paper on November 4, 2025, that “we will appeal this to the last court.”", "2025-11-04"),
        ("«Vamos a apelar ante el último tribunal», dijo Ana Roe el 4 de noviembre de 2025.", "2025-11-04"),
        ("“We will appeal this to the last court,” Ana Roe said on Nov. 4.", "2025-11-04"),
        ("“We will appeal this to the last court,” Ana Roe said Thursday.", "2025-11-06"),
        ("“We will appeal this to the last court,” said Ana Sunday. Ana Sunday left.", None),
        ("“We will appeal this to the last court,” said Ana Roe, who was elected on Nov. 3, 2020.", None),
        ("“We will appeal this to the last court,” Ana Roe said of the raid on March 3, 2019.", None),
        ("Ana Roe, elected on Nov. 3, 2020, said, “We will appeal this to the last court.”", None),
        ("“We will appeal this to the last court,” Ana Roe said. On Nov. 3, 2020, she was elected.", None),
        ("“We will appeal this to the last court,” Ana Roe said last Friday.", None),
    ],
)
def test_the_day_that_an_attribution_states(text, day):
    (found,) = draft(text, published_on="2025-11-08")
    assert found.speaker
    assert found.said_on == day


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Roe outspent Carla Diaz last month, saying, “We will count every vote.”", "Ana Roe"),
        ("Roe was joined on the stage by Carla Diaz and joked, “We will count every vote.”", "Ana Roe"),
        ("Roe called on her to resign from her post and said, “We will count every vote.”", "Ana Roe"),
        ("Roe is “building a different kind of office,” Carla Diaz said.", "Carla Diaz"),
        ("He had “wanted to count since he was five,” a friend told the paper.", None),
        ("“We will count every vote!” Dorn said.", "Dorn"),
        ("“We will count every vote,” Dorn, 61, said.", "Dorn"),
        ("“We will count every vote,” his wife, Carla Diaz, added from the porch.", "Carla Diaz"),
        ("She left a note, which read: “We will count every vote in this county.”", "Ana Roe"),
        ("As Carla Diaz, a former clerk, put it: “We will count every vote.”", "Carla Diaz"),
        ("“We will count every vote,” said House Speaker Carla Diaz in a statement.", "Carla Diaz"),
        ("A letter from the Marlow Nurses Union says “the count was fair in every ward.”", "Marlow Nurses Union"),
    ],
)
def test_who_is_the_subject_among_several_that_are_named(words, who):
    assert speaker(INTRODUCED + words) == who


def test_a_paragraph_that_is_all_quotation_goes_on_with_the_speaker_before_unless_they_converse():
    said = "“We will count every vote,” Ana Roe said.\n\n“Nobody will be left out of it.”"
    assert speaker(INTRODUCED + said) == "Ana Roe"
    assert speaker(INTRODUCED + said.replace("said", "replied")) is None
    assert speaker(INTRODUCED + said.replace("said.", "said. Poe listened and left.")) is None


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Poe spoke first. He voted for Sheriff Carl Diaz, he said. “We will count every vote,” he said.", "Benjamin Poe"),
        ("Poe was early. On Friday he met Sheriff Carl Diaz. “We will count every vote,” he said.", "Benjamin Poe"),
        ("Sheriff Carl Diaz met Poe. “We will count every vote,” he said.", "Carl Diaz"),
    ],
)
def test_whom_he_votes_for_is_somebody_else_than_he(words, who):
    assert speaker(INTRODUCED + words) == who
