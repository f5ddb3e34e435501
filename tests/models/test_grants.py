"""The public role, tried by raw SQL: it reads what is on the list and is refused everything else."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import Error, ProgrammingError, connection, transaction
from psycopg.conninfo import make_conninfo

from dara.local import defaults, postgres
from dara.models import grants

pytestmark = [pytest.mark.django_db, pytest.mark.alters_roles, pytest.mark.older_postgres]

LIMITS = ["idle_in_transaction_session_timeout=60s", "lock_timeout=5s", "statement_timeout=10s"]
CLOSED = (
    "dara_original",
    "dara_sourcetext",
    "dara_paragraph",
    "dara_importedrecord",
    "dara_importconflict",
    "auth_user",
    "otp_totp_totpdevice",
    "otp_static_statictoken",
    "django_otp_webauthn_webauthncredential",
    "django_session",
    "django_admin_log",
)


@contextlib.contextmanager
def administrator_does(cluster: postgres.Cluster, statement: str, undo: str) -> Iterator[None]:
    with psycopg.connect(cluster.url(role=postgres.SUPERUSER), autocommit=True) as superuser:
        superuser.execute(statement)
        try:
            yield
        finally:
            superuser.execute(undo)


def as_the_public(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dara_public")
        cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE NONE")


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor, include_views=True)


def readable() -> set[str]:
    return {apps.get_model(label)._meta.db_table for label in grants.READABLE} | {grants.MIGRATIONS_TABLE}


def test_it_reads_what_is_on_the_list_and_nothing_else() -> None:
    for table in tables():
        if table in readable():
            as_the_public(f'SELECT * FROM "{table}" LIMIT 1')
        else:
            with pytest.raises(ProgrammingError, match="permission denied"):
                as_the_public(f'SELECT * FROM "{table}" LIMIT 1')


@pytest.mark.parametrize("table", CLOSED)
def test_what_must_be_closed_is(table: str) -> None:
    assert table in tables()
    assert table not in readable()


def test_it_writes_nothing() -> None:
    for table in tables():
        for statement in (f'DELETE FROM "{table}"', f'INSERT INTO "{table}" DEFAULT VALUES', f'TRUNCATE "{table}"'):
            with pytest.raises(Error, match=r"permission denied|cannot (delete|insert)|is not a table"):
                as_the_public(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT nextval('dara_passage_id_seq')",
        "COPY dara_source TO PROGRAM 'cat'",
        "ALTER ROLE dara_public CREATEDB",
    ],
)
def test_it_makes_nothing(statement: str) -> None:
    with pytest.raises(Error, match=r"permission denied|must be|Only roles with"):
        as_the_public(statement)


@pytest.mark.parametrize(
    "statement", ["SET ROLE dara", "SET ROLE postgres", "SET SESSION AUTHORIZATION dara", "SET session_replication_role = replica"]
)
def test_it_becomes_nobody_else(cluster: postgres.Cluster, statement: str) -> None:
    """On a connection of its own: what may be set depends on who logged in."""
    url = cluster.url(role="dara_public", database=connection.settings_dict["NAME"])
    with psycopg.connect(url) as public, pytest.raises(psycopg.errors.InsufficientPrivilege):
        public.execute(statement)


def test_a_new_table_is_closed_and_rights_given_by_hand_are_taken_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.dara_new (x int)")
        cursor.execute("GRANT ALL ON public.dara_new, public.dara_original TO dara_public")
        cursor.execute("GRANT SELECT (password) ON public.auth_user TO dara_public")
    assert grants.apply(connection).missing == []
    for statement in ("SELECT * FROM dara_new", "SELECT * FROM dara_original", "SELECT password FROM auth_user"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            as_the_public(statement)


def test_an_unknown_model_on_the_list_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grants, "READABLE", (*grants.READABLE, "dara.Nonsense"))
    with pytest.raises(LookupError, match="Nonsense"):
        grants.apply(connection)


def test_the_command_again_finds_the_role(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("public_role")
    assert capsys.readouterr().out == f"Public role found: it may read {len(grants.READABLE) + 1} tables.\n"


def test_where_roles_may_not_be_made_it_says_what_to_ask_for(settings) -> None:
    settings.DARA_PUBLIC_ROLE = "dara_not_yet"
    with pytest.raises(CommandError, match=r"CREATE ROLE \"dara_not_yet\" LOGIN PASSWORD"):
        call_command("public_role")


def test_a_role_that_can_do_more_is_refused(cluster: postgres.Cluster) -> None:
    with (
        administrator_does(cluster, "ALTER ROLE dara_public CREATEDB", undo="ALTER ROLE dara_public NOCREATEDB"),
        pytest.raises(grants.PublicRoleError, match=r"dara_public can still .*NOCREATEDB"),
    ):
        grants.apply(connection)


def test_what_the_role_has_set_for_itself_is_taken_back() -> None:
    as_the_public("ALTER ROLE dara_public SET search_path = nowhere")
    database = connection.settings_dict["NAME"]
    as_the_public(f"ALTER ROLE dara_public IN DATABASE {database} SET enable_indexscan = off")
    assert {"search_path=nowhere", "enable_indexscan=off"} < set(grants.own_settings(connection))
    assert grants.apply(connection).settings == []
    assert grants.own_settings(connection) == LIMITS
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dara",), "still the public role"


def test_what_only_an_administrator_may_take_back_is_told(cluster: postgres.Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    with (
        administrator_does(
            cluster, "ALTER ROLE dara_public SET log_statement = 'none'", undo="ALTER ROLE dara_public RESET log_statement"
        ),
        transaction.atomic(),
    ):
        call_command("public_role")
        transaction.set_rollback(True)  # or the undoing would wait for us
    assert "settings that only an administrator may take away: log_statement=none" in capsys.readouterr().err


def test_its_sessions_are_limited(cluster: postgres.Cluster) -> None:
    """In psql as on the site: its own sessions begin with the limits, and are not many."""
    assert grants.own_settings(connection) == LIMITS
    with psycopg.connect(cluster.url(role="dara_public", database=connection.settings_dict["NAME"])) as public:
        for limit in LIMITS:
            name, _, value = limit.partition("=")
            assert public.execute("SELECT current_setting(%s)::interval = %s::interval", [name, value]).fetchone() == (True,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'dara_public'")
        assert cursor.fetchone() == (postgres.PUBLIC_CONNECTIONS,)


def test_a_limit_that_it_lifts_is_set_again() -> None:
    as_the_public("ALTER ROLE dara_public SET statement_timeout = 0")
    as_the_public("ALTER ROLE dara_public RESET lock_timeout")
    grants.apply(connection)
    assert grants.own_settings(connection) == LIMITS


def test_it_cannot_open_more_connections_for_itself() -> None:
    with pytest.raises(Error, match="permission denied"):
        as_the_public("ALTER ROLE dara_public CONNECTION LIMIT -1")


def test_that_the_number_of_its_connections_is_not_limited_is_told(
    cluster: postgres.Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    limit = f"ALTER ROLE dara_public CONNECTION LIMIT {postgres.PUBLIC_CONNECTIONS}"
    with administrator_does(cluster, "ALTER ROLE dara_public CONNECTION LIMIT -1", undo=limit):
        call_command("public_role")
    assert f"any number of connections; ask an administrator for: {limit}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER ROLE dara_public SET search_path = nowhere",
        "ALTER ROLE dara_public SET statement_timeout = '1ms'",
        "ALTER ROLE dara_public SET idle_session_timeout = '1ms'",
        "ALTER ROLE dara_public SET default_transaction_read_only = off",
        "ALTER ROLE dara_public SET DateStyle = 'SQL'",
        "ALTER ROLE dara_public SET local_preload_libraries = 'nonsense'",
    ],
)
def test_what_it_sets_for_itself_does_not_reach_the_site(cluster: postgres.Cluster, server, statement: str) -> None:
    """The public site's connections say for themselves what pages could not be made without."""
    database = _public_database(cluster.url(role="dara_public", database=connection.settings_dict["NAME"]))
    with psycopg.connect(database) as public:
        asked = public.execute(ASK).fetchone()
    assert asked[2:] == ("10s", "5s", "1min", "0", "on", "public", "ISO, MDY")
    undo = statement.replace("SET", "RESET").partition(" =")[0].replace("RESET statement_timeout", "SET statement_timeout = '10s'")
    with administrator_does(cluster, statement, undo=undo), psycopg.connect(database) as public:
        assert public.execute(ASK).fetchone() == asked


ASK = """SELECT (SELECT count(*) FROM dara_topic), current_user::text, current_setting('statement_timeout'), current_setting('lock_timeout'),
    current_setting('idle_in_transaction_session_timeout'), current_setting('idle_session_timeout'),
    current_setting('default_transaction_read_only'), current_setting('search_path'), current_setting('DateStyle')"""


def _public_database(url: str) -> str:
    """The address of the database with the options that the public site's settings give it."""
    shown = subprocess.run(
        [sys.executable, "-c", "from dara import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"],
        cwd=defaults.CHECKOUT,
        env=os.environ | {"DARA_SITE": "public", "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return make_conninfo(url, options=shown.stdout.strip())


@pytest.mark.parametrize("mode", ["SHARE UPDATE EXCLUSIVE", "ACCESS EXCLUSIVE", "ACCESS SHARE"])
def test_it_cannot_stop_imports(mode: str) -> None:
    """An import locks this table, so that another one waits."""
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_the_public(f"LOCK TABLE dara_importconflict IN {mode} MODE")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT pg_advisory_lock(hashtext('dara documents'))",
        "SELECT pg_try_advisory_xact_lock(hashtext('dara within'))",
        "SELECT count(pg_advisory_lock_shared(each)) FROM generate_series(1, 100000) AS each",
    ],
)
def test_it_takes_no_advisory_lock(statement: str) -> None:
    """The rules and the intake of documents take some; and there is room for so many in all."""
    with pytest.raises(ProgrammingError, match="permission denied for function"):
        as_the_public(statement)


def test_that_it_may_take_advisory_locks_is_told(cluster: postgres.Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    function = "ON FUNCTION pg_advisory_lock(bigint)"
    with psycopg.connect(
        cluster.url(role=postgres.SUPERUSER, database=connection.settings_dict["NAME"]), autocommit=True
    ) as superuser:
        superuser.execute(f"GRANT EXECUTE {function} TO dara_public")
        call_command("public_role")
        superuser.execute(f"REVOKE EXECUTE {function} FROM dara_public")
    assert "may take advisory locks" in capsys.readouterr().err
    call_command("public_role")
    assert capsys.readouterr().err == ""


def test_its_password_can_be_set_without_the_right_to_make_roles(
    monkeypatch: pytest.MonkeyPatch, cluster: postgres.Cluster, settings
) -> None:
    for weak in ("a", "change-me-3"):
        monkeypatch.setenv("DARA_PUBLIC_PASSWORD", weak)
        with pytest.raises(CommandError, match="The password in DARA_PUBLIC_PASSWORD is"):
            call_command("public_role", verbosity=0)
    monkeypatch.setenv("DARA_PUBLIC_PASSWORD", "s3cret-enough")
    call_command("public_role", verbosity=0)  # rolled back with the test
    assert grants.create(connection, "another") is False
    settings.DARA_PUBLIC_ROLE = "dara_stranger"
    with (
        administrator_does(cluster, "CREATE ROLE dara_stranger LOGIN", undo="DROP ROLE dara_stranger"),
        pytest.raises(grants.PublicRoleError, match=r'ALTER ROLE "dara_stranger" PASSWORD'),
    ):
        grants.create(connection, "another")
