"""The lists of the site: which rows, filters, facets and orders each has. Its page, the API, the exports and the feed read them from here."""

import django_filters
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from dara.models import (
    CandidacyFact,
    Candidate,
    Election,
    ElectionResult,
    Endorsement,
    Entity,
    Race,
    Redirect,
    Source,
    Statement,
    Tombstone,
    Topic,
)
from dara.models.permalinks import permalink
from dara.public.filters import facets
from dara.public.filters.fields import ChoiceFilter, QueryFilter, ReferenceFilter, SynonymsFilter, YearFilter
from dara.public.filters.parameters import RELEVANCE, ListFilterSet


class SearchedFilterSet(ListFilterSet):
    """The filters of a list with a search text."""

    q = QueryFilter()
    synonyms = SynonymsFilter()


class StatementFilter(SearchedFilterSet):
    NAME = "statements"
    HEADING = _("Statements")
    ROWS = Statement.objects.for_lists()

    candidate = ReferenceFilter(_("Candidate"), Candidate.objects.all(), method="concerning")
    topic = ReferenceFilter(_("Topic"), Topic.objects.all(), method="on_topic")
    kind = ChoiceFilter(_("Whose words"), Statement.Kind)
    speaker = ReferenceFilter(_("Speaker"), Entity.objects.all())
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key", field_name="passage__source")
    source_kind = ChoiceFilter(_("Kind of source"), Source.Kind, field_name="passage__source__kind")
    year = YearFilter(_("Year said or posted"), "said_on")
    sort = ChoiceFilter(
        _("Order"), [("source", _("Newest source first")), ("date", _("Latest said first")), (RELEVANCE, _("Best match first"))]
    )

    FACETS = {
        "candidate": facets.statements_by_candidate,
        "topic": facets.statements_by_topic,
        "kind": facets.by_choice("kind", Statement.Kind),
        "speaker": facets.by_entity("speaker"),
        "source": facets.by_source,
        "source_kind": facets.by_choice("passage__source__kind", Source.Kind),
        "year": facets.by_year("said_on"),
    }
    ORDERS = {
        "source": lambda statements: statements.in_order(),
        "date": lambda statements: statements.order_by("place_by_date"),
    }

    def concerning(self, statements, name, candidate):
        return statements.concerning(candidate)

    def on_topic(self, statements, name, topic):
        return statements.on_topic(topic)

    def feed(self):
        """Return the same; a candidate and a topic each have a feed of their own."""
        name, value = next(iter(self.chosen.items()), ("", ""))
        return permalink(f"{name}-feed", value) if len(self.chosen) == 1 and name in ("candidate", "topic") else super().feed()


class EndorsementFilter(SearchedFilterSet):
    NAME = "endorsements"
    HEADING = _("Reported support and opposition")
    ROWS = Endorsement.objects.for_lists()

    candidate = ReferenceFilter(_("Candidate"), Candidate.objects.all())
    stance = ChoiceFilter(_("Reported stance"), Endorsement.Stance)
    endorser = ReferenceFilter(_("Endorser"), Entity.objects.all())
    race = ReferenceFilter(_("Race"), Race.objects.all())
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key", field_name="passage__source")
    source_kind = ChoiceFilter(_("Kind of source"), Source.Kind, field_name="passage__source__kind")
    year = YearFilter(_("Year stated"), "stated_on")
    sort = ChoiceFilter(
        _("Order"),
        [("candidate", _("By race and candidate")), ("date", _("Latest stated first")), (RELEVANCE, _("Best match first"))],
    )

    FACETS = {
        "candidate": facets.endorsements_by_candidate,
        "stance": facets.by_choice("stance", Endorsement.Stance),
        "endorser": facets.by_entity("endorser"),
        "race": facets.by_race,
        "source": facets.by_source,
        "source_kind": facets.by_choice("passage__source__kind", Source.Kind),
        "year": facets.by_year("stated_on"),
    }
    ORDERS = {
        "candidate": lambda endorsements: endorsements.in_order(),
        "date": lambda endorsements: endorsements.order_by(
            F("stated_on").desc(nulls_last=True), "race__slug", "candidate__sort_name", "key"
        ),
    }


class SourceFilter(SearchedFilterSet):
    NAME = "sources"
    HEADING = _("Sources")
    ROWS = Source.objects.for_lists()

    publisher = ReferenceFilter(_("Publisher"), Entity.objects.all())
    kind = ChoiceFilter(_("Kind"), Source.Kind)
    topic = ReferenceFilter(_("Topic"), Topic.objects.all(), method="on_topic")
    year = YearFilter(_("Year published"), "published_on")
    sort = ChoiceFilter(_("Order"), [("date", _("Newest first")), ("title", _("By title")), (RELEVANCE, _("Best match first"))])

    FACETS = {
        "publisher": facets.by_entity("publisher"),
        "kind": facets.by_choice("kind", Source.Kind),
        "topic": facets.sources_by_topic,
        "year": facets.by_year("published_on"),
    }
    ORDERS = {
        "date": lambda sources: sources.newest_first(),
        "title": lambda sources: sources.order_by("title", "key"),
    }

    def on_topic(self, sources, name, topic):
        return sources.filter(Exists(Statement.objects.on_topic(topic).filter(passage__source=OuterRef("pk"))))


# --- lists without a page of their own, which the API and the exports filter --------------------------


class ResultFilter(ListFilterSet):
    NAME = "results"
    HEADING = _("Counts")
    ROWS = ElectionResult.objects.for_lists()

    candidate = ReferenceFilter(_("Candidate"), Candidate.objects.all())
    election = ReferenceFilter(_("Election"), Election.objects.all())
    race = ReferenceFilter(_("Race"), Race.objects.all())
    status = ChoiceFilter(_("Status"), ElectionResult.Status)
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key", field_name="passage__source")

    ORDERS = {"election": lambda results: results.in_order()}


class FactFilter(ListFilterSet):
    candidate = ReferenceFilter(_("Candidate"), Candidate.objects.all())
    race = ReferenceFilter(_("Race"), Race.objects.all())
    election = ReferenceFilter(_("Election"), Election.objects.all())
    kind = ChoiceFilter(_("Kind"), CandidacyFact.Kind)
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key", field_name="passage__source")

    ORDERS = {"race": lambda facts: facts.order_by("-race__slug", "candidate__sort_name", "occurred_on", "key")}


class ElectionFilter(ListFilterSet):
    race = ReferenceFilter(_("Race"), Race.objects.all())

    ORDERS = {"race": lambda elections: elections.order_by("-race__slug", "held_on", "slug")}


class CandidacyFilter(ListFilterSet):
    candidate = ReferenceFilter(_("Candidate"), Candidate.objects.all())
    race = ReferenceFilter(_("Race"), Race.objects.all())

    ORDERS = {"race": lambda candidacies: candidacies.order_by("-race__slug", "candidate__sort_name", "candidate__slug")}


class RaceFilter(ListFilterSet):
    ORDERS = {"slug": lambda races: races.order_by("-slug")}


class EntityFilter(SearchedFilterSet):
    kind = ChoiceFilter(_("Kind"), [(kind.value, kind.label) for kind in (Entity.Kind.PERSON, Entity.Kind.ORGANIZATION)])

    ORDERS = {"name": lambda entities: entities.by_name()}


class GroupFilter(SearchedFilterSet):
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key")

    ORDERS = {"name": lambda groups: groups.by_name()}


class TopicFilter(SearchedFilterSet):
    ORDERS = {"position": lambda topics: topics.order_by("position", "slug")}


class UtteranceFilter(ListFilterSet):
    ORDERS = {"slug": lambda utterances: utterances.order_by("slug")}


class ParagraphFilter(SearchedFilterSet):
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key")

    ORDERS = {"text": lambda paragraphs: paragraphs.order_by("source_id", "number")}


class PassageFilter(ListFilterSet):
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key")

    ORDERS = {"text": lambda passages: passages.order_by("source_id", "start", "end")}


class TombstoneFilter(ListFilterSet):
    kind = ChoiceFilter(_("Kind"), Tombstone.Kind)
    ground = ChoiceFilter(_("Ground"), Tombstone.Ground)

    ORDERS = {"date": lambda tombstones: tombstones.order_by("-withdrawn_on", "key")}


class RedirectFilter(ListFilterSet):
    kind = ChoiceFilter(_("Kind"), Redirect.Kind)

    ORDERS = {"name": lambda redirects: redirects.order_by("kind", "old")}


class WithholdingFilter(ListFilterSet):
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key")
    ground = ChoiceFilter(_("Ground"), Tombstone.Ground)

    ORDERS = {"text": lambda withholdings: withholdings.order_by("source_id", "start", "key")}


class SynonymFilter(ListFilterSet):
    ORDERS = {"slug": lambda groups: groups.order_by("slug")}


class ReplyFilter(ListFilterSet):
    source = ReferenceFilter(_("Source"), Source.objects.all(), "key")
    kind = ChoiceFilter(_("Kind"), Tombstone.Kind)
    key = django_filters.CharFilter(label=_("Key"), max_length=8, field_name="key")

    ORDERS = {"record": lambda replies: replies.order_by("kind", "key", "source_id")}
