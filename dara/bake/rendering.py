"""One address of the site → its files, what it links to, and what it read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse

from dara.bake import Files
from dara.bake.addresses import PAGE, SEARCH, file_of
from dara.bake.folder import Folder
from dara.bake.ledger import Places, Query
from dara.bake.links import relative, rewritten, targets_of_css, targets_of_xml
from dara.bake.parts import Part, Parts
from dara.bake.reads import Recorder
from dara.bake.site import Site
from dara.public.revision import kept_by

NOT_FOUND = "404.html"  # the name of the page that servers show where there is no file
CHARSET = '<meta charset="utf-8">'
# A search reads its index with WebAssembly; nothing else may.
SEARCH_SCRIPTS = "script-src 'self' 'wasm-unsafe-eval'"
REDIRECT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>dara</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><p><a href="{target}">{target}</a></p></body>
</html>
"""


@dataclass
class Rendered:
    """`problem`: why there is no file, "" if there is one. `links`: addresses of this site, with fragments."""

    problem: str = ""
    links: list[str] = field(default_factory=list)
    files: Files = field(default_factory=dict)
    queries: list[Query] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


class Renderer:
    """Writes the files of pages to a folder."""

    def __init__(self, site: Site, folder: Folder):
        self.site, self.folder, self.recorder = site, folder, Recorder()

    def render(self, address: str, former: Files, places: Places) -> Rendered:
        """Write the files of an address. `former`: those that are there, with their checksums; `places`: of the parts in them that have not changed.

        Raises BakeError for an address that no file can be named after."""
        self.recorder.queries = []
        parts = Parts(self.folder.unfinished / file_of(address), places, self.recorder)
        with connection.execute_wrapper(self.recorder), kept_by(self.recorder.keep):
            response = self.site.get(address, parts.keep)
            try:
                if not _is_expected(response.status_code, address):
                    return Rendered(problem=f"answers {response.status_code}")
                if response.status_code in (301, 302) and not file_of(address).endswith(PAGE):
                    return self.render(urljoin(address, response["Location"]), former, {})  # an image that has a new address
                body, links = self._body(response, address)
                files = self.folder.write(file_of(address), parts.located(body), former)
            finally:
                response.close()
        return Rendered(links=links, files=files, queries=self.recorder.queries, parts=parts.found)

    def _body(self, response: HttpResponse | StreamingHttpResponse, address: str) -> tuple[Iterable[bytes], list[str]]:
        """Return the content of the file, and the addresses that it links to."""
        base, kind = settings.DARA_BASE_URL, response.get("Content-Type", "")
        if response.status_code in (301, 302):
            target = urljoin(address, response["Location"])
            return [REDIRECT.format(target=escape(relative(target, address))).encode()], [target]
        if isinstance(response, StreamingHttpResponse):
            if not address.endswith(".css"):
                return response, []  # which may be large
            content = b"".join(response)
            return [content], targets_of_css(content.decode(), address)
        if kind.startswith("text/html"):
            page = rewritten(_with_policy(response.text, address), address, base, anywhere=address.endswith(NOT_FOUND))
            return [page.text.encode()], page.targets
        return [response.content], targets_of_xml(response.text, base) if "xml" in kind and "svg" not in kind else []


def _is_expected(status: int, address: str) -> bool:
    """A withdrawn record's page says that it was withdrawn (410)."""
    return status in (200, 301, 302, 410) or (status == 404 and address.endswith(NOT_FOUND))


def _with_policy(text: str, address: str) -> str:
    """Return a page with its content security policy, as files have no headers."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    # where a page may be framed, only a header can say
    rules = [f"{name} {' '.join(values)}" for name, values in directives if name != "frame-ancestors"]
    if address.endswith(SEARCH):
        rules = [SEARCH_SCRIPTS if rule.startswith("script-src") else rule for rule in rules]
    policy = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}">'
    return text.replace(CHARSET, f"{CHARSET}\n    {policy}", 1)
