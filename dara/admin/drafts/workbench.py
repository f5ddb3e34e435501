"""The workbench: the form of a record beside its source's text. With ?draft=KEY it is filled in from that draft, and saving publishes the draft."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.utils.html import format_html

from dara.admin.base import link, public_url
from dara.admin.drafts.prefill import initial_values
from dara.admin.drafts.text_and_drafts import Workbench, draft_url, source_drafts_url
from dara.admin.passages import RecordAdmin
from dara.admin.submitted import differences, digest, plain_values
from dara.curation import drafts
from dara.curation.permissions import may_add, may_change, may_draft, may_publish
from dara.models import (
    Draft,
    Entity,
    Statement,
)
from dara.models.database_errors import Explanation

NOT_IN_DRAFTS = (
    "key",
    "withdraw",
    "evidence",
    "passage",
    ("passage_prefix", "passage_suffix"),
)  # fields that the form of a draft leaves out
BEGINS_AS_DRAFT = "Two persons are asked for: select the words in the text of their source, and somebody else publishes the draft."
BUTTONS = ("_save", "_keep", "_reject")
NOT_FIELDS = (
    "csrfmiddlewaretoken",
    "reason",
    "_version",
    "_asked",
    *BUTTONS,
)  # what a browser sends beside the fields of the record


def decision(draft: Draft) -> str:
    """Return who decided the draft, and when, in a sentence."""
    by = f" by {draft.decided_by}" if draft.decided_by else ""
    why = f": {draft.reason}" if draft.reason else "."
    return f"This draft was {draft.get_state_display().lower()}{by} on {draft.decided_on}{why}"


def submitted_values(request: HttpRequest) -> dict[str, list[str]]:
    """Return the values of a submitted form, field by field as the browser sends them."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_FIELDS}


class WorkbenchAdmin(RecordAdmin):
    """The admin of a kind of record, whose forms stand on the workbench. What the buttons of a draft do is done by `dara.curation.drafts`."""

    change_form_template = "admin/dara/workbench/change_form.html"

    def has_add_permission(self, request) -> bool:
        return may_add(request.user, self.model, as_draft=self.requested_draft(request) is not None)

    def requested_draft(self, request) -> Draft | None:
        """Return the draft of such a record that the page is about, if any; on a record's page, the one that proposes to change it."""
        if not hasattr(request, "draft"):
            key = request.GET.get("draft", "")
            draft = (
                Draft.objects.filter(pk=key).select_related("source__publisher", "upload__publisher").first()
                if key.isalnum()
                else None
            )
            record = unquote(request.resolver_match.kwargs.get("object_id", ""))
            if draft and (drafts.model_of(draft) is not self.model or (draft.state == Draft.State.OPEN and draft.record != record)):
                draft = None
            request.draft = draft
        return request.draft

    # --- deciding a draft

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        draft = self.requested_draft(request)
        may_look = request.method == "GET" and may_add(request.user, self.model, as_draft=True)
        if draft is None and request.GET.get("draft") and (may_look or self.has_add_permission(request)):
            return self._redirect_to_queue(request)
        if draft and request.method == "POST" and not may_draft(request.user):
            raise PermissionDenied
        if draft is None and object_id is None and settings.DARA_TWO_PERSONS and may_publish(request.user, self.model):
            raise PermissionDenied(BEGINS_AS_DRAFT)
        if answer := self._before_saving(request, object_id, draft):
            return answer
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except drafts.DraftDecided:
            return redirect(request.get_full_path())  # where the user is told who decided it

    def _before_saving(self, request, object_id: str | None, draft: Draft | None) -> HttpResponseRedirect | None:
        """Do what leads to no form and saves no record; None for all else."""
        if draft and draft.state != Draft.State.OPEN:
            if request.method != "POST":
                return self._redirect_from_decided(request, draft)
            if draft.decided_by == request.user.get_username():
                return self._redirect_to_next(draft)  # the second press of a button
            request.database_error = Explanation(None, f"{decision(draft)} Nothing is saved; what you typed is still here.")
        elif draft and request.method == "POST":
            if "_reject" in request.POST:
                return self._reject(request, draft)
            request.stored = self._shown_form(request, draft).stored
            if not self._is_stale(request, draft) and ("_keep" in request.POST or self._may_not_publish(request, draft)):
                return self._keep(request, draft)
        elif object_id and request.method == "POST" and settings.DARA_TWO_PERSONS:
            return self._propose(request, object_id)
        return None

    def _redirect_to_queue(self, request) -> HttpResponseRedirect:
        messages.warning(request, "There is no such draft here. It may have been taken out with the upload that it rested on.")
        return redirect("admin:dara_draft_changelist")

    def _redirect_from_decided(self, request, draft: Draft) -> HttpResponseRedirect:
        """Redirect to the record that the draft has become, if it is still there, and say who decided the draft."""
        is_there = bool(draft.record) and self.model._default_manager.filter(pk=draft.record).exists()
        withdrawn = " The record was withdrawn since." if draft.record and not is_there else ""
        messages.warning(request, f"{decision(draft)}{withdrawn}")
        return redirect(draft_url(draft) if is_there else source_drafts_url(draft.source_key))

    def _redirect_to_next(self, draft: Draft) -> HttpResponseRedirect:
        """Redirect to the next open draft of the source, or to its list of drafts."""
        following = Workbench(draft.source_or_upload, draft).next_draft
        return redirect(draft_url(following) if following else source_drafts_url(draft.source_key))

    def _may_not_publish(self, request, draft: Draft) -> bool:
        """Return whether the user may not publish the draft, and tell them why."""
        reason = drafts.why_not_published(draft, request.user, self.model, lambda: self._is_corrected(request))
        if reason:
            messages.warning(request, reason)
        return bool(reason)

    def _is_corrected(self, request) -> bool:
        form = self.get_form(request, None, change=request.draft.is_change)
        return plain_values(submitted_values(request), form(request.POST)) != request.stored

    def _is_stale(self, request, draft: Draft) -> bool:
        """Return whether somebody else has kept something in the draft since the user opened it. Its form is then not valid."""
        return not draft.record and request.POST.get("_version", "") not in ("", digest(draft.typed))

    def _keep(self, request, draft: Draft) -> HttpResponseRedirect:
        """Keep what was typed. Who changed nothing does not become the draft's author."""
        if not self._is_corrected(request) or drafts.keep(draft, submitted_values(request), request.user.get_username()):
            messages.success(request, "Kept as a draft.")
        return self._redirect_to_next(draft)

    def _propose(self, request, object_id: str) -> HttpResponseRedirect | None:
        """Make a draft of a change to a published record; None for a form that cannot be saved."""
        record = self.get_object(request, unquote(object_id))
        if record is None or not self.has_change_permission(request, record):
            return None
        form = self.get_form(request, record, change=True)(request.POST, instance=record)
        if not form.is_valid():
            return None
        if plain_values(submitted_values(request), form) == form.stored:
            messages.success(request, "Nothing was changed.")
        else:
            kind = (
                record.kind
                if self.model is Statement
                else next(kind for kind, model in drafts.MODELS.items() if model is self.model)
            )
            stored = self.model._default_manager.select_related("passage").get(pk=record.pk)
            drafts.propose(stored, kind, submitted_values(request), request.user.get_username())
            messages.success(request, "Proposed: somebody else accepts it. It waits among the drafts of this source.")
        return redirect(request.path)

    def _reject(self, request, draft: Draft) -> HttpResponseRedirect:
        if drafts.reject(draft, request.POST.get("reason", "").strip(), request.user.get_username()):
            messages.success(request, "Rejected.")
        return self._redirect_to_next(draft)

    def _may_revert_to(self, request, change) -> bool:
        return not settings.DARA_TWO_PERSONS and super()._may_revert_to(request, change)

    def save_model(self, request, obj, form, change):
        draft = self.requested_draft(request)
        if draft is None:
            if settings.DARA_TWO_PERSONS:
                raise PermissionDenied  # the doors that do not lead through a draft
            super().save_model(request, obj, form, change)
            return

        if drafts.why_not_published(draft, request.user, self.model, lambda: self._is_corrected(request)):
            raise PermissionDenied

        def save_record() -> Any:
            super(WorkbenchAdmin, self).save_model(request, obj, form, change)
            return obj

        drafts.publish(draft, request.user.get_username(), save_record)

    def response_add(self, request, obj, post_url_continue=None):
        return self._response(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._response(request, obj) or super().response_change(request, obj)

    def _response(self, request, obj) -> HttpResponseRedirect | None:
        draft = self.requested_draft(request)
        if draft is None:
            return None
        new = "Published, and its source with it" if draft.upload_id else "Published"
        messages.success(request, format_html("{}: {} (<a href='{}'>its page</a>).", new, link(obj), public_url(obj)))
        draft.refresh_from_db()  # it rests on a source now
        return self._redirect_to_next(draft)

    # --- the form of a draft

    def get_fieldsets(self, request, obj=None):
        """Begin the form of a draft with what is to be checked. It has no key yet, and its passage is highlighted in the text beside it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj or self.requested_draft(request) is None:
            return fieldsets
        (_, first), (passage_title, passage), *others, notes = fieldsets
        kind = [name for name in first["fields"] if name not in NOT_IN_DRAFTS]
        words = [name for name in passage["fields"] if name not in NOT_IN_DRAFTS]
        return [*([(None, {"fields": kind})] if kind else []), *others, (passage_title, {"fields": words}), notes]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        draft = self.requested_draft(request)
        form.upload = draft.upload if draft else None
        if draft and not draft.record:
            form.version = digest(draft.typed)
            form.version_sent = request.POST.get("_version", "")
            if hasattr(request, "stored"):
                form.stored = request.stored  # a form that was sent does not know what it was filled in with
        return form

    def get_changeform_initial_data(self, request) -> dict[str, Any]:
        draft = self.requested_draft(request)
        if draft is None:
            return super().get_changeform_initial_data(request)
        form = self.get_form(request, None, change=False)
        return self._typed(draft, form) if draft.typed else initial_values(draft)

    def _typed(self, draft: Draft, form: Any) -> dict[str, Any]:
        """Return what was typed into the draft, as the values of the form's fields."""
        data = QueryDict(mutable=True)
        for name, values in draft.typed.items():
            data.setlist(name, values)
        return {name: field.widget.value_from_datadict(data, {}, name) for name, field in form.base_fields.items()}

    def _shown_form(self, request, draft: Draft) -> Any:
        """Return the form as the page of the draft shows it before anything is changed."""
        if not draft.record:
            return self.get_form(request, None, change=False)(initial=self.get_changeform_initial_data(request))
        form = self.get_form(request, None, change=True)
        return form(initial=self._typed(draft, form))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        draft = self.requested_draft(request)
        if draft or (obj and obj.passage_id):
            source = draft.source_or_upload if draft else obj.source
            context |= {
                "workbench": Workbench(source, draft, obj),
                "draft": draft,
                "may_publish": (may_change if change else may_publish)(request.user, self.model),
                "is_nav_sidebar_enabled": False,  # the text needs the room
            }
            for field in context["adminform"].form.fields.values():
                if getattr(field, "queryset", None) is not None and field.queryset.model is Entity:
                    getattr(field.widget, "widget", field.widget).source = source.pk
        if draft:
            context["title"] = f"{'Proposed change' if draft.record else 'Draft'}: {draft.get_kind_display().lower()}"
        if draft and draft.is_change and request.method != "POST":
            form = context["adminform"].form
            stored, typed = form.stored, plain_values(draft.typed, form)  # `stored` before the form is filled in
            form.differences = differences(form, stored, typed)
            form.initial |= self._typed(draft, form)
        return super().render_change_form(request, context, add, change, form_url, obj)
