"""Facts of candidacies are what the text states itself, not what is projected, conditional or declared by others."""

import pytest

from dara.drafting import draft

RACE = "District Attorney Dana Whitlock faces challenger Raul Ortega in the race for Marlow County district attorney.\n\n"


def facts(words: str) -> set[tuple]:
    return {(each.candidate.name, each.fact, each.outcome) for each in draft(RACE + words) if each.kind == "fact"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ortega is running for district attorney.", ("Raul Ortega", "running", "")),
        ("Whitlock is seeking a third term.", ("Dana Whitlock", "running", "")),
        ("Whitlock, the incumbent, spoke.", ("Dana Whitlock", "incumbent", "")),
        ("Ortega dropped out of the race on Monday.", ("Raul Ortega", "withdrew", "")),
        ("Ortega suspended his campaign.", ("Raul Ortega", "withdrew", "")),
        ("Whitlock conceded on Friday.", ("Dana Whitlock", "conceded", "")),
        ("Ortega won the race.", ("Raul Ortega", "outcome", "won")),
        ("Whitlock lost the election.", ("Dana Whitlock", "outcome", "lost")),
        ("Ortega defeated Whitlock.", ("Raul Ortega", "outcome", "won")),
        ("Ortega ganó la elección.", ("Raul Ortega", "outcome", "won")),
    ],
)
def test_a_fact(words, expected):
    assert facts(words) == {expected}


@pytest.mark.parametrize(
    "words",
    [
        "Justice Now declared Ortega the winner.",
        "Ortega is projected to win the race.",
        "If Ortega wins the race, he will resign from the board.",
        "Ortega would win the race, his mother said.",
        "Ortega won the endorsement of the Nurses Union.",
        "Ortega won the case.",
        "Whitlock conceded that mistakes were made.",
        "“Ortega won the race,” a supporter shouted.",
        "Whitlock denied that she had dropped out.",
        "In 2018, Whitlock won the race.",
        "The Associated Press called the race for Ortega.",
    ],
)
def test_no_fact(words):
    assert facts(words) == set()


def test_a_fact_is_drafted_once_where_it_is_said_first():
    words = "Whitlock conceded on Friday. She spoke. Whitlock conceded on Friday, twice."
    (found,) = [each for each in draft(RACE + words) if each.kind == "fact"]
    assert found.passage.exact == "Whitlock conceded on Friday."
