"""People and organizations are found by names, titles, acronyms and roles."""

import pytest

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
    assert [segmented.words(span) for span in segmented.sentences] == [
        "He ran in L.A.",
        "Progressive groups and Dist. Atty. Ana Roe met D.A. Ben Poe of the L.A. Times on Nov. 6.",
        "It rained.",
    ]
