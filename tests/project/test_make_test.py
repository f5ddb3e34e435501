"""What `make test` makes of its passes (tests/__main__.py)."""

import subprocess
import sys
import time

import pytest

from tests import __main__ as make_test
from tests.__main__ import BESIDE, NONE_SELECTED, Beside, Pass, files_that_name, main, stop, total


@pytest.mark.parametrize(
    ("last_lines", "line"),
    [
        (["4 passed in 1.00s", "2 passed, 1 skipped, 7 deselected in 3.20s"], "6 passed, 1 skipped in 9.50s"),
        (
            ["1 failed, 1 passed, 1 warning in 100.00s (0:01:40)\n", "2 passed in 1.00s"],
            "1 failed, 3 passed, 1 warning in 9.50s",
        ),
        (["===== 2 passed, 1 error in 1.00s =====", "2 errors in 1.00s"], "2 passed, 3 errors in 9.50s"),
        (["The browser tests need Chromium or Chrome.", "4 passed in 1.00s"], "4 passed, 1 error in 9.50s"),
        (["", "4 passed in 1.00s"], "4 passed, 1 error in 9.50s"),
        (["no tests ran in 0.01s", "5 deselected in 1.00s"], "no tests ran in 9.50s"),
    ],
)
def test_the_last_line_counts_all_passes(last_lines, line):
    assert total(last_lines, 9.5) == line


def test_the_older_postgres_gets_the_files_that_ask_for_it_and_no_others():
    found = files_that_name("older_postgres")
    assert "tests/models/test_evidence.py" in found
    assert not [name for name in found if name.startswith("tests/text/")]


TALKS = "import sys; print('1 failed, 2 passed in 1.00s\\n'); sys.exit(3)"


def test_what_runs_beside_is_shown_to_its_end(tmp_path, capsys):
    with (tmp_path / "log").open("w+b") as log:
        beside = Beside([sys.executable, "-c", f"import time; print('“so”', flush=True); time.sleep(0.5); {TALKS}"], log)
        assert beside.show() == (3, "1 failed, 2 passed in 1.00s")
    assert capsys.readouterr().out == "“so”\n1 failed, 2 passed in 1.00s\n\n"


def test_what_runs_beside_is_interrupted(tmp_path):
    with (tmp_path / "log").open("w+b") as log:
        beside = Beside([sys.executable, "-c", "print(1, flush=True); import time; time.sleep(100)"], log)
        while not (tmp_path / "log").read_bytes():
            time.sleep(0.05)
        stop(beside.process)
        assert beside.process.returncode not in (None, 0)


@pytest.mark.parametrize(
    ("statuses", "status"), [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([0, NONE_SELECTED], 0), ([NONE_SELECTED] * 2, 5)]
)
def test_a_pass_beside_that_fails_is_not_forgotten(monkeypatch, capsys, statuses, status):
    passes = [Pass("A pass", [], status=each, last_line="1 passed in 1.00s") for each in statuses]
    monkeypatch.setattr(make_test, "other_passes", lambda long: passes)
    monkeypatch.setattr(Pass, "run", lambda self, arguments: None)
    monkeypatch.setattr(make_test.signal, "signal", lambda *args: None)
    assert main([BESIDE]) == status
    assert capsys.readouterr().out.startswith("\n2 passed in ")


@pytest.mark.parametrize(("first", "beside", "status"), [(0, 0, 0), (0, 3, 3), (1, 0, 1)])
def test_both_lanes_count(monkeypatch, capsys, first, beside, status):
    started = subprocess.Popen
    monkeypatch.setattr(make_test, "first_pass", lambda: Pass("A pass", [], status=first, last_line="4 passed in 1.00s"))
    monkeypatch.setattr(Pass, "run", lambda self, arguments: None)
    monkeypatch.setattr(make_test.signal, "signal", lambda *args: None)
    talks = TALKS.replace("exit(3)", f"exit({beside})")
    monkeypatch.setattr(make_test.subprocess, "Popen", lambda command, **more: started([sys.executable, "-c", talks], **more))
    assert main(["-k", "some"]) == status
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 failed, 6 passed in ")
