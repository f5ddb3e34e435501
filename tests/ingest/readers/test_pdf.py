"""The text of a PDF is extracted with a line for each paragraph."""

import io
import textwrap

import pytest
from pypdf import PdfWriter

from dara.ingest import extraction
from dara.ingest.canonical_text import TextError
from dara.ingest.readers.pdf import extract
from tests.ingest import example_documents

LONG = "This paragraph was set in lines of about the same length, as programs set it, and it goes on for a while before it comes to its end."


def test_lines_become_paragraphs():
    text = extract(example_documents.pdf(["A Heading", *textwrap.wrap(LONG, 60), "• an item", "• another"], ["On page two."]))
    assert text.body.split("\n") == ["A Heading", LONG, "• an item", "• another", "On page two."]
    assert text.extractor == "pdf v2"
    assert text.made_with.startswith("pypdfium2 ")
    assert text.remarks == ("Where a paragraph ends was read from the ends of lines and their distances.",)


def test_a_paragraph_goes_on_over_the_page():
    lines = textwrap.wrap(LONG, 40)
    assert extract(example_documents.pdf(lines[:2], lines[2:])).body.split("\n")[0].startswith(" ".join(lines[:3]))


def test_a_hyphen_goes_only_where_the_document_knows_the_word():
    lines = ["She spoke of rehabilitation, of treat-", "ment, of reha-", "bilitation and of non-", "violent crimes on that day."]
    text = extract(example_documents.pdf(lines))
    assert "rehabilitation and" in text.body
    assert "treat-ment" in text.body
    assert "non-violent" in text.body
    assert text.remarks[0] == "2 words are parted at the end of a line by a hyphen, which stays: it may not be the word's own."


def test_its_own_metadata_are_taken_only_where_the_text_says_the_same():
    text = extract(
        example_documents.pdf(
            ["Vega Announces", "She will run."], info={"Title": "Vega announces", "Author": "bjones", "CreationDate": "D:2021"}
        )
    )
    assert [(found.field, found.value) for found in text.metadata] == [("title", "Vega announces")]
    assert "The PDF's own metadata give as Author: “bjones”. Not taken: it may be the program's." in text.remarks
    untitled = extract(example_documents.pdf(["She will run."], info={"Title": "Microsoft Word - x.doc"}))
    assert untitled.metadata == ()


def test_pages_without_text_are_named():
    assert extract(example_documents.pdf(["Words."], [], ["More."])).remarks[0] == "Without text, perhaps pictures: page 2."


LINES = textwrap.wrap(
    "The commission heard Ana Vega on Monday, and she said at length that she would open each of the files of the office. " * 5, 70
)


def placed(lines: list[str], x: float = 72, top: float = 700, step: float = 14) -> list[tuple[float, float, str]]:
    return [(x, top - step * n, line) for n, line in enumerate(lines)]


def body(*pages: list[tuple[float, float, str]]) -> list[str]:
    return extract(example_documents.placed_pdf(*pages)).body.split("\n")


def test_heads_feet_and_numbers_of_pages_stay_out_of_a_paragraph():
    text = extract(
        example_documents.placed_pdf(
            [
                (72, 750, "THE SAMPLEVILLE TIMES   May 6, 2021   Page 3"),
                *placed(LINES[:4]),
                (72, 40, "Continued on next page"),
                (300, 30, "- 3 -"),
            ],
            [
                (72, 750, "THE SAMPLEVILLE TIMES   May 6, 2021   Page 4"),
                *placed(LINES[4:]),
                (72, 40, "Continued on last page"),
                (300, 30, "- 4 -"),
            ],
        )
    )
    assert text.body.split("\n") == ["THE SAMPLEVILLE TIMES May 6, 2021 Page 3", " ".join(LINES)]
    assert text.remarks[0] == (
        "Left out, what pages have at their head and foot: “Continued on next page”, “- 3 -”, “THE SAMPLEVILLE TIMES May 6, 2021 Page 4”, "
        "“Continued on last page”, “- 4 -”."
    )


def test_rows_of_counts_at_the_edge_of_pages_are_no_heads():
    pages = [placed([f"Precinct 00{n} {n}7 Vega 12{n}" for n in range(first, first + 48)], top=760) for first in (1, 49)]
    assert len(body(*pages)) == 96


def test_numbers_of_lines_stay_out_of_the_text():
    numbers = [(50, 700 - 14 * n, str(n + 1)) for n in range(len(LINES) + 2)]
    text = extract(
        example_documents.placed_pdf(
            [each for pair in zip(numbers, placed(LINES, x=90), strict=False) for each in pair] + numbers[-2:]
        )
    )
    assert text.body == " ".join(LINES)
    assert text.remarks[0] == f"Left out, numbers of lines: “1–{len(LINES) + 2}”."


def test_a_list_of_names_is_no_paragraph():
    names = ["Mayor Lena Voss", "Harbor Nurses Guild", "Former Judge Horace Bellamy", "Deputies’ Union", "Ana Vega"]
    assert body(placed(names)) == names


def test_two_columns_are_read_one_after_the_other():
    left, right = textwrap.wrap(" ".join(LINES), 42), textwrap.wrap(" ".join(LINES).upper(), 42)
    mixed = [each for pair in zip(placed(left), placed(right, x=340), strict=True) for each in pair]
    heading = "A heading over both columns of the page, which is wider than one"
    assert body([(72, 740, heading), *mixed]) == [heading, " ".join(left), " ".join(right)]


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ([(72, "ANA VEGA ............ 812,345 ..... 52.91")], "ANA VEGA ............ 812,345 ..... 52.91"),
        ([(72, "Ana Vega"), (300, "812,345"), (400, "52.91%")], "Ana Vega\t812,345\t52.91%"),
        ([(72, "1."), (100, "Ana Vega"), (400, "52.91%")], "1. Ana Vega\t52.91%"),
    ],
)
def test_rows_stay_rows(cells, row):
    rows = [[(x, 700 - 14 * n, words) for x, words in cells] for n in range(4)]
    assert body([(72, 730, "DISTRICT ATTORNEY"), *(each for row in rows for each in row)]) == ["DISTRICT ATTORNEY", *[row] * 4]


def test_tables_side_by_side_are_remarked():
    cells = [(72, "Ana Vega"), (200, "812"), (300, "Bob Jones"), (400, "701")]
    text = extract(example_documents.placed_pdf([(x, 700 - 14 * n, words) for n in range(5) for x, words in cells]))
    assert (
        text.remarks[0] == "5 rows have names and numbers more than once: tables may stand side by side. Read them in the original."
    )


def test_a_mark_of_a_footnote_does_not_join_a_figure():
    text = extract(
        example_documents.placed_pdf([(72, 700, "The jail held 13,412"), (173, 705, "^1"), (185, 700, "people on Monday.")])
    )
    assert text.body == "The jail held 13,412 people on Monday."
    assert text.remarks[0] == "Left out, marks of footnotes: “13,412 1”."


def test_paragraphs_part_where_lines_end_early_or_are_set_in_or_stand_apart():
    first, second = [*LINES[:2], "and it was Vega who said that she would open each of the files of it."], LINES[3:6]
    ended = [*first[:2], "and that was it."]
    assert body(placed([*ended, *second])) == [" ".join(ended), " ".join(second)]
    set_in = [(90, 700 - 14 * 3, second[0]), *placed(second[1:], top=700 - 14 * 4)]
    assert body([*placed(first), *set_in]) == [" ".join(first), " ".join(second)]
    assert body([*placed(first), *placed(second, top=640)]) == [" ".join(first), " ".join(second)]


def test_a_page_that_is_turned_is_read_upright():
    text = extract(example_documents.placed_pdf(placed(LINES, top=500), turned=90))
    assert text.body == " ".join(LINES)


def test_pdf_v1_makes_its_texts_for_good():
    pdf = example_documents.pdf(["A Heading", *textwrap.wrap(LONG, 60), "• an item"])
    text = extraction.extract(pdf, "pdf v1")
    assert (text.body.split("\n"), text.extractor) == (["A Heading", LONG, "• an item"], "pdf v1")
    assert text.made_with.startswith("pypdf ")


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(example_documents.pdf(["Words in a locked document."])))
    writer.encrypt(password, owner_password="owner")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_anybody_may_open_is_read():
    text = extract(locked(""))
    assert text.body == "Words in a locked document."
    assert "without a password to read it" in text.remarks[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (locked("secret"), "needs a password"),
        (example_documents.pdf([], []), "no text in the PDF: its pages may be pictures"),
        (b"%PDF-1.4 and no more", "the PDF cannot be read: .* Is it whole"),
        (example_documents.pdf(*([["x"]] * 3))[:300], "the PDF cannot be read|no text in the PDF"),
    ],
)
def test_what_gives_no_text_is_refused(content, says):
    with pytest.raises(TextError, match=says):
        extract(content)
