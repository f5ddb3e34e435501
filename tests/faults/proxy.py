"""nginx as deploy/nginx/ configures it, and a reader of what is behind it; only addresses and folders are of this machine."""

import contextlib
import http.client
import itertools
import os
import re
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dara.local import defaults
from dara.public import proxy_pages
from tests.faults.public_site import until
from tests.running_site import free_ports

CONFIGURATION = defaults.CHECKOUT / "deploy" / "nginx"
HOST = "dara.example.org"
UNCHECKED = ssl._create_unverified_context()
SOMEBODY = itertools.count(1)  # readers have addresses of their own, and each its limit


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


class Reader:
    """A reader with an address of its own in 127.0.0.0/8, on one connection at a time."""

    def __init__(self, port: int, address: str | None = None):
        self.port = port
        self.address = address or f"127.1.{next(SOMEBODY) // 250}.{next(SOMEBODY) % 250 + 1}"

    def ask(self, path: str, method: str = "GET", **headers: str):
        """Return the status, the headers, the body, and the seconds that it took."""
        began = time.monotonic()
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=30, source_address=(self.address, 0), context=UNCHECKED
        )
        with contextlib.closing(connection):
            connection.request(
                method, path, headers={"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read(), time.monotonic() - began
