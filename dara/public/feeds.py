"""Atom feeds (RFC 4287): what was added or changed last of a list, of a search, and of the corrections. They leave out private persons.

The feed of a list takes the parameters of its page, and has the same rows in one order, the last changed first. The title of an entry is that
of the record's page (`dara.public.presentation.titles`). A withdrawn record leaves the feeds; the corrections say so.

Addresses begin with DARA_BASE_URL, whatever host name a request has. The id of an entry is the permalink of its record."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.xmlutils import SimplerXMLGenerator

from dara.models import Candidate, ElectionResult, Endorsement, Source, Statement, Topic
from dara.public.cards.card import named_filters
from dara.public.citation.words import Row, plain
from dara.public.corrections import Entry, entries, without_private_persons
from dara.public.filters import lists
from dara.public.filters.parameters import ListFilterSet
from dara.public.pages.search import parameters, parse_query
from dara.public.paginator import part
from dara.public.presentation.links import absolute
from dara.public.presentation.titles import record_title, source_title
from dara.public.search.results import matching
from dara.public.search.synonyms import with_synonyms
from dara.text.characters import in_xml

MAX_ENTRIES = 50
WORDS_IN_TITLE = 60  # characters of a search text in the title of a feed
NEVER = datetime.fromtimestamp(0, UTC)
OWN_ADDRESSES = re.compile('(href|cite)="/')  # in an entry, which is read elsewhere
LATEST: dict[Any, tuple[str, ...]] = {Statement: ("-version", "place")}  # which has an index
ENTRIES = {  # the folder of the template of an entry, and what the template calls the row
    Statement: ("statements", "statement"),
    Endorsement: ("endorsements", "endorsement"),
    ElectionResult: ("counts", "result"),
    Source: ("sources", "source"),
}


class EntriesWithContent(Atom1Feed):
    """An Atom feed whose entries contain the record itself, as `content` instead of Django's `summary`."""

    def latest_post_date(self) -> datetime:
        """Return when the latest entry was updated. An empty feed was never: Django's own says that it is updated with each request."""
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class ArchiveFeed(Feed):
    """What all feeds say of themselves."""

    feed_type = EntriesWithContent
    author_name = "dara, an archive of the race for Los Angeles County District Attorney"
    feed_copyright = "The licence of this archive covers its code and metadata, not the texts of others."

    def author_link(self) -> str:
        return absolute(reverse("home"))


# --- lists and searches -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Followed:
    """What a feed follows: its title, the paths of its page and of the feed itself, the rows of one kind or more, and the parameters that
    it ignores."""

    title: str
    page: str
    path: str
    rows: Sequence[QuerySet[Any]]
    ignored: Sequence[str] = ()


class ListFeed(ArchiveFeed):
    """What was added or changed last of a list, under the filters that the address has."""

    filterset_class: type[ListFilterSet]

    def get_object(self, request: HttpRequest) -> Followed:
        """Return what is followed. Raises BadRequest where the list's page does."""
        found = self.filterset_class.of(request.GET)
        filters = [f"{label}: {value}" for label, value in named_filters(found)]
        if query := found.form.cleaned_data.get("q"):
            filters.append(f"“{Truncator(query.text).chars(WORDS_IN_TITLE)}”")
        title = f"{found.HEADING} ({'; '.join(filters)})" if filters else str(found.HEADING)
        return Followed(title, self.page(found), found.feed(), [found.in_no_order()], found.unknown())

    def page(self, found: ListFilterSet) -> str:
        return reverse(found.NAME) + found.query(sort=None)

    def title(self, followed: Followed) -> str:
        return in_xml(f"{followed.title} — dara")

    def subtitle(self, followed: Followed) -> str:
        about = "Each with its source, the last added or changed first. The archive rates no one and takes no side."
        ignored = ", ".join(followed.ignored[:5])
        return in_xml(f"{about} Ignored, as there is no such filter: {Truncator(ignored).chars(80)}" if ignored else about)

    def link(self, followed: Followed) -> str:
        return absolute(followed.page)

    def feed_url(self, followed: Followed) -> str:
        return absolute(followed.path)

    def feed_guid(self, followed: Followed) -> str:
        return self.feed_url(followed)

    def items(self, followed: Followed) -> list[Any]:
        found = [row for rows in followed.rows for row in _latest(rows)]
        return sorted(found, key=lambda row: row.version, reverse=True)[:MAX_ENTRIES]

    def item_link(self, row: Row) -> str:
        return absolute(row.get_absolute_url())

    def item_guid(self, row: Row) -> str:
        return self.item_link(row)

    def item_title(self, row: Row) -> str:
        """Return the title of the row's page; a source's is neutral. An Atom title is plain text."""
        return in_xml(plain(source_title(row) if isinstance(row, Source) else record_title(row)))

    def item_description(self, row: Row) -> SafeString:
        folder, name = ENTRIES[type(row)]
        entry = render_to_string(f"{folder}/_feed_entry.html", {name: row}).strip()
        return SafeString(in_xml(OWN_ADDRESSES.sub(rf'\1="{settings.DARA_BASE_URL}/', entry)))

    def item_updateddate(self, row: Row) -> datetime:
        return row.version

    def item_categories(self, row: Row) -> list[str]:
        return [in_xml(topic.name) for topic in row.topics.all()] if isinstance(row, Statement) else []


def _latest(rows: Any) -> QuerySet[Any]:
    in_order = rows.without_private_persons().order_by(*LATEST.get(rows.model, ("-version", "pk")))
    return part(in_order, 0, MAX_ENTRIES)


class Statements(ListFeed):
    filterset_class = lists.StatementFilter


class Endorsements(ListFeed):
    filterset_class = lists.EndorsementFilter


class Sources(ListFeed):
    filterset_class = lists.SourceFilter


class Results(ListFeed):
    filterset_class = lists.ResultFilter

    def page(self, found: ListFilterSet) -> str:
        """Return the page of the election, or of all: counts have no list of their own."""
        election = found.form.cleaned_data["election"]
        return election.get_absolute_url() if election else reverse("elections")


class StatementsConcerning(ListFeed):
    """The statements by or about a candidate."""

    def get_object(self, request: HttpRequest, slug: str) -> Followed:  # type: ignore[override]  # the address names it
        candidate = Candidate.objects.get(slug=slug)
        rows = Statement.objects.concerning(candidate).for_lists()
        path = reverse("candidate-feed", args=[slug])
        return Followed(f"Statements by or about {candidate}", candidate.get_absolute_url(), path, [rows])


class StatementsOn(ListFeed):
    """The statements on a topic."""

    def get_object(self, request: HttpRequest, slug: str) -> Followed:  # type: ignore[override]  # the address names it
        topic = Topic.objects.get(slug=slug)
        rows = Statement.objects.on_topic(topic).for_lists()
        return Followed(f"Statements on {topic}", topic.get_absolute_url(), reverse("topic-feed", args=[slug]), [rows])


class Search(ListFeed):
    """The statements, reported stances and sources that have all words of a search. Less strict ways to find, which the page of results tries
    where nothing has all of them, do not follow anything."""

    def get_object(self, request: HttpRequest) -> Followed:
        query, synonyms = parse_query(request)
        words = Truncator(query.text).chars(WORDS_IN_TITLE)
        sought = parameters(query, synonyms=synonyms) if query else ""
        searched = with_synonyms(query) if query and synonyms else query
        followed = (lists.StatementFilter, lists.EndorsementFilter, lists.SourceFilter) if query else ()
        rows = [matching(each.ROWS, searched) for each in followed]
        return Followed(
            f"Search: {words}" if words else "Search", reverse("search") + sought, reverse("search-feed") + sought, rows
        )


# --- corrections ------------------------------------------------------------------------------------


class Corrections(ArchiveFeed):
    """The latest corrections and withdrawals. The id of an entry is the address of the list with the number of the change."""

    title = "Corrections — dara"
    subtitle = "What this archive corrected in what it had published, and what it withdrew. Days are those of Los Angeles."

    def link(self) -> str:
        return absolute(reverse("corrections"))

    def feed_url(self) -> str:
        return absolute(reverse("corrections-feed"))

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> list[Entry]:
        return entries(list(without_private_persons().values_list("number", flat=True)[:MAX_ENTRIES]))

    def item_link(self, entry: Entry) -> str:
        return absolute(entry.url or reverse("corrections"))

    def item_guid(self, entry: Entry) -> str:
        return f"{self.link()}#change-{entry.correction.number}"

    def item_title(self, entry: Entry) -> str:
        return in_xml(f"{entry.kind}: {entry.name}")

    def item_description(self, entry: Entry) -> SafeString:
        return SafeString(in_xml("".join(f"<p>{sentence}</p>" for sentence in entry.sentences)))

    def item_updateddate(self, entry: Entry) -> datetime:
        return entry.correction.changed_at
