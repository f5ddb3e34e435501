"""Sort names put the family name first, and bylines are told apart into names."""

import pytest

from dara.text.personal_names import authors_of, parts_of, sort_name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Jackie Lacey", "Lacey, Jackie"),
        ("Ana María de la Vega Jr.", "de la Vega, Ana María, Jr."),
        ("Marta de la Cruz", "de la Cruz, Marta"),
        ("Ann Smith, Jr.", "Smith, Ann, Jr."),
        ("Robert Roe III", "Roe, Robert, III"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Mary St. John", "St. John, Mary"),
        ("José “Pepe” Roe", "Roe, José “Pepe”"),
        ("Sheriff Villanueva", "Villanueva, Sheriff"),
        ("J.R. Ruck", "Ruck, J.R."),
        ("Ana Vega", "Vega, Ana"),
        ("Sammy Davis, Jr.", "Davis, Sammy, Jr."),
        ("Van Jones", "Jones, Van"),
        ("Judge Robert “Bob” Ross III", "Ross, Judge Robert “Bob”, III"),
        ("Cher", "Cher"),
        ("Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_the_family_name_comes_first(name, sorted_as):
    assert sort_name(name) == sorted_as


@pytest.mark.parametrize(
    ("sorted_as", "parts"),
    [
        ("Roe, Ann", ("Ann", "", "Roe", "")),
        ("Brackett, Alonzo, Jr.", ("Alonzo", "", "Brackett", "Jr.")),
        ("de la Vega, Ana María, III", ("Ana María", "de la", "Vega", "III")),
        ("von der Heide, Klara", ("Klara", "von der", "Heide", "")),
        ("Van Dyke, Ann", ("Ann", "", "Van Dyke", "")),
        ("O’Dowd, Bea", ("Bea", "", "O’Dowd", "")),
        ("d’Amore, Bea", ("Bea", "", "d’Amore", "")),
    ],
)
def test_a_sort_name_has_parts(sorted_as, parts):
    assert parts_of(sorted_as) == parts


@pytest.mark.parametrize("sorted_as", ["Madonna", "Roe, Ann, Jr., M.D.", "", "Paper, The, of Harbor, Inc."])
def test_other_sort_names_have_none(sorted_as):
    assert parts_of(sorted_as) is None


# byline → name|particle|family|suffix; of others as they stand
BYLINES = {
    "Nell Oduya": ["Nell||Oduya|"],
    "By Ann Poe": ["Ann||Poe|"],
    "BY: ANN POE AND BOB ROE": ["ANN||POE|", "BOB||ROE|"],
    "Byron Lane": ["Byron||Lane|"],
    "Ann Poe, Bob Roe and Cleo Vane": ["Ann||Poe|", "Bob||Roe|", "Cleo||Vane|"],
    "Ann Poe, Bob Roe, and Cleo Vane": ["Ann||Poe|", "Bob||Roe|", "Cleo||Vane|"],
    "Ann Poe, Bob Roe": ["Ann||Poe|", "Bob||Roe|"],
    "Ann Poe; Bob Roe & Cleo Vane": ["Ann||Poe|", "Bob||Roe|", "Cleo||Vane|"],
    "Por Ana Ruiz y José Vega": ["Ana||Ruiz|", "José||Vega|"],
    "Alonzo Brackett Jr. and Ann Poe": ["Alonzo||Brackett|Jr.", "Ann||Poe|"],
    "Alonzo Brackett, Jr., Ann Poe, III": ["Alonzo||Brackett|Jr.", "Ann||Poe|III"],
    "Ann Poe, M.D.": ["Ann||Poe|M.D."],
    "Klara von der Heide and Ana de la Cruz": ["Klara|von der|Heide|", "Ana|de la|Cruz|"],
    "Jean-Luc le Fay, Ann van den Berg II, Bea Di Marco": ["Jean-Luc|le|Fay|", "Ann|van den|Berg|II", "Bea||Di Marco|"],
    "Sean O’Brien, Mary McGill and Bea d'Amore": ["Sean||O’Brien|", "Mary||McGill|", "Bea||d'Amore|"],
    "Van Jones": ["Van||Jones|"],
    "J.R. Ruck and J. R. Vane": ["J.R.||Ruck|", "J. R.||Vane|"],
    "José “Pepe” Roe": ["José “Pepe”||Roe|"],
    "Mary St. John": ["Mary||St. John|"],
    "Ann Poe and The Associated Press": ["Ann||Poe|", "The Associated Press"],
    "Ann Poe; City News Service": ["Ann||Poe|", "City News Service"],
    # not told apart
    "The Associated Press": ["The Associated Press"],
    "Harbor Ledger Staff": ["Harbor Ledger Staff"],
    "Reuters": ["Reuters"],
    "La Gaviota": ["La Gaviota"],
    "Department of Water and Power": ["Department of Water and Power"],
    "Smith and Sons": ["Smith and Sons"],
    "Johnson & Johnson": ["Johnson & Johnson"],
    "Ann and Bob Poe": ["Ann and Bob Poe"],
    "Ann Poe, Harbor Ledger": ["Ann Poe, Harbor Ledger"],
    "Ann Poe, Staff Writer": ["Ann Poe, Staff Writer"],
    "Poe, Ann": ["Poe, Ann"],
    "Ann Poe | 2 hours ago": ["Ann Poe | 2 hours ago"],
    "María José García Márquez": ["María José García Márquez"],
    "José Ortega y Gasset": ["José Ortega y Gasset"],
    "@annpoe": ["@annpoe"],
    "": [""],
}


@pytest.mark.parametrize("byline", BYLINES)
def test_a_byline_is_told_apart_into_its_authors(byline):
    assert ["|".join(parts) if parts else name for name, parts in authors_of(byline)] == BYLINES[byline]
