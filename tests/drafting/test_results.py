"""Counts of votes are found with the candidate and the status; other figures are not counts."""

import pytest

from dara.drafting import draft

INTRODUCED = "District Attorney Dana Whitlock faces challenger Raul Ortega. Attorney Kim Sato is also running.\n\n"


def results(words: str) -> dict[str, tuple]:
    found = [each for each in draft(INTRODUCED + words) if each.kind == "result"]
    return {each.candidate.name.split()[-1]: (each.percent, each.votes) for each in found}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ortega has 52.9% of the vote so far, and Whitlock 47.1%.", {"Ortega": (52.9, None), "Whitlock": (47.1, None)}),
        (
            "Ortega leads Whitlock, 43.8% to 42.6%, with Sato at 13.6%.",
            {"Ortega": (43.8, None), "Whitlock": (42.6, None), "Sato": (13.6, None)},
        ),
        ("Whitlock trails Ortega 46 percent to 54 percent in the vote count.", {"Ortega": (54, None), "Whitlock": (46, None)}),
        (
            "Ortega, a former public defender, led Whitlock, the incumbent, 51.7% to 48.3%, according to the latest count.",
            {"Ortega": (51.7, None), "Whitlock": (48.3, None)},
        ),
        ("Ortega beat Whitlock 60-40.", {"Ortega": (60, None), "Whitlock": (40, None)}),
        (
            "Ortega received 88,214 votes, or 51.6%, to 82,741 votes, or 48.4%, for Whitlock.",
            {"Ortega": (51.6, 88214), "Whitlock": (48.4, 82741)},
        ),
        (
            "Ortega had 53.8% of the vote (1,495,894) to Whitlock’s 46.2% (1,284,244).",
            {"Ortega": (53.8, 1495894), "Whitlock": (46.2, 1284244)},
        ),
        ("Ortega holds 64 percent of the vote to Whitlock’s 36 percent.", {"Ortega": (64, None), "Whitlock": (36, None)}),
        ("Sato finished third with 8 percent of the votes.", {"Sato": (8, None)}),
        ("Ortega had 41,233 votes and Whitlock 36,544.", {"Ortega": (None, 41233), "Whitlock": (None, 36544)}),
        ("The count stood at 41,233 for Ortega and 36,544 for Whitlock.", {"Ortega": (None, 41233), "Whitlock": (None, 36544)}),
        (
            "Ortega finished first with 48.3%; Whitlock edged Bo Hale, 31.8% to 19.9%.",
            {"Ortega": (48.3, None), "Whitlock": (31.8, None), "Hale": (19.9, None)},
        ),
        ("Ortega captured 52.3% of ballots cast.", {"Ortega": (52.3, None)}),
        ("Ortega’s lead grew to 5,094 votes on Friday.", {}),
        ("Whitlock needed more than 50% to avoid a runoff, but captured 48.7% of the vote.", {"Whitlock": (48.7, None)}),
    ],
)
def test_whose_figure(words, expected):
    assert results(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "Turnout was 44% of registered voters, and Whitlock was pleased.",
        "Whitlock said that homicides dropped 18% and robberies 9%.",
        "A poll of likely voters last week had Ortega at 46% and Whitlock at 44%.",
        "With 72% of precincts reporting, Whitlock was not ready to concede.",
        "Ortega needs more than 50% to win outright.",
        "Ortega won by 4,819 votes.",
        "Whitlock cut 12% from the budget.",
        "Ortega won 79% of the party endorsement committee’s vote.",
        "Measure R, the library bond, is passing with 61% of the vote.",
    ],
)
def test_no_count_of_a_candidate(words):
    assert results(words) == {}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Ortega has 52.9% of the vote so far.", "partial"),
        ("With 40% of precincts reporting, Ortega had 52.9% of the vote.", "partial"),
        ("Certified results gave Ortega 52.9% of the vote.", "certified"),
        ("In 2022, Ortega was elected with 52.9% of the vote.", "not stated"),
    ],
)
def test_how_final(words, status):
    (found,) = [each for each in draft(INTRODUCED + words) if each.kind == "result"]
    assert found.status == status


def test_qualifier_and_ballots_left():
    words = (
        "According to the Marlow County Registrar, Ortega has almost 53% of the vote. About 140,000 ballots remain to be counted."
    )
    (found,) = [each for each in draft(INTRODUCED + words) if each.kind == "result"]
    assert (found.qualifier, found.ballots_out, found.ballots_out_as_stated) == ("almost", 140000, "About 140,000")
    assert found.passage.exact.endswith("remain to be counted.")


def test_as_of_when():
    words = "As of Thursday, Ortega had 52.9% of the vote."
    (found,) = [each for each in draft(INTRODUCED + words, published_on="2026-11-06") if each.kind == "result"]
    assert found.as_of == "2026-11-05"
    assert "a Friday" in found.inferred["as_of"]
