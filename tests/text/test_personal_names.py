"""Sort names put the family name first."""

import pytest

from dara.text.personal_names import sort_name


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
        ("Madonna", "Madonna"),
        ("", ""),
    ],
)
def test_the_family_name_comes_first(name, sorted_as):
    assert sort_name(name) == sorted_as
