"""Secrets that stand in files, as orchestrators and password stores hand them out: NAME_FILE names the file of what NAME would say.

Other processes of the machine, its logs and `docker inspect` show environments, and no files. Read before Django's settings by whatever starts a
process: manage.py, dara/wsgi.py and the supervisor."""

import os
from collections.abc import MutableMapping
from pathlib import Path

NAMES = (
    "DARA_SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_REPLICA_URL",
    "DARA_PUBLIC_DATABASE_URL",
    "DARA_PUBLIC_PASSWORD",
    "PGPASSWORD",  # libpq's: the password of addresses that have none
)


class SecretFileError(Exception):
    """A secret cannot be read from its file. The message says which, why, and what to do."""


def read_secret_files(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set each secret that NAME_FILE names a file of, and unset NAME_FILE: child processes have the secret. Raises SecretFileError."""
    for name in NAMES:
        if path := environment.get(f"{name}_FILE"):
            if environment.get(name):
                raise SecretFileError(f"{name} and {name}_FILE are both set: unset one of them.")
            environment[name] = _secret(name, Path(path))
            del environment[f"{name}_FILE"]


def _secret(name: str, path: Path) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SecretFileError(
            f"{name}_FILE is {path}, which cannot be read: {why}. The user that runs this process must be able to."
        ) from error
    if not secret:
        raise SecretFileError(f"{name}_FILE is {path}, which is empty: write the secret into it.")
    return secret
