"""A migration comes while somebody reads for long: it waits, and the readers of pages do not."""

import subprocess
import sys
import time

import psycopg
import pytest

from dara.local import defaults, postgres
from tests.faults.processes import Readers, served, settings

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(1800)]


def test_a_long_reader(folder, times):
    seconds = times(30, 600)
    role = defaults.public_role()
    with postgres.running(folder) as cluster, served(folder, cluster.url(role=role)) as site:
        with psycopg.connect(cluster.url(role=role)) as reader, Readers(site) as answers:
            reader.execute("SET statement_timeout = 0")
            reader.execute("SET idle_in_transaction_session_timeout = 0")
            reader.execute("SELECT count(*) FROM dara_statement, dara_source, dara_publicparagraph, dara_topic")
            began = time.monotonic()
            migration = migrate(folder, cluster.url())
            while time.monotonic() - began < seconds:
                assert migration.poll() is None, migration.communicate()
                time.sleep(0.2)
            reader.rollback()
            said, _ = migration.communicate(timeout=120)
            waited = time.monotonic() - began
        with psycopg.connect(cluster.url()) as connection:
            made = connection.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'drill'").fetchone()
    assert (migration.returncode, made) == (0, (4,)), said
    slowest = max(answer.seconds for answer in answers)
    print(f"a migration waited {waited:.0f} s for a reader; of {len(answers)} pages meanwhile the slowest took {slowest:.2f} s")
    assert {answer.status for answer in answers} == {200}
    assert slowest < 5


def migrate(folder, url) -> subprocess.Popen:
    environment = settings(folder, url, DJANGO_SETTINGS_MODULE="tests.faults.next_release.settings")
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    return subprocess.Popen(
        command, cwd=defaults.CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
