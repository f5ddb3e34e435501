"""A migration waits for who reads for long, and nobody waits behind it."""

import io
import re
import threading
import time

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as of_django
from django.db import connection, transaction

from dara.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """One migration is left to do: it needs the table of sources alone."""

    def handle(self, *args, **options) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE public.dara_source ADD COLUMN new integer")

    monkeypatch.setattr(of_django.Command, "handle", handle)
    monkeypatch.setattr(migrate, "PAUSE", 0.3)


@pytest.fixture
def url(cluster) -> str:
    return cluster.url(role="dara_public", database=connection.settings_dict["NAME"])


READ = "SELECT count(*) FROM dara_source"


def test_readers_go_on_while_it_waits_for_a_long_one(migration, url: str) -> None:
    said = io.StringIO()
    failed: list[BaseException] = []
    long_reader = psycopg.connect(url)
    long_reader.execute(READ)  # for ten minutes, say

    def pages() -> None:
        """Each as the public site asks: it gives up after five seconds, as `lock_timeout` of its role says."""
        try:
            with psycopg.connect(url, autocommit=True) as reader:
                while said.getvalue().count("waits for") < 3:
                    reader.execute(READ)
                    time.sleep(0.01)
        except psycopg.Error as error:
            failed.append(error)
        finally:
            long_reader.close()

    reading = threading.Thread(target=pages)
    reading.start()
    call_command("migrate", stderr=said)
    reading.join()
    assert not failed, "a page waited behind the migration"
    with connection.cursor() as cursor:
        cursor.execute("SELECT new FROM dara_source")
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    pid = long_reader.info.backend_pid if not long_reader.closed else r"\d+"
    line = rf"A migration waits for process {pid} \(dara_public, idle in transaction\), whose transaction has been open for \d+ s; it is tried again"
    assert re.match(line, said.getvalue())


def test_it_gives_up_with_one_sentence(migration, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "GIVE_UP", 0)
    with psycopg.connect(url) as long_reader:
        long_reader.execute(READ)
        with pytest.raises(CommandError, match=rf"waits for process {long_reader.info.backend_pid} .*End that process"):
            call_command("migrate", stderr=io.StringIO())


def test_it_is_djangos_command_otherwise() -> None:
    said = io.StringIO()
    call_command("migrate", "--plan", stdout=said)
    assert "No planned migration operations." in said.getvalue()
