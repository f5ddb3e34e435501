"""What is installed with the archive: its licences are among those that are allowed, and the list of it is complete."""

import json
import subprocess
import sys
from pathlib import Path

from dara.local import defaults


def licences(lock: Path | str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ".ci/licences", str(lock)], cwd=defaults.CHECKOUT, capture_output=True, text=True)


def test_the_licences_of_what_is_installed_are_allowed() -> None:
    done = licences("requirements.lock")
    assert (done.stdout, done.returncode) == ("", 0)


def test_another_licence_is_named_and_refused(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(
        "django==5.2.19 \\\n    --hash=sha256:0\ndjlint==1.54.0 \\\ntld==0.13.2 ; python_version < '4'\nnot-installed==1\n"
    )
    done = licences(lock)
    assert done.stdout.startswith("djlint: GPL-3.0-or-later: not among the licences that .ci/licences allows.")
    assert done.stdout.count("\n") == 1, "a choice of licences has one that is allowed"
    assert done.returncode == 1


def test_the_list_of_what_is_installed_has_all_of_the_lock_file(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "--output-file", str(out), "requirements.lock"]
    subprocess.run(command, cwd=defaults.CHECKOUT, check=True, capture_output=True)
    components = {each["name"] for each in json.loads(out.read_text())["components"]}
    lock = (defaults.CHECKOUT / "requirements.lock").read_text()
    assert components == {line.partition("==")[0] for line in lock.splitlines() if "==" in line and not line.startswith(" ")}
