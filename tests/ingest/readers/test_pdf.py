"""The text of a PDF is extracted with a line for each paragraph."""

import io
import textwrap

import pytest
from pypdf import PdfWriter

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
