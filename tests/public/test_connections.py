"""Whoever waits for a server that does not answer gives up, and nobody else does."""

import time

import psycopg
import pytest
from django.db import connection

from dara.public.connections import GRACE, ImpatientConnection, note, within


def parameters():
    found = connection.get_connection_params()
    return {name: found[name] for name in ("dbname", "user", "host", "port") if name in found}


@pytest.fixture
def impatient(db):
    note(is_away=False)  # whatever tests before have noted
    with ImpatientConnection.connect(**parameters()) as opened:
        pid = opened.info.backend_pid
        yield opened
    note(is_away=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])  # what nobody waits for any more


def test_a_query_of_a_thread_that_has_little_time(impatient):
    began = time.monotonic()
    with within(0.3), pytest.raises(psycopg.OperationalError, match="does not answer"):
        impatient.execute("SELECT pg_sleep(60)")
    assert time.monotonic() - began < 30
    assert impatient.closed


def test_whoever_waits_gives_up_once_the_server_is_known_to_be_away(impatient):
    note(is_away=True)
    with pytest.raises(psycopg.OperationalError, match="does not answer"):
        impatient.execute("SELECT pg_sleep(60)")


def test_a_slow_query_of_a_server_that_works_is_waited_for(impatient):
    assert impatient.execute(f"SELECT pg_sleep({GRACE + 0.2}), 1").fetchone()[1] == 1
    with within(20):
        assert impatient.execute("SELECT pg_sleep(0.3), 2").fetchone()[1] == 2


def test_transactions_have_no_limit_in_time_whatever_the_role_has_set(db):
    """Newer servers are told so; older ones do not know the setting, and are connected to all the same."""
    for options in ("-c statement_timeout=7s", ""):
        with ImpatientConnection.connect(**parameters(), options=options) as opened:
            found = dict(
                opened.execute("SELECT name, setting FROM pg_settings WHERE name IN ('transaction_timeout', 'statement_timeout')")
            )
            sources = dict(opened.execute("SELECT name, source FROM pg_settings WHERE name = 'transaction_timeout'"))
        assert found["statement_timeout"] == ("7000" if options else "0")
        assert found.get("transaction_timeout", "0") == "0"
        assert sources.get("transaction_timeout", "client") == "client"


def test_a_page_is_refused_at_once_where_the_database_is_known_to_be_away(db, as_public, django_assert_num_queries):
    with as_public() as client, django_assert_num_queries(0):
        response = client.get("/statements/", **{"dara.is_current": False})
        of_api = client.get("/api/v1/statements/", **{"dara.is_current": False})
    assert (response.status_code, of_api.status_code) == (503, 503)
    assert response["Retry-After"]
    assert response["Cache-Control"] == "no-store"
