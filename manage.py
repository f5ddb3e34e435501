#!/usr/bin/env python3
"""Django's commands. With DATABASE_URL unset they run on the embedded PostgreSQL, which is started and stopped around them."""

import os
import sys

NEED_NO_DATABASE = {"help", "version", "--help", "--version", "-h"}


def needs_no_database(arguments: list[str]) -> bool:
    """`draft_records --file …` reads a file and nothing else; it runs on a machine without any PostgreSQL."""
    return arguments[:1] == ["draft_records"] and any(each.split("=")[0] == "--file" for each in arguments)


def main() -> None:
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed in this Python. Use .venv/bin/python manage.py (`make` creates .venv).")
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    from dara.local import defaults, postgres
    from dara.local.secret_files import SecretFileError, read_secret_files

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dara.settings")
    os.environ["DARA_SITE"] = os.environ.get("DARA_SITE") or "admin"  # for `runserver` too, which loads dara/wsgi.py
    if len(sys.argv) < 2 or sys.argv[1] in NEED_NO_DATABASE:
        execute_from_command_line(sys.argv)
        return
    try:
        read_secret_files()
        with defaults.no_database() if needs_no_database(sys.argv[1:]) else defaults.environment():
            execute_from_command_line(sys.argv)
    except (SecretFileError, postgres.PostgresError, ImproperlyConfigured) as error:
        sys.exit(f"manage.py: {error}")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):
            raise  # the server answered; this is about a query
        sys.exit(f"manage.py: the database that DATABASE_URL names does not answer: {error}")
    except KeyboardInterrupt:
        sys.exit(130)  # the database has been released; a traceback says nothing new


if __name__ == "__main__":
    main()
