"""Secrets that stand in files: one rule for each of them, and a sentence for what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from dara.local import defaults
from dara.local.secret_files import NAMES, SecretFileError, read_secret_files

KEY = "0123456789-abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{KEY}\n")
    return path


@pytest.mark.parametrize("name", NAMES)
def test_each_secret_may_stand_in_a_file(name, secret):
    environment = {f"{name}_FILE": str(secret)}
    read_secret_files(environment)
    assert environment == {name: KEY}
    read_secret_files(environment)  # as a child process does
    assert environment == {name: KEY}


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_file_without_a_secret_is_named(content, secret):
    secret.unlink()
    if content is not None:
        secret.write_bytes(content)
    with pytest.raises(SecretFileError, match=r"DATABASE_URL_FILE is /.*secret, which (is empty|cannot be read: )"):
        read_secret_files({"DATABASE_URL_FILE": str(secret)})


def test_a_secret_is_said_in_one_place(secret):
    environment = {"DARA_SECRET_KEY": "x", "DARA_SECRET_KEY_FILE": str(secret)}
    with pytest.raises(SecretFileError, match="DARA_SECRET_KEY and DARA_SECRET_KEY_FILE are both set: unset one of them"):
        read_secret_files(environment)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=defaults.CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def test_commands_and_serving_processes_read_them(secret, tmp_path):
    url = tmp_path / "url"
    url.write_text("postgresql://dara@127.0.0.1:1/dara")
    files = {"DATABASE_URL_FILE": str(url), "DARA_SECRET_KEY_FILE": str(secret), "PATH": os.environ["PATH"]}
    assert "no issues" in run("manage.py", "check", **files).stdout
    show = "import dara.wsgi; from django.conf import settings; print(settings.SECRET_KEY, settings.DATABASES['default']['HOST'])"
    assert run("-c", show, DARA_SITE="admin", **files).stdout == f"{KEY} 127.0.0.1\n"
    url.write_text("")
    for arguments in (("manage.py", "check"), ("-m", "dara.local.supervisor")):
        refused = run(*arguments, **files)
        assert refused.returncode == 1
        assert "DATABASE_URL_FILE is" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_an_example_s_password_is_refused_from_a_file_too(secret):
    secret.write_text("change-me-2")
    refused = run("manage.py", "check", DATABASE_URL="postgresql://dara@db/dara", PGPASSWORD_FILE=str(secret), DARA_SECRET_KEY=KEY)
    assert "DATABASE_URL has the password of an example" in refused.stderr


def test_an_address_without_a_password_takes_the_one_in_the_file(secret, monkeypatch):
    """libpq does that; what matters is that it sees what Python sets."""
    monkeypatch.setenv("PGPASSWORD_FILE", str(secret))
    monkeypatch.setenv("PGPASSWORD", "")
    read_secret_files()
    assert {each.keyword: each.val for each in psycopg.pq.Conninfo.get_defaults()}[b"password"] == KEY.encode()
