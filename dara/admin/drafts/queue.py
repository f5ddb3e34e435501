"""The queue of drafts, by source, and a source's text to select words in."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dara.admin.base import TITLE_SHOWN, CuratedAdmin, OwnSourceFilter, shortened
from dara.admin.drafts.prefill import words_at
from dara.admin.drafts.workbench import Sheet, draft_address
from dara.curation.draft_queue import draft_source
from dara.models import Draft, Paragraph, Source
from dara.models.keys import new_key

SOURCES_SHOWN = 50  # with open drafts, above the list of all
SELECTED_AT_MOST = 20_000  # code points


@admin.register(Draft)
class DraftAdmin(CuratedAdmin):
    """No forms of its own: a draft is worked on in the form of the record that it is to become (`sheet.DeskAdmin`)."""

    change_list_template = "admin/dara/queue.html"
    list_display = ["key", "kind", "words", "source_link", "rule", "sureness", "state", "author", "decided_by", "decided_on"]
    list_filter = [OwnSourceFilter, "state", "kind", "rule"]
    search_fields = ["values__passage__exact", "source__title", "=key", "=record"]
    ordering = ["source", "start", "key"]
    named_with = ("source",)

    @admin.display(description="words", ordering="start")
    def words(self, draft) -> str:
        return shortened(draft.values.get("passage", {}).get("exact", ""))

    @admin.display(description="source", ordering="source")
    def source_link(self, draft) -> SafeString:
        return format_html("<a href='{}'>{}</a>", source_desk(draft.source), shortened(str(draft.source), TITLE_SHOWN))

    def get_urls(self):
        ours = [
            path("source/<str:key>/", self.admin_site.admin_view(self.source_view), name="dara_draft_source"),
            path("source/<str:key>/find/", self.admin_site.admin_view(self.find_view), name="dara_draft_find"),
            path("source/<str:key>/select/", self.admin_site.admin_view(self.select_view), name="dara_draft_select"),
        ]
        return [*ours, *super().get_urls()]

    def has_add_permission(self, request) -> bool:
        return False  # drafts are found by the rules, or selected in the text

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # what was rejected is kept, so that it is not proposed again

    def changelist_view(self, request, extra_context=None):
        """All drafts, and before them the sources that have open ones."""
        count = {state: Count("drafts", filter=Q(drafts__state=state)) for state in Draft.State.values}
        sources = Source.objects.for_lists().annotate(**count).filter(open__gt=0).newest_first()[:SOURCES_SHOWN]
        return super().changelist_view(request, {"sources": sources} | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """To the form of the record that it is to become, or became."""
        draft = get_object_or_404(Draft, pk=object_id)
        return redirect(draft_address(draft) if self.has_change_permission(request) else source_desk(draft.source))

    def source_view(self, request, key: str):
        """A source's text with its drafts and records marked, and its queue."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        source = get_object_or_404(Source.objects.select_related("publisher"), pk=key)
        return self.page(request, "desk", title=str(source), source=source, sheet=Sheet(source, page=request.GET.get("page")))

    def find_view(self, request, key: str):
        """Let the rules read the text."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        counts = draft_source(get_object_or_404(Source, pk=key))
        self.message_user(
            request,
            f"{counts['new']} new drafts. {counts['known']} were in the queue before; {counts['held']} are said by records already.",
        )
        return redirect("admin:dara_draft_source", key)

    def select_view(self, request, key: str):
        """Make a draft of selected words, and go to its form."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        source = get_object_or_404(Source, pk=key)
        back = redirect("admin:dara_draft_source", key)
        start, end, kind = (request.POST.get(name, "") for name in ("start", "end", "kind"))
        if kind not in Draft.Kind or not (start.isdecimal() and end.isdecimal()) or not int(start) < int(end) <= 2**31 - 1:
            messages.error(request, "Select some words in the text first.")
            return back
        if int(end) - int(start) > SELECTED_AT_MOST or not Paragraph.objects.filter(source=source, end__gte=int(end)).exists():
            messages.error(request, f"Select at most {SELECTED_AT_MOST:,} characters of this text.")
            return back
        place = {"source": source, "kind": kind, "start": int(start), "end": int(end)}
        draft = Draft.objects.open().filter(**place).first()  # there already: found by the rules, or selected twice
        if draft is None:
            key, words = new_key(), words_at(source.pk, int(start), int(end))
            values = {"passage": {"exact": words, "start": int(start), "end": int(end)}}
            draft = Draft.objects.create(
                key=key, name=f"selected-{key}", values=values, author=request.user.get_username(), **place
            )
        return redirect(draft_address(draft))

    def page(self, request, template: str, **context: Any) -> TemplateResponse:
        context |= self.admin_site.each_context(request) | {
            "opts": self.opts,
            "may_draft": self.has_change_permission(request),
            "is_nav_sidebar_enabled": False,  # the text needs the room
        }
        return TemplateResponse(request, f"admin/dara/{template}.html", context)


def source_desk(source: Source) -> str:
    return reverse("admin:dara_draft_source", args=[source.pk])
