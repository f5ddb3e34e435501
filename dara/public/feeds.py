"""Atom feeds (RFC 4287) of the latest statements and corrections. They leave out private persons.

The title of an entry is that of the record's page (`dara.public.presentation.titles`).

Addresses begin with DARA_BASE_URL, whatever host name a request has. The id of an entry is the permalink of its record."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

from dara.models import Candidate, Statement, Topic
from dara.models.records import StatementQuerySet
from dara.public.citation.words import plain
from dara.public.corrections import Entry, entries, without_private_persons
from dara.public.paginator import part
from dara.public.presentation.links import absolute
from dara.public.presentation.titles import statement_title
from dara.text.characters import in_xml

MAX_ENTRIES = 50
NEVER = datetime.fromtimestamp(0, UTC)


class EntriesWithContent(Atom1Feed):
    """An Atom feed whose entries contain the record itself, as `content` instead of Django's `summary`."""

    def latest_post_date(self) -> datetime:
        """Return when the latest entry was updated. An empty feed was never: Django's own says that it is updated with each request."""
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item | {"description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class Statements(Feed):
    """The statements that were added or changed last."""

    feed_type = EntriesWithContent
    subtitle = "What candidates and others said or are reported to have said, each with its source. The archive rates no one and takes no side."
    author_name = "dara, an archive of the race for Los Angeles County District Attorney"
    feed_copyright = "The licence of this archive covers its code and metadata, not the texts of others."

    def statements(self, subject) -> StatementQuerySet:
        return Statement.objects.all()

    def title(self, subject) -> str:
        return "Statements — dara"

    def author_link(self) -> str:
        return absolute(reverse("home"))

    def link(self, subject) -> str:
        return absolute(subject.get_absolute_url() if subject else reverse("statements"))

    def feed_url(self, subject) -> str:
        return absolute(reverse("statements-feed"))

    def feed_guid(self, subject) -> str:
        return self.feed_url(subject)

    def items(self, subject):
        return part(self.statements(subject).without_private_persons().for_lists().in_order("-version"), 0, MAX_ENTRIES)

    def item_link(self, statement: Statement) -> str:
        return absolute(statement.get_absolute_url())

    def item_guid(self, statement: Statement) -> str:
        return self.item_link(statement)

    def item_title(self, statement: Statement) -> str:
        """Return the title of the statement's page. An Atom title is plain text."""
        return in_xml(plain(statement_title(statement)))

    def item_description(self, statement: Statement) -> SafeString:
        entry = render_to_string("statements/_feed_entry.html", {"statement": statement, "base": settings.DARA_BASE_URL})
        return SafeString(in_xml(entry.strip()))

    def item_updateddate(self, statement: Statement) -> datetime:
        return statement.version

    def item_categories(self, statement: Statement) -> list[str]:
        return [in_xml(topic.name) for topic in statement.topics.all()]


class StatementsConcerning(Statements):
    """The statements by or about a candidate."""

    def get_object(self, request, slug: str) -> Candidate:
        return Candidate.objects.get(slug=slug)

    def statements(self, candidate: Candidate) -> StatementQuerySet:
        return Statement.objects.concerning(candidate)

    def title(self, candidate: Candidate) -> str:
        return in_xml(f"Statements by or about {candidate} — dara")

    def feed_url(self, candidate: Candidate) -> str:
        return absolute(reverse("candidate-feed", args=[candidate.slug]))


class StatementsOn(Statements):
    """The statements on a topic."""

    def get_object(self, request, slug: str) -> Topic:
        return Topic.objects.get(slug=slug)

    def statements(self, topic: Topic) -> StatementQuerySet:
        return Statement.objects.on_topic(topic)

    def title(self, topic: Topic) -> str:
        return in_xml(f"Statements on {topic} — dara")

    def feed_url(self, topic: Topic) -> str:
        return absolute(reverse("topic-feed", args=[topic.slug]))


class Corrections(Feed):
    """The latest corrections and withdrawals. The id of an entry is the address of the list with the number of the change."""

    feed_type = EntriesWithContent
    title = "Corrections — dara"
    subtitle = "What this archive corrected in what it had published, and what it withdrew. Days are those of Los Angeles."
    author_name = Statements.author_name
    feed_copyright = Statements.feed_copyright

    def author_link(self) -> str:
        return absolute(reverse("home"))

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
