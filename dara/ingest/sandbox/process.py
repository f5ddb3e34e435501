"""Extract documents in a separate process, so that a parser that hangs, grows or crashes harms only the document that it reads.

The process (`dara.ingest.sandbox.worker`) loads the parsers once and forks a child for each document, which the kernel limits. Plain text in
UTF-8 needs no parser and is read in this process."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, Any, Self

from dara.ingest import canonical_text, extractors, formats
from dara.ingest.canonical_text import MetadataValue, Text, TextError
from dara.ingest.formats import Format
from dara.ingest.readers import plain
from dara.ingest.readers.web_archives import Part
from dara.ingest.sandbox import limits
from dara.local import defaults

# The parsers get none of our secrets, and iterate over sets in the same order each time.
_ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH") if name in os.environ} | {
    "PYTHONHASHSEED": "0"
}
WORKER_COMMAND = (sys.executable, "-m", "dara.ingest.sandbox.worker")


class Sandbox:
    """Extraction in a separate process, for use in a `with` statement.

    The process is started when it is first needed, and again after it has ended. One sandbox is not for use by several threads."""

    def __init__(self, command: Sequence[str] = WORKER_COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def documents(self, content: bytes, name: str = "") -> list[Part]:
        """The same as `extraction.documents`."""
        if _is_one_document(content):
            formats.sniff(content, name)
            return [Part("", content)]
        answer, blobs = self._ask({"call": "documents", "name": name}, content)
        return [Part(*each) for each in zip(answer["names"], blobs, answer["problems"], strict=True)]

    def extract(self, content: bytes, extractor: str = "", name: str = "") -> Text:
        """The same as `extraction.extract`."""
        if extractor and not extractors.is_known(extractor):
            raise LookupError(f"there is no extractor “{extractor}” in this version.")
        if _is_plain_utf8(content, extractor, name):
            if extractor:
                return plain.extract_again(content, extractor)
            text = plain.extract(content)
            canonical_text.check_limits(text)
            return text
        answer, _ = self._ask({"call": "extract", "extractor": extractor, "name": name}, content)
        metadata = tuple(MetadataValue(*each) for each in answer["metadata"])
        return Text(answer["body"], answer["header"], answer["extractor"], answer["made_with"], metadata, tuple(answer["remarks"]))

    def close(self) -> None:
        """End the process."""
        if self._process:
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):  # what could not be sent is no longer wanted
                    pipe.close()  # type: ignore[union-attr]
            self._process.kill()
            self._process.wait()
            self._process = None

    def _ask(self, request: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """The answer to a request, with the byte strings that it carries. Raises TextError if the request is refused."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=defaults.CHECKOUT,  # where -m finds the worker
                env=_ENVIRONMENT,
                start_new_session=True,  # Ctrl-C reaches only this process; the worker ends when its pipe is closed
            )
        try:
            write_message(self._process.stdin, request, [content])  # type: ignore[arg-type]
            answer, blobs = read_message(self._process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError) as error:
            self.close()
            raise TextError("the process that reads documents was ended by the system, perhaps for want of memory.") from error
        if "refused" in answer:
            raise TextError(answer["refused"])
        return answer, blobs


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
        return True  # and is refused right away
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# --- messages: a line of JSON with the sizes of the byte strings that follow ---------------------------------


def write_message(pipe: IO[bytes], message: dict[str, Any], blobs: list[bytes]) -> None:
    """Write a message and the byte strings that it carries."""
    pipe.write(json.dumps(message | {"sizes": [len(blob) for blob in blobs]}).encode() + b"\n")
    for blob in blobs:
        pipe.write(blob)
    pipe.flush()


def read_message(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """The next message and the byte strings that it carries. Raises EOFError at the end of the pipe."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    message = json.loads(line)
    blobs = [pipe.read(size) for size in message["sizes"]]
    if [len(blob) for blob in blobs] != message["sizes"]:
        raise EOFError
    return message, blobs
