"""The sandbox: a parser that fails ends with its document, and the message says why."""

import sys
from pathlib import Path

import pytest

from dara.ingest import extraction
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox.process import Sandbox
from tests.ingest import example_documents

# The worker with an extractor that misbehaves as the document's name says.
FAILING_WORKER = """
from dara.ingest import extraction
from dara.ingest.sandbox import limits
from dara.ingest.sandbox import worker
import os, signal
limits.SECONDS, limits.CPU_SECONDS = 6, 1
worker.REASONS = {signal.SIGALRM: "too long", signal.SIGXCPU: "too much work"}
made = extraction.extract
def failing(content, extractor="", name=""):
    if name == "sleep": import time; time.sleep(60)
    if name == "work":
        while True: pass
    if name == "grow":
        held = []
        while True: held.append(bytes(50_000_000))
    if name == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if name == "fail": raise KeyError("/Root")
    if name == "dive": return failing(content, extractor, name)
    if name == "end": os.kill(os.getppid(), signal.SIGKILL)
    return made(content, extractor, name)
extraction.extract = failing
worker.main()
"""
PAGE = example_documents.page().encode()


def test_what_comes_back_is_what_the_extractor_makes():
    with Sandbox() as sandbox:
        for content in (
            PAGE,
            example_documents.pdf(["One line.", "Another."]),
            "Gascón: “no”".encode("cp1252"),
            b" date 2031-03-05 Words.",
        ):
            assert sandbox.extract(content) == extraction.extract(content)
        archive = example_documents.warc((example_documents.ADDRESS, PAGE))
        assert sandbox.documents(archive) == extraction.documents(archive)


def test_it_starts_from_anywhere_and_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Sandbox() as sandbox:
        assert sandbox.extract(PAGE).extractor == "html v2"
        environment = Path(f"/proc/{sandbox._process.pid}/environ")
        assert not environment.exists() or b"DARA_" not in environment.read_bytes()  # only Linux shows it


def test_plain_text_needs_no_process():
    sandbox = Sandbox()
    assert sandbox.extract(b"Words.", "text v1").body == sandbox.extract(b"Words.").body == "Words."
    assert sandbox._process is None


def test_refusals_come_back_as_they_are():
    with Sandbox() as sandbox, pytest.raises(TextError, match="no text in the PDF"):
        sandbox.extract(example_documents.pdf([]))
    with pytest.raises(LookupError, match="html v9"):
        Sandbox().extract(PAGE, "html v9")


@pytest.fixture(scope="module")
def failing():
    with Sandbox([sys.executable, "-c", FAILING_WORKER]) as sandbox:
        yield sandbox


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
def test_what_ends_a_parser_ends_that_document_only(failing, what, says):
    with pytest.raises(TextError) as refused:
        failing.extract(PAGE, name=what)
    assert says in str(refused.value)
    assert failing.extract(PAGE).extractor == "html v2"
