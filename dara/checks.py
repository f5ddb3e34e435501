"""What the archive needs of its PostgreSQL, asked before each migration (Django's database checks), and of its surroundings in production
(`check --deploy`)."""

import os
from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

OLDEST = 15  # major version
REPLACED = ("dara", "0001_initial")  # the first of the migrations before they were squashed, which had no release


def check_databases(databases: Sequence[str] | None = None, **kwargs) -> list[CheckMessage]:
    """An error for each database whose server is older than PostgreSQL 15, that is not UTF-8 (passages count code points), or
    that an earlier version of the archive made."""
    return [error for alias in databases or () for error in _check(alias)]


def check_door(app_configs: object = None, **kwargs) -> list[CheckMessage]:
    """A warning where the public site is told the admin's key, and where a password alone opens the admin."""
    warnings: list[CheckMessage] = []
    if settings.PUBLIC and os.environ.get("DARA_SECRET_KEY"):
        warnings.append(
            Warning(
                "The public site is told DARA_SECRET_KEY, with which the admin signs its sessions.",
                hint="Take it out of the environment of the public site, which needs none.",
                id="dara.W001",
            )
        )
    if not settings.PUBLIC and not settings.DARA_SECOND_FACTOR:
        warnings.append(
            Warning(
                "A password alone opens the admin.",
                hint="Unset DARA_SECOND_FACTOR, and name the admin's host in DARA_ALLOWED_HOSTS.",
                id="dara.W002",
            )
        )
    return warnings


def _check(alias: str) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_encoding'), current_database()")
        version, encoding, name = cursor.fetchone()
    if int(version.split(".")[0]) < OLDEST:
        errors.append(
            Error(
                f"The database server is PostgreSQL {version}; the archive needs {OLDEST} or newer.",
                hint="Name a newer server in DATABASE_URL, or leave it unset for the embedded one.",
                id="dara.E001",
            )
        )
    if encoding != "UTF8":
        errors.append(
            Error(
                f"The database “{name}” has the encoding {encoding}; the archive needs UTF8.",
                hint=f"Make it anew: CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0.",
                id="dara.E002",
            )
        )
    if REPLACED in MigrationRecorder(connections[alias]).applied_migrations():
        errors.append(
            Error(
                f"The database “{name}” was made by an earlier version of the archive, and this version cannot migrate it: export it "
                "with that version (manage.py export_archive OUT), remove it (the folder var/, or the database that DATABASE_URL "
                "names), and run this version again.",
                hint="manage.py import_archive OUT then brings back what was exported.",
                id="dara.E003",
            )
        )
    return errors
