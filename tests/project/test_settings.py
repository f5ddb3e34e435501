"""Settings from the environment: each missing or wrong value is refused with a hint; the public site lacks the admin."""

import os
import runpy
import subprocess
import sys
import traceback
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from dara.local import defaults

GOOD = {
    "DATABASE_URL": "postgresql://dara:s3cret-enough@db.example.org:5433/archive?sslmode=require",
    "DARA_SECRET_KEY": "for tests only, a long one: 0123456789",
}
HTTPS = {"DARA_BASE_URL": "https://dara.example.org"}


def settings(**environment: str) -> dict[str, Any]:
    """What the module defines, run anew in this process with nothing else in its environment."""
    with patch.dict(os.environ, environment, clear=True):
        return runpy.run_path(str(defaults.CHECKOUT / "dara" / "settings.py"))


def loaded(**environment: str) -> dict[str, Any]:
    return settings(**GOOD | environment)


def test_the_address_is_read_as_libpq_reads_it() -> None:
    database = loaded()["DATABASES"]["default"]
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("archive", "dara", "s3cret-enough")
    assert (database["HOST"], database["PORT"]) == ("db.example.org", "5433")
    assert database["OPTIONS"]["sslmode"] == "require"
    assert "pool" not in database["OPTIONS"], "commands and tests need no pool"
    socket = loaded(DATABASE_URL="postgresql://dara@/dara?host=%2Ftmp%2Fa%20b")["DATABASES"]["default"]
    assert socket["HOST"] == "/tmp/a b"
    assert loaded(DATABASE_URL="host=db dbname=dara user=u")["DATABASES"]["default"]["USER"] == "u"


def test_serving_processes_have_a_pool() -> None:
    served = loaded(DARA_POOL="8")["DATABASES"]["default"]["OPTIONS"]
    assert served["pool"]["max_size"] == 8
    assert "idle_in_transaction_session_timeout=300s" in served["options"], "the admin's requests may keep locks"
    assert "idle" not in loaded()["DATABASES"]["default"]["OPTIONS"]["options"], "an import may pause"


def test_the_public_site_has_neither_the_admin_nor_cookies() -> None:
    public, admin = loaded(DARA_SITE="public"), loaded()
    kept_out = ("admin", "sessions", "messages", "csrf", "auth.middleware", "axes", "otp")
    everything = [*public["INSTALLED_APPS"], *public["MIDDLEWARE"]]
    assert not [name for name in everything if any(word in name.lower() for word in kept_out)]
    assert public["ROOT_URLCONF"] == "dara.urls.public"
    assert admin["ROOT_URLCONF"] == "dara.urls.admin"
    assert "statement_timeout=10s" in public["DATABASES"]["default"]["OPTIONS"]["options"]
    assert "default_transaction_read_only=on" in public["DATABASES"]["default"]["OPTIONS"]["options"]


def test_a_serving_process_is_told_which_site_it_is() -> None:
    """Left unsaid, it would be the admin, for everybody."""

    def serve(**environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "import dara.wsgi; from django.conf import settings; print(settings.ROOT_URLCONF)"],
            cwd=defaults.CHECKOUT,
            env={"PATH": os.environ["PATH"]} | GOOD | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    for unsaid in ({}, {"DARA_SITE": ""}):
        done = serve(**unsaid)
        assert done.returncode == 1
        assert "ImproperlyConfigured: DARA_SITE is not set: say which site this process serves, public or admin" in done.stderr
    for site in ("public", "admin"):
        assert serve(DARA_SITE=site).stdout == f"dara.urls.{site}\n"


def test_the_public_site_needs_no_key_and_uses_none_that_it_is_told() -> None:
    """Whoever reads its memory or its environment can sign no session of the admin."""
    told, untold = loaded(DARA_SITE="public"), loaded(DARA_SITE="public", DARA_SECRET_KEY="")
    assert len({GOOD["DARA_SECRET_KEY"], told["SECRET_KEY"], untold["SECRET_KEY"]}) == 3
    assert loaded()["SECRET_KEY"] == GOOD["DARA_SECRET_KEY"]


@pytest.mark.parametrize(
    ("environment", "asked_for"),
    [
        ({}, False),
        ({"DARA_BASE_URL": "http://localhost:8080", "DARA_ALLOWED_HOSTS": "localhost,127.0.0.2,[::1]"}, False),
        ({"DARA_ALLOWED_HOSTS": "127.0.0.1,admin.dara.example.org"}, True),
        ({"DARA_ALLOWED_HOSTS": "*"}, True),
        ({"DARA_ALLOWED_HOSTS": "192.0.2.1"}, True),
        (HTTPS, True),
        ({"DARA_ALLOWED_HOSTS": "*", "DARA_SECOND_FACTOR": "0"}, False),
        ({"DARA_SECOND_FACTOR": "1"}, True),
    ],
)
def test_a_second_factor_is_asked_for_where_others_can_reach_the_admin(environment: dict[str, str], asked_for: bool) -> None:
    assert loaded(**environment)["DARA_SECOND_FACTOR"] is asked_for


@pytest.mark.parametrize(
    ("environment", "warns"),
    [
        ({"DARA_SITE": "admin"}, ""),
        ({"DARA_SITE": "public", "DARA_SECRET_KEY": ""}, ""),
        ({"DARA_SITE": "public"}, "dara.W001) The public site is told DARA_SECRET_KEY"),
        ({"DARA_SITE": "admin", "DARA_SECOND_FACTOR": "0"}, "dara.W002) A password alone opens the admin"),
    ],
)
def test_django_s_check_before_deployment(environment: dict[str, str], warns: str) -> None:
    production = (
        GOOD
        | HTTPS
        | {"DARA_ALLOWED_HOSTS": "dara.example.org", "DARA_SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEFGHIJKLMNO"}
    )
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.core.management import execute_from_command_line as run; run()",
            "check",
            "--deploy",
            "--fail-level=WARNING",
        ],
        cwd=defaults.CHECKOUT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dara.settings"} | production | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (1 if warns else 0), done.stderr
    assert warns in done.stderr


@pytest.mark.parametrize("key", ["a", "change-me"])
def test_no_process_serves_with_a_weak_key(key: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import dara.wsgi"],
        cwd=defaults.CHECKOUT,
        env={"PATH": os.environ["PATH"]} | GOOD | {"DARA_SITE": "admin", "DARA_SECRET_KEY": key},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "ImproperlyConfigured: DARA_SECRET_KEY is" in done.stderr


def test_a_command_of_a_local_run_takes_any_key() -> None:
    assert loaded(DARA_SECRET_KEY="none")["SECRET_KEY"] == "none"


def test_the_public_site_reads_from_a_replica_where_there_is_one() -> None:
    replica = {"DATABASE_REPLICA_URL": "postgresql://r@one,two/dara?load_balance_hosts=random"}
    public = loaded(DARA_SITE="public", **replica)["DATABASES"]
    assert list(public) == ["default"]
    assert (public["default"]["USER"], public["default"]["HOST"]) == ("r", "one,two")
    assert public["default"]["OPTIONS"]["load_balance_hosts"] == "random"
    assert loaded(DARA_SITE="admin", **replica)["DATABASES"]["default"]["USER"] == "dara"


def test_cookies_are_secure_under_https() -> None:
    assert loaded(DARA_BASE_URL="https://dara.example.org/")["SESSION_COOKIE_SECURE"] is True
    assert loaded(DARA_BASE_URL="https://dara.example.org/")["DARA_BASE_URL"] == "https://dara.example.org"


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set: run through manage.py or make, which start the embedded PostgreSQL"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL is not an address that PostgreSQL understands"),
        ({"DATABASE_URL": "postgresql://u:s3cret@h:x%zz/d"}, "DATABASE_URL is not an address that PostgreSQL understands"),
        ({"DATABASE_URL": "postgresql://user@host"}, "DATABASE_URL names no database"),
        ({"DARA_SECRET_KEY": ""}, "DARA_SECRET_KEY is not set: give a long random text"),
        ({"DARA_SITE": "pubic"}, "DARA_SITE is 'pubic': it must be public or admin"),
        ({"DARA_BASE_URL": "dara.example.org"}, "DARA_BASE_URL is 'dara.example.org'"),
        ({"DARA_BASE_URL": "https://dara.example.org/path"}, "without a path"),
        ({"DARA_SECOND_FACTOR": "yes"}, "DARA_SECOND_FACTOR is 'yes'"),
        ({"DARA_CONTACT": "nobody"}, "DARA_CONTACT is 'nobody'"),
        ({"DARA_POOL": "many"}, "DARA_POOL is 'many'"),
        ({"DARA_DEBUG": "yes"}, "DARA_DEBUG is 'yes'"),
        (HTTPS | {"DARA_DEBUG": "1"}, "DARA_DEBUG is 1 and DARA_BASE_URL is https://dara.example.org: pages of errors would show"),
        (HTTPS | {"DARA_SECRET_KEY": "a"}, "DARA_SECRET_KEY is too weak: a key is at least 32 random characters"),
        (HTTPS | {"DARA_SECRET_KEY": "a" * 50}, "DARA_SECRET_KEY is too weak"),
        (HTTPS | {"DARA_SECRET_KEY": "change-me"}, "DARA_SECRET_KEY is an example"),
        (HTTPS | {"DARA_SECRET_KEY": "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"}, "DARA_SECRET_KEY is an example"),
        (HTTPS | {"DATABASE_URL": "postgresql://dara:a@db/dara"}, "The password in DATABASE_URL is too weak"),
        (HTTPS | {"DATABASE_URL": "postgresql://dara:Secret-Secret@db/dara"}, "The password in DATABASE_URL is an example"),
        ({"DARA_LOG_FORMAT": "xml"}, "DARA_LOG_FORMAT is 'xml': it must be json or text"),
        ({"DATABASE_URL": "postgresql://dara:change-me-2@db/dara"}, "DATABASE_URL has the password of an example"),
    ],
)
def test_what_is_missing_or_wrong(environment: dict[str, str], message: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings(**GOOD | environment)
    assert message in str(refused.value)
    shown = "".join(traceback.format_exception(refused.value))
    assert "s3cret" not in shown, "a password would be printed"
