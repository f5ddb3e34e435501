"""What `make test` makes of its passes (tests/__main__.py)."""

import pytest

from tests.__main__ import files_that_name, total


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
