"""What search engines are told: the maps as sitemaps.org describes them, robots.txt as its standard library reader reads it."""

from datetime import datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dara.models import Source, Statement
from tests import factories

SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VERSIONED = ("statements", "endorsements", "results", "sources")


def entries(content: bytes, each: str) -> dict[str, str | None]:
    """Address → lastmod."""
    root = ElementTree.fromstring(content)
    return {entry.find(f"{SITEMAPS}loc").text: entry.findtext(f"{SITEMAPS}lastmod") for entry in root.iter(f"{SITEMAPS}{each}")}


@pytest.mark.parametrize("section", VERSIONED)
def test_records_and_sources_say_since_when(section, archive, public):
    found = entries(public(f"/sitemap-{section}.xml").content, "url")
    assert found
    for lastmod in found.values():
        assert datetime.fromisoformat(lastmod).tzinfo is not None
    if section == "statements":
        address = next(address for address in found if archive.quote.key in address)
        version = Statement.objects.get(pk=archive.quote.pk).version
        assert datetime.fromisoformat(found[address]) == version


def test_the_index_says_so_of_each_map(archive, as_public):
    with as_public() as client, CaptureQueriesContext(connection) as asked:
        found = entries(client.get("/sitemap.xml").content, "sitemap")
    dated = {address.split("sitemap-")[1].removesuffix(".xml") for address, lastmod in found.items() if lastmod}
    assert dated == set(VERSIONED)
    newest = Source.objects.order_by("-version").first().version
    assert datetime.fromisoformat(next(last for at, last in found.items() if "sources" in at)) == newest
    assert len([query for query in asked if "dara_" in query["sql"]]) == 12  # a count each, and the newest of four


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-statements.xml", "/sitemap-pages.xml"])
def test_addresses_are_those_of_the_archive_whatever_a_request_names(path, archive, as_public, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    settings.ALLOWED_HOSTS = ["other.example"]
    with as_public() as client:
        content = client.get(path, HTTP_HOST="other.example").content
    found = [*entries(content, "sitemap"), *entries(content, "url")]
    assert found
    assert all(address.startswith("https://dara.example.org/") for address in found)


def test_what_is_said_by_private_persons_or_told_of_them_is_not_on_the_map(archive, public):
    about = factories.statement(
        archive.page, "I am for open courts.", kind="position", speaker=archive.committee, about=[archive.bystander]
    )
    html = public("/sitemap-statements.xml").content.decode()
    assert archive.quote.get_absolute_url() in html
    assert archive.private.get_absolute_url() not in html
    assert about.get_absolute_url() not in html


def test_an_empty_archive_has_maps(db, public):
    assert not any(entries(public("/sitemap.xml").content, "sitemap").values())
    assert entries(public("/sitemap-statements.xml").content, "url") == {}


def test_the_data_are_on_the_map_and_the_search_is_not(archive, public):
    found = " ".join(entries(public("/sitemap-pages.xml").content, "url"))
    assert "/data/" in found
    assert "/search/" not in found


def test_robots_may_read_all_but_the_search_and_what_is_no_page(db, public, settings):
    settings.DARA_BASE_URL = "https://dara.example.org"
    robots = RobotFileParser()
    robots.parse(public("/robots.txt").content.decode().splitlines())
    assert robots.site_maps() == ["https://dara.example.org/sitemap.xml"]
    assert not robots.can_fetch("any", "https://dara.example.org/search/?q=bail")
    assert not robots.can_fetch("any", "https://dara.example.org/mcp")
    for path in ("/", "/statements/", "/data/", "/feeds/statements.atom", "/sitemap.xml"):
        assert robots.can_fetch("any", f"https://dara.example.org{path}"), path
