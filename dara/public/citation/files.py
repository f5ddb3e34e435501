"""Items as a file for reference managers: CSL-JSON, BibTeX or RIS, of one item or of as many as come (`FORMATS`).

BibTeX files have biblatex's `date` beside `year`. Its values are EDTF (ISO 8601-2), in which “?” marks an inferred date. RIS files
have the tags of Reference Manager's specification, one a line; in DA, what follows the day is free text."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dara.public.citation.item import Item
from dara.public.citation.names import Name, family_first, family_of

ENTRY_TYPES = {"article-newspaper": "article", "report": "techreport"}
RIS_TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "post": "ELEC", "entry": "ELEC", "report": "RPRT"}

ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "{}%&#_$"},
    }
)
IN_URLS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})  # a url field is not escaped, but its braces must match


def csl_json(item: Item) -> str:
    """Return an element of a CSL-JSON array."""
    return json.dumps(item, ensure_ascii=False, indent=2)


# --- BibTeX -----------------------------------------------------------------------------------------


def bibtex(item: Item) -> str:
    """Return a BibTeX entry."""
    kind = ENTRY_TYPES.get(item["type"], "misc")
    container = "journal" if kind == "article" else "booktitle"
    issued = item.get("issued", {})
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in item.get("author", [])),
        "title": _braced(item.get("title", "")),
        container: _braced(item.get("container-title", "")),
        "institution" if kind == "techreport" else "publisher": _braced(item.get("publisher", "")),
        "howpublished": escaped(item.get("genre", "")),
        "year": f"[{_year(issued)}?]" if issued.get("circa") else _year(issued),
        "date": edtf(issued),
        "origdate": edtf(item.get("original-date", {})),
        "eventdate": edtf(item.get("event-date", {})),
        "urldate": edtf(item.get("accessed", {})),
        "url": item.get("URL", "").translate(IN_URLS),
        "abstract": escaped(item.get("abstract", "")),
        "note": escaped(" ".join(_notes(item))),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@{kind}{{{item['id']},\n" + ",\n".join(lines) + "\n}\n"


def escaped(text: str) -> str:
    """Return text with the characters that TeX treats specially escaped. Characters outside of ASCII are unchanged."""
    return text.translate(ESCAPED)


def _braced(text: str) -> str:
    """Return text in braces of its own, so that a style changes no case and splits no name."""
    return f"{{{escaped(text)}}}" if text else ""


def _bibtex_name(name: Name) -> str:
    """Return “de la Vega, Jr., Ana María”: BibTeX has the suffix in the middle."""
    if "family" not in name:
        return _braced(name["literal"])
    return escaped(", ".join(filter(None, (family_of(name), name.get("suffix"), name["given"]))))


def edtf(date: Item) -> str:
    """Return a CSL date as EDTF: “2020-11-06”, or “2020-11-06?” where it is inferred; "" for no date."""
    parts = date["date-parts"][0] if date else []
    shown = "-".join(f"{part:0{4 if not place else 2}}" for place, part in enumerate(parts))
    return f"{shown}?" if date.get("circa") else shown


def _year(date: Item) -> str:
    return edtf(date)[:4]


# --- RIS --------------------------------------------------------------------------------------------


def ris(item: Item) -> str:
    """Return an RIS record."""
    issued, genre = item.get("issued", {}), item.get("genre", "")
    tags = [
        ("TY", RIS_TYPES.get(item["type"], "GEN")),
        ("ID", item["id"]),
        ("TI", item.get("title", "")),
        *(("AU", family_first(name)) for name in item.get("author", [])),
        ("T2", item.get("container-title", "")),
        ("PB", item.get("publisher", "")),
        ("PY", _year(issued)),
        ("DA", ris_date(issued)),
        ("Y2", ris_date(item.get("accessed", {}))),
        ("M3", genre),
        ("UR", item.get("URL", "")),
        ("AB", item.get("abstract", "")),
        *(("N1", note) for note in _notes(item)),
        ("DB", item["archive"]),
    ]
    lines = [f"{tag}  - {one_line(value)}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def ris_date(date: Item) -> str:
    """Return a CSL date as YYYY/MM/DD/other: “2020/11//”, “2020/11/06/inferred”; "" for no date."""
    if not date:
        return ""
    year, month, day = [*edtf(date).rstrip("?").split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/{'inferred' if date.get('circa') else ''}"


def one_line(text: str) -> str:
    """Return text with a space in place of line breaks and control characters."""
    return re.sub(r"\s*[\x00-\x1f\x7f\x85\u2028\u2029]+\s*", " ", text).strip()


def _notes(item: Item) -> list[str]:
    """Return the item's note, and where `URL` is the live address, the address of the archive's copy."""
    copy = item.get("archive_location")
    return [note for note in (item.get("note"), copy and f"Held by {item['archive']} at {copy}.") if note]


# --- files ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Format:
    """A format of citation files: its name for readers, its media type, the function that writes an item, and what stands before the
    first item, between two, and after the last."""

    label: str
    media_type: str
    write: Callable[[Item], str]
    start: str = ""
    between: str = ""
    end: str = ""

    def part(self, items: Iterable[Item]) -> str:
        """Return the part of a file with these items."""
        return self.between.join(map(self.write, items))

    def file(self, items: Iterable[Item]) -> str:
        """Return the text of a file."""
        return f"{self.start}{self.part(items)}{self.end}"


FORMATS = {  # by the suffix of the file
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json, "[\n", ",\n", "\n]\n"),
    "bib": Format("BibTeX", "application/x-bibtex", bibtex, between="\n"),
    "ris": Format("RIS", "application/x-research-info-systems", ris),
}
