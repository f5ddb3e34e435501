"""The process of its own: what ends in it ends there, and says why."""

import sys
from pathlib import Path

import pytest

from dara.ingest import extraction
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox.process import Apart, apart
from tests.ingest import made

# The process, with an extractor that does what the page is called.
SPOILT = """
from dara.ingest import extraction
from dara.ingest.sandbox import limits
from dara.ingest.sandbox import worker
import os, signal
limits.SECONDS, limits.CPU_SECONDS = 6, 1
parsers.ENDED = {signal.SIGALRM: "too long", signal.SIGXCPU: "too much work"}
made = extraction.extract
def spoilt(content, extractor="", name=""):
    if name == "sleep": import time; time.sleep(60)
    if name == "work":
        while True: pass
    if name == "grow":
        held = []
        while True: held.append(bytes(50_000_000))
    if name == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if name == "fail": raise KeyError("/Root")
    if name == "dive": return spoilt(content, extractor, name)
    if name == "end": os.kill(os.getppid(), signal.SIGKILL)
    return made(content, extractor, name)
extraction.extract = spoilt
parsers.main()
"""
PAGE = made.page().encode()


def test_what_comes_back_is_what_the_extractor_makes():
    with apart() as extracting:
        for content in (PAGE, made.pdf(["One line.", "Another."]), "Gascón: “no”".encode("cp1252"), b" date 2031-03-05 Words."):
            assert extracting.extract(content) == extraction.extract(content)
        archive = made.warc((made.ADDRESS, PAGE))
        assert extracting.documents(archive) == extraction.documents(archive)


def test_it_starts_from_anywhere_and_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with apart() as extracting:
        assert extracting.extract(PAGE).extractor == "html v1"
        environment = Path(f"/proc/{extracting._process.pid}/environ")
        assert not environment.exists() or b"DARA_" not in environment.read_bytes()  # only Linux shows it


def test_plain_text_needs_no_process():
    extracting = Apart()
    assert extracting.extract(b"Words.", "text v1").body == extracting.extract(b"Words.").body == "Words."
    assert extracting._process is None


def test_refusals_come_back_as_they_are():
    with apart() as extracting, pytest.raises(TextError, match="no text in the PDF"):
        extracting.extract(made.pdf([]))
    with pytest.raises(LookupError, match="html v9"):
        Apart().extract(PAGE, "html v9")


@pytest.fixture(scope="module")
def spoilt():
    with apart([sys.executable, "-c", SPOILT]) as extracting:
        yield extracting


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("sleep", "too long. The original was not taken."),
        ("work", "too much work. The original was not taken."),
        ("grow", "it takes more than 1,024 MB of memory to read."),
        ("crash", "the parser crashed on it (SIGSEGV)."),
        ("fail", "its parser failed on it (KeyError: '/Root')."),
        ("dive", "what is in it is nested too deep to read."),
        ("end", "was ended by the system"),
    ],
)
def test_what_ends_a_parser_ends_that_document_only(spoilt, what, says):
    with pytest.raises(TextError) as refused:
        spoilt.extract(PAGE, name=what)
    assert says in str(refused.value)
    assert spoilt.extract(PAGE).extractor == "html v1"
