"""nginx as deploy/nginx/ configures it; only addresses and folders are of this machine."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dara.local import defaults
from dara.public import proxy_pages
from tests.faults.public_site import until
from tests.running_site import free_ports

CONFIGURATION = defaults.CHECKOUT / "deploy" / "nginx"


class Proxy(NamedTuple):
    """The ports of the public site, of the admin and of what leads to https; what nginx has written to its log of requests."""

    public: int
    admin: int
    plain: int
    log: Path


def program() -> str | None:
    """Where nginx is; None without it, and without openssl, which makes its certificate."""
    if shutil.which("openssl") is None:
        return None
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))


def configure(folder: Path, downloads: Path, public: str, admin: str) -> Proxy:
    """Write the configuration for two sites, each named as host:port, into a folder with a short path, with a certificate and nginx's own pages."""
    proxy = Proxy(*free_ports(), free_ports()[0], folder / "requests.log")
    of_this_machine = {
        "public:8000": public,
        "admin:8000": admin,
        "8080": str(proxy.plain),
        "8443": str(proxy.public),
        "8444": str(proxy.admin),
        "/var/cache/nginx": str(folder / "cache"),
        "/tmp": str(folder),
        "/srv/dara": str(folder),
        "/data/downloads": str(downloads),
        "/dev/stdout": str(proxy.log),
    }
    (folder / "cache").mkdir()
    for path in CONFIGURATION.iterdir():
        text = re.sub("|".join(map(re.escape, of_this_machine)), lambda found: of_this_machine[found[0]], path.read_text())
        (folder / path.name).write_text(text)
    proxy_pages.write(folder / "pages")
    _make_certificate(folder / "certificates")
    return proxy


def command(folder: Path) -> list[str]:
    """What runs nginx. As root it would give its work to another user, who may not read a test's folders."""
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return [str(program()), "-e", str(folder / "errors.log"), "-c", str(folder / "nginx.conf"), *user]


@contextlib.contextmanager
def proxied(downloads: Path, public: str, admin: str) -> Iterator[Proxy]:
    with tempfile.TemporaryDirectory() as name:  # short, for the path of a socket
        folder = Path(name)
        proxy = configure(folder, downloads, public, admin)
        process = subprocess.Popen(command(folder))
        try:
            until(lambda: (folder / "nginx.pid").exists())
            yield proxy
        finally:
            process.terminate()
            process.wait(30)


def _make_certificate(folder: Path) -> None:
    folder.mkdir()
    kind = [
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-noenc",
        "-days",
        "2",
        "-subj",
        "/CN=dara.example.org",
    ]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", "req", *kind, *files], check=True, capture_output=True)
