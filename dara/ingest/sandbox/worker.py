"""The process that a Sandbox starts: it loads the parsers, then answers each request in a child process.

The kernel ends a child that takes too much time or memory. A child that an exception ends says why in the last line of its traceback. Each child
starts as a copy of this process, so no document affects the extraction of a later one."""

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
from dara.ingest.sandbox.process import read_message, write_message
from dara.local import child_processes

# Extracted before the first document, so that the libraries load what they load on first use.
WARM_UP = (
    b"<html><body><article><p>One.</p><p>A second paragraph, with words enough to be taken for a text.</p></article></body></html>"
)

REASONS = {
    signal.SIGALRM: f"it takes longer than {limits.SECONDS} seconds to read",
    signal.SIGXCPU: f"it takes longer than {limits.CPU_SECONDS} seconds of work to read",
    signal.SIGKILL: "the system ended its reading, perhaps for want of memory",
    signal.SIGXFSZ: f"what is in it is larger than {limits.size(limits.UNPACKED)}",
}
REFUSED = "The original was not taken. Is it whole? Save it anew, or archive its text."


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until the pipe ends."""
    while True:
        try:
            request, (content,) = read_message(requests)
        except EOFError:
            return
        with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
            child = os.fork()
            if child == 0:
                _limit_this_process(errors.fileno())
                _answer(request, content, answer)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            if status == 0:
                answer.seek(0)
                answers.write(answer.read())
                answers.flush()
            else:
                errors.seek(0)
                write_message(answers, {"refused": _reason(status, errors.read())}, [])


def _limit_this_process(stderr: int) -> None:
    """Apply the kernel's limits, and write errors to the file descriptor `stderr`."""
    child_processes.die_with_parent()
    os.dup2(stderr, sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CPU_SECONDS, limits.CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * limits.UNPACKED, 2 * limits.UNPACKED))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, limits.SECONDS)


def _answer(request: dict[str, Any], content: bytes, answer: IO[bytes]) -> None:
    """Write the answer to a request. Any exception other than TextError ends the child, as the parser may be in any state."""
    try:
        if request["call"] == "documents":
            parts = extraction.documents(content, request["name"])
            told = {"names": [part.name for part in parts], "problems": [part.problem for part in parts]}
            write_message(answer, told, [part.content for part in parts])
        else:
            text = extraction.extract(content, request["extractor"], request["name"])
            metadata = [(each.field, each.value, each.basis) for each in text.metadata]
            fields = {name: getattr(text, name) for name in ("body", "header", "extractor", "made_with", "remarks")}
            write_message(answer, fields | {"metadata": metadata}, [])
    except TextError as error:
        write_message(answer, {"refused": str(error)}, [])


def _reason(status: int, errors: bytes) -> str:
    """A sentence on why a child ended, from its exit status and what it wrote to standard error."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"{REASONS.get(signal.Signals(number), f'the parser crashed on it ({signal.Signals(number).name})')}. {REFUSED}"
    last = re.sub(r"\s+", " ", errors.decode("utf-8", "replace").strip().rpartition("\n")[2])[:200]
    if "MemoryError" in last:
        return f"it takes more than {limits.size(limits.MEMORY)} of memory to read. {REFUSED}"
    if "RecursionError" in last:
        return f"what is in it is nested too deep to read. {REFUSED}"
    return f"its parser failed on it ({last.rstrip('.') or 'without a word'}). {REFUSED}"


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable()  # standard error is for the reason why a child ended
    extraction.extract(WARM_UP)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
