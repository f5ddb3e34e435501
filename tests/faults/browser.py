"""A browser for the admin, with cookies and without scripts."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request

from tests.faults.processes import Answer

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """Keeps its session: Browser("http://127.0.0.1:8001").log_in(password)."""

    def __init__(self, site: str):
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """A page, or what a form of that address is answered with; redirects are followed."""
        began = time.monotonic()
        body = urllib.parse.urlencode(fields).encode() if fields is not None else None
        try:
            with self.opener.open(f"{self.site}{path}", body, timeout=60) as answer:
                return Answer(answer.status, time.monotonic() - began, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, time.monotonic() - began, error.read())
        except OSError:
            return Answer(0, time.monotonic() - began)

    def send(self, path: str, **fields: str) -> Answer:
        """Fill in the form at this address."""
        page = self.ask(path)
        if not (token := TOKEN.search(page.body.decode())):
            return page
        return self.ask(path, {"csrfmiddlewaretoken": token[1]} | fields)

    def log_in(self, password: str, username: str = "admin") -> Answer:
        return self.send("/admin/login/", username=username, password=password, next="/admin/")
