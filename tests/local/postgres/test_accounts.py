"""A cluster of an ordinary user, and one of root."""

import os
import pwd
import shutil
import sys
from pathlib import Path

import pytest

from dara.local import postgres
from dara.local.postgres.cluster import reachable_copy, reaches
from tests.local.postgres.clusters import QUICK, ask, assert_stopped

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


@as_root
def test_as_an_ordinary_user_in_a_private_folder() -> None:
    """The whole life of a cluster as `nobody`, in a folder of its own that nobody else can enter."""
    runner = postgres.Runner(account=pwd.getpwnam("nobody"))
    python = next((p for p in (sys.executable, "/usr/bin/python3") if runner.run(["test", "-x", p]).returncode == 0), None)
    if not python:
        pytest.skip("no Python that an ordinary user can run")
    script = """
import os, sys
sys.path.insert(0, sys.argv[1])
from dara.local import postgres
from pathlib import Path
with postgres.running(Path(sys.argv[1], "var"), ("fsync=off",)) as cluster:
    assert cluster.sockets.stat().st_uid == os.getuid() != 0
    assert cluster.data.stat().st_uid == os.getuid() and cluster.data.stat().st_mode & 0o777 == 0o700
    assert postgres.is_running(cluster)
assert not postgres.is_running(cluster) and not cluster.sockets.exists()
"""
    place = Path(f"/tmp/dara test of an ordinary user {os.getpid()}")
    place.mkdir(mode=0o700)
    try:
        runner.own(place)
        shutil.copytree(Path(postgres.__file__).parent, place / "dara" / "local" / "postgres")  # without Django
        programs = postgres.find_binaries()
        if not reaches(runner, programs.folder):
            programs = reachable_copy(runner, place, programs)
        command = [python, "-I", "-c", script, str(place)]
        done = runner.run(["env", f"DARA_POSTGRES_BINDIR={programs.folder}", *command])
        assert done.returncode == 0, done.stdout
    finally:
        shutil.rmtree(place)


@as_root
def test_as_root_where_namespaces_are_forbidden(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unprivileged account runs it, from a folder and with copies of the programs that it can reach."""
    unshare = tmp_path / "bin" / "unshare"
    unshare.parent.mkdir()
    unshare.write_text("#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n")
    unshare.chmod(0o755)
    monkeypatch.setenv("PATH", f"{unshare.parent}:{os.environ['PATH']}")
    with postgres.running(data_dir, QUICK) as cluster:
        assert cluster.runner.account
        assert cluster.data.is_relative_to("/var/tmp")
        assert cluster.data.stat().st_uid == cluster.runner.account.pw_uid
        assert ask(cluster.url(), "SELECT current_user") == "dara"
        first = cluster.data
    assert_stopped(cluster)
    with postgres.running(data_dir, QUICK) as cluster:
        assert cluster.data == first
    shutil.rmtree(first.parent)
    monkeypatch.undo()  # before data_dir stops what may be left
