"""The measurements: their pages are there, their servers end with them, and their tables are kept."""

import os
import subprocess
import sys
from urllib.parse import quote_plus

import pytest

from bench import pages, results, servers
from bench.large_archive import Archive, filling
from dara.local import defaults, supervisor


@pytest.mark.long_form
def test_every_page_that_is_measured_answers(as_public):
    filling.fill(Archive(400))
    searches = [f"/search/?q={quote_plus(text)}" for texts in pages.queries().values() for text in texts]
    with as_public() as client:
        answers = {path: client.get(path).status_code for paths in [*pages.ALIKE.values(), searches] for path in paths}
    assert {path: status for path, status in answers.items() if status != 200} == {}


@pytest.mark.long_form
def test_searches_are_several_of_each_kind_and_none_twice():
    texts = [text for of_kind in pages.queries().values() for text in of_kind]
    assert all(len(of_kind) >= 4 for of_kind in pages.queries().values())
    assert len(texts) == len(set(texts))


@pytest.mark.long_form
def test_a_phrase_is_one_that_texts_repeat():
    archive = Archive(2000)
    text = " ".join(source.text for source in archive.sources())
    assert all(text.count(phrase.strip('"')) > 1 for phrase in pages.queries()["phrase of common words"])


def test_a_table_replaces_the_one_before_and_no_other(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(results, "RESULTS", tmp_path / "results.md")
    for name, cell in (("one", "first"), ("two", "other"), ("one", "second")):
        table = results.Table("page", "ms")
        table.add(cell, "1")
        results.keep(name, str(table))
    kept = results.RESULTS.read_text()
    assert kept.index("| second |") < kept.index("## two") < kept.index("| other |")
    assert "first" not in kept
    assert kept.count("cores") == 2
    assert os.uname().nodename not in kept


def test_a_server_ends_when_the_measurement_is_interrupted(tmp_path):
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", supervisor.HOST, "--directory", str(tmp_path)]
    cores = _cores()
    answered = []

    def measure() -> None:
        with servers._server(command, dict(os.environ), port, tmp_path / "log"):
            answered.append(servers._answers(port))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure()
    assert answered == [True]
    assert not servers._answers(port)
    assert _cores() == cores


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def test_a_server_that_does_not_start_says_where_to_look(tmp_path):
    with (
        pytest.raises(servers.BenchError, match="log"),
        servers._server([sys.executable, "-c", "raise SystemExit"], dict(os.environ), servers.free_port(), tmp_path / "log"),
    ):
        pass


def run_bench(*arguments: str, **names: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=defaults.CHECKOUT, env=os.environ | names, capture_output=True, text=True, check=False)


def test_an_unknown_measurement_is_answered_with_those_there_are():
    done = run_bench("speed")
    assert done.returncode == 1
    assert "There is no measurement “speed”. There are: serving, memory, growth" in done.stderr
