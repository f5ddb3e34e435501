"""People and organizations are found by names, titles, acronyms and roles."""

import re

import pytest

from dara.drafting.mentions import Held
from dara.drafting.names import Names
from dara.drafting.segmentation import SegmentedText


def named(text: str, kind: str) -> list[str]:
    return [name.full for name in Names(SegmentedText(text)).named if name.kind == kind]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Los Angeles County District Attorney Ana Roe spoke.", ["Ana Roe"]),
        ("He met Rep. Adam B. Schaller (D-Burbank) and Sen. Dana Fine.", ["Adam B. Schaller", "Dana Fine"]),
        ("On Tuesday the Superior Court met. Election Day is near.", []),
        ("But Ana Roe and Ben Poe Wednesday agreed.", ["Ana Roe", "Ben Poe"]),
        ("GRADY PRUITT\nAge: 61", ["Grady Pruitt"]),
        ("Mayors Union Endorses Ana Roe for District Attorney", ["Ana Roe"]),
    ],
)
def test_people(text, people):
    assert named(text, "person") == people


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("The Association for Deputy District Attorneys (ADDA) met. ADDA voted.", ["Association for Deputy District Attorneys"]),
        ("He wrote to the Calder County Deputy Sheriffs’ Guild.", ["Calder County Deputy Sheriffs’ Guild"]),
        ("Mothers of Six, a group of parents, met.", ["Mothers of Six"]),
        ("The Assn. of Deputy Prosecutors met.", ["Assn. of Deputy Prosecutors"]),
        ("PORT LINDEN — It rained.", []),
    ],
)
def test_organizations(text, organizations):
    assert named(text, "organization") == organizations


def test_a_name_is_the_fullest_that_the_text_gives():
    assert named("Adam Schaller spoke. Later, Adam B. Schaller left, and Schaller came back.", "person") == ["Adam B. Schaller"]


def test_sentences_end_behind_places_and_not_behind_titles():
    text = "He ran in L.A. Progressive groups and Dist. Atty. Ana Roe met D.A. Ben Poe of the L.A. Times on Nov. 6. It rained."
    segmented = SegmentedText(text)
    assert [segmented.text[slice(*span)] for span in segmented.sentences] == [
        "He ran in L.A.",
        "Progressive groups and Dist. Atty. Ana Roe met D.A. Ben Poe of the L.A. Times on Nov. 6.",
        "It rained.",
    ]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Joe Sunday runs. On Sunday he rested. Sunday’s campaign began Sunday. “I ran,” said Sunday.", ["Joe Sunday"]),
        ("Mark May is a judge. Mark May left in May. May said it rained.", ["Mark May"]),
        ("Rosa Bell met Dan Hall. Bell spoke in the Hall of Justice.", ["Rosa Bell", "Dan Hall"]),
        ("The council endorsed Ana Friday. Friday said she was glad.", ["Ana Friday"]),
        ("Owen Roe Sunday met her. On Sunday it rained. Sunday evening was dry.", ["Owen Roe"]),
    ],
)
def test_days_months_and_ordinary_words_as_surnames(text, people):
    assert named(text, "person") == people


def who(text: str, place: str) -> list[str | None]:
    """Who is meant at each occurrence of a word."""
    names = Names(SegmentedText(text))
    found = [next(iter(names.between(at.start(), at.start() + 1)), None) for at in re.finditer(place, text)]
    return [mention.name.full if mention and mention.name else None for mention in found]


def test_a_day_is_a_day_and_a_surname_a_surname_in_one_text():
    text = (
        "Joe Sunday and Ana Roe spoke. Sunday said no. On Sunday it rained. Roe said Sunday that the Guild endorsed Sunday in May."
    )
    assert who(text, r"(?<=[.] )Sunday|(?<=On )Sunday|(?<=said )Sunday|(?<=endorsed )Sunday") == [
        "Joe Sunday",
        None,
        None,
        "Joe Sunday",
    ]


def test_a_father_and_a_son_of_one_name_are_two_people():
    text = (
        "Alonzo Brackett Jr. runs. His father, Alonzo Brackett Sr., spoke. Brackett Sr. left. Brackett Jr. stayed."
        " The elder Brackett came back. The younger Brackett went. Brackett slept."
    )
    assert named(text, "person") == ["Alonzo Brackett Jr.", "Alonzo Brackett Sr."]
    found = who(text, r"Brackett(?= Sr. left| Jr. stayed| came| went| slept)")
    assert [name and name.split()[-1] for name in found] == ["Sr.", "Jr.", "Sr.", "Jr.", None]


def test_a_suffix_that_the_text_leaves_out_later_makes_nobody_else():
    assert named("Alonzo Brackett III runs. Alonzo Brackett spoke, and Brackett left.", "person") == ["Alonzo Brackett III"]


@pytest.mark.parametrize("spaced", ["J.R. Tarrant", "J. R. Tarrant", "JR Tarrant"])
def test_initials_with_and_without_spaces_are_one_person(spaced):
    assert len(named(f"J.R. Tarrant runs. {spaced} spoke. Tarrant left.", "person")) == 1


def test_a_held_name_is_known_by_its_former_names_and_where_its_shape_says_nothing():
    held = [
        Held("Quennel Stax-Orlo", "person", ("Quennel Stax",)),
        Held("Bread and Roses Valley", "organization", ("Bread for the Valley",)),
    ]
    text = "The mayor met Quennel Stax in March. Bread for the Valley wrote to her. Stax left."
    names = Names(SegmentedText(text), held=held)
    assert [name.full for name in names.named if name.kind == "person"] == ["Quennel Stax-Orlo"]
    assert "Bread and Roses Valley" in [name.full for name in names.named if name.kind == "organization"]


@pytest.mark.parametrize(
    "text", ["The mayor, Tom Stax, spoke.", "Stax spoke.", "He met D.A. Stax.", "Bread is dear in the Valley."]
)
def test_a_held_name_attracts_nobody_whom_the_text_does_not_name(text):
    held = [Held("Quennel Stax", "person"), Held("Bread for the Valley", "organization")]
    assert [name.full for name in Names(SegmentedText(text), held=held).named] == [
        name.full for name in Names(SegmentedText(text)).named
    ]


def test_a_son_without_a_suffix_is_not_his_father():
    text = "Ed Casper is a senator. So was his father, Ed Casper Sr., before him. Casper voted. Casper Sr. did not."
    assert named(text, "person") == ["Ed Casper", "Ed Casper Sr."]
    assert who(text, r"Casper(?= voted| Sr. did)") == ["Ed Casper", "Ed Casper Sr."]
