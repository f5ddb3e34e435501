"""The disk is full: of an export's target, of PostgreSQL's data and log, of the downloads. One sentence says so, and nothing is lost.

The disk is a tmpfs of this drill's own, which only root may mount."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dara.local import defaults, postgres
from tests.faults.processes import ask, counts, manage, served
from tests.faults.public_site import until

pytestmark = [pytest.mark.long_form, pytest.mark.timeout(1800)]
DOCUMENTS = 40


@pytest.fixture
def disk(tmp_path) -> Iterator[Callable[[str], Path]]:
    """disk("64m"): the folder of an empty disk of that size."""
    mounted = []

    def mount(size: str) -> Path:
        where = tmp_path / f"disk {size}"
        where.mkdir()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", where], capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.skip(f"A disk of its own cannot be mounted here: {done.stderr.strip()}")
        mounted.append(where)
        return where

    yield mount
    for where in mounted:
        subprocess.run(["umount", "--lazy", where], check=True)


def fill(disk: Path, but: int = 0) -> Path:
    """Fill the disk, all but so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        try:
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        except OSError:
            pass
    with filler.open("r+b") as file:
        file.truncate(max(0, filler.stat().st_size - but))
    return filler


def says_so(done: subprocess.CompletedProcess[str]) -> None:
    """It failed with a sentence that names the reason, and no traceback."""
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "No space left on device" in said or "disk" in said, said
    assert "Traceback" not in said
    print(done.stderr.strip().splitlines()[-1])


@pytest.mark.parametrize("options", [(), ("--public",), ("--prove",)], ids=["private", "public", "proven"])
def test_of_an_exports_target(folder, disk, options):
    target = disk("64m")
    with postgres.running(folder) as cluster:
        manage(folder, cluster.url(), "export_archive", target / "earlier")
        filler = fill(target, but=50_000)
        says_so(manage(folder, cluster.url(), "export_archive", *options, target / "backup", check=False))
        there = {path.name for path in target.iterdir()}
        assert there <= {"earlier", "filler", *(["backup"] if "--prove" in options else [])}, "what is half done is left"
        filler.unlink()
        shutil.rmtree(target / "backup", ignore_errors=True)
        manage(folder, cluster.url(), "export_archive", target / "backup")


def test_of_a_bake_and_of_the_downloads(folder, disk):
    target = disk("16m")
    with postgres.running(folder) as cluster:
        fill(target, but=1_000_000)
        says_so(manage(folder, cluster.url(), "bake", target / "site", check=False))
        assert [path.name for path in target.iterdir()] == ["filler"]


def test_of_postgresqls_data_and_log(folder, disk, tmp_path):
    """Readers have stored pages meanwhile, and all pages afterwards; what was told to be kept is kept."""
    data = disk("512m")
    shutil.copytree(folder, data / "archive")
    documents = tmp_path / "documents"
    documents.mkdir()
    for number in range(DOCUMENTS):
        (documents / f"{number}.txt").write_text(f"Document {number}. " + "\n\n".join(os.urandom(60).hex() for _ in range(600)))
    with postgres.running(data / "archive") as cluster:
        url = cluster.url()
        before = counts(url)
        with served(folder, cluster.url(role=defaults.public_role())) as site:
            assert ask(site, "/").status == 200
            filler = fill(data, but=3_000_000)
            done = manage(folder, url, "import_archive", documents, check=False)
            says_so(done)
            told = sum(line.startswith("new") for line in done.stdout.splitlines())
            statuses = {ask(site, "/").status for _ in range(20)}
            filler.unlink()
            print(f"stored pages while the disk was full: {statuses}")
            assert statuses == {200}
    with postgres.running(data / "archive") as cluster:
        assert counts(url)["dara_source"] >= before["dara_source"] + told
        assert counts(url)["dara_statement"] == before["dara_statement"]
        manage(folder, url, "verify_archive")
        manage(folder, url, "import_archive", documents)
        assert counts(url)["dara_source"] == before["dara_source"] + DOCUMENTS
        with served(folder, cluster.url(role=defaults.public_role())) as site:
            print(f"pages are back {until(lambda: ask(site, '/search/?q=bail').status == 200):.1f} s after there is room")
