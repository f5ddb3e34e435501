"""When an election was held, said once: its name often holds the date. None of this asks the database."""

import pytest
from django.utils import translation

from dara.models import Election, Race
from dara.public.presentation.elections import date_after_name, date_beside_name, in_sentence


def election(name: str, held_on: str | None, *, is_inferred: bool = False) -> Election:
    return Election(
        name=name,
        held_on=held_on,
        inferred={"held_on": "our reading"} if is_inferred else {},
        translations={"es": {"name": "Elección del 5 de marzo de 2024"}},
    )


@pytest.mark.parametrize(
    ("held", "after", "beside"),
    [
        (election("March 5, 2024 election", "2024-03-05"), "", ""),
        (
            election("March 2020 primary", "2020-03", is_inferred=True),
            " (date inferred)",
            '<time datetime="2020-03">March 2020</time> (inferred)',
        ),
        (
            election("November runoff", "2020-11-03"),
            ', <time datetime="2020-11-03">November 3, 2020</time>',
            '<time datetime="2020-11-03">November 3, 2020</time>',
        ),
        (election("March 2024 primary", "2024-03-05"), ', <time datetime="2024-03-05">March 5, 2024</time>', None),
        (election("Some election", None), "", "Date not stated"),
    ],
)
def test_a_date_is_said_once(held, after, beside):
    assert date_after_name(held) == after
    if beside is not None:
        assert date_beside_name(held) == beside


def test_a_date_is_said_once_in_spanish():
    with translation.override("es"):
        assert date_after_name(election("March 5, 2024 election", "2024-03-05")) == ""


@pytest.mark.parametrize(("language", "name"), [("en", "March 5, 2024 election"), ("es", "elección del 5 de marzo de 2024")])
def test_a_name_within_a_sentence_begins_as_its_language_has_it(language, name):
    with translation.override(language):
        assert in_sentence(election("March 5, 2024 election", None)) == name
        assert in_sentence(Race(name="Race of 2020")) == "Race of 2020", "an English name keeps its capital"
