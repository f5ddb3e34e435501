"""Every door of the public site, and what comes out of each: pages, the API, feeds, files, what programs ask, and refusals."""

import base64
import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from urllib.parse import quote

import brotli

from tests.public.mcp.conftest import Assistant
from tests.public.pages.test_crawl import crawl


class Listening:
    """A client that keeps the body of whatever it got, by address."""

    def __init__(self, client):
        self.client = client
        self.heard: dict[str, bytes] = {}

    def get(self, path, *args, **more):
        return self._kept(path, self.client.get(path, *args, **more))

    def post(self, path, data, *args, **more):
        return self._kept(f"{path} {data}", self.client.post(path, data, *args, **more))

    def _kept(self, name, response):
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.heard[name] = content
        self.heard[f"the headers of {name}"] = str(sorted(response.items())).encode()
        return response


def open_all(listening: Listening, words: Iterable[str], at_most: int | None = None) -> None:
    """Ask at every door. `words`: what to search for, but not what to find; `at_most`: how many pages to visit, None for all."""
    crawl(listening, at_most=at_most)
    search(listening, words)
    read_the_api(listening)
    read_the_files(listening)
    read_the_records(listening)
    ask_as_an_assistant(listening, words)
    be_refused(listening)


def search(listening: Listening, words: Iterable[str]) -> None:
    for query in words:
        asked = quote(query)
        for path in ("search/", "search/paragraphs/", "sources/", "statements/", "voices/", "check/"):
            listening.get(f"/{path}?q={asked}")
            listening.get(f"/es/{path}?q={asked}")
        for path in ("feeds/search.atom", "feeds/sources.atom", "api/v1/search/", "api/v1/paragraphs/", "statements.csv"):
            listening.get(f"/{path}?q={asked}")


def read_the_api(listening: Listening) -> None:
    """Every operation of its document: each list, and each thing at its own address."""
    from dara.public.api.views import LISTS

    listening.get("/api/v1/")
    for path in listening.get("/api/v1/schema/").json()["paths"]:
        if "{" not in path:
            assert listening.get(path).status_code in (200, 400, 405), path
    for name, view in LISTS.items():
        rows = listening.get(f"/api/v1/{name}/?page_size=500").json()["results"]
        for row in rows if hasattr(view, "retrieve") else ():
            answer = listening.get(f"/api/v1/{name}/{row[view.lookup_field]}/")
            assert answer.status_code in (200, 404), (name, row)


def read_the_files(listening: Listening) -> None:
    from dara.models import Candidate, Topic
    from dara.public.exports import EXPORTS
    from dara.public.sitemaps import SITEMAPS

    lists = [f"/{name}.{ending}" for name in EXPORTS for ending in EXPORTS[name].suffixes]
    feeds = ["statements", "endorsements", "results", "sources", "corrections"]
    feeds += [f"candidates/{each.slug}" for each in Candidate.objects.all()] + [
        f"topics/{each.slug}" for each in Topic.objects.all()
    ]
    maps = ["/sitemap.xml", *(f"/sitemap-{section}.xml" for section in SITEMAPS), "/llms.txt", "/robots.txt", "/healthz", "/readyz"]
    for path in (*lists, *(f"/feeds/{feed}.atom" for feed in feeds), *maps):
        assert listening.get(path).status_code == 200, path


def read_the_records(listening: Listening) -> None:
    """What stands beside the page of each record and source: as Markdown, cited, annotated, in a frame."""
    from dara.models import Candidate, ElectionResult, Endorsement, Source, Statement, Tombstone, Topic

    pages = [row.get_absolute_url() for model in (Statement, Endorsement, ElectionResult, Source) for row in model.objects.all()]
    pages += [f"/{each.kind}/{each.key}/" for each in Tombstone.objects.exclude(kind="facts")]
    for page in pages:
        for file in ("citation.json", "citation.bib", "citation.ris", "annotation.jsonld", "embed", "embed?theme=dark"):
            listening.get(f"{page}{file}")
            listening.get(f"/es{page}{file}")
        listening.get(f"/oembed?url={quote(f'http://127.0.0.1:8000{page}')}")
    named = [row.get_absolute_url() for row in Candidate.objects.all()] + [f"/topics/{row.slug}/" for row in Topic.objects.all()]
    for page in (*pages, *named):
        for language in ("", "/es"):
            listening.get(f"{language}{page}")
            listening.get(f"{language}{page[:-1]}.md")
        listening.get(f"{page}?page=1&as=print")


def ask_as_an_assistant(listening: Listening, words: Iterable[str]) -> None:
    from dara.models import Candidate, Statement

    assistant = Assistant(listening)
    tools = assistant.tools()
    asked = [("endorsements", {}), ("results", {})]
    asked += [("candidate_positions", {"candidate": each.slug}) for each in Candidate.objects.all()]
    asked += [("statement", {"key": each.key}) for each in Statement.objects.all()]
    for query in words:
        asked += [
            ("search", {"query": query}),
            ("check_quote", {"quotation": query}),
            ("check_text", {"text": f"“{query}”, she said."}),
        ]
    assert {tool for tool, _ in asked} == set(tools)
    for tool, arguments in asked:
        assistant.send("tools/call", name=tool, arguments=arguments)


def be_refused(listening: Listening) -> None:
    """What is not there, not allowed or not understood says why."""
    for path in (
        "/nowhere/",
        "/es/nowhere/",
        "/api/v1/nowhere/",
        "/statements/zzzzzzzz/",
        "/admin/",
        "/search/?page=x",
        "/statements/?page=999",
    ):
        assert listening.get(path).status_code in (200, 400, 404), path
    for path in (
        "/api/v1/statements/?nonsense=1",
        "/api/v1/drafts/",
        "/data/downloads.json",
        "/oembed?url=x",
        "/feeds/topics/none.atom",
    ):
        assert listening.get(path).status_code >= 400, path
    for path in ("/", "/api/v1/statements/", "/mcp"):
        assert listening.post(path, "x", content_type="text/plain").status_code >= 400, path


# --- what is in it ----------------------------------------------------------------------------------


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The content, and what is in it if it is packed, to any depth."""
    yield name, content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from unpacked(f"{name}!{member}", archive.read(member))
    elif content.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{name}!", gzip.decompress(content))
    elif name.endswith(".br"):
        yield from unpacked(f"{name}!", brotli.decompress(content))


def spellings(word: str) -> list[bytes]:
    """How letters and digits may stand in a file, in lower case: escaping for HTML, JSON and addresses leaves them as they are."""
    raw = word.lower().encode()
    inner = (base64.b64encode(b" " * shift + word.encode())[(8 * shift + 5) // 6 :].rstrip(b"=")[:-1].lower() for shift in range(3))
    return [raw, raw.hex().encode(), *inner]


def places(heard: dict[str, bytes], words: dict[str, str]) -> list[tuple[str, str]]:
    """Where one of the words is heard: its name, and the address or file."""
    wanted = [(name, spelling) for name, word in words.items() for spelling in spellings(word)]
    found = []
    for name, content in _all(heard):
        lower = content.lower()
        found += [(word, name) for word, spelling in wanted if spelling in lower]
    return found


def mail_addresses(heard: dict[str, bytes]) -> set[str]:
    """E-mail addresses in answers that are text."""
    found = set()
    for _, content in _all(heard):
        text = html.unescape(content.decode(errors="replace")).replace("%40", "@")
        if "\ufffd" not in text:
            found |= set(re.findall(r"[\w.+-]+@[\w-]+\.[\w.-]*\w", text))
    return found


def _all(heard: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, content in heard.items():
        yield from unpacked(name, content)
