"""manage.py draft_records --file: the drafts of a file, with no database anywhere."""

import json
import subprocess
import sys

import pytest

from dara.local import defaults

ARTICLE = " date 2020-11-06 https://example.org/a\n\n“We will count every vote,” Ana Roe said on Friday.\n"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    # an address where nothing answers: whoever opens a connection fails
    surroundings = {
        "DATABASE_URL": "postgresql://127.0.0.1:1/nothing",
        "DARA_SECRET_KEY": "x",
        "PATH": "/usr/bin:/bin",
    } | environment
    return subprocess.run(
        [sys.executable, "manage.py", "draft_records", *arguments],
        cwd=defaults.CHECKOUT,
        env=surroundings,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return str(path)


def test_each_line_is_a_json_object_and_the_header_dates_it(article):
    done = run("--file", article, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    (found,) = map(json.loads, done.stdout.splitlines())
    assert found["kind"] == "quote"
    assert found["pieces"] == ["We will count every vote"]
    assert found["speaker"] == {"slug": "ana-roe", "name": "Ana Roe", "as_named": "Ana Roe"}
    assert found["said_on"] == "2020-11-06"
    assert found["passage"]["start"] == 0  # of the text, without the header


def test_it_runs_where_there_is_no_database_at_all(article, tmp_path):
    done = run("--file", article, DATABASE_URL="", DARA_SECRET_KEY="", DARA_DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "data").exists()


def test_for_people_it_says_who_what_by_which_rule_and_how_sure(article):
    done = run(f"--file={article}")
    assert "quote 0–27 · Ana Roe" in done.stdout
    assert "sureness 0.95" in done.stdout
    assert done.stdout.endswith("1 draft.\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\x00\x01\x02\x03a\x00", "is no text that can be drafted from"),
        (b"  \n", "no text in it"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, content, says):
    path = tmp_path / "file.txt"
    if content is not None:
        path.write_bytes(content)
    done = run("--file", str(path))
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
