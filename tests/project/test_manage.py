"""manage.py by hand: what is wrong with the surroundings is a sentence, not a traceback."""

import subprocess
import sys

import pytest

from dara.local import defaults


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"DATABASE_URL": "nonsense", "DARA_SECRET_KEY": "x"}, "DATABASE_URL is not an address that PostgreSQL understands"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "DARA_SECRET_KEY is not set: give a long random text"),
        (
            {"DATABASE_URL": "postgresql://127.0.0.1:1/x", "DARA_SECRET_KEY": "x"},
            "the database that DATABASE_URL names does not answer: connection failed",
        ),
        (
            {"DATABASE_URL": "postgresql://127.0.0.1:1/x", "DARA_SECRET_KEY": "x", "DARA_SITE": "both"},
            "DARA_SITE is 'both': it must be",
        ),
    ],
)
def test_a_wrong_setting_is_a_sentence(environment, says):
    run = subprocess.run(
        [sys.executable, "manage.py", "import_archive"], cwd=defaults.CHECKOUT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert run.stderr.startswith(f"manage.py: {says}")
    assert "Traceback" not in run.stderr
