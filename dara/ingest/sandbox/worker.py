"""The process that `apart` starts: loads the parsers, then answers requests, each in a child of its own.

The kernel ends a child that takes too long or too much; one that a parser's fault ends says why in the last line of its traceback. A child
begins as this process is, so what was read before it changes nothing in what it makes of its document."""

import logging
import os
import re
import resource
import signal
import sys
import tempfile
from typing import IO, Any

from dara.ingest import extraction
from dara.ingest.canonical_text import TextError
from dara.ingest.sandbox import limits
from dara.ingest.sandbox.process import read, write
from dara.local import child_processes

# What the libraries load only when they are used is loaded before the first document.
WARM_UP = (
    b"<html><body><article><p>One.</p><p>A second paragraph, with words enough to be taken for a text.</p></article></body></html>"
)

ENDED = {
    signal.SIGALRM: f"it takes longer than {limits.SECONDS} seconds to read",
    signal.SIGXCPU: f"it takes longer than {limits.CPU_SECONDS} seconds of work to read",
    signal.SIGKILL: "the system ended its reading, perhaps for want of memory",
    signal.SIGXFSZ: f"what is in it is larger than {limits.size(limits.UNPACKED)}",
}
HARMLESS = "The original was not taken. Is it whole? Save it anew, or archive its text."


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the pipe ends."""
    while True:
        try:
            request, (content,) = read(requests)
        except EOFError:
            return
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as said:
            child = os.fork()
            if child == 0:
                _become_limited(said.fileno())
                _answer(request, content, answer)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if status == 0:
                answer.seek(0)
                answers.write(answer.read())
                answers.flush()
            else:
                said.seek(0)
                write(answers, {"refused": _why(status, said.read())}, [])


def _become_limited(stderr: int) -> None:
    child_processes.die_with_parent()
    os.dup2(stderr, sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * limits.UNPACKED, 2 * limits.UNPACKED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, limits.SECONDS)


def _answer(request: dict[str, Any], content: bytes, answer: IO[bytes]) -> None:
    """Write the answer. What a parser raises beside TextError ends the child, as it may have left it in any state."""
    try:
        if request["call"] == "documents":
            parts = extraction.documents(content, request["name"])
            write(answer, {"names": [part.name for part in parts]}, [part.content for part in parts])
        else:
            text = extraction.extract(content, request["extractor"], request["name"])
            found = [(each.name, each.value, each.where) for each in text.found]
            fields = {name: getattr(text, name) for name in ("body", "header", "extractor", "made_with", "remarks")}
            write(answer, fields | {"found": found}, [])
    except TextError as error:
        write(answer, {"refused": str(error)}, [])


def _why(status: int, said: bytes) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"{ENDED.get(signal.Signals(number), f'the parser crashed on it ({signal.Signals(number).name})')}. {HARMLESS}"
    last = re.sub(r"\s+", " ", said.decode("utf-8", "replace").strip().rpartition("\n")[2])[:200]
    if "MemoryError" in last:
        return f"it takes more than {limits.size(limits.MEMORY)} of memory to read. {HARMLESS}"
    if "RecursionError" in last:
        return f"what is in it is nested too deep to read. {HARMLESS}"
    return f"its parser failed on it ({last.rstrip('.') or 'without a word'}). {HARMLESS}"


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()  # what libraries have to say of a document, they say by what they make of it
    extraction.extract(WARM_UP)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
