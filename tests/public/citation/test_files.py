"""BibTeX and RIS, read back by software that is not ours."""

import re
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from dara.public.citation.files import bibtex, edtf, escaped, one_line, ris, ris_date


def read_bibtex(text: str):
    """(the one entry as TeX prints it, its url as it stands)."""
    raw, decoded = (bibtexparser.parse_string(text, append_middleware=each) for each in ([], [LatexDecodingMiddleware()]))
    assert [*raw.failed_blocks, *decoded.failed_blocks] == [], text
    (entry,), (printed,) = raw.entries, decoded.entries
    return printed, entry.fields_dict["url"].value


def printed(text: str) -> str:
    """As the reader writes what it reads: its circumflex is the modifier letter."""
    return text.replace("^", "ˆ")


def test_bibtex_is_read_as_it_was_written(cited):
    for row, _, item in cited:
        entry, url = read_bibtex(bibtex(item))
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        assert entry.key == item["id"]
        assert fields["title"] == printed(item["title"]), row.pk
        assert fields.get("abstract", "") == printed(item.get("abstract", "")), row.pk
        assert fields["note"].startswith(printed(item["note"])), row.pk
        assert fields.get("date", "") == edtf(item.get("issued", {}))
        container = {"journal", "booktitle"} & set(fields)
        assert [fields[name] for name in container] == [printed(item[name]) for name in ("container-title",) if name in item]
        assert unquote(url) == unquote(item["URL"])
        assert not set("{}\\") & set(url)


def test_bibtex_names():
    item = {"id": "x", "type": "entry", "title": "T", "URL": "u", "archive": "dara", "note": "n"}
    names = [{"family": "O’Neil, & Co", "given": "A"}, {"literal": "Smith and Sons"}]
    assert "author = {O’Neil, \\& Co, A and {Smith and Sons}}" in bibtex(item | {"author": names})


@pytest.mark.parametrize("sign", "\\{}%&#_$~^")
def test_every_special_sign_of_tex_is_escaped(sign):
    entry, _ = read_bibtex(f"@misc{{x,\n  title = {{{{a{escaped(sign)}b}}}},\n  url = {{u}}\n}}\n")
    assert entry.fields_dict["title"].value == printed(f"a{sign}b")


def test_ris_is_read_as_it_was_written(cited):
    for row, _, item in cited:
        text = ris(item)
        assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in text.removesuffix("\r\n").split("\r\n")), row.pk
        (read,) = rispy.loads(text)
        assert read["id"] == item["id"]
        assert read["title"] == one_line(item["title"])
        assert read.get("abstract", "") == one_line(item.get("abstract", ""))
        assert read["notes"][0] == one_line(item["note"])
        assert read["urls"] == [item["URL"]]
        assert read.get("date", "") == ris_date(item.get("issued", {}))
        authors = [name.get("literal") or f"{name['family']}, {name['given']}" for name in item.get("author", [])]
        assert read.get("authors", []) == [one_line(author) for author in authors]


def test_dates_of_every_precision():
    for value, expected in {"2020": "2020///", "2020-03": "2020/03//", "2020-03-05": "2020/03/05/"}.items():
        date = {"date-parts": [[int(part) for part in value.split("-")]]}
        assert (edtf(date), ris_date(date)) == (value, expected)
        assert (edtf(date | {"circa": True}), ris_date(date | {"circa": True})) == (f"{value}?", f"{expected}inferred")
