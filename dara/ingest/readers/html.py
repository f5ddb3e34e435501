"""Read HTML: the main text of a page, and what the page says of itself. The extractor is *html v2*.

The page is decoded by its byte order mark, the server's charset, its <meta> or else as UTF-8, and loses its control characters and what it does
not show (`shown_words`). The main text is a line for each paragraph, heading, list item and row, from where trafilatura finds the main text
(`main_text`). The text is stored with the library versions, as another version of trafilatura may find another main text.

*html v1* is the text as trafilatura writes it. Texts that were made by it are made by it again when they are verified."""

import re

import lxml.etree
import lxml.html
import trafilatura

from dara.ingest import encodings, extractors, metadata_parsing
from dara.ingest.canonical_text import Text, TextError
from dara.ingest.encodings import Decoded
from dara.ingest.readers import main_text, page_metadata, shown_words
from dara.ingest.readers.shown_words import Element
from dara.ingest.sandbox import limits
from dara.text.character_checks import character_warnings

_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def extract(content: bytes, *, charset: str | None = None, url: str = "", whole: bool = False) -> Text:
    """The main text of a page. `charset`: the encoding that its server stated; `url`: the URL of its capture, if known; `whole`: all of the page
    is its main text, as in a mail.

    Raises TextError if the page cannot be parsed to its end, or has no main text."""
    page = _decode(content, charset)
    tree, remarks = _parse(page.words)
    visible = _visible_words(tree)
    warnings = [f"On the page: {sentence}" for sentence in character_warnings(visible)]  # the main text may lack the characters
    metadata = [*page_metadata.of_page(tree, page.words, url)]
    left = shown_words.keep_shown_words(tree)
    body, dropped = main_text.whole_page(tree) if whole else main_text.of_page(tree)
    return Text(
        body=_checked(body),
        extractor=extractors.HTML,
        made_with=extractors.made_with(extractors.HTML),
        metadata=(*metadata, *metadata_parsing.from_text(body)),
        remarks=tuple(filter(None, (page.basis, *remarks, *warnings, *shown_words.remarks(left), *dropped))),
    )


def extract_v1(content: bytes, *, charset: str | None = None) -> Text:
    """The text by html v1, without metadata and remarks."""
    tree, _ = _parse(_decode(content, charset).words)
    main = trafilatura.extract(tree, include_comments=False, include_tables=True, with_metadata=False) or ""
    body = _with_heading(tree, re.sub(r"[ \t]*(\r\n|\r|\n)", "\n", main).strip()) if main.strip() else ""
    return Text(body=_checked(body), extractor=extractors.HTML_V1, made_with=extractors.made_with(extractors.HTML_V1))


def _checked(body: str) -> str:
    """The text of a page. Raises TextError if it is empty or cannot be stored."""
    if not body.strip():
        raise TextError(
            "no main text on the page: it may be a menu, a form, or made by scripts. Save the page from a browser, or its text."
        )
    if re.search("[\0\ud800-\udfff]", body):
        raise TextError("its text holds characters that no text may have (NUL, or half of a surrogate pair).")
    return body


def _decode(content: bytes, charset: str | None) -> Decoded:
    """The decoded page. Its `basis` is a remark, a whole sentence."""
    stated = _stated_encoding(content, charset)
    try:
        utf_8 = Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        utf_8 = None  # type: ignore[assignment]
    if stated is None:
        if utf_8:
            return utf_8
        detected = encodings.detect(content)
        return Decoded(detected.words, detected.encoding, f"Decoded as {detected.encoding}: {detected.basis}.")
    encoding, basis = stated
    if encoding == "utf-8" and utf_8:
        return utf_8
    try:
        return Decoded(encodings.decode(content, encoding), encoding, f"Decoded as {encoding}: {basis}.")
    except UnicodeDecodeError as error:
        if utf_8:
            return Decoded(
                utf_8.words, "utf-8", f"Decoded as UTF-8, which it is, though {basis.replace('says so', f'says {encoding}')}."
            )
        damaged = content.decode(encodings.CODECS[encoding], errors="replace")
        return Decoded(
            damaged,
            encoding,
            f"Decoded as {encoding}: {basis}; but some bytes are not, the first at {error.start}. They are shown as “�”: "
            f"{damaged.count(chr(0xFFFD)):,} in all.",
        )


def _stated_encoding(content: bytes, charset: str | None) -> tuple[str, str] | None:
    """The encoding that the page or its server states, and a clause that says which of them does."""
    if encoding := encodings.of_byte_order_mark(content):
        return encoding, "its byte order mark says so"
    if charset and (encoding := encodings.standard_name(charset)):
        return encoding, "the server says so"
    meta = _CHARSET.search(content[:8192])
    if meta and (encoding := encodings.standard_name(meta[1].decode("ascii", "replace"))):
        if encoding.startswith("utf-16"):
            encoding = "utf-8"  # as browsers do: if the page were UTF-16, its <meta> could not have been read
        return encoding, "its <meta> says so"
    return None


def _parse(words: str) -> tuple[Element, list[str]]:
    """The page as a tree without control characters, and remarks. Raises TextError if libxml2 would leave out a part of the page."""
    remarks = []
    if nul := words.count("\0"):
        raise TextError(f"{nul:,} NUL characters, the first at {words.index(chr(0)):,}: this is no page.")
    words, controls = _CONTROLS.subn("", words)
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(words.encode("utf-8", "surrogatepass"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError) as error:
        raise TextError(f"the page cannot be parsed: {error}.") from error
    faults = [entry for entry in parser.error_log if entry.level_name == "FATAL" or "RESOURCE_LIMIT" in entry.type_name]
    if any("depth" in entry.message for entry in faults):
        raise TextError(
            f"its elements are nested more than {limits.DEPTH} deep: what is in the innermost would be lost. Archive its text."
        )
    if any(limit in entry.type_name for entry in faults for limit in ("RESOURCE_LIMIT", "NO_MEMORY", "NAME_TOO_LONG")):
        raise TextError(f"the page cannot be parsed to its end: {faults[0].message}.")
    for element in tree.iter():
        for name in ("text", "tail"):
            if (value := getattr(element, name)) and _CONTROLS.search(value):  # written as &#11;
                value, more = _CONTROLS.subn("", value)
                setattr(element, name, value)
                controls += more
    if controls:
        remarks.append(f"{controls:,} control characters, which a page may not have, are left out.")
    return tree, remarks


def _visible_words(tree: Element) -> str:
    """All words that the page may show, with a line for each text node."""
    skipped = ("script", "style", "noscript", "template")
    pieces = (words.strip() for words in tree.xpath(f"//body//text()[not({' or '.join(f'ancestor::{name}' for name in skipped)})]"))
    return "\n".join(filter(None, pieces))


def _with_heading(tree: Element, main: str) -> str:
    """The main text of html v1, after the page's only <h1> if that is missing from it."""
    headings = {metadata_parsing.one_line(each.text_content()) for each in tree.xpath("//h1")} - {""}
    lines = {metadata_parsing.one_line(line).casefold() for line in main.splitlines()}
    if len(headings) == 1 and (heading := headings.pop()).casefold() not in lines and len(heading) <= limits.TITLE:
        return f"{heading}\n{main}"
    return main
