"""Extraction in a process of its own, so that a parser which hangs, grows or crashes on a file ends with that file and nothing else.

One process (`dara.ingest.sandbox.worker`) loads the parsers once and forks a child for each document, with limits of the kernel's own. Plain text in UTF-8
needs no parser, and is read right here."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any

from dara.ingest import canonical_text, extractors, formats
from dara.ingest.canonical_text import Found, Text, TextError
from dara.ingest.formats import Format
from dara.ingest.readers import plain
from dara.ingest.readers.web_archives import Part
from dara.ingest.sandbox import limits
from dara.local import defaults

# No secrets of ours for a parser; and no sets in another order each time.
_ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ} | {
    "PYTHONHASHSEED": "0"
}
PARSERS = (sys.executable, "-m", "dara.ingest.sandbox.worker")


class Apart:
    """Starts the process when it is first needed, and again when it is gone. Not for several threads."""

    def __init__(self, command: Sequence[str] = PARSERS) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def documents(self, content: bytes, name: str = "") -> list[Part]:
        """As extraction.documents."""
        if _is_one_document(content):
            formats.sniff(content, name)
            return [Part("", content)]
        answer, blobs = self._ask({"call": "documents", "name": name}, content)
        return [Part(name, blob) for name, blob in zip(answer["names"], blobs, strict=True)]

    def extract(self, content: bytes, extractor: str = "", name: str = "") -> Text:
        """As extraction.extract."""
        if extractor and not extractors.is_known(extractor):
            raise LookupError(f"there is no extractor “{extractor}” in this version.")
        if _is_plain_utf8(content, extractor, name):
            if extractor:
                return plain.extract_again(content, extractor)
            made = plain.extract(content)
            canonical_text.check_limits(made)
            return made
        answer, _ = self._ask({"call": "extract", "extractor": extractor, "name": name}, content)
        found = tuple(Found(*each) for each in answer["found"])
        return Text(answer["body"], answer["header"], answer["extractor"], answer["made_with"], found, tuple(answer["remarks"]))

    def close(self) -> None:
        if self._process:
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):  # what could not be sent is not wanted any more
                    pipe.close()  # type: ignore[union-attr]
            self._process.kill()
            self._process.wait()
            self._process = None

    def _ask(self, request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """The answer to a request, and the bytes that came with it. Raises TextError for one that is a refusal."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=defaults.CHECKOUT,  # where -m finds us
                env=_ENVIRONMENT,
                start_new_session=True,  # Ctrl-C is for us; it ends with our end of the pipe
            )
        try:
            write(self._process.stdin, request, [content])  # type: ignore[arg-type]
            answer, blobs = read(self._process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError) as error:
            self.close()
            raise TextError("the process that reads documents was ended by the system, perhaps for want of memory.") from error
        if "refused" in answer:
            raise TextError(answer["refused"])
        return answer, blobs


@contextlib.contextmanager
def apart(command: Sequence[str] = PARSERS) -> Iterator[Apart]:
    """An Apart that is closed at the end."""
    found = Apart(command)
    try:
        yield found
    finally:
        found.close()


def _is_one_document(content: bytes) -> bool:
    return not content.startswith((b"\x1f\x8b", b"PK", b"WARC/"))


def _is_plain_utf8(content: bytes, extractor: str, name: str) -> bool:
    if not _is_one_document(content):
        return False
    if extractor:
        return extractor == canonical_text.EXTRACTOR
    if formats.sniff(content, name) is not Format.TEXT:
        return False
    if len(content) > limits.PLAIN_TEXT:
        return True  # is refused at once
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- what goes through the pipes: a line of JSON that says how many bytes follow, then they -----------------


def write(pipe: IO[bytes], message: dict[str, Any], blobs: list[bytes]) -> None:
    pipe.write(json.dumps(message | {"sizes": [len(blob) for blob in blobs]}).encode() + b"\n")
    for blob in blobs:
        pipe.write(blob)
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Raises EOFError at the end of the pipe."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    message = json.loads(line)
    blobs = [pipe.read(size) for size in message["sizes"]]
    if [len(blob) for blob in blobs] != message["sizes"]:
        raise EOFError
    return message, blobs
