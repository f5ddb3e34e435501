"""The queue of drafts, by source; and a source's text, to select words in."""

import contextlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.admin.base import TITLE_SHOWN, CuratedAdmin, OwnSourceFilter, shorten
from dara.admin.drafts.text_and_drafts import Workbench, draft_url, source_drafts_url
from dara.curation import drafting_runs
from dara.curation.drafts import SelectionRefused, keep_together, reject_together, reopen, select
from dara.curation.uploads import UploadGone, source_or_upload
from dara.models import Draft, PendingUpload, Source

DECIDED_TOGETHER = (
    "decided_together"  # in the session: the keys of the drafts that the user rejected or kept together last, and which of the two
)
SOURCES_SHOWN = 50  # sources with open drafts, above the list of all drafts


class SourceOrUploadFilter(OwnSourceFilter):
    """By a source, or by an upload that waits."""

    def lookups(self, request, model_admin):
        upload = PendingUpload.objects.filter(pk=self.value()).first() if (self.value() or "").isalnum() else None
        return [(self.value(), str(upload))] if upload else super().lookups(request, model_admin)

    def queryset(self, request, queryset):
        key = self.value()
        return queryset.filter(Q(source=key) | Q(upload=key)) if key and key.isalnum() else super().queryset(request, queryset)


class RuleFilter(admin.AllValuesFieldListFilter):
    """By the rule that found the draft."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "none: selected by hand"}


def get_source_or_upload(key: str) -> Source | PendingUpload:
    """Return the source with that key, or the upload that waits. Raises Http404."""
    source = source_or_upload(key) if key.isalnum() else None
    if source is None:
        raise Http404
    return source


class ReasonForm(ActionForm):
    """The choice of what to do with the chosen drafts, and why."""

    reason = forms.CharField(required=False, label="Why not (for curators)")


@admin.register(Draft)
class DraftAdmin(CuratedAdmin):
    """The list of drafts. A draft has no form of its own: it is edited in the form of the record that it proposes (see WorkbenchAdmin)."""

    list_display = ["proposal", "words", "source_link", "rule", "sureness", "state", "author", "decided_by", "decided_on", "key"]
    list_filter = [SourceOrUploadFilter, "state", "kind", ("rule", RuleFilter)]
    search_fields = ["values__passage__exact", "source__title", "upload__title", "=key", "=record"]
    ordering = ["source", "upload", "start", "key"]
    select_related = ("source", "upload")
    action_form = ReasonForm
    actions = ["reject_together", "keep_together"]

    @admin.display(description="draft", ordering="kind")
    def proposal(self, draft) -> str:
        """Say who says or backs whom: “Endorsement: Harbor Union endorses Lena Rivas”."""
        names = [(draft.values.get(name) or {}).get("name") for name in ("speaker", "endorser", "candidate")]
        stance = draft.values.get("stance") or ("→" if all(names[1:]) else "")
        who = " ".join(filter(None, [names[0] or names[1], stance, names[2]]))
        kind = f"{draft.get_kind_display()} (a change)" if draft.is_change else draft.get_kind_display()
        return f"{kind}: {who}" if who else kind

    @admin.action(description="Reject the chosen drafts", permissions=["change"])
    def reject_together(self, request, queryset):
        keys = reject_together(queryset, request.POST.get("reason", "").strip(), request.user.get_username())
        self._offer_undo(request, "rejected", keys)

    @admin.action(description="Keep the chosen drafts: open what was rejected", permissions=["change"])
    def keep_together(self, request, queryset):
        keys, closed = keep_together(queryset)
        self._offer_undo(request, "kept", keys)
        if closed:
            messages.warning(
                request, f"{closed} draft{pluralize(closed, ' stays,s stay')} closed: words of theirs were withheld since."
            )

    def _offer_undo(self, request, decision: str, keys: list[str]) -> None:
        request.session[DECIDED_TOGETHER] = [decision, keys]
        said = f"{decision.capitalize()} {len(keys)} draft{pluralize(len(keys))}."
        messages.success(request, format_html("{} <a href='{}'>Undo</a>", said, reverse("admin:dara_draft_undo")))

    def undo_view(self, request):
        """Undo what the user decided on several drafts last: asked on GET, done on POST."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        decision, keys = request.session.get(DECIDED_TOGETHER, ["rejected", []])
        if request.method == "POST":
            request.session.pop(DECIDED_TOGETHER, None)
            (self._open_again if decision == "rejected" else self._reject_again)(request, keys)
            return redirect("admin:dara_draft_changelist")
        question = "Open the drafts again?" if decision == "rejected" else "Reject the drafts again?"
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": question,
            "number": len(keys),
            "decision": decision,
        }
        return TemplateResponse(request, "admin/dara/draft/undo.html", context)

    def _open_again(self, request, keys: list[str]) -> None:
        opened, others = reopen(keys, request.user.get_username())
        messages.success(request, f"Opened {opened} draft{pluralize(opened)} again.")
        if others:
            why = "their words were withheld since, or somebody has decided on them"
            messages.warning(request, f"{others} of the {opened + others} drafts stay{pluralize(others, 's,')} closed: {why}.")

    def _reject_again(self, request, keys: list[str]) -> None:
        rejected = reject_together(Draft.objects.filter(pk__in=keys), "", request.user.get_username())
        messages.success(request, f"Rejected {len(rejected)} draft{pluralize(len(rejected))} again.")

    @admin.display(description="words", ordering="start")
    def words(self, draft) -> str:
        return shorten(draft.values.get("passage", {}).get("exact", ""))

    @admin.display(description="source", ordering="source")
    def source_link(self, draft) -> SafeString:
        title = shorten(str(draft.source_or_upload), TITLE_SHOWN)
        waits = " (not public yet)" if draft.upload_id else ""
        return format_html("<a href='{}'>{}</a>{}", source_drafts_url(draft.source_key), title, waits)

    def get_urls(self):
        ours = [
            path("undo/", self.admin_site.admin_view(self.undo_view), name="dara_draft_undo"),
            path("source/<str:key>/", self.admin_site.admin_view(self.source_view), name="dara_draft_source"),
            path("source/<str:key>/find/", self.admin_site.admin_view(self.find_view), name="dara_draft_find"),
            path("source/<str:key>/drafting/", self.admin_site.admin_view(self.drafting_view), name="dara_draft_drafting"),
            path("source/<str:key>/select/", self.admin_site.admin_view(self.select_view), name="dara_draft_select"),
        ]
        return [*ours, *super().get_urls()]

    def has_add_permission(self, request) -> bool:
        return False  # drafts are found by the rules, or selected in the text

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # a rejected draft is kept, so that it is not proposed again

    def changelist_view(self, request, extra_context=None):
        """List the sources that have open drafts, then all drafts."""
        count = {state: Count("drafts", filter=Q(drafts__state=state)) for state in Draft.State.values}
        sources = Source.objects.for_lists().annotate(**count).filter(open__gt=0).newest_first()[:SOURCES_SHOWN]
        waiting = PendingUpload.objects.select_related("publisher").annotate(**count).filter(open__gt=0)
        uploads = waiting.order_by("-uploaded_on", "key")[:SOURCES_SHOWN]
        return super().changelist_view(request, {"sources": sources, "uploads": uploads} | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Redirect to the form of the record that the draft proposes, or that it has become."""
        draft = get_object_or_404(Draft, pk=object_id)
        return redirect(draft_url(draft) if self.has_change_permission(request) else source_drafts_url(draft.source_key))

    def source_view(self, request, key: str):
        """Show a source's text with its drafts and records highlighted, and the source's drafts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = get_source_or_upload(key)
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": str(source),
            "source": source,
            "workbench": Workbench(source, page=request.GET.get("page")),
            "drafting": drafting_runs.state_of(source),
            "may_draft": self.has_change_permission(request),
            "is_nav_sidebar_enabled": False,  # the text needs the room
        }
        return TemplateResponse(request, "admin/dara/draft/source.html", context)

    def find_view(self, request, key: str):
        """Let the rules find drafts in the text."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with contextlib.suppress(UploadGone):  # it is a source now, or taken out, as the next page says
            for sentence in drafting_runs.draft_or_ask(get_source_or_upload(key), request.user.get_username()):
                messages.info(request, sentence)
        return redirect(source_drafts_url(key))

    def drafting_view(self, request, key: str):
        """Show only how far the drafting of the text is: the pages that show it ask again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = get_source_or_upload(key)
        context = {"source": source, "drafting": drafting_runs.state_of(source), "asked_again": True}
        return TemplateResponse(request, "admin/dara/draft/_drafting.html", context)

    def select_view(self, request, key: str):
        """Make a draft of selected words, and redirect to its form."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        source = get_source_or_upload(key)
        start, end = (
            int(place) if place.isdecimal() else -1 for place in (request.POST.get(name, "") for name in ("start", "end"))
        )
        try:
            draft = select(source, request.POST.get("kind", ""), start, end, request.user.get_username())
        except SelectionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(source_drafts_url(key))
        return redirect(draft_url(draft))
