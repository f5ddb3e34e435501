"""The first page of the desk: what waits, since when, and for whom; and the models in groups, as curators think of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from dara.curation import lifting, merge
from dara.curation.two_persons import proposals
from dara.models import Draft, ImportConflict, PendingUpload, Source, Utterance, Withholding

# The names of models, by the group that they stand in. What is in none stands in the last one.
GROUPS: dict[str, tuple[str, ...]] = {
    "Documents": ("Source", "PendingUpload", "Draft", "Reply"),
    "Records": ("Statement", "Endorsement", "ElectionResult", "CandidacyFact", "Utterance"),
    "Who, and which race": ("Entity", "Candidacy", "Race", "Election"),
    "Finding": ("Topic", "SynonymGroup"),
    "Taken from the public": ("Withholding", "Tombstone"),
    "Imports": ("ImportConflict", "ImportedRecord", "Redirect"),
    "Evidence, which nobody changes": ("Original", "SourceText", "Paragraph", "Passage"),
    "Users": ("User", "Group", "AccessLog", "AccessFailureLog"),
}
OTHERS = "Other"


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a curator. `details`: since when or whose, “” where nothing is known."""

    number: int
    what: str
    url: str
    details: str = ""


def waiting(user: AbstractUser | AnonymousUser) -> list[Waiting]:
    """Return what waits, the most urgent first; nothing of which there is none."""
    queue = reverse("admin:dara_draft_changelist")
    states = Draft.objects.open().aggregate(
        changes=Count("key", filter=~Q(record="")),
        mine=Count("key", filter=Q(author=user.get_username())),
        drafts=Count("key", filter=Q(record="")),
        sources=Count(Coalesce("source", "upload"), distinct=True, filter=Q(record="")),
    )
    uploads = PendingUpload.objects.aggregate(
        number=Count("key"), mine=Count("key", filter=Q(uploaded_by=user.get_username())), since=Min("uploaded_on")
    )
    conflicts = ImportConflict.objects.order_by("since")
    oldest = conflicts.first()
    lonely = Utterance.objects.annotate(joined=Count("statements")).filter(joined__lt=2).count()
    nameless = Source.objects.filter(Q(publisher=None) | Q(title="")).count()
    found = [
        Waiting(
            conflicts.count(),
            f"conflict{pluralize(conflicts.count())} with an import",
            reverse("admin:dara_importconflict_changelist"),
            (oldest and f"the oldest since {timezone.localtime(oldest.since):%Y-%m-%d}") or "",
        ),
        Waiting(
            states["changes"],
            f"proposed change{pluralize(states['changes'])} of records",
            f"{queue}?{urlencode({'state': 'open', 'record__gt': ''})}",
        ),
        Waiting(
            states["drafts"],
            f"draft{pluralize(states['drafts'])}",
            queue,
            f"of {states['sources']} source{pluralize(states['sources'])}; {states['mine']} selected or corrected by you",
        ),
        Waiting(
            uploads["number"],
            f"upload{pluralize(uploads['number'], ' that is,s that are')} not public",
            reverse("admin:dara_pendingupload_changelist"),
            f"the oldest since {uploads['since']}; {uploads['mine']} by you",
        ),
        *_liftings(user),
        *_mergers(user),
        Waiting(nameless, f"source{pluralize(nameless)} without a publisher or title", reverse("admin:dara_source_changelist")),
        Waiting(
            lonely,
            f"utterance{pluralize(lonely, ' that joins,s that join')} fewer than two statements",
            reverse("admin:dara_utterance_changelist"),
        ),
    ]
    return [each for each in found if each.number]


def _liftings(user: AbstractUser | AnonymousUser) -> Iterator[Waiting]:
    """Yield the withholdings that somebody else proposes to lift."""
    for proposal in proposals(Withholding, lifting.PROPOSED).exclude(user=user.pk).select_related("user"):
        url = reverse("admin:dara_withholding_delete", args=[proposal.object_id])
        yield Waiting(1, "withholding to be lifted", url, _whose(proposal))


def _mergers(user: AbstractUser | AnonymousUser) -> Iterator[Waiting]:
    """Yield what somebody else proposes to merge."""
    of_others = LogEntry.objects.filter(change_message__startswith=merge.PROPOSED).exclude(user=user.pk).order_by("action_time")
    for proposal in of_others.select_related("user", "content_type"):
        model: Any = proposal.content_type and proposal.content_type.model_class()
        if model and model._default_manager.filter(pk=proposal.object_id).exists():
            url = reverse(f"admin:dara_{model._meta.model_name}_merge", args=[proposal.object_id])
            into = proposal.change_message.removeprefix(merge.PROPOSED).partition(":")[0].strip()
            yield Waiting(1, f"{model._meta.verbose_name} to be merged", f"{url}?{urlencode({'into': into})}", _whose(proposal))


def _whose(proposal: LogEntry) -> str:
    return f"proposed by {proposal.user.get_username()}, since {timezone.localtime(proposal.action_time):%Y-%m-%d}"


def grouped(apps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return Django's list of apps and their models as a list of our groups, in the same form."""
    models = {model["object_name"]: model for app in apps for model in app["models"]}
    groups = {title: [models.pop(name) for name in names if name in models] for title, names in GROUPS.items()}
    groups[OTHERS] = list(models.values())
    return [
        {"name": title, "app_label": "dara", "app_url": reverse("admin:index"), "has_module_perms": True, "models": found}
        for title, found in groups.items()
        if found
    ]
