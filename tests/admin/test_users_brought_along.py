"""Users and their second factors are not in exports: they are brought along by the two commands of docs/operations.md."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from psycopg.sql import SQL, Identifier

from dara.local import defaults
from tests.databases import EMPTY, clone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def restored(server, shared_templates):
    """The name of another, migrated database, as `import_archive` restores to."""
    name = f"test_dara_{os.getpid()}_restored"
    clone(server, shared_templates.name(EMPTY), name)
    yield name
    server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def documented(command: str) -> str:
    text = (defaults.CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    return re.search(rf"^    ({command} .+)$", text, re.MULTILINE)[1]


def test_they_log_in_with_what_they_have(cluster, restored, tmp_path: Path):
    user = User.objects.create_user("ana", password="correct horse battery")
    TOTPDevice.objects.create(user=user, name="app", key="00" * 20)
    StaticToken.objects.create(device=StaticDevice.objects.create(user=user, name="codes"), token="abcd1234")
    for command in ("pg_dump", "psql"):
        line = documented(command).replace(command, shlex.quote(cluster.binaries.program(command)), 1)
        line = line.replace("OLD_DATABASE_URL", shlex.quote(cluster.url(database=connection.settings_dict["NAME"])))
        line = line.replace("NEW_DATABASE_URL", shlex.quote(cluster.url(database=restored)))
        done = subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    connection.close()
    connection.settings_dict["NAME"] = restored
    ana = User.objects.get(username="ana")
    assert ana.check_password("correct horse battery")
    assert TOTPDevice.objects.get(user=ana).key == "00" * 20
    assert StaticToken.objects.get(device__user=ana).token == "abcd1234"
    assert User.objects.create_user("new").pk > ana.pk, "numbers are given twice"
    connection.close()
