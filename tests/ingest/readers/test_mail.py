"""Mail and pages saved as MHTML are read, and nobody's address is told."""

import base64
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from dara.ingest import extractors
from dara.ingest.canonical_text import TextError
from dara.ingest.extraction import documents, extract
from tests.ingest import example_documents

WORDS = "FOR IMMEDIATE RELEASE\n\n“We trust her,” Bob Jones said — and left.\nContact: Bob Jones, press@vega.example\n"


def mail(words: str = WORDS, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": '"Vega Press" <press@vega.example>',
        "To": "Nell <nell@times.example>",
        "Subject": "Fwd: Vega runs — “now”",
        "Date": "Thu, 06 May 2021 23:10:00 -0700",
        "Message-ID": "<1@vega.example>",
        **headers,
    }.items():
        message[name] = value
    message.set_content(words, cte="base64")
    return message


def read(message: EmailMessage | bytes):
    content = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    (part,) = documents(content, "a.eml")
    return extract(part.content, name="a.eml")


def test_the_text_of_a_mail_without_addresses():
    text = read(mail())
    assert text.body == WORDS.replace("press@vega.example", "[...]")
    assert text.extractor == "mail v1"
    assert [(each.field, each.value) for each in text.metadata] == [
        ("title", "Vega runs — “now”"),
        ("published_on", "2021-05-06"),
        ("kind", "press release"),
    ]
    assert text.remarks == (
        "A mail: its original is never public.",
        "1 addresses of its senders or recipients are left out of the text, which has [...] in their place.",
    )
    assert "@" not in "".join((text.body, *text.remarks, *(each.value + each.basis for each in text.metadata)))
    again = extract(mail().as_bytes(policy=SMTP), "mail v1")
    assert again.body == text.body


def test_other_peoples_addresses_stay_as_the_mail_prints_them():
    assert read(mail("Write to the county at desk@county.example.\n")).body == "Write to the county at desk@county.example.\n"


def test_addresses_in_the_head_of_a_forwarded_mail_are_left_out():
    words = (
        "See below.\n\n> From: Ana <ana@home.example>\n> To: bob@home.example, carl@home.example\n>\n> Hello, ANA@home.example!\n"
    )
    assert read(mail(words)).body == "See below.\n\n> From: Ana <[...]>\n> To: [...], [...]\n>\n> Hello, [...]!\n"


def test_all_of_the_html_part_is_the_text():
    message = mail()
    message.add_alternative("<html><body><h1>Vega runs</h1><p>Short.</p><ul><li>One</li></ul></body></html>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    text = read(message)
    assert text.body == "Vega runs\nShort.\n- One"
    assert "Not read: what is attached to it, plan.pdf." in text.remarks


def test_the_lines_of_a_flowed_paragraph_are_joined():
    message = mail("One line \nand its rest.\n\nAnother.\n-- \nVega\n")
    message.set_param("format", "flowed")
    assert read(message).body == "One line and its rest.\n\nAnother.\n-- \nVega\n"


def test_the_charset_that_a_mail_states_counts():
    head = b"MIME-Version: 1.0\nFrom: a@b.example\nContent-Type: text/plain; charset=iso-8859-1\n\n"
    assert read(head + "Gascón dijo “no”.".encode("cp1252")).body == "Gascón dijo “no”."
    assert read(head.replace(b"; charset=iso-8859-1", b"") + "Gascón dijo “no”.".encode()).body == "Gascón dijo “no”."


def saved_page(page: str = "", **headers: str) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    body = base64.encodebytes((page or example_documents.page(address="")).encode()).decode()
    return (
        f"From: <Saved by Blink>\n{head}Date: Thu, 6 May 2021 20:10:00 -0800\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--x"\n\n\n----x\nContent-Type: text/html\n'
        f"Content-Transfer-Encoding: base64\nContent-Location: https://times.example/located\n\n{body}\n"
        "----x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0K\n----x--\n"
    ).encode()


@pytest.mark.parametrize(
    ("headers", "address"),
    [({"Snapshot_Content_Location": "https://times.example/a"}, "https://times.example/a"), ({}, "https://times.example/located")],
)
def test_a_page_saved_as_mhtml(headers, address):
    text = read(saved_page(**headers))
    assert text.body == "\n".join(("Union backs Vega", *example_documents.STORY))
    assert text.extractor == "mhtml v1"
    said = [(each.field, each.value) for each in text.metadata]
    assert said[0] == ("url", address)
    assert said[-1] == ("captured_on", "2021-05-06")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (saved_page()[:-9], "cut off"),
        (saved_page()[:900], "cut off"),
        (saved_page().replace(b"text/html\n", b"image/gif\n"), "no page in the saved page"),
        (b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: image/png\n\nx", "no text in the mail"),
        (b"From: a@b.example\nMIME-Version: 1.0\n\n \n", "no text in the mail"),
        (b"From a@b Thu May 6\nFrom: a@b.example\nSubject: x\n\nOne.\n\nFrom c@d Thu May 6\nSubject: y\n\nTwo.\n", "several mails"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(content, says):
    with pytest.raises(TextError, match=says):
        read(content)


@pytest.mark.parametrize(
    "words",
    ["Date: Monday\nSubject: bail\n\nShe spoke.\n", "Vega: No.\nJones: Yes.\n\nThey left.\n", "From: Ana Vega\n\nDear all,\n"],
)
def test_a_text_that_looks_like_a_head_is_a_text(words):
    assert extract(words.encode(), name="a.txt").extractor == "text v1"


def test_originals_have_the_suffix_of_their_kind():
    assert extractors.suffix(b"From:", "mail v1") == ".eml"
    assert extractors.suffix(b"From:", "mhtml v1") == ".mhtml"
