"""The addresses of the public site. `dara.models.permalinks` and the templates reverse their names."""

import re

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.contrib.syndication.views import Feed
from django.urls import include, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import conditional_page, require_safe

from dara.models.downloads import CONTENT_TYPES
from dara.models.fields import KEY_PATTERN
from dara.public import feeds
from dara.public.citation.files import FORMATS
from dara.public.exports import EXPORTS
from dara.public.mcp import mcp
from dara.public.pages.about import About, Robots
from dara.public.pages.candidates import CandidateList, CandidatePage
from dara.public.pages.check import Check
from dara.public.pages.citations import AnnotationFile, CitationFile
from dara.public.pages.compare import Compare
from dara.public.pages.corrections import CorrectionList
from dara.public.pages.data import data, download, manifest
from dara.public.pages.elections import ElectionList, ElectionPage, ResultPage
from dara.public.pages.embeds import Embed, oembed
from dara.public.pages.endorsements import EndorsementList, EndorsementPage
from dara.public.pages.exports import Download
from dara.public.pages.health import healthz, readyz
from dara.public.pages.home import Home
from dara.public.pages.office import Office
from dara.public.pages.permalinks import Permalink
from dara.public.pages.search import ParagraphSearch, Search
from dara.public.pages.share_images import NamedImage, RaceImage, RecordImage, qr_code
from dara.public.pages.sources import SourceList, SourcePage
from dara.public.pages.statements import StatementList, StatementPage
from dara.public.pages.topics import TopicList, TopicPage
from dara.public.pages.twins import CandidateTwin, EndorsementTwin, ResultTwin, SourceTwin, StatementTwin, TopicTwin, llms
from dara.public.pages.voices import VoiceList, VoicePage
from dara.public.sitemaps import SITEMAPS, sitemap_index


class KeyConverter(StringConverter):
    """Matches the key of a record or a source. Any other text in its place is answered with 404."""

    regex = KEY_PATTERN.strip("^$")


class DownloadConverter(StringConverter):
    """Matches the name of a file of `/data/`."""

    regex = "|".join(map(re.escape, CONTENT_TYPES))


class VersionConverter(StringConverter):
    """Matches the version of a share image."""

    regex = "[0-9a-f]{10}"


register_converter(KeyConverter, "key")
register_converter(VersionConverter, "version")
register_converter(DownloadConverter, "download")


def feed(view: Feed):
    """Return the view of a feed, which answers 304 to a reader that has its current content."""
    return conditional_page(require_safe(view))


CITED: dict[str, Permalink] = {
    "statement": StatementPage(),
    "endorsement": EndorsementPage(),
    "result": ResultPage(),
    "source": SourcePage(),
}

PAGES = [
    path("", Home.as_view(), name="home"),
    path("candidates/", CandidateList.as_view(), name="candidates"),
    path("candidates/<slug:slug>/", CandidatePage.as_view(), name="candidate"),
    path("compare/", Compare.as_view(), name="compare"),
    path("topics/", TopicList.as_view(), name="topics"),
    path("topics/<slug:slug>/", TopicPage.as_view(), name="topic"),
    path("statements/", StatementList.as_view(), name="statements"),
    path("statements/<key:key>/", StatementPage.as_view(), name="statement"),
    path("endorsements/", EndorsementList.as_view(), name="endorsements"),
    path("endorsements/<key:key>/", EndorsementPage.as_view(), name="endorsement"),
    path("elections/", ElectionList.as_view(), name="elections"),
    path("elections/<slug:slug>/", ElectionPage.as_view(), name="election"),
    path("results/<key:key>/", ResultPage.as_view(), name="result"),
    path("sources/", SourceList.as_view(), name="sources"),
    path("sources/<key:key>/", SourcePage.as_view(), name="source"),
    path("voices/", VoiceList.as_view(), name="voices"),
    path("voices/<slug:slug>/", VoicePage.as_view(), name="voice"),
    path("search/", Search.as_view(), name="search"),
    path("search/paragraphs/", ParagraphSearch.as_view(), name="search-paragraphs"),
    path("check/", Check.as_view(), name="check"),
    path("corrections/", CorrectionList.as_view(), name="corrections"),
    path("data/", data, name="data"),
    path("office/", Office.as_view(), name="office"),
    path("about/", About.as_view(), name="about"),
]
TWINS = [  # pages as Markdown
    path("statements/<key:key>.md", StatementTwin.as_view(), name="statement-markdown"),
    path("endorsements/<key:key>.md", EndorsementTwin.as_view(), name="endorsement-markdown"),
    path("results/<key:key>.md", ResultTwin.as_view(), name="result-markdown"),
    path("sources/<key:key>.md", SourceTwin.as_view(), name="source-markdown"),
    path("candidates/<slug:slug>.md", CandidateTwin.as_view(), name="candidate-markdown"),
    path("topics/<slug:slug>.md", TopicTwin.as_view(), name="topic-markdown"),
    path("llms.txt", llms, name="llms"),
]
FRAMES = [  # on other sites, in the language of their page
    path(f"{name}s/<key:key>/embed", Embed.as_view(kind=page.kind, queryset=page.queryset), name=f"{name}-embed")
    for name, page in CITED.items()
    if name != "source"
]
IMAGES = [  # in the language of their page
    *(
        path(
            f"share/{name}s/<key:key>-<version:version>.png",
            RecordImage.as_view(kind=CITED[name].kind, queryset=CITED[name].queryset),
            name=f"{name}-image",
        )
        for name in ("statement", "result")
    ),
    path("share/candidates/<slug:slug>-<version:version>.png", NamedImage.as_view(), name="candidate-image"),
    path("share/races/<slug:slug>-<version:version>.png", RaceImage.as_view(), name="race-image"),
]
FILES = [  # one address for all languages: for programs, or in the language of their content
    *(
        path(
            f"{name}s/<key:key>/citation.{suffix}",
            CitationFile.as_view(kind=page.kind, queryset=page.queryset, suffix=suffix),
            name=f"{name}-{suffix}",
        )
        for name, page in CITED.items()
        for suffix in FORMATS
    ),
    *(
        path(
            f"{name}s/<key:key>/annotation.jsonld",
            AnnotationFile.as_view(kind=page.kind, queryset=page.queryset),
            name=f"{name}-annotation",
        )
        for name, page in CITED.items()
        if name != "source"
    ),
    path("api/v1/", include("dara.public.api.urls")),
    path("mcp", mcp, name="mcp"),
    *(
        path(f"{name}.{suffix}", Download.as_view(), {"export": export, "suffix": suffix}, name=f"{name}.{suffix}")
        for name, export in EXPORTS.items()
        for suffix in export.suffixes
    ),
    path("data/downloads.json", manifest, name="downloads-manifest"),
    path("data/<download:name>", download, name="download"),
    path("feeds/statements.atom", feed(feeds.Statements()), name="statements-feed"),
    path("feeds/endorsements.atom", feed(feeds.Endorsements()), name="endorsements-feed"),
    path("feeds/results.atom", feed(feeds.Results()), name="results-feed"),
    path("feeds/sources.atom", feed(feeds.Sources()), name="sources-feed"),
    path("feeds/search.atom", feed(feeds.Search()), name="search-feed"),
    path("feeds/corrections.atom", feed(feeds.Corrections()), name="corrections-feed"),
    path("feeds/candidates/<slug:slug>.atom", feed(feeds.StatementsConcerning()), name="candidate-feed"),
    path("feeds/topics/<slug:slug>.atom", feed(feeds.StatementsOn()), name="topic-feed"),
    path("oembed", oembed, name="oembed"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path(
        "sitemap-<slug:section>.xml",
        sitemap,
        {"sitemaps": SITEMAPS, "template_name": "sitemap.xml"},
        name="sitemap-section",
    ),
    path("share/qr/<path:path>qr.svg", qr_code, name="qr-code"),
    path("robots.txt", Robots.as_view(), name="robots"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

# English pages have no prefix; dara/public/middleware.py reads the language off the path.
urlpatterns = [*FILES, *i18n_patterns(*PAGES, *TWINS, *FRAMES, *IMAGES, prefix_default_language=False)]

handler400 = "dara.public.pages.errors.bad_request"
handler404 = "dara.public.pages.errors.not_found"
handler500 = "dara.public.pages.errors.server_error"
