"""A baked site: what it has, that its links work below any address, and what becomes of it when the archive changes."""

import gzip
import hashlib
import re
from html import unescape
from posixpath import dirname, join, normpath

import brotli
import pytest

pytestmark = pytest.mark.django_db  # the story is made in a database of its own

LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
WITHHELD = b"The second paragraph that nobody may read."
UNREADABLE = b"The first paragraph that nobody may read."


def pages(files: dict[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def links(page: str) -> list[str]:
    """The links of a page within the site."""
    return [unescape(link) for link in LINK.findall(page) if not re.match(r"[a-z]+:", link)]


def test_every_link_is_relative_and_leads_to_a_file(story):
    for path, page in pages(story.first).items():
        if path.endswith("404.html"):
            continue
        for link in links(page):
            assert not link.startswith("/"), (path, link)
            target = normpath(join(dirname(path), link.partition("#")[0].partition("?")[0])) if link[0] != "#" else path
            assert target in story.first, (path, link)
            if fragment := link.partition("#")[2]:
                assert f'id="{fragment}"'.encode() in story.first[target], (path, link)


@pytest.mark.long_form
def test_the_page_for_what_is_not_there_has_links_in_full(story):
    assert all(link.startswith("#") for link in links(story.first["404.html"].decode()))
    assert f'href="{story.base}/candidates/"' in story.first["404.html"].decode()


@pytest.mark.long_form
def test_it_has_each_record_in_each_language_with_its_files(story):
    archive = story.archive
    for record in (archive.quote, archive.post, archive.money, archive.count, archive.story):
        path = record.get_absolute_url()[1:]
        for name in ("index.html", "citation.bib", "citation.ris", "citation.json"):
            assert f"{path}{name}" in story.first
        assert f"es/{path}index.html" in story.first
        assert f"{path[:-1]}.md" in story.first
        assert f"es/{path[:-1]}.md" in story.first
    for name in (
        "statements.csv",
        "statements.jsonl",
        "sitemap.xml",
        "robots.txt",
        "feeds/statements.atom",
        "feeds/endorsements.atom",
    ):
        assert name in story.first
    for name in ("statements.bib", "sources.ris", "llms.txt", "es/llms.txt"):
        assert name in story.first


def test_its_frames_stand_on_other_sites_and_there_is_no_oembed(story):
    """Those of withdrawn records too, which were shown before."""
    archive = story.archive
    for language in ("", "es/"):
        for record in (archive.quote, archive.money, archive.count):
            assert b"<script" not in story.first[f"{language}{record.get_absolute_url()[1:]}embed/index.html"]
        gone = story.first[f"{language}statements/{archive.withdrawn.key}/embed/index.html"].decode()
        assert ("Ground: privacy." in gone) or ("Motivo: privacidad." in gone)
        assert f"/{language}statements/:key/embed/*\n  ! Content-Security-Policy\n".encode() in story.first["_headers"]
    assert not [path for path, page in pages(story.first).items() if "oembed" in page.lower()]
    assert not [path for path in story.first if path.startswith("feeds/") and "/topic/" in path]


@pytest.mark.long_form
def test_it_has_lists_by_candidate_topic_and_year(story):
    for path in ("candidate/jones", "topic/cash-bail", "year/2020"):
        found = [
            each for each in story.first if each.startswith("statements/") and each.startswith(f"statements/{path.split('/')[0]}/")
        ]
        assert found, path
    assert not [path for path in story.first if re.search(r"(^|/)(kind|speaker|sort|q|api)/", path) and "/sort/date" not in path]


@pytest.mark.long_form
def test_it_says_what_a_copy_cannot_have(story):
    sentence = "This is a copy of the archive as plain files"
    for path in ("statements/index.html", "compare/index.html", "search/index.html"):
        assert sentence in " ".join(story.first[path].decode().split())
    assert "/api/" not in story.first["data/index.html"].decode()
    assert not [path for path in ("data/index.html", "robots.txt") if "/mcp" in story.first[path].decode()]
    forms = {form for page in pages(story.first).values() for form in re.findall(r'<form class="([^"]*)"', page)}
    assert forms == {"search", "search wide"}  # which lead to the search page


@pytest.mark.long_form
def test_a_withdrawn_record_and_a_merged_one_keep_their_addresses(story):
    archive = story.archive
    assert "withdrawn" in story.first[f"statements/{archive.withdrawn.key}/index.html"].decode()
    merged = story.first["statements/merged22/index.html"].decode()
    assert f'url=../{archive.quote.key}/index.html"' in merged
    assert f'href="../{archive.quote.key}/index.html"' in merged


def test_nothing_withheld_is_in_it(story):
    for path, content in story.first.items():
        plain = gzip.decompress(content) if path.endswith(".pf_fragment") else content
        assert WITHHELD not in plain, path
        assert UNREADABLE not in plain, path


@pytest.mark.long_form
def test_compressed_copies_hold_the_same(story):
    copies = [path for path in story.first if path.endswith((".gz", ".br"))]
    assert "statements/index.html.br" in copies
    for path in copies:
        original = story.first[path[:-3]]
        unpacked = gzip.decompress(story.first[path]) if path.endswith(".gz") else brotli.decompress(story.first[path])
        assert unpacked == original, path
        assert len(story.first[path]) < len(original)


@pytest.mark.long_form
def test_the_checksums_are_of_all_files(story):
    sums = dict(reversed(line.split("  ")) for line in story.first["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(story.first) - {"SHA256SUMS"}
    assert all(hashlib.sha256(story.first[path]).hexdigest() == digest for path, digest in sums.items())


@pytest.mark.long_form
def test_only_search_pages_may_run_webassembly(story):
    found = [path for path, page in pages(story.first).items() if "wasm-unsafe-eval" in page]
    assert sorted(found) == ["es/search/index.html", "search/index.html"]
    for path, page in pages(story.first).items():
        redirect = 'http-equiv="refresh"' in page
        assert redirect or "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'" in page, (
            path
        )


@pytest.mark.long_form
def test_the_index_has_the_words_of_records(story):
    fragments = [gzip.decompress(content).decode() for path, content in story.first.items() if path.endswith(".pf_fragment")]
    assert any("We shall not stop" in each for each in fragments)
    assert all("/index.html" in each for each in fragments)
    assert not any("SHA-256" in each for each in fragments if '"url":"/statements/' in each), "what a page says beside its record"


# --- again ----------------------------------------------------------------------------------------------


@pytest.mark.long_form
def test_two_bakes_of_one_state_are_the_same(story):
    assert story.first.keys() == story.second.keys()
    assert [path for path in story.first if story.first[path] != story.second[path]] == []


@pytest.mark.long_form
def test_nothing_is_rendered_when_nothing_has_changed(story):
    assert story.unchanged == story.first
    assert story.baked[2].rendered <= 12  # the pages on downloads, which are files


@pytest.mark.long_form
def test_a_correction_reaches_the_pages_concerned_and_no_others(story):
    quote = f"statements/{story.archive.quote.key}/index.html"
    assert "Zanzibar" in story.updated[quote].decode()
    assert story.baked[3].rendered < story.baked[0].rendered / 2
    other = f"statements/{story.archive.money.key}".replace("statements", "endorsements")
    assert f"{other}/index.html" in story.kept
    same = {path for path in story.updated if story.updated[path] == story.unchanged.get(path)}
    assert same - story.kept == set()  # what is the same is the same file, with its time


@pytest.mark.long_form
def test_an_updated_bake_is_the_same_as_a_new_one(story):
    assert story.updated.keys() == story.anew.keys()
    assert [path for path in story.anew if story.anew[path] != story.updated[path]] == []
