"""The index of the words of the site, which browsers search (Pagefind, https://pagefind.app)."""

import contextlib
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator

import pagefind_bin

from dara.bake import BakeError, Files
from dara.bake.addresses import PAGE
from dara.bake.folder import Folder

INDEX = "pagefind"  # the folder of the index
ENTRY = f"{INDEX}/pagefind-entry.json"
SCRIPT = f"/{INDEX}/pagefind.js"
UNUSED = re.compile(r"pagefind-(?!entry\.|worker\.)")  # user interfaces of its own
ONES = ("statements", "endorsements", "results", "sources", "candidates", "topics", "voices", "elections")  # whose pages are found
LANGUAGES = ("", "es/")  # what their paths begin with
# parts that every page has, and what the page of a record has beside the record: its details, and the paragraphs that stand around it
NOT_SEARCHED = ".identity, .printing, .share, .cite, .pages, nav, .credit, .beside, .permalink .aside, .permalink details"


def is_searched(path: str) -> bool:
    """Tell whether a file is the page of one record, source, person or topic."""
    parts = path.removeprefix("es/").split("/")
    return len(parts) == 3 and parts[0] in ONES and parts[2] == PAGE


def version(sums: Iterable[tuple[str, str]]) -> str:
    """Return a digest of all files that the index is made of."""
    digest = hashlib.sha256()
    for path, checksum in sums:
        if is_searched(path):
            digest.update(f"{path} {checksum}\n".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def indexing(folder: Folder, former: Files) -> Iterator[Files]:
    """Index the pages in the folder while this context is open. Yields the files of the index with their checksums, which are there when it
    is closed. `former`: those of the former index.

    Raises BakeError where Pagefind fails."""
    sums: Files = {}
    shutil.rmtree(folder.unfinished / INDEX, ignore_errors=True)  # links to the former files, in which Pagefind would write
    with subprocess.Popen(_command(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as pagefind:
        yield sums
        output, errors = pagefind.communicate()
    if pagefind.returncode or not (folder.unfinished / ENTRY).is_file():
        raise BakeError(f"Pagefind could not index the pages: {errors.strip() or output.strip()}")
    entry = folder.unfinished / ENTRY
    entry.write_text(json.dumps(json.loads(entry.read_text()), sort_keys=True))  # its own order differs from run to run
    for path in sorted((folder.unfinished / INDEX).rglob("*")):
        if UNUSED.match(path.name):
            path.unlink()
        elif path.is_file():
            sums |= folder.add(path.relative_to(folder.unfinished).as_posix(), former)


def _command(folder: Folder) -> list[str]:
    ones = ",".join(f"{language}{one}" for language in LANGUAGES for one in ONES)
    return [
        *(
            pagefind_bin.get_executable(),
            "--site",
            str(folder.unfinished),
            "--output-subdir",
            INDEX,
            "--silent",
            "--keep-index-url",
        ),
        *("--glob", f"{{{ones}}}/*/{PAGE}", "--root-selector", "main", "--exclude-selectors", NOT_SEARCHED),
    ]
