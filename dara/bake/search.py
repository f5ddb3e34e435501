"""The index of the words of the site, which browsers search (Pagefind, https://pagefind.app)."""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable

import pagefind_bin

from dara.bake import BakeError
from dara.bake.addresses import PAGE
from dara.bake.folder import Files, Folder

INDEX = "pagefind"  # the folder of the index
ENTRY = f"{INDEX}/pagefind-entry.json"
SCRIPT = f"/{INDEX}/pagefind.js"
UNUSED = re.compile(r"pagefind-(?!entry\.|worker\.)")  # user interfaces of its own
ONES = ("statements", "endorsements", "results", "sources", "candidates", "topics", "voices", "elections")  # whose pages are found
LANGUAGES = ("", "es/")  # what their paths begin with
NOT_SEARCHED = ".identity, .printing, .share, .cite, .pages, nav"  # parts that every page has


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


def index(folder: Folder, former: Files) -> Files:
    """Index the pages in the folder; return the files of the index with their checksums. `former`: those of the former index.

    Raises BakeError where Pagefind fails."""
    ones = ",".join(f"{language}{one}" for language in LANGUAGES for one in ONES)
    command = [
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
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode or not (folder.unfinished / ENTRY).is_file():
        raise BakeError(f"Pagefind could not index the pages: {ran.stderr.strip() or ran.stdout.strip()}")
    entry = folder.unfinished / ENTRY
    entry.write_text(json.dumps(json.loads(entry.read_text()), sort_keys=True))  # its own order differs from run to run
    sums: Files = {}
    for path in sorted((folder.unfinished / INDEX).rglob("*")):
        if UNUSED.match(path.name):
            path.unlink()
        elif path.is_file():
            sums |= folder.add(path.relative_to(folder.unfinished).as_posix(), former)
    return sums
