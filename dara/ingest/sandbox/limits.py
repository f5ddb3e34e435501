"""Limits on documents, so that a hostile or broken file harms nothing but itself."""

MB = 1024 * 1024

SIZE = 100 * MB  # bytes of a file: PDFs with pictures and captures of sites are large, and PostgreSQL keeps 1 GB in a field at most
PLAIN_TEXT = 20 * MB  # bytes of plain text: twenty thick books
UNPACKED = 100 * MB  # bytes that come out of compression
RATIO = 200  # times the compressed size, from 1 MB on: texts compress to a tenth, a bomb to a thousandth
NESTING = 3  # nested containers: a compressed WARC in a WACZ is two, a compressed page in it three
RECORDS = 50_000  # records of a web archive that are read
DOCUMENTS = 500  # documents in one file; a larger web archive can be split by the tools that made it
MEMBERS = 10_000  # files in a WACZ
PAGES = 2_000  # pages of a PDF
DEPTH = 255  # nested elements of a page; libxml2 leaves out words in deeper ones

LENGTH = 5_000_000  # characters of a text: some 800,000 words, more than any book
LINE = 100_000  # characters of a line, which is a paragraph: 15,000 words; PostgreSQL searches no more than 1 MB at a time
LINES = 100_000  # lines of a text, each of them a row

SECONDS = 30  # of wall-clock time for one file; a page takes a tenth of a second
CPU_SECONDS = 20  # of processor time for one file
MEMORY = 1024 * MB  # bytes of address space; the tree of a page takes ten times the page
TITLE, AUTHOR, PUBLISHER, ADDRESS, HEADER = 300, 200, 200, 2_000, 2_100  # characters, as in the columns


def size(bytes_: int) -> str:
    """A size in words: “100 MB” or “900 bytes”."""
    return f"{bytes_ / MB:,.0f} MB" if bytes_ >= MB else f"{bytes_:,} bytes"
