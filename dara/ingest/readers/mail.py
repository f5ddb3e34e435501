"""Read mail (RFC 5322, MIME) and pages that a browser saved as MHTML (RFC 2557). The extractors are *mail v1* and *mhtml v1*.

A mail's text is its HTML part, all of it, or else its plain part; a saved page's is that of the page. Addresses of senders and recipients are
nobody's business: they stay in the original, and out of the text and the metadata."""

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, StartBoundaryNotFoundDefect
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses

from dara.ingest import encodings, extractors, metadata_parsing
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.readers import html
from dara.text.character_checks import character_warnings

OMITTED = "[...]"
_CUT_OFF = (CloseBoundaryNotFoundDefect, InvalidBase64LengthDefect, StartBoundaryNotFoundDefect)
_WITH_ADDRESSES = re.compile(
    r"(resent-)?(from|to|cc|bcc|sender|reply-to)|return-path|delivered-to|envelope-to|x-(original|forwarded)-to|x-sender",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_HEADER_IN_TEXT = re.compile(
    r"^\W*(?:from|to|cc|bcc|reply-to|sender|de|para)\s*:.*@.*$", re.IGNORECASE | re.MULTILINE
)  # of a forwarded mail
_REPLY = re.compile(r"^(?:(?:re|fwd?|rv|tr)\s*:\s*)+", re.IGNORECASE)


def extract(content: bytes) -> Text:
    """The text of a mail or a saved page. Raises TextError if it is cut off or has no text."""
    message = email.message_from_bytes(content, policy=policy.default)
    parts = list(message.walk())
    if any(isinstance(defect, _CUT_OFF) for part in parts for defect in part.defects):
        raise TextError("it is cut off: a part of the mail, or of the saved page, does not end. Save it anew.")
    if message.get_content_type() == "multipart/related" and (message["Snapshot-Content-Location"] or not message["To"]):
        return _saved_page(message, parts)
    return _mail(message)


def _saved_page(message: EmailMessage, parts: list[EmailMessage]) -> Text:
    page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None:
        raise TextError("no page in the saved page. Save it from a browser as HTML, or as PDF.")
    address = str(message["Snapshot-Content-Location"] or page["Content-Location"] or "").strip()
    text = html.extract(_bytes(page), charset=page.get_content_charset(), url=address if address.startswith("http") else "")
    saved = [MetadataValue("captured_on", day, "the day on which the browser saved the page") for day in _days(message)]
    return replace(
        text,
        extractor=extractors.SAVED_PAGE,
        made_with=extractors.made_with(extractors.SAVED_PAGE),
        metadata=(*text.metadata, *saved),
    )


def _mail(message: EmailMessage) -> Text:
    part = message.get_body(("html", "plain"))
    if part is None:
        raise TextError("no text in the mail: it may be in an attachment. Archive that by itself.")
    if part.get_content_type() == "text/html":
        text = html.extract(_bytes(part), charset=part.get_content_charset(), whole=True)
    else:
        text = _plain(part)
    body, omitted = _without_addresses(text.body, message)
    title, _ = _without_addresses(_REPLY.sub("", metadata_parsing.one_line(str(message["Subject"] or ""))), message)
    stated = [MetadataValue("title", title, "the mail’s Subject")] if title else []
    stated += [MetadataValue("published_on", day, "the day on which the mail was sent") for day in _days(message)]
    stated += [
        MetadataValue("url", str(each).strip(" <>"), "the mail’s Archived-At") for each in message.get_all("Archived-At", ())
    ]
    remarks = ["A mail: its original is never public."]
    if omitted:
        remarks.append(
            f"{omitted:,} addresses of its senders or recipients are left out of the text, which has {OMITTED} in their place."
        )
    if attached := [each.get_filename() or each.get_content_type() for each in message.iter_attachments()]:
        remarks.append(f"Not read: what is attached to it, {', '.join(attached)[:200]}.")
    return Text(
        body=body,
        extractor=extractors.MAIL,
        made_with=extractors.made_with(extractors.MAIL),
        metadata=(*stated, *text.metadata),
        remarks=(*remarks, *text.remarks),
    )


def _plain(part: MIMEPart) -> Text:
    """The text of a plain part, with the lines of a paragraph joined if it is “flowed” (RFC 3676)."""
    content = _bytes(part)
    encoding = encodings.standard_name(part.get_content_charset() or "")
    remarks = []
    try:
        words = encodings.decode(content, encoding or "utf-8")
    except UnicodeDecodeError:
        decoded = encodings.detect(content)
        words, remarks = decoded.words, [f"Decoded as {decoded.encoding}: {decoded.basis}."]
    words = words.replace("\r\n", "\n")
    if part.get_param("format") == "flowed":
        words = re.sub(r"(?<!\n--) \n(?!>|\n|-- \n)", "" if part.get_param("delsp") == "yes" else " ", words)
    if not words.strip():
        raise TextError("no text in the mail: it may be in an attachment. Archive that by itself.")
    if "\0" in words:
        raise TextError("a NUL character in the mail’s text: this is not a plain text.")
    return Text(body=words, metadata=tuple(metadata_parsing.from_text(words)), remarks=(*remarks, *character_warnings(words)))


def _bytes(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _days(message: EmailMessage) -> Iterator[str]:
    """The day in the header Date, if it has one, as the sender's clock had it (ISO 8601)."""
    date = message["Date"]
    if date is not None and date.datetime is not None:
        yield date.datetime.date().isoformat()


def _without_addresses(words: str, message: EmailMessage) -> tuple[str, int]:
    """The words without addresses of the mail's senders and recipients, and those of a mail that is forwarded in it; and how many there were."""
    headers = [str(value) for name, value in message.items() if _WITH_ADDRESSES.fullmatch(name)]
    private = {address.casefold() for _, address in getaddresses(headers) if "@" in address}
    private |= {address.casefold() for line in _HEADER_IN_TEXT.findall(words) for address in _ADDRESS.findall(line)}
    found = [address for address in _ADDRESS.findall(words) if address.casefold() in private]
    return _ADDRESS.sub(lambda match: OMITTED if match[0].casefold() in private else match[0], words), len(found)
