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
        ("Endorser\tEndorsed\nSierra Nurses Guild\tRaul Ortega\nHarbor Ledger\tWhitlock\n", {("Sierra Nurses Guild", ORTEGA), ("Harbor Ledger", WHITLOCK)}),
        ("Newspaper          Endorsement\nHarbor Ledger      District Attorney Dana Whitlock\nRiver Tribune      No endorsement\n", {("Harbor Ledger", WHITLOCK)}),
        ("Organization | Candidate\n---|---\nSierra Nurses Guild | Raul Ortega\nRiver Guild | Measure J\n", {("Sierra Nurses Guild", ORTEGA)}),
        (
            "| Dana Whitlock | Raul Ortega |\n|---|---|\n| Sheriff Ed Bain | Sierra Nurses Guild |\n| - | Teamsters Local 9 |\n",
            {("Ed Bain", WHITLOCK), ("Sierra Nurses Guild", ORTEGA), ("Teamsters Local 9", ORTEGA)},
        ),
        ("| | Whitlock | Ortega |\n|---|---|---|\n| Newspapers | Harbor Ledger | River Tribune |\n| Opposed by | Sierra Guild | Nurses United |\n", {("Harbor Ledger", WHITLOCK), ("River Tribune", ORTEGA)}),
        (
            "Candidate\tEndorsements\nDana Whitlock\tSheriff Ed Bain; Harbor Ledger\nOrtega\tMayor Lena Frost, Sierra Nurses Guild, Teamsters Local 9\n",
            {("Ed Bain", WHITLOCK), ("Harbor Ledger", WHITLOCK), ("Lena Frost", ORTEGA), ("Sierra Nurses Guild", ORTEGA), ("Teamsters Local 9", ORTEGA)},
        ),
        (
            "Candidate          Endorsements\nRaul Ortega        Sheriff Ed Bain; Harbor Ledger\nDana Whitlock      Mayor Lena Frost, Sierra Nurses Guild, Teamsters Local 9\n",
            {("Ed Bain", ORTEGA), ("Harbor Ledger", ORTEGA), ("Lena Frost", WHITLOCK), ("Sierra Nurses Guild", WHITLOCK), ("Teamsters Local 9", WHITLOCK)},
        ),
        ("Candidata\tApoyos\nDana Whitlock\tHarbor Ledger\n", {("Harbor Ledger", WHITLOCK)}),
    ],
)  # fmt: skip
def test_a_table_of_endorsements(table, expected):
    assert endorsements(RACE + "Who endorses whom\n\n" + table) == expected


@pytest.mark.parametrize(
    "table",
    [
        "Office hours\n\nOffice\tHarbor Ledger\nMonday\tLena Frost\n",
        "Both sought endorsements.\n\nWhere they studied\n\n| Dana Whitlock | Raul Ortega |\n|---|---|\n| Harbor Law School | Sierra College |\n",
        "Who endorses whom\n\n| Ada Roe | Bo Lee |\n|---|---|\n| Dana Whitlock | Raul Ortega |\n",
        "Who opposes whom, endorsements aside\n\n| Dana Whitlock | Raul Ortega |\n|---|---|\n| Harbor Ledger | River Tribune |\n",
        "Endorsements\n\n| Organization | Candidate | Position |\n|---|---|---|\n| River Guild | Raul Ortega | Oppose |\n",
        "Endorsements\n\n| Name | Office | Endorsement |\n|---|---|---|\n| Ed Bain | Sheriff | Dana Whitlock |\n",
        "Candidate\tEndorsement\nDana Whitlock\tYes\nRaul Ortega\tNone\n",
    ],
)
def test_a_table_of_other_things_is_none_of_endorsements(table):
    assert endorsements(RACE + table) == set()


def test_the_passage_of_a_table_says_that_it_is_of_endorsements():
    text = RACE + "Endorsements\n\n| Dana Whitlock | Raul Ortega |\n|---|---|\n| Harbor Ledger | |\n"
    (found,) = [each for each in draft(text) if each.kind == "endorsement"]
    assert found.passage.exact.startswith("Endorsements\n\n| Dana Whitlock")
    assert found.verb == "Endorsements"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("ORTEGA, RAUL    812,345    52.91%\nWHITLOCK JR, DANA    701,002    47.09%", {("Raul Ortega", 812345, 52.91, ""), ("Dana Whitlock Jr", 701002, 47.09, "")}),
        ("Raul Ortega ........ 1,234 .... 52.9\nDana Whitlock ....... 1,098 .... 47.1", {(ORTEGA, 1234, 52.9, ""), (WHITLOCK, 1098, 47.1, "")}),
        ("Candidate\tMail\tElection Day\tTotal\nRaul Ortega (D)\t10,000\t2,345\t12,345\nDana Whitlock\t9,000\t2,765\t11,765", {(ORTEGA, 12345, None, ""), (WHITLOCK, 11765, None, "")}),
        ("Write-in\t1,234\t52.9%\nOver Votes\t112\t1.0%", set()),
        ("Precinct 12\nRaul Ortega: 412 votes (61.0%)", {(ORTEGA, 412, 61, "Precinct 12")}),
        ("Precinct\tWhitlock\tOrtega\nPrecinct 12\t345\t412\nTotal\t1,390\t1,324", {(WHITLOCK, 345, None, "Precinct 12"), (ORTEGA, 412, None, "Precinct 12"), (WHITLOCK, 1390, None, ""), (ORTEGA, 1324, None, "")}),
        ("Precinct        Dana Whitlock   Raul Ortega\nPrecinct 12     1,405           1,322\n", {(WHITLOCK, 1405, None, "Precinct 12"), (ORTEGA, 1322, None, "Precinct 12")}),
        ("| City | Registered | WHITLOCK, DANA | % | Raul Ortega (D) | % |\n|---|---|---|---|---|---|\n| Marina Alta | 9,000 | 1,405 | 51 | 1,322 | 49 |", {(WHITLOCK, 1405, 51, "Marina Alta"), (ORTEGA, 1322, 49, "Marina Alta")}),
        ("District\tWhitlock\tOrtega\n4\t51.5%\t48.5%\n5\t105 (52%)\t97 (48%)", {(WHITLOCK, None, 51.5, "District 4"), (ORTEGA, None, 48.5, "District 4"), (WHITLOCK, 105, 52, "District 5"), (ORTEGA, 97, 48, "District 5")}),
        ("\tWhitlock\tOrtega\nMail ballots\t345\t412\nMarlow County\t1,390\t1,324", {(WHITLOCK, 1390, None, "Marlow County"), (ORTEGA, 1324, None, "Marlow County")}),
        ("Results in Marlow County by precinct\n\nPrecinct\tWhitlock\tOrtega\nTotal\t1,390\t1,324", {(WHITLOCK, 1390, None, "Marlow County"), (ORTEGA, 1324, None, "Marlow County")}),
        ("Results by precinct\n\nPrecinct\tWhitlock\tOrtega\nTotal\t1,390\t1,324", {(WHITLOCK, 1390, None, ""), (ORTEGA, 1324, None, "")}),
        ("Precinct\tWhitlock\tOrtega\n12\t345\t412\n\nPrecinct\tQuill\tBo Xu\n13\t99\t88", {(WHITLOCK, 345, None, "Precinct 12"), (ORTEGA, 412, None, "Precinct 12")}),
    ],
)  # fmt: skip
def test_counts_in_rows(rows, expected):
    assert counts(RACE + "Official results, district attorney\n\n" + rows) == expected


def test_the_passage_of_a_cell_has_the_head_of_its_column_and_its_row():
    rows = "".join(f"Precinct {number}\t{number}\t1,405\n" for number in range(10, 300))
    found = [each for each in draft("Official results\n\nPrecinct\tDana Whitlock\tRaul Ortega\n" + rows) if each.kind == "result"]
    assert len(found) == 2 * 290
    assert (
        min(found, key=lambda each: each.passage.end).passage.exact
        == "Precinct\tDana Whitlock\tRaul Ortega\nPrecinct 10\t10\t1,405"
    )
    assert max(len(each.passage.exact) for each in found) < 5000


@pytest.mark.parametrize(
    "text",
    [
        "Poll: who leads for district attorney?\n\nDana Whitlock\t44%\nRaul Ortega\t41%\n",
        "Poll by county for district attorney\n\nCounty\tDana Whitlock\tRaul Ortega\n"
        + "".join(f"{each} County\t44%\t41%\n" for each in ("Alta", "Bell", "Cole", "Dunn")),
        "Marina Vale Poll, votes by city\n\nCity\tDana Whitlock\tRaul Ortega\n"
        + "".join(f"Marina {each}\t44%\n" for each in ("Alta", "Bell", "Cole", "Dunn")),
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
