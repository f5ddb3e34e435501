"""Endorsements and counts are read from tables: Markdown, tabs, aligned columns, dot leaders; whose a list is, its heading says."""

import pytest

from dara.drafting import draft

RACE = "Dana Whitlock and Raul Ortega are running for district attorney.\n\n"
ORTEGA, WHITLOCK = "Raul Ortega", "Dana Whitlock"


def endorsements(text: str) -> set[tuple]:
    return {(each.endorser.name, each.candidate.name) for each in draft(text) if each.kind == "endorsement"}


def counts(text: str) -> set[tuple]:
    return {(each.candidate.name, each.votes, each.percent, each.area) for each in draft(text) if each.kind == "result"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "| Office | HL | Nurses | Notes |\n|---|---|---|---|\n| District Attorney | Ortega | Whitlock | NR |\n\n- HL - Harbor Ledger\n- Nurses - Sierra Nurses Guild\n",
            {("Harbor Ledger", ORTEGA), ("Sierra Nurses Guild", WHITLOCK)},
        ),
        (
            "Office                 Harbor Ledger     Sierra Nurses Guild\nDistrict Attorney      Raul Ortega       Whitlock\nMayor                  Lena Frost        NR\n",
            {("Harbor Ledger", ORTEGA), ("Sierra Nurses Guild", WHITLOCK), ("Harbor Ledger", "Lena Frost")},
        ),
    ],
)  # fmt: skip
def test_a_table_of_endorsements(table, expected):
    assert endorsements(RACE + "Who endorses whom\n\n" + table) == expected


def test_a_table_of_other_things_is_none_of_endorsements():
    assert endorsements(RACE + "Office hours\n\nOffice\tHarbor Ledger\nMonday\tLena Frost\n") == set()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("ORTEGA, RAUL    812,345    52.91%\nWHITLOCK JR, DANA    701,002    47.09%", {("Raul Ortega", 812345, 52.91, ""), ("Dana Whitlock Jr", 701002, 47.09, "")}),
        ("Raul Ortega ........ 1,234 .... 52.9\nDana Whitlock ....... 1,098 .... 47.1", {(ORTEGA, 1234, 52.9, ""), (WHITLOCK, 1098, 47.1, "")}),
        ("Candidate\tMail\tElection Day\tTotal\nRaul Ortega (D)\t10,000\t2,345\t12,345\nDana Whitlock\t9,000\t2,765\t11,765", {(ORTEGA, 12345, None, ""), (WHITLOCK, 11765, None, "")}),
        ("Write-in\t1,234\t52.9%\nOver Votes\t112\t1.0%", set()),
        ("Precinct 12\nRaul Ortega: 412 votes (61.0%)", {(ORTEGA, 412, 61, "Precinct 12")}),
        ("Precinct\tWhitlock\tOrtega\nPrecinct 12\t345\t412\nTotal\t1,390\t1,324", set()),
    ],
)  # fmt: skip
def test_counts_in_rows(rows, expected):
    assert counts(RACE + "Official results, district attorney\n\n" + rows) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Poll: who leads for district attorney?\n\nDana Whitlock\t44%\nRaul Ortega\t41%\n",
        "Measure R results\n\nYes\t12,345\t61%\nNo\t8,000\t39%\n",
        "Contributions\n\nDana Whitlock\t$120,000\nRaul Ortega\t$98,000\n",
        "Ages of the candidates:\n\nDana Whitlock: 51\nRaul Ortega: 44\n",
    ],
)
def test_rows_of_other_figures_are_no_counts(text):
    assert counts(text) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Raul Ortega has 52·9% of the vote so far, and Dana Whitlock 45,7%.",
            {(ORTEGA, None, 52.9, ""), (WHITLOCK, None, 45.7, "")},
        ),
        (
            "Raul Ortega won 812 345 votes and Dana Whitlock 701\u202f002 votes in the runoff.",
            {(ORTEGA, 812345, None, ""), (WHITLOCK, 701002, None, "")},
        ),
        (
            "Raul Ortega and Dana Whitlock each received 1,405 votes in the runoff.",
            {(ORTEGA, 1405, None, ""), (WHITLOCK, 1405, None, "")},
        ),
        ("Raul Ortega and Dana Whitlock are tied at 48% of the vote.", {(ORTEGA, None, 48, ""), (WHITLOCK, None, 48, "")}),
        ("Ortega carried Marlow County with 58% of the vote.", {(ORTEGA, None, 58, "Marlow County")}),
        ("Ortega obtuvo el 54 % de los votos y Whitlock el 46 %.", {(ORTEGA, None, 54, ""), (WHITLOCK, None, 46, "")}),
        ("Ortega recibió 12.345 votos y Whitlock 10.221 votos.", {(ORTEGA, 12345, None, ""), (WHITLOCK, 10221, None, "")}),
    ],
)
def test_counts_written_otherwise(words, expected):
    assert counts(RACE + words) == expected


@pytest.mark.parametrize(
    ("page", "candidate"),
    [
        ("Ana Roe faces Bo Lee.\n\nWho is Ana Roe?\n\nRoe is a lawyer. Bo Lee has criticized her.\n\nEndorsements: the Harbor Guild; Mayor Lena Frost.", "Ana Roe"),
        ("Ana Roe faces Bo Lee. Lee spoke.\n\nEndorsements for Ana Roe: the Harbor Guild; Mayor Lena Frost", "Ana Roe"),
        ("Ana Roe faces Bo Lee.\n\nLee met Roe.\n\nEndorsements: the Harbor Guild; Mayor Lena Frost\n\nPaid for by Bo Lee for Judge", "Bo Lee"),
    ],
)  # fmt: skip
def test_whose_a_list_is(page, candidate):
    assert endorsements(page) == {("Harbor Guild", candidate), ("Lena Frost", candidate)}


def test_a_list_of_candidates_who_are_endorsed_is_none_of_endorsers():
    page = "Ana Roe chairs the committee.\n\nThe endorsed candidates are:\n\n- Bo Lee: Town Clerk\n- Eva Hale: Board of Education"
    assert endorsements(page) == set()
