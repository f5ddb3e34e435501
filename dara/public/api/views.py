"""The lists of the API, and each row in them: a queryset, its serializer, and its filters."""

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.http import Http404
from rest_framework import mixins, serializers, viewsets
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.views import APIView

from dara.models import (
    Candidacy,
    CandidacyFact,
    Election,
    Entity,
    Passage,
    PublicParagraph,
    Race,
    Redirect,
    Reply,
    Statement,
    SynonymGroup,
    Tombstone,
    Topic,
    Utterance,
    Withholding,
)
from dara.models.fields import KEY_PATTERN
from dara.models.permalinks import permalink
from dara.public.api.parameters import FilterSetBackend, Pages
from dara.public.api.serializers import SERIALIZERS, PassageOfSourceSerializer, WithdrawnSerializer
from dara.public.filters import lists
from dara.public.filters.parameters import ListFilterSet
from dara.public.pages.redirects import redirect_after_merge

SLUG_PATTERN = "[-a-zA-Z0-9_]+"


class Rows(mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list in pages, with its filters."""

    queryset: QuerySet[Any]
    serializer_class: type[serializers.Serializer]
    filterset_class: type[ListFilterSet]
    filter_backends = (FilterSetBackend,)
    pagination_class = Pages

    @classmethod
    def get_extra_actions(cls) -> list[Any]:
        """Return none, without the look through all attributes that loads the library of the schema."""
        return []


class RowsBySlug(Rows):
    """A list, and each row of it at an address of its own."""

    lookup_field = "slug"
    lookup_value_regex = SLUG_PATTERN

    def retrieve(self, request, *args, **kwargs):
        """Answer with the row as the list has it: it is serialized as one of several. A merged one redirects (301)."""
        try:
            found = self.get_object()
        except Http404:
            if (response := redirect_after_merge(request)) is None:
                raise
            return response
        return Response(self.get_serializer([found], many=True).data[0])


class RowsByKey(RowsBySlug):
    """Sources or records. For a withdrawn one the answer is its tombstone (410)."""

    lookup_field = "key"
    lookup_value_regex = KEY_PATTERN.strip("^$")
    kind: ClassVar[Tombstone.Kind]

    def retrieve(self, request, *args, **kwargs):
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            tombstone = get_object_or_404(Tombstone, kind=self.kind, key=kwargs["key"])
            left = {"detail": "This was withdrawn.", "tombstone": tombstone}
            return Response(WithdrawnSerializer(left).data, status=410)


# --- sources ----------------------------------------------------------------------------------------


class Sources(RowsByKey):
    """The documents, each as captured once. Their text: `paragraphs` with `source`."""

    queryset = lists.SourceFilter.ROWS.annotate(superseded_by_key=F("superseded_by"))
    serializer_class = SERIALIZERS["sources"]
    filterset_class = lists.SourceFilter
    kind = Tombstone.Kind.SOURCE


class Paragraphs(Rows):
    """What the public may read of the sources' texts: of some all, of others the paragraphs that hold evidence, and their neighbours."""

    queryset = PublicParagraph.objects.all()
    serializer_class = SERIALIZERS["paragraphs"]
    filterset_class = lists.ParagraphFilter


class Passages(Rows):
    """The spans of the sources' texts that records rest on, in the order of each text."""

    queryset = Passage.objects.used()
    serializer_class = PassageOfSourceSerializer
    filterset_class = lists.PassageFilter


# --- records ----------------------------------------------------------------------------------------


class Statements(RowsByKey):
    """What was said, and in whose words the archive holds it."""

    queryset = lists.StatementFilter.ROWS.select_related("utterance")
    serializer_class = SERIALIZERS["statements"]
    filterset_class = lists.StatementFilter
    kind = Tombstone.Kind.STATEMENT


class Endorsements(RowsByKey):
    """Who is reported as backing, opposing or paying for whom. Opposing one candidate is not supporting another."""

    queryset = lists.EndorsementFilter.ROWS
    serializer_class = SERIALIZERS["endorsements"]
    filterset_class = lists.EndorsementFilter
    kind = Tombstone.Kind.ENDORSEMENT


class Results(RowsByKey):
    """Counts, each as one source gives it, with the source's qualifier (“almost”)."""

    queryset = lists.ResultFilter.ROWS.select_related("race")
    serializer_class = SERIALIZERS["results"]
    filterset_class = lists.ResultFilter
    kind = Tombstone.Kind.RESULT


class Facts(RowsByKey):
    """What sources say of a candidacy: running, incumbency, withdrawal, concession, outcome."""

    queryset = CandidacyFact.objects.for_lists().select_related("candidate", "race", "election")
    serializer_class = SERIALIZERS["facts"]
    filterset_class = lists.FactFilter
    kind = Tombstone.Kind.FACT


class Tombstones(Rows):
    """What is left of withdrawn records: the key, the day, the ground."""

    queryset = Tombstone.objects.all()
    serializer_class = SERIALIZERS["tombstones"]
    filterset_class = lists.TombstoneFilter


class Redirects(Rows):
    """Duplicates that were merged: the key or slug that each had, and what it leads to. Its own address answers 301."""

    queryset = Redirect.objects.all()
    serializer_class = SERIALIZERS["redirects"]
    filterset_class = lists.RedirectFilter


class Withholdings(Rows):
    """Words of sources that the public may not read: where they stand, the day, the ground."""

    queryset = Withholding.objects.all()
    serializer_class = SERIALIZERS["withholdings"]
    filterset_class = lists.WithholdingFilter


class Replies(Rows):
    """Sources that were archived because they answer a record, or another source."""

    queryset = Reply.objects.select_related("source__publisher")
    serializer_class = SERIALIZERS["replies"]
    filterset_class = lists.ReplyFilter


# --- people, races, topics --------------------------------------------------------------------------


class Entities(RowsBySlug):
    """Persons and organizations: candidates, and the other voices."""

    queryset = Entity.objects.with_page().annotate(ran=Exists(Candidacy.objects.filter(candidate=OuterRef("pk"))))
    serializer_class = SERIALIZERS["entities"]
    filterset_class = lists.EntityFilter


class Groups(RowsBySlug):
    """Speakers and endorsers whom one source describes without a name: “several elected officials”."""

    queryset = Entity.objects.filter(kind=Entity.Kind.GROUP).select_related("source__publisher")
    serializer_class = SERIALIZERS["groups"]
    filterset_class = lists.GroupFilter


class Candidacies(Rows):
    """Who ran in which race."""

    queryset = Candidacy.objects.select_related("candidate", "race")
    serializer_class = SERIALIZERS["candidacies"]
    filterset_class = lists.CandidacyFilter


class Races(RowsBySlug):
    """The contests for the office, one a cycle."""

    queryset = Race.objects.all()
    serializer_class = SERIALIZERS["races"]
    filterset_class = lists.RaceFilter


class Elections(RowsBySlug):
    """The stages of the races."""

    queryset = Election.objects.select_related("race", "passage__source__publisher")
    serializer_class = SERIALIZERS["elections"]
    filterset_class = lists.ElectionFilter


class Topics(RowsBySlug):
    """The issues of the race."""

    queryset = Topic.objects.select_related("parent")
    serializer_class = SERIALIZERS["topics"]
    filterset_class = lists.TopicFilter


class Utterances(RowsBySlug):
    """Statements that a curator has joined as one utterance, and why."""

    queryset = Utterance.objects.prefetch_related(
        Prefetch("statements", Statement.objects.only("key", "utterance").order_by("key"))
    )
    serializer_class = SERIALIZERS["utterances"]
    filterset_class = lists.UtteranceFilter


class Synonyms(RowsBySlug):
    """Words that search takes for one another: whoever types one of a group finds the others too. `synonyms=no` turns that off."""

    queryset = SynonymGroup.objects.all()
    serializer_class = SERIALIZERS["synonyms"]
    filterset_class = lists.SynonymFilter


# --- the API itself ---------------------------------------------------------------------------------


class Root(APIView):
    """The addresses of the lists."""

    schema = None

    def get(self, request):
        addresses = {name: permalink(f"api:{name}-list") for name in LISTS} | {"schema": permalink("api:schema")}
        return Response({name: f"{settings.DARA_BASE_URL}{path}" for name, path in addresses.items()})


class Schema(APIView):
    """The OpenAPI 3.0 document of the API, in JSON, which readers of YAML read too."""

    schema = None

    def get(self, request):
        from dara.public.api.schema import document  # few pages need it

        return Response(document())


LISTS: dict[str, type[Rows]] = {
    "sources": Sources,
    "paragraphs": Paragraphs,
    "passages": Passages,
    "statements": Statements,
    "endorsements": Endorsements,
    "results": Results,
    "facts": Facts,
    "entities": Entities,
    "groups": Groups,
    "candidacies": Candidacies,
    "races": Races,
    "elections": Elections,
    "topics": Topics,
    "utterances": Utterances,
    "tombstones": Tombstones,
    "redirects": Redirects,
    "withholdings": Withholdings,
    "replies": Replies,
    "synonyms": Synonyms,
}
