"""Quotations are found by their marks: where each starts and ends, what belongs together, and what is not a quotation."""

import pytest

from dara.drafting import draft


def quotes(text: str) -> list[list[str]]:
    return [found.pieces for found in draft(text) if found.kind == "quote"]


def passages(text: str) -> list[str]:
    return [found.passage.exact for found in draft(text) if found.kind == "quote"]


@pytest.mark.parametrize(
    "text",
    [
        "“We will count every vote,” said Ana Roe.",
        '"We will count every vote," said Ana Roe.',
        "Ana Roe said, “We will count every vote.”",
        "„We will count every vote,“ said Ana Roe.",
    ],
)
def test_marks_of_all_kinds(text):
    (pieces,) = quotes(text)
    assert pieces[0].rstrip(".") == "We will count every vote"


def test_a_comma_before_the_attribution_is_dropped_other_marks_stay():
    assert quotes("“Who will count every vote?” Ana Roe asked.") == [["Who will count every vote?"]]
    assert quotes("“We will count every vote,” Ana Roe said.") == [["We will count every vote"]]


def test_an_utterance_split_by_its_attribution_is_one_from_first_to_last_mark():
    text = "“We will count every vote,” said Ana Roe, who runs the office. “It takes a week.” She left."
    assert quotes(text) == [["We will count every vote", "It takes a week."]]
    assert passages(text) == [text.removesuffix(" She left.")]


def test_a_second_attribution_begins_an_utterance_of_its_own():
    text = "“We will count every vote,” said Ana Roe. “It takes a whole week,” said Ben Poe."
    assert quotes(text) == [["We will count every vote"], ["It takes a whole week"]]


def test_a_new_sentence_that_leads_to_a_quotation_parts_it_from_the_one_before():
    text = "Ana Roe called it “an insult to every voter.” She added that “nobody was asked about it.”"
    assert len(quotes(text)) == 2


def test_a_paragraph_without_a_closing_mark_goes_on_in_the_next():
    text = "“We will count every vote,” Ana Roe said. “It takes a week.\n\n“It always has taken a week.”\n\nThe office closed."
    assert quotes(text) == [["We will count every vote", "It takes a week.", "It always has taken a week."]]


def test_a_closed_paragraph_goes_on_under_one_attribution():
    assert quotes("“We will count every vote,” she said.\n\n“It always takes a whole week.”") == [
        ["We will count every vote", "It always takes a whole week."]
    ]


def test_in_a_conversation_the_next_line_is_somebody_elses():
    text = "“We will count every vote,” Ana Roe shot back.\n\n“You have never counted one.”"
    assert len(quotes(text)) == 2


def test_what_is_quoted_inside_stays_in_the_words():
    text = "“He told me, ‘count them all again,’ and I did,” Ana Roe said."
    assert quotes(text) == [["He told me, ‘count them all again,’ and I did"]]


def test_single_marks_make_a_headlines_quotation_apostrophes_do_not():
    assert quotes("‘We will count every vote’: Roe vows a recount") == [["We will count every vote"]]
    assert quotes("The voters’ rights group ’90s style wasn’t the workers’ choice") == []


def test_feet_and_inches_are_no_quotations():
    assert quotes('The suspect is 6\'2" tall, and the shelf is 10" wide and 12" deep, the report says.') == []


@pytest.mark.parametrize(
    "text",
    [
        "He left over what he calls a “difference of temperament.”",
        "She sang “Justice for the Living and the Dead” at the rally.",
        "The report, titled “Nobody Comes Down From Six,” ran on Monday.",
        "Some called it the “catch and release” plan.",
    ],
)
def test_scare_quotes_and_titles_are_no_statements(text):
    assert quotes(text) == []


def test_a_colon_introduces_a_block_quotation():
    text = "The union wrote:\n\nWe have counted ballots in this county for forty years, and nobody has asked us how.\n\nThe office closed."
    (block,) = [found for found in draft(text) if found.kind == "quote"]
    assert block.passage.exact.startswith("The union wrote:\n\nWe have")
    assert block.pieces == ["We have counted ballots in this county for forty years, and nobody has asked us how."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will count every vote, said Ana Roe on Monday.", "We will count every vote"),
        ("“Why would anyone count them twice? Roe asked.", "Why would anyone count them twice?"),
        ("“We have counted them all! she shouted from the steps.", "We have counted them all!"),
    ],
)
def test_a_forgotten_closing_mark_ends_before_the_attribution(text, words):
    (found,) = draft("Ana Roe came in.\n\n" + text)
    assert (found.pieces, found.passage.exact[0]) == ([words], "“")
    assert found.confidence < 0.7


def test_without_an_attribution_a_forgotten_closing_mark_ends_with_the_paragraph():
    text = (
        "“It is a public floor. I have sat on it, usually in finals week, and no one has ever offered to move me.\n\n“I plan to.”"
    )
    assert passages(f"{text} Ana Roe said.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "``We counted them all twice,'' Ana Roe said.",
        "''We counted them all twice,'' Ana Roe said.",
        '""We counted them all twice,"" Ana Roe said.',
        "»We counted them all twice«, Ana Roe said.",
        "«We counted them all twice», Ana Roe said.",
        "“We counted them all twice,“ Ana Roe said.",
        '“We counted them all twice," Ana Roe said.',
        "„We counted them all twice”, Ana Roe said.",
        "‘We counted them all twice,’ Ana Roe said.",
    ],
)
def test_marks_of_typewriters_tex_and_other_languages(text):
    assert quotes(text) == [["We counted them all twice"]]


def test_a_quotation_in_the_marks_of_tex_holds_one_in_single_marks():
    text = "``If I had said, 'Give us the office and trust us,' nobody would have,'' said Ana Roe."
    assert quotes(text) == [["If I had said, 'Give us the office and trust us,' nobody would have"]]


@pytest.mark.parametrize("name", ['James "Jimmy" O’Rourke Jr.', "Leopoldo “Leo” Marsh", "Thomas ‘Big Tom’ Quill"])
def test_a_nickname_in_marks_is_no_piece(name):
    text = f'{name}, a retired deputy, said, "They are both fine men with short tempers."'
    assert quotes(text) == [["They are both fine men with short tempers."]]


def test_a_name_for_something_in_marks_does_not_begin_the_quotation_after_it():
    text = "She called it her “harbor line.” “We knew they did it and could not prove it,” said Ana Roe."
    assert quotes(text) == [["We knew they did it and could not prove it"]]


@pytest.mark.parametrize("verb", ["replied", "answered", "shot back", "retorted"])
def test_a_reply_in_two_halves_is_one_utterance(verb):
    assert quotes(f"“You will never open them,” {verb} Owen Roe, “and you know it well.”") == [
        ["You will never open them", "and you know it well."]
    ]
    assert len(quotes(f"“Will you open the files?” Ana Hale asked, and Owen Roe {verb}, “I will, at nine tomorrow.”")) == 2


def test_an_utterance_attributed_with_an_unusual_verb_is_one_of_its_own():
    text = "“We will light the pier before the rains,” said Ana Roe. “Nobody asked the crew about it,” thrummed Horace Hale."
    assert len(quotes(text)) == 2


def test_a_paragraph_of_dialogue_after_a_dash_is_a_quotation():
    text = "—No vamos a cerrar ningún caso —dijo Marta Roe—. Vamos a abrirlos todos.\n\n—¿Y quién los paga? —preguntó Juan Hale."
    assert quotes(text) == [["No vamos a cerrar ningún caso", "Vamos a abrirlos todos."], ["¿Y quién los paga?"]]
    assert quotes("—No one knows what this dash is for, and nobody said it to me.") == []


def test_places_are_code_points_beyond_the_bmp_too():
    text = "🗳️🗳️ “We will count every vote,” said Ana Roe."
    (found,) = draft(text)
    assert text[found.passage.start : found.passage.end] == found.passage.exact == "“We will count every vote,”"
