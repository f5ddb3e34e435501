"""The other voices: persons and organizations that speak, endorse or publish, but never ran."""

from itertools import groupby

from django.db.models import Case, Q, When
from django.shortcuts import redirect

from dara.models import Candidacy, ElectionResult, Endorsement, Entity, Source, Statement, StatementAbout
from dara.public.pages.citations import entity_metadata
from dara.public.pages.lists import DetailWithList, FirstRows, PaginatedList, related_count
from dara.public.pages.statements import group_by_source


class VoiceList(PaginatedList):
    """All voices by name, with what the archive holds of each. Private persons are left out: their pages are for readers who come
    from their words."""

    queryset = (
        Entity.objects.voices()
        .filter(private=False)
        .annotate(
            speaks=related_count(Statement.objects.all(), "speaker"),
            told_in=related_count(StatementAbout.objects.by_others(), "entity"),
            stances=related_count(Endorsement.objects.all(), "endorser"),
            publishes=related_count(Source.objects.all(), "publisher"),
            cited_for=related_count(ElectionResult.objects.all(), "authority"),
        )
        .by_name()
    )
    context_object_name = "voices"
    template_name = "voices/list.html"


class VoicePage(DetailWithList):
    """What a voice says, then what others say about it. The address of a candidate redirects to the candidate's page."""

    subjects = Entity.objects.with_page()
    template_name = "voices/detail.html"

    def get(self, request, *args, **kwargs):
        if Candidacy.objects.filter(candidate__slug=kwargs["slug"]).exists():
            return redirect("candidate", kwargs["slug"], permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        own = Case(When(speaker=self.subject, then=True), default=False)
        return Statement.objects.for_lists().concerning(self.subject).annotate(own=own).in_order("-own")

    def get_context_data(self, **kwargs):
        voice = self.subject
        cited = Q(authority=voice) | Q(ballots_out_authority=voice)
        context = super().get_context_data(**kwargs)
        groups = groupby(context["object_list"], key=lambda statement: statement.own)
        return context | dict(
            voice=voice,
            groups=[{"own": own, "groups": group_by_source(statements)} for own, statements in groups],
            endorsements=FirstRows.of(Endorsement.objects.for_lists().filter(endorser=voice).in_order()),
            sources=FirstRows.of(Source.objects.for_lists().filter(publisher=voice).newest_first()),
            results=FirstRows.of(ElectionResult.objects.for_lists().filter(cited).in_order()),
            **entity_metadata(voice),
        )
