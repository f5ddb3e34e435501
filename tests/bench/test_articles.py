"""Annotated articles are rebuilt from snapshots of repositories, and scored by the command that the README names."""

import json
import os
import subprocess

import pytest

from bench import articles, drafting
from tests.drafting.articles import describe, normalized

PAGE = """---
title: Left out
---
<p>Read <a href="https://example.org/more">more</a>.</p><p>“We will count every vote,” said *Owen Tarrant*.</p>

{{<picture src="x.jpg">}}

## Harbor Ledger

The **Harbor Ledger** &amp; its readers [endorsed](https://example.org/) Owen Tarrant \\*.
"""
WORDS = "Read more.\n\n“We will count every vote,” said Owen Tarrant.\n\nHarbor Ledger\n\nThe Harbor Ledger & its readers endorsed Owen Tarrant *.\n"


@pytest.fixture
def snapshots(tmp_path):
    """A folder with a repository whose one commit holds PAGE, and the commit."""
    repository = tmp_path / "snapshots" / "someone+paper" / "repo"
    repository.mkdir(parents=True)
    (repository / "a.md").write_text(PAGE, encoding="utf-8")
    nobody = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "nobody")
    nobody |= dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "nobody@example.org")

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(repository), *arguments]
        return subprocess.run(command, env=os.environ | nobody, capture_output=True, check=True, text=True).stdout.strip()

    git("init", "--quiet")
    git("add", "a.md")
    git("-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "Add a page")
    commit = git("rev-parse", "HEAD")
    for path in (repository / ".git").iterdir():
        path.rename(repository / path.name)
    (repository / ".git").rmdir()
    return tmp_path / "snapshots", commit


@pytest.fixture
def annotated(tmp_path, snapshots):
    """A folder of annotations: one article that the snapshots hold, and one that they lack."""
    source = {
        "repo": "someone/paper",
        "commit": snapshots[1],
        "path": "a.md",
        "date": "2031-05-04",
        "newsroom": "The Quayside Post",
    }
    text = normalized(f" date 2031-05-04 {WORDS}")
    start = text.index("“We")
    quote = {"doc": "one.txt", "kind": "quote", "speaker": "Owen Tarrant", "at": describe(text, start, text.index("”") + 1)}
    folder = tmp_path / "annotated"
    folder.mkdir()
    absent = source | {"commit": "0" * 40}
    (folder / "sources.json").write_text(json.dumps({"one.txt": source, "two.txt": absent}), encoding="utf-8")
    (folder / "truth.jsonl").write_text(json.dumps(quote) + "\n", encoding="utf-8")
    return folder


def test_a_page_becomes_the_words_that_annotations_are_places_in():
    assert articles.plain(PAGE) == WORDS


def test_articles_are_rebuilt_and_scored(tmp_path, snapshots, annotated, capsys):
    out = tmp_path / "out"
    articles.main(str(snapshots[0]), str(out), str(annotated))
    assert (out / "one.txt").read_text() == f" date 2031-05-04 {WORDS}"
    assert not (out / "two.txt").exists()
    assert "two.txt: someone/paper at 000000000000 is not in" in capsys.readouterr().out

    drafting.main("--articles", str(out))
    printed = capsys.readouterr().out
    assert "out: 1 article," in printed
    (row,) = (line for line in printed.splitlines() if "The Quayside Post" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1:9] == ["1", "1", "1.00", "1.00", "1.00", "1", "0", "0"]


def test_errors_of_an_article_are_shown(tmp_path, snapshots, annotated, capsys):
    truth = annotated / "truth.jsonl"
    truth.write_text(truth.read_text().replace("Owen Tarrant", "Mae Bellamy"))
    articles.main(str(snapshots[0]), str(tmp_path / "out"), str(annotated))
    drafting.main("--articles", str(tmp_path / "out"), "--show", "one")
    assert "speaker Owen Tarrant, not Mae Bellamy" in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_annotations_is_refused_in_words(tmp_path, folder):
    with pytest.raises(SystemExit, match="holds no texts with annotations"):
        drafting.main("--articles", str(tmp_path / folder))
