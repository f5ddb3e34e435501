"""A stance that is denied, regretted, conditional, forged or past is no draft; one that is only not sure is in the report."""

import pytest

from dara.drafting import draft, propose

RACE = "District Attorney Dana Whitlock faces challenger Raul Ortega in the race for Marlow County district attorney.\n\n"


def stances(words: str) -> set[tuple]:
    return {(each.endorser.name, each.stance, each.candidate.name) for each in draft(RACE + words) if each.kind == "endorsement"}


@pytest.mark.parametrize(
    "words",
    [
        "The Teachers Union voted against endorsing Ortega.",
        "Sheriff Ed Bain regrets endorsing Whitlock.",
        "Mayor Lena Frost would endorse Ortega if he dropped the case.",
        "A forged endorsement of Ortega by the Nurses Union went out on Monday.",
        "The Nurses Union denied that it had endorsed Ortega.",
        "If the Nurses Union endorses Ortega, the race changes.",
        "The Realtors Association will not endorse Whitlock.",
        "The Teamsters might support Ortega.",
        "The Nurses Union never endorsed Whitlock.",
        "It is false that the Nurses Union endorsed Whitlock.",
        "Rumors that Mayor Lena Frost endorsed Whitlock were untrue.",
        "The Nurses Union has not decided whether to endorse Ortega.",
        "Mayor Lena Frost endorsed Ortega in April and now regrets it.",
        "The Farm Bureau endorsed Ortega four years ago.",
        "El Sindicato de Choferes no apoya a Whitlock.",
        "Ortega beat Whitlock, who wanted to unseat nobody.",
        "Ortega received support from six in 10 voters, and he overwhelmed Mr. Hale in Marlow, Tansy and Bixby.",
    ],
)
def test_a_stance_taken_back_is_no_stance(words):
    assert stances(words) == set()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The Harbor Ledger endorsed Whitlock in 2021 but now backs Ortega.", ("Harbor Ledger", "supports", "Raul Ortega")),
        ("Sheriff Ed Bain, who had endorsed Whitlock, now supports Ortega.", ("Ed Bain", "supports", "Raul Ortega")),
        (
            "The Carpenters Local 22 once backed Whitlock, and has since switched to Ortega.",
            ("Carpenters Local 22", "supports", "Raul Ortega"),
        ),
        ("Supervisor Ben Hale criticized Ortega but supports Whitlock.", ("Ben Hale", "supports", "Dana Whitlock")),
    ],
)
def test_of_two_verbs_the_one_that_holds_now(words, expected):
    assert stances(words) == {expected}


def test_what_is_unsure_is_in_the_report_with_its_reason():
    text = RACE + "The Harbor Ledger endorsed Whitlock in 2021 but now backs Ortega."
    (unsure,) = propose(text).unsure
    assert (unsure.what, unsure.reason) == ("Harbor Ledger endorses Dana Whitlock", "past")
    assert text[unsure.passage.start : unsure.passage.end] == unsure.passage.exact
    assert str(unsure).startswith("unsure, past: Harbor Ledger endorses Dana Whitlock")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Smith & Sons, Inc., AT&T Workers Local 9 and O’Neill’s Pub endorsed Ortega.", {"Smith & Sons, Inc.", "AT&T Workers Local 9", "O’Neill’s Pub"}),
        ("Sam’s Diner & Grill, Ortega Bros. LLC and Mothers’ Voice, Inc. back Whitlock.", {"Sam’s Diner & Grill", "Ortega Bros. LLC", "Mothers’ Voice, Inc."}),
        ("Ortega was endorsed by Plumbers and Pipefitters Local 9 and by the Harbor Guild.", {"Plumbers and Pipefitters Local 9", "Harbor Guild"}),
        ("The Democrats and Teamsters Local 9 endorsed Ortega.", {"Democrats", "Teamsters Local 9"}),
        ("Other unions, including the Nurses Union and the Harbor Guild, have endorsed Ortega.", {"Nurses Union", "Harbor Guild"}),
        ("The union’s rival, the Harbor Guild, endorsed Ortega.", {"Harbor Guild"}),
        ("Ortega won support from politicians like Sens. Ana Ruiz and Bo Lee, along with groups like the Harbor Guild.", {"Ana Ruiz", "Bo Lee", "Harbor Guild"}),
    ],
)  # fmt: skip
def test_names_of_organizations_are_whole(words, names):
    assert {name for name, _, _ in stances(words)} == names


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("El Sindicato de Enfermeras apoya a Raul Ortega.", ("Sindicato de Enfermeras", "endorses", "Raul Ortega")),
        ("La alcaldesa Lena Frost anunció su respaldo a Ortega el martes.", ("Lena Frost", "endorses", "Raul Ortega")),
        ("El sheriff Ed Bain se opone a Ortega.", ("Ed Bain", "opposes", "Raul Ortega")),
        ("Ortega fue respaldado por la senadora Ana Ruiz.", ("Ana Ruiz", "endorses", "Raul Ortega")),
        ("Ortega cuenta con el apoyo de Lena Frost.", ("Lena Frost", "endorses", "Raul Ortega")),
    ],
)
def test_a_stance_in_spanish(words, expected):
    assert expected in stances(words)


def test_a_list_in_spanish():
    found = stances("Respaldos para Dana Whitlock: Sheriff Ed Bain; Sindicato de Enfermeras")
    assert found == {("Ed Bain", "endorses", "Dana Whitlock"), ("Sindicato de Enfermeras", "endorses", "Dana Whitlock")}
