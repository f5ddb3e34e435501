"""Make hostile and broken files, such as people import by accident or on purpose. The same number of files is always the same files."""

import codecs
import gzip
import io
import json
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.ingest import example_documents

WORDS = (
    "Vega",
    "said",
    "the",
    "bail",
    "“no”",
    "Gascón",
    "on",
    "Friday",
    "donâ€™t",
    "\u202eetov",
    "𝕏",
    "\u200b",
    "e\u0301",
    "53.72%",
    "\r",
    "—",
)
BOMB = gzip.compress(bytes(20_000_000), mtime=0)
ZEROS = zlib.compress(bytes(60_000_000), 9)  # 60 MB in 58 kB


def sentence(chance: random.Random, words: int = 12) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)) + ". "


def text(chance: random.Random) -> str:
    return "\n\n".join(sentence(chance, chance.randint(1, 40)) for _ in range(chance.randint(1, 8)))


def page(chance: random.Random) -> str:
    number = chance.randint(1, 10**9)
    return example_documents.page(
        *(sentence(chance, 25) for _ in range(4)), title=f"Story {number}", address=f"https://times.example/{number}"
    )


def mail(chance: random.Random) -> bytes:
    head = f"From: a@b.example\nSubject: Story {chance.randint(1, 10**9)}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    part = f"--x\nContent-Type: text/html; charset=utf-8\n\n{page(chance)}\n"
    return f"{head}{part}--x\nContent-Type: text/plain\n\n{sentence(chance)}\n--x--\n".encode(errors="replace")


def sound(chance: random.Random) -> tuple[bytes, str]:
    """A document that is nothing but different, and the end of its name."""
    number = chance.randint(1, 10**9)
    return chance.choice(
        [
            lambda: (text(chance).encode(), ".txt"),
            lambda: (page(chance).encode(), ".html"),
            lambda: (example_documents.pdf([f"Line {n} of document {number}." for n in range(9)]), ".pdf"),
            lambda: (example_documents.warc((f"https://times.example/{number}", page(chance))), ".warc.gz"),
            lambda: (example_documents.warc((f"https://times.example/{number}", page(chance)), packed=False), ".warc"),
            lambda: (example_documents.wacz(example_documents.warc((f"https://times.example/{number}", page(chance)))), ".wacz"),
            lambda: (gzip.compress(page(chance).encode(), mtime=0), ".html.gz"),
            lambda: (mail(chance), ".eml"),
        ]
    )()


def truncated(chance: random.Random) -> tuple[bytes, str]:
    content, end = sound(chance)
    return content[: chance.randint(0, len(content))], end


def mutated(chance: random.Random) -> tuple[bytes, str]:
    content, end = sound(chance)
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 3, 30, 300])):
        place = chance.randrange(len(spoilt))
        spoilt[place : place + chance.choice([1, 1, 1, 0, 9])] = chance.randbytes(chance.choice([1, 1, 1, 2, 9]))
    return bytes(spoilt), end


def of_another_name(chance: random.Random) -> tuple[bytes, str]:
    return sound(chance)[0], chance.choice([".txt", ".html", ".pdf", ".warc", ".gz", ".wacz", ".docx", ".png", ""])


def junk(chance: random.Random) -> tuple[bytes, str]:
    magic = chance.choice(
        [
            b"",
            b"%PDF-1.7\n",
            b"\x1f\x8b\x08\0",
            b"PK\x03\x04",
            b"WARC/1.0\r\n",
            b"\x89PNG\r\n",
            b"{\\rtf1",
            b"<html>",
            b"\xff\xfe",
            b"MZ\x90\0",
        ]
    )
    return magic + chance.randbytes(chance.choice([0, 1, 40, 4000])), chance.choice([".txt", ".pdf", ".html", ".gz"])


def odd_encoding(chance: random.Random) -> tuple[bytes, str]:
    words = "Gascón dijo: “no sé” — señora. " + sentence(chance).replace("𝕏", "").replace("\u202e", "")
    codec = chance.choice(
        [
            "cp1252",
            "latin-1",
            "utf-16",
            "utf-16-le",
            "utf-32",
            "utf-7",
            "mac_roman",
            "cp037",
            "cp850",
            "shift_jis",
            "koi8-r",
            "gb18030",
        ]
    )
    body = words.encode(codec, errors="ignore")
    return chance.choice([body, codecs.BOM_UTF8 + body, body + b"\xed\xa0\x80", b"\xc0\xaf" + body, body + b"\0"]), ".txt"


def odd_characters(chance: random.Random) -> tuple[bytes, str]:
    odd = chance.choice(
        ["\0", "\x01\x02", "\u202e\u2066", "\ufffe\uffff", "\x85\x9f", "\r\r\n", "\ufeff\ufeff", "\U000f0000", "\u2028"]
    )
    words = f"{sentence(chance)}{odd}{sentence(chance)}"
    return (words.encode(), ".txt") if chance.random() < 0.5 else (example_documents.page(words, words, words).encode(), ".html")


def little(chance: random.Random) -> tuple[bytes, str]:
    return chance.choice(
        [
            b"",
            b" ",
            b"\n\n\n",
            codecs.BOM_UTF8,
            codecs.BOM_UTF16_LE,
            b"\0",
            b"<",
            b"<html></html>",
            b"%PDF-",
            b"\x1f\x8b",
            b"WARC/1.0",
        ]
    ), ".txt"


def nested(chance: random.Random) -> tuple[bytes, str]:
    depth = chance.choice([200, 300, 5_000, 20_000])
    inner = chance.choice(
        ["<div>", "<table><tr><td>", "<b><i>", "<ul><li>", "<a href=x>", "<svg>", "<!--", '<p class="', "<![CDATA[", "<script>"]
    )
    return f"<html><body>{inner * depth}{sentence(chance)}</body></html>".encode(), ".html"


def many(chance: random.Random) -> tuple[bytes, str]:
    what = chance.choice(
        ["<p>a", "&amp;", '<meta name="author" content="A">', "<time datetime=2021-01-01>", "<h1>x</h1>", "“", "(", "Paid for by "]
    )
    return f"<html><body>{what * 1_000}".encode(), ".html"


def entities(chance: random.Random) -> tuple[bytes, str]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, chance.randint(5, 12)))
    head = chance.choice(['<?xml version="1.0"?>', ""])
    secret = '<!ENTITY l0 "ha">' if chance.random() < 0.5 else '<!ENTITY l0 SYSTEM "file:///etc/passwd">'
    return f"{head}<!DOCTYPE html [{secret}{laughs}]><html><body><p>&l4; {sentence(chance)}</p></body></html>".encode(), ".xhtml"


def metadata(chance: random.Random) -> tuple[bytes, str]:
    long = chance.choice(
        ["x" * 5_000, "\0", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "﷽" * 900, "<b>", '"', "{" * 9]
    )
    metas = {
        "og:title": long,
        "author": long,
        "article:published_time": chance.choice([long, "2021-02-31", "0000-00-00", "99999999"]),
        "og:site_name": long,
    }
    address = chance.choice(
        [
            "javascript:alert(1)",
            "https://",
            "http://[::1",
            "https://a.example:99999999/",
            f"https://a.example/{long}",
            "https://a b/",
        ]
    )
    script = f'<script type="application/ld+json">{chance.choice(["[" * 50_000, json.dumps({"@type": ["Article", 1], "author": [[{"name": 5}]]}), "{", long])}</script>'
    return example_documents.page(
        sentence(chance, 30), sentence(chance, 30), metas=metas, address=address, head=script
    ).encode(), ".html"


def header(chance: random.Random) -> tuple[bytes, str]:
    url = chance.choice(["x" * 5_000, "[::1", "a b", "\u202e", "a.example/" + "é" * 1_900, "a.example:0/"])
    return f" date {chance.choice(['2021-02-31', '0000-01-01', '2021-03-05'])} https://{url} {sentence(chance)}".encode(), ".txt"


def bomb(chance: random.Random) -> tuple[bytes, str]:
    kind = chance.choice(["gzip", "nested gzip", "wacz", "pdf", "warc", "declared"])
    if kind == "gzip":
        return BOMB, ".txt.gz"
    if kind == "nested gzip":
        content = text(chance).encode()
        for _ in range(chance.choice([2, 3, 4, 20])):
            content = gzip.compress(content, mtime=0)
        return content, ".gz"
    if kind == "wacz":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            bomb = zipfile.ZipInfo(chance.choice(["archive/a.warc", "pages/pages.jsonl", "archive/a.warc.gz"]))
            packed.writestr(bomb, bytes(20_000_000), zipfile.ZIP_DEFLATED, 1)
            packed.writestr(zipfile.ZipInfo("archive/b.warc"), b"")
        return out.getvalue(), ".wacz"
    if kind == "pdf":
        return pdf_of(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(ZEROS), ZEROS)), ".pdf"
    if kind == "warc":
        return example_documents.warc(("https://a.example/", BOMB), kind="text/html\r\nContent-Encoding: gzip"), ".warc.gz"
    return b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhi", ".warc"


def pdf_of(stream: bytes, pages: bytes = b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>", trailer: bytes = b"") -> bytes:
    """A PDF without a cross-reference table, which readers mend."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R /Resources << >> >>"
    objects = (b"<< /Type /Catalog /Pages 2 0 R >>", pages, stream, page)
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.5\n" + body + b"trailer << /Size 5 /Root 1 0 R " + trailer + b">>\nstartxref\n0\n%%EOF\n"


def bad_pdf(chance: random.Random) -> tuple[bytes, str]:
    empty = b"<< /Length 0 >>\nstream\n\nendstream"
    return chance.choice(
        [
            lambda: pdf_of(empty, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"),  # its own child
            lambda: pdf_of(empty, b"<< /Type /Pages /Count 999999999 /Kids [4 0 R] >>"),
            lambda: pdf_of(empty, trailer=b"/Prev 9 /Encrypt << /Filter /Standard /V 9 >> "),
            lambda: pdf_of(b"<< /Length 99 >>\nstream\nBT " + b"[" * 50_000 + b" ET\nendstream"),
            lambda: pdf_of(b"<< /Length 9 /Filter [%s] >>\nstream\nx\nendstream" % (b"/FlateDecode " * 500)),
            lambda: pdf_of(b"[" * 5_000),
            lambda: example_documents.pdf(["x"]).replace(b"/Font <<", b"/Font 1 0 R <<"),
            lambda: example_documents.pdf(*([["A page."]] * 60), info={"Title": "\\377" * 90}),
            lambda: example_documents.pdf([]),
        ]
    )(), ".pdf"


MAKERS: tuple[Callable[[random.Random], tuple[bytes, str]], ...] = (
    sound,
    truncated,
    mutated,
    mutated,
    of_another_name,
    junk,
    odd_encoding,
    odd_characters,
    little,
    nested,
    many,
    entities,
    metadata,
    header,
    bomb,
    bad_pdf,
)
NAMES = (b"a\nb", b"\xff\xfe", "señal 𝕏".encode(), b"-rf", b"x" * 200, b"a..b", b" ", b"a\x1b[31m", "\u202egpj".encode(), b"%s%n")


def drop(folder: Path, number: int, seed: int = 5) -> int:
    """Put `number` things into the folder, each of which is one entry; how many they are."""
    chance = random.Random(seed)
    odd = len(list(_unreadable_items(folder)))
    for nth in range(number - odd):
        content, end = MAKERS[nth % len(MAKERS)](chance)
        name = chance.choice(NAMES) if nth % 7 == 0 else b"file"
        place = folder / f"{nth % 9:02}"
        place.mkdir(exist_ok=True)
        (place / os.fsdecode(b"%04d%s%s" % (nth, name, end.encode()))).write_bytes(content)
    return number


def _unreadable_items(folder: Path) -> Iterator[Path]:
    """What is in folders and is no file, or one that is very large, closed, or has a very long name."""
    os.mkfifo(folder / "pipe.txt")
    yield folder / "pipe.txt"
    for name, target in (("loop.html", "loop.html"), ("around", "."), ("gone.pdf", "nowhere"), ("passwords.txt", "/etc/passwd")):
        (folder / name).symlink_to(target)
        yield folder / name
    (folder / "folder.pdf").mkdir()
    yield folder / "folder.pdf"
    closed = folder / "closed.txt"
    closed.write_bytes(b"Nobody may read this.")
    closed.chmod(0)  # root may
    yield closed
    with (folder / "sparse.pdf").open("wb") as file:
        file.truncate(10 << 30)
    yield folder / "sparse.pdf"
    for name, size in (("line of 100 MB.txt", 100_000_000), ("line of 3 MB.txt", 3_000_000)):
        (folder / name).write_bytes(b"a word, " * (size // 8))
        yield folder / name
    longest = folder / ("n" * 255)
    longest.write_bytes(b"A file with the longest name.")
    yield longest
