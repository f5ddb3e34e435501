"""What a document may cost, so that a hostile or broken file costs no more than itself. Each message says the limit, and what to do."""

MB = 1024 * 1024

SIZE = 100 * MB  # bytes of a file: PDFs with pictures and captures of sites are large, and PostgreSQL keeps 1 GB in a field at most
PLAIN_TEXT = 20 * MB  # bytes of plain text: twenty thick books
UNPACKED = 100 * MB  # bytes that come out of compression
RATIO = 200  # times as much as went in, from 1 MB on: texts are packed to a tenth, a bomb to a thousandth
NESTING = 3  # containers in each other: a compressed WARC in a WACZ is two, a compressed page in it three
RECORDS = 50_000  # records of a web archive that are looked at
DOCUMENTS = 500  # documents of one file: a web archive of more is cut up by the tools that made it
MEMBERS = 10_000  # files in a WACZ
PAGES = 2_000  # pages of a PDF
DEPTH = 255  # elements of a page in each other: what libxml2 reads; beyond it, it would leave words out

LENGTH = 5_000_000  # characters of a text: some 800,000 words, more than any book
LINE = 100_000  # characters of a line, which is a paragraph: 15,000 words; PostgreSQL searches no more than 1 MB at a time
LINES = 100_000  # lines of a text, each of them a row

SECONDS = 30  # of the clock, for one file; a page takes a tenth of one
CPU_SECONDS = 20  # of work
MEMORY = 1024 * MB  # of address space: a tree of a page takes ten times the page
TITLE, AUTHOR, ADDRESS, HEADER = 300, 200, 2_000, 2_100  # characters, as the columns have them


def size(bytes_: int) -> str:
    """A size for people: “100 MB”."""
    return f"{bytes_ / MB:,.0f} MB" if bytes_ >= MB else f"{bytes_:,} bytes"
