"""The public site as its processes serve it: with finished pages, which follow the archive."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from dara.local import defaults
from dara.models import Topic
from dara.public import serving
from tests.running_site import free_ports


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("q=bail&page=2", "q=bail&page=2"),
        ("utm_source=x&q=bail&fbclid=1", "q=bail"),
        ("utm_source=x", ""),
        ("c=george-gascon&c=jackie-lacey", "c=george-gascon&c=jackie-lacey"),
        ("candidate=jackie-lacey&topic=cash-bail&sort=date", "candidate=jackie-lacey&topic=cash-bail&sort=date"),
        ("page=2&page_size=100", "page=2&page_size=100"),
        ("stance=opposes&utm_source=x", "stance=opposes"),  # of a list, and of its feed
        ("url=http%3A%2F%2Fx%2F&maxwidth=400&format=json", "url=http%3A%2F%2Fx%2F&maxwidth=400&format=json"),
        ("x=1", None),
        ("q=bail&%78=1", None),
        ("", ""),
    ],
)
def test_what_pages_read_of_a_query_string(query, read):
    assert serving._read_of(query) == read


@pytest.mark.parametrize(
    ("host", "is_ours"), [("127.0.0.1:8000", True), ("LOCALHOST", True), ("evil.example", False), ("", False), ("a b", False)]
)
def test_host_names(host, is_ours, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    serving._is_host.cache_clear()
    assert serving._is_host(host) is is_ours


def test_a_process_begins_without_the_libraries_that_few_pages_need():
    """They take 15 MiB, an eighth of what it has."""
    names = ["rapidfuzz", "PIL", "fontTools", "segno", "drf_spectacular.generators", "django.test", "dara.drafting"]
    code = f"""
import sys, django
from django.urls import get_resolver
django.setup()
import dara.public.serving
assert get_resolver().url_patterns
print([name for name in {names} if name in sys.modules])"""
    environment = os.environ | {
        "DARA_SITE": "public",
        "DJANGO_SETTINGS_MODULE": "dara.settings",
        "DATABASE_URL": "postgresql://x@/x",
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=defaults.CHECKOUT, env=environment, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


@contextlib.contextmanager
def processes(url: str, number: int = 2) -> Iterator[list[str]]:
    """One or two processes that serve the public site from the database at this address, as their own addresses."""
    ports = free_ports()[:number]
    environment = os.environ | {
        "DARA_SITE": "public",
        "DATABASE_URL": url,
        "DARA_SECRET_KEY": "for tests only, and nothing else: 0123456789",
        "DARA_DEBUG": "1",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "2", "--log-level", "warning"]
    command += ["--workers-kill-timeout", "5"]  # without it, granian has been seen to wait for a worker for ever
    started = [
        subprocess.Popen([*command, "--port", str(port), "dara.wsgi:application"], env=environment, cwd=defaults.CHECKOUT)
        for port in ports
    ]
    try:
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


def fetch(address: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_second_after_a_change_no_process_serves_the_former_page(databases):
    Topic.objects.create(slug="bail", name="Cash bail", position=1)
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in ("dbname", "host", "port")}
    url = psycopg.conninfo.make_conninfo(**parameters, user=defaults.public_role())
    with processes(url) as addresses:
        for address in addresses:
            assert "Cash bail" in fetch(f"{address}/topics/")
        for name in ("Bail", "Bond"):
            Topic.objects.update(name=name)
            time.sleep(1)
            for address in addresses:
                assert f">{name}<" in fetch(f"{address}/topics/")
                assert "Cash bail" not in fetch(f"{address}/topics/")
