"""nginx's configuration: it is one that nginx reads, its headers are those of the sites, and its own pages are there in both languages."""

import re
import subprocess
import tempfile
from pathlib import Path

import html5lib
import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

from dara.headers import SecurityHeaders
from dara.public import proxy_pages
from dara.public.pages.data import ACCEL
from tests.faults import proxy


def test_nginx_says_the_same_headers_as_the_sites(settings):
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    request = HttpRequest()
    request.META["wsgi.url_scheme"] = "https"
    request._get_scheme = lambda: "https"  # type: ignore[method-assign]  # a bare request has no other way
    response = SecurityMiddleware(SecurityHeaders(lambda request: HttpResponse()))(request)
    del response["Content-Type"]
    lines = re.findall(
        r'^add_header (\S+) (?:"(.*)"|(\S+)) always;$', (proxy.CONFIGURATION / "headers.conf").read_text(), re.MULTILINE
    )
    said = {name: quoted or plain for name, quoted, plain in lines}
    assert said == dict(response.items()) | {
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Access-Control-Allow-Origin": "$dara_readable_by",
    }


def test_each_error_has_a_page_in_both_languages(tmp_path):
    proxy_pages.write(tmp_path)
    named = re.findall(r"^error_page .* (\S+);$", (proxy.CONFIGURATION / "pages.conf").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(f"{proxy_pages.ADDRESS}{path.name}" for path in tmp_path.glob("*.html"))
    for path in tmp_path.glob("*.html"):
        html = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(path.read_text())
        assert html.get("lang") == "en"
        assert html.find(".//section").get("lang") == "es"
        assert html.find(".//h1").text != html.find(".//h2").text
        assert html.find(".//link").get("href") == f"{proxy_pages.ADDRESS}dara.css"
    assert "max-width" in (tmp_path / "dara.css").read_text()
    assert "no responde" in (tmp_path / "502.html").read_text()


def test_the_site_and_nginx_mean_one_folder_of_downloads():
    assert f"location {ACCEL} {{\n            internal;" in (proxy.CONFIGURATION / "nginx.conf").read_text()


@pytest.mark.skipif(proxy.program() is None, reason="nginx is not installed")
def test_nginx_reads_it():
    with tempfile.TemporaryDirectory() as name:
        proxy.configure(Path(name), Path(name), "127.0.0.1:1", "127.0.0.1:1")
        done = subprocess.run([*proxy.command(Path(name)), "-t"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "[warn]" not in done.stderr
