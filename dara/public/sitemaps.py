"""The site map for search engines. It leaves out the pages of private persons, and of what they said or what is said about them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from dara.models import Candidate, Election, ElectionResult, Endorsement, Entity, Source, Statement, Topic
from dara.public.held import latest_version
from dara.public.paginator import RowPaginator


class Section(Sitemap):
    """A section of the site map. Its addresses begin with DARA_BASE_URL, whatever host name a request has."""

    limit = 2_000  # addresses in a file: a search engine asks for one after the other

    @property
    def paginator(self) -> Paginator:
        rows: Any = self.items()
        return RowPaginator(rows, self.limit)

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.DARA_BASE_URL).scheme

    def get_domain(self, site=None) -> str:
        return urlsplit(settings.DARA_BASE_URL).netloc


class Pages(Section):
    """The pages that exist once."""

    def items(self):
        return [
            "home",
            "candidates",
            "compare",
            "topics",
            "statements",
            "endorsements",
            "elections",
            "sources",
            "voices",
            "corrections",
            "data",
            "office",
            "about",
        ]

    def location(self, item):
        return reverse(item)


class Rows(Section):
    """A page for each row."""

    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return self.rows.all()


class Versions(Rows):
    """A page for each row, with the time of its last change."""

    def lastmod(self, row) -> datetime:
        return row.version

    def get_latest_lastmod(self) -> datetime | None:
        """Return the latest change of the section, for the index. Django would read every row to find it."""
        return latest_version(self.rows)


SITEMAPS: dict[str, Any] = {
    "pages": Pages(),
    "candidates": Rows(Candidate.objects.order_by("slug")),
    "topics": Rows(Topic.objects.order_by("slug")),
    "statements": Versions(Statement.objects.without_private_persons().only("key", "version").order_by("key")),
    "endorsements": Versions(Endorsement.objects.without_private_persons().only("key", "version").order_by("key")),
    "elections": Rows(Election.objects.order_by("slug")),
    "results": Versions(ElectionResult.objects.only("key", "version").order_by("key")),
    "sources": Versions(Source.objects.only("key", "version").order_by("key")),
    "voices": Rows(Entity.objects.voices().filter(private=False).order_by("slug")),
}


def sitemap_index(request: HttpRequest) -> TemplateResponse:
    """List the files of the site map. Django takes their host from the request, as it does not take that of the addresses in them."""
    response: TemplateResponse = index(
        request, sitemaps=SITEMAPS, template_name="sitemap_index.xml", sitemap_url_name="sitemap-section"
    )
    for each in (response.context_data or {})["sitemaps"]:
        each.location = settings.DARA_BASE_URL + urlsplit(each.location)._replace(scheme="", netloc="").geturl()
    return response
