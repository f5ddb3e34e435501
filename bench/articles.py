"""Rebuild the annotated articles from git snapshots of the public repositories that hold them: SNAPSHOTS OUT [FOLDER].

SNAPSHOTS holds a git directory for each repository, OWNER+NAME/repo (a bare clone does). OUT gets the texts, and sources.json and
truth.jsonl beside them, for `make bench ARGS="drafting --articles OUT"`. FOLDER is where those two are read (tests/drafting/real).

    git clone --bare https://github.com/OWNER/NAME SNAPSHOTS/OWNER+NAME/repo

The texts are their publishers': they are never committed, and they are read at the commit that was annotated."""

import html
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from dara.local import defaults

ANNOTATED = defaults.CHECKOUT / "tests" / "drafting" / "real"

_MARKUP = (
    (r"\A(\+\+\+|---)\r?\n.*?\n\1\r?\n", ""),  # a site's front matter
    (r"\{\{[<%].*?[%>]\}\}", ""),
    (r"<(script|style|iframe)\b.*?</\1>", ""),
    (r"</(?:p|h\d|li|blockquote|div)>|<br ?/?>", "\n\n"),
    (r"<[^>]+>", ""),
)
_MARKDOWN = (
    (r"!\[[^\]]*\]\([^)]*\)", ""),
    (r"\[([^\]]*)\]\((?:https?:|/|#|mailto:)[^)]*\)", r"\1"),
    (r"(?m)^#+\s*", ""),
    (r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2"),
    (r"(?<!\w)[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?!\w)", r"\1"),
    (r"\\([\\`*_{}\[\]()#+\-.!$~|>])", r"\1"),
    (r"\n{3,}", "\n\n"),
)


def main(snapshots: str = "", out: str = "", folder: str = "") -> None:
    """Write each article that its repository's snapshot holds, and say which are missing."""
    if not out:
        sys.exit('Name where the snapshots are and where the texts shall go: make bench ARGS="articles SNAPSHOTS OUT".')
    annotated = Path(folder) if folder else ANNOTATED
    Path(out).mkdir(parents=True, exist_ok=True)
    for name in ("sources.json", "truth.jsonl"):
        shutil.copyfile(annotated / name, Path(out) / name)
    for name, source in json.loads((annotated / "sources.json").read_text(encoding="utf-8")).items():
        text = original(Path(snapshots), source)
        if text is None:
            print(f"{name}: {source['repo']} at {source['commit'][:12]} is not in {snapshots}")
            continue
        (Path(out) / name).write_text(article(text, source), encoding="utf-8")
        print(f"{name}: rebuilt")


def original(snapshots: Path, source: dict) -> str | None:
    """The file as it was at the commit that was annotated; None where the snapshot lacks it."""
    git = ["git", f"--git-dir={snapshots / source['repo'].replace('/', '+') / 'repo'}"]
    shown = subprocess.run([*git, "show", f"{source['commit']}:{source['path']}"], capture_output=True, check=False)
    return shown.stdout.decode() if shown.returncode == 0 else None


def article(text: str, source: dict) -> str:
    """The plain text, under a collector's header with its date."""
    return f" date {source['date']} {plain(text)}" if source.get("date") else plain(text)


def plain(text: str) -> str:
    """The words of a file in Markdown or HTML, without the page around them.

    Simple, and kept apart from the archive's readers, on purpose: annotations are places in what this gives."""
    for pattern, replacement in _MARKUP:
        text = re.sub(pattern, replacement, text, flags=re.DOTALL | re.IGNORECASE)
    text = html.unescape(text)
    for pattern, replacement in _MARKDOWN:
        text = re.sub(pattern, replacement, text)
    return text.strip() + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
