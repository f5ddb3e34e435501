"""The public site and the admin behind nginx as deploy/nginx/ configures it: what it stores, sends, limits, refuses and survives."""

import concurrent.futures
import contextlib
import functools
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from dara.local import defaults, postgres
from tests import observatory
from tests.faults import proxy as nginx
from tests.faults.processes import served_by
from tests.faults.proxy import HOST, SOMEBODY, UNCHECKED, Reader
from tests.faults.public_site import serving, until

pytestmark = [
    pytest.mark.long_form,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed"),
]
SETTINGS = {"DARA_BASE_URL": f"https://{HOST}", "DARA_ALLOWED_HOSTS": f"{HOST},127.0.0.1", "DARA_ACCEL": "1", "DARA_PROXIES": "1"}
FILE = "/data/dara.sqlite"
SIZE = 17_000_000  # bytes
WAITED, FAILED = 15, 10  # seconds that nginx waits for an answer; and passes the site by
SLUGS = ("of-a-moment", "the-same", "the-other")
TOPICS = f"from dara.models import Topic; from dara.curation.merge import merge; SLUGS = {SLUGS}"


class Site(NamedTuple):
    """Both sites with the seeds, and nginx before them. `stop` ends the public one, whose processes are the group `public`; `manage` runs a command."""

    proxy: nginx.Proxy
    public: int
    stop: Callable[[], None]
    manage: Callable[..., None]

    def reader(self, address: str | None = None) -> Reader:
        return Reader(self.proxy.public, address)


@contextlib.contextmanager
def behind_nginx(folder: Path) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(postgres.running(folder))
        environment = SETTINGS | {  # of commands
            "DARA_DATA_DIR": str(folder),
            "DATABASE_URL": cluster.url(),
            "DARA_SITE": "admin",
            "DARA_SECRET_KEY": secrets.token_urlsafe(48),
        }
        manage = functools.partial(_run, environment)
        manage("prepare")
        manage("build_downloads")
        (file,) = folder.glob("downloads/*/dara.sqlite")
        os.truncate(file, SIZE)  # as large as that of some thousand statements
        admin = stack.enter_context(serving("admin", folder, cluster.url(), **SETTINGS))
        public = stack.enter_context(contextlib.ExitStack())
        address, group = public.enter_context(served_by(folder, cluster.url(role=defaults.public_role()), "public", **SETTINGS))
        proxy = stack.enter_context(nginx.proxied(folder / "downloads", urlsplit(address).netloc, urlsplit(admin).netloc))
        yield Site(proxy, group, public.close, manage)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    with behind_nginx(tmp_path_factory.mktemp("data")) as found:
        yield found


def _run(environment: dict[str, str], *command: str) -> None:
    arguments = [sys.executable, "manage.py", *command]
    subprocess.run(arguments, cwd=defaults.CHECKOUT, env=os.environ | environment, check=True, capture_output=True)


def others(site: Site, number: int = 100) -> list[float]:
    """The seconds that others wait for their pages meanwhile, half of them stored, the slowest last."""
    took = []
    for each in range(number // 2):
        for path in ("/", f"/search/?q=bail-{next(SOMEBODY)}"):
            status, _, _, seconds = site.reader().ask(path)
            assert status == 200, (each, path)
            took.append(seconds)
    return sorted(took)


def p99(took: list[float]) -> float:
    return took[int(len(took) * 0.99) - 1]


def test_pages_are_stored_and_have_the_headers(site):
    reader = site.reader()
    assert reader.ask("/about/")[1]["X-Cache-Status"] == "MISS"
    status, headers, _, _ = reader.ask("/about/", Accept_Encoding="identity")
    assert (status, headers["X-Cache-Status"]) == (200, "HIT")
    assert observatory.score(headers) >= observatory.ENOUGH
    assert reader.ask("/about/", If_None_Match=headers["ETag"])[0] == 304
    assert reader.ask("/about/", "HEAD")[0:2][0] == 200
    for path, status in {
        "/static/nope.css": 404,
        "/nope/": 404,
        "/statements/?page=0": 400,
        "/statements.csv": 200,
        "/healthz": 200,
    }.items():
        answer = reader.ask(path)
        assert answer[0] == status
        assert observatory.score(answer[1]) >= observatory.ENOUGH
    stylesheet = reader.ask("/")[2].decode().partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert reader.ask(stylesheet)[0] == 200
    answer = reader.ask(stylesheet)
    assert (answer[0], answer[1]["X-Cache-Status"]) == (200, "HIT")
    assert observatory.score(answer[1]) >= observatory.ENOUGH


def test_what_is_plain_leads_to_https(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.proxy.plain, timeout=10)
    connection.request("GET", "/statements/?q=bail", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/statements/?q=bail")
    connection.close()


def test_the_admin_has_a_door_of_its_own(site):
    reader = Reader(site.proxy.admin)
    status, headers, body, _ = reader.ask("/admin/login/")
    assert status == 200
    assert observatory.score(headers) >= observatory.ENOUGH
    assert "Access-Control-Allow-Origin" not in headers
    token = body.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    connection = http.client.HTTPSConnection("127.0.0.1", site.proxy.admin, timeout=30, context=UNCHECKED)
    with contextlib.closing(connection):
        sent = f"csrfmiddlewaretoken={token}&username=nobody&password=wrong"
        headers = {
            "Host": f"{HOST}:8443",
            "Origin": f"https://{HOST}:8443",
            "Referer": f"https://{HOST}:8443/admin/login/",
            "Cookie": headers["Set-Cookie"].partition(";")[0],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request("POST", "/admin/login/", sent, headers)
        assert connection.getresponse().status == 200  # shown again, and not refused as another site's
    assert site.reader().ask("/admin/login/")[0] == 404


def test_a_download_is_sent_by_nginx_and_gone_on_with(site, tmp_path):
    reader = site.reader()
    status, headers, whole, _ = reader.ask(FILE)
    assert status == 200
    assert observatory.score(headers) >= observatory.ENOUGH
    assert headers["Content-Type"] == "application/vnd.sqlite3"
    assert headers["Content-Disposition"] == 'attachment; filename="dara.sqlite"'
    assert (headers["Access-Control-Allow-Origin"], headers["Cache-Control"], headers["Accept-Ranges"]) == (
        "*",
        "no-cache",
        "bytes",
    )
    assert "X-Accel-Redirect" not in headers
    etag, modified = headers["ETag"], headers["Last-Modified"]
    assert len(etag) == 66  # the file's SHA-256
    for more, status in (
        ({"Range": "bytes=5-"}, 206),
        ({"Range": "bytes=5-", "If_Range": etag}, 206),
        ({"Range": "bytes=5-", "If_Range": modified}, 206),
        ({"Range": "bytes=5-", "If_Range": '"0"'}, 200),
        ({"Range": "bytes=5-", "If_Match": '"0"'}, 412),
        ({"Range": "bytes=0-1,4-5"}, 200),
        ({"Range": f"bytes={len(whole)}-"}, 416),
        ({"If_None_Match": etag}, 304),
        ({"If_Modified_Since": modified}, 304),
        ({"If_None_Match": '"0"'}, 200),
    ):
        answer = reader.ask(FILE, **more)
        assert answer[0] == status, more
        if status == 206:
            assert answer[2] == whole[5:]
    assert reader.ask(FILE, "HEAD")[1]["Content-Length"] == str(len(whole))
    assert reader.ask("/-/downloads/manifest.json")[0] == 404
    if shutil.which("curl"):
        half = tmp_path / "half"
        half.write_bytes(whole[: len(whole) // 2])
        address = f"https://{HOST}:{site.proxy.public}{FILE}"
        command = ["curl", "-sSfk", "-C", "-", "--resolve", f"{HOST}:{site.proxy.public}:127.0.0.1", "-o", str(half), address]
        subprocess.run(command, check=True)
        assert half.read_bytes() == whole


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "says"),
    [
        ("GET", "/" + "a" * 9_000, {}, 414, "This address is too long"),
        ("POST", "/check/", {"Content_Length": str(2**30)}, 413, "That is too large"),
        ("GET", "/", {"X_Words": "a" * 40_000}, 400, "What was asked for cannot be read"),
        ("TRACE", "/", {}, 405, "What was asked for cannot be read"),
        ("GET", "/-/pages/502.html", {}, 404, "There is no such page"),
    ],
)
def test_what_nginx_refuses_is_a_page_of_ours(method, path, headers, status, says, site):
    found, answered, body, _ = site.reader().ask(path, method, **headers)
    assert found == status
    assert says in body.decode()
    assert observatory.score(answered) >= observatory.ENOUGH
    assert site.reader().ask("/-/pages/dara.css")[1]["Content-Type"] == "text/css"


def test_who_asks_for_very_much_is_slowed_and_stored_pages_never(site):
    site.reader().ask("/")
    busy = site.reader()

    def hurried(number: int):
        return busy.ask(f"/nowhere-{number}/"), busy.ask("/")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(hurried, range(600)))
    made = [answer for answer, _ in answers]
    assert {status for status, *_ in made} == {404, 429}
    assert {status for _, (status, *_) in answers} == {200}
    refused = next(answer for answer in made if answer[0] == 429)
    assert refused[1]["Retry-After"] == "5"
    assert "Very much was asked for at once" in refused[2].decode()
    assert "Se ha pedido demasiado a la vez" in refused[2].decode()
    assert observatory.score(refused[1]) >= observatory.ENOUGH
    assert site.reader().ask("/nowhere/")[0] == 404  # nobody else is
    print(f"of 600 pages that are not stored, {sum(answer[0] == 429 for answer in made)} were refused; of 600 stored ones none")


@pytest.mark.parametrize("number", [16, 200])
def test_readers_who_stop_reading_hold_up_nobody(number, site):
    site.reader().ask("/")
    with contextlib.ExitStack() as stalled:
        for _ in range(number):
            stalled.enter_context(
                _connection(site, site.reader().address, f"GET {FILE} HTTP/1.1\r\nHost: {HOST}\r\n\r\n", receive=4096)
            )
        took = others(site)
        file = site.reader().ask(FILE)
    print(
        f"{number} stalled readers: others {took[len(took) // 2]:.3f} s, p99 {p99(took):.3f} s, most {took[-1]:.3f} s; the file {file[3]:.3f} s"
    )
    assert p99(took) < 1
    assert file[0] == 200


def test_slow_senders_hold_up_nobody(site):
    site.reader().ask("/")
    with contextlib.ExitStack() as slow:
        senders = [
            slow.enter_context(_connection(site, site.reader().address, f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-"))
            for _ in range(300)
        ]
        began, took = time.monotonic(), []
        while time.monotonic() - began < 12:
            for sender in senders:
                with contextlib.suppress(OSError):
                    sender.sendall(b"a")
            took += others(site, 10)
        ended = sum(_is_ended(sender) for sender in senders)
    print(
        f"300 slow senders: others {sorted(took)[len(took) // 2]:.3f} s, p99 {p99(sorted(took)):.3f} s of {len(took)}; {ended} were ended"
    )
    assert p99(sorted(took)) < 1
    assert ended == 300


def test_the_log_has_no_addresses_and_no_words_that_were_searched_for(site):
    site.reader().ask("/search/?q=a-private-matter")
    time.sleep(0.2)
    lines = [json.loads(line) for line in site.proxy.log.read_text().splitlines()]
    assert {"/search/", "/"} <= {line["path"] for line in lines}
    assert "127.1." not in site.proxy.log.read_text()
    assert "private-matter" not in site.proxy.log.read_text()
    errors = site.proxy.log.with_name("errors.log")
    assert not errors.exists() or "127.1." not in errors.read_text()


def test_while_the_site_is_gone_stored_pages_are_given(tmp_path):
    with behind_nginx(tmp_path) as site:
        _without_the_site(site)


def _without_the_site(site: Site) -> None:
    stored, withdrawn, merged = ("/", "/about/", "/statements/"), "/topics/of-a-moment/", "/topics/the-same/"
    site.manage("shell", "-c", f"{TOPICS}; [Topic.objects.create(slug=slug, name=slug, position=99) for slug in SLUGS]")
    assert [site.reader().ask(path)[0] for _ in range(2) for path in (withdrawn, merged)] == [200] * 4
    site.manage("shell", "-c", f"{TOPICS}; Topic.objects.get(slug=SLUGS[0]).delete(); merge('topics', *SLUGS[1:])")
    began = time.monotonic()
    until(lambda: (site.reader().ask(withdrawn)[0], site.reader().ask(merged)[0]) == (404, 301), 20)
    print(f"what is taken away, and what is merged, was gone after {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 12
    for path in stored:
        assert site.reader().ask(path)[0] == 200
    site.stop()
    time.sleep(11)  # they may be given for so long in any case
    answers = [site.reader().ask(path) for _ in range(20) for path in stored]
    assert {(status, headers["X-Cache-Status"]) for status, headers, *_ in answers} <= {(200, "STALE"), (200, "UPDATING")}
    assert site.reader().ask(withdrawn)[0] == 404, "what was taken away does not come back"
    assert site.reader().ask(merged)[0] == 301, "what was merged does not come back"
    lost = [site.reader().ask(path) for _ in range(10) for path in (f"/search/?q={next(SOMEBODY)}", FILE)]
    _are_our_pages(lost)
    print(
        f"without the site: stored {max(answer[3] for answer in answers):.3f} s, others {max(answer[3] for answer in lost):.3f} s at most"
    )


def _are_our_pages(answers: list) -> None:
    assert {status for status, *_ in answers} == {502}
    assert {headers["Retry-After"] for _, headers, *_ in answers} == {"10"}
    assert "Its server is not answering" in answers[0][2].decode()
    assert "Su servidor no responde" in answers[0][2].decode()
    assert {observatory.score(headers) for _, headers, *_ in answers} == {observatory.ENOUGH}


def test_while_the_site_is_frozen_stored_pages_are_given_and_others_refused(site):
    stored = ("/", "/topics/", "/statements/")
    for path in stored:
        assert site.reader().ask(path)[0] == 200
    os.killpg(site.public, signal.SIGSTOP)
    try:
        time.sleep(11)
        first, later = _asked_at_once(site, stored), []
        began = time.monotonic()
        while time.monotonic() - began < 30:
            later.append(_asked_at_once(site, stored))
    finally:
        os.killpg(site.public, signal.SIGCONT)
    began = time.monotonic()
    until(lambda: site.reader().ask(f"/search/?q=thawed-{next(SOMEBODY)}")[0] == 200, 30)
    took = sorted(seconds for wave in later for *_, seconds in wave)
    waited = sum(seconds > 1 for seconds in took)
    print(
        f"the site is frozen: the first {len(first)} waited {max(answer[3] for answer in first):.1f} s; of the next {len(took)}, "
        f"{waited} waited {took[-1]:.1f} s at most, the others {took[-waited - 1]:.2f} s; it is back after {time.monotonic() - began:.1f} s"
    )
    assert max(answer[3] for answer in first) < WAITED + 5
    assert took[-1] < WAITED + 5
    assert waited <= 30 / FAILED + 2, "more than one request in ten seconds waits for the site"


def _asked_at_once(site: Site, stored: tuple[str, ...]) -> list:
    """What 16 readers are answered, half of whom ask for stored pages."""
    paths = [path for _ in range(8) for path in (stored[next(SOMEBODY) % len(stored)], f"/search/?q=frozen-{next(SOMEBODY)}")]
    with concurrent.futures.ThreadPoolExecutor(len(paths)) as pool:
        answers = list(pool.map(lambda path: site.reader().ask(path), paths))
    assert {status for status, *_ in answers[::2]} == {200}
    _are_our_pages(answers[1::2])
    return answers


def _connection(site: Site, address: str, sent: str, receive: int | None = None) -> ssl.SSLSocket:
    plain = socket.socket()
    if receive:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    plain.bind((address, 0))
    plain.connect(("127.0.0.1", site.proxy.public))
    connection = UNCHECKED.wrap_socket(plain, server_hostname=HOST)
    connection.sendall(sent.encode())
    return connection


def _is_ended(connection: ssl.SSLSocket) -> bool:
    connection.settimeout(5)
    try:
        return connection.recv(10) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
