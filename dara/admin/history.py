"""The history page of a row: what changed, field by field, by whom, when and how; and reverting the row to an earlier state."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from dara.curation import revert
from dara.models import EVENTS, Correction
from dara.models.database_errors import explain_database_error

EMPTY = "–"


@dataclass(frozen=True)
class FieldChange:
    """The change of one field, as the page shows it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownChange:
    """One change of a row, as the page shows it.

    `what`: “added”, “changed” or “taken out”; `revert_url`: the page that reverts to it, "" if the user may not."""

    change: revert.Change
    what: str
    who: str
    how: str
    why: str
    fields: list[FieldChange]
    revert_url: str


class ChangeFormatter:
    """Formats the changes of a model's rows for people. The name of each row that they refer to is looked up once."""

    def __init__(self, model: revert.Model):
        self.model = model
        self.names: dict[tuple[Any, Any], str] = {}
        self.links = revert.LINKS.get(model, {})

    def field_changes(self, before: revert.State, after: revert.State) -> list[FieldChange]:
        differences = before.differences(after)
        return [
            FieldChange(self._label(name), self._value(name, old), self._value(name, new))
            for name, (old, new) in differences.items()
        ]

    def _label(self, name: str) -> str:
        return capfirst(name if name in self.links else str(self._column(name).verbose_name))

    def _column(self, name: str) -> Any:
        return next(each for each in self.model._meta.local_fields if each.attname == name)

    def _value(self, name: str, value: Any) -> str:
        if value in (None, "", [], {}):
            return EMPTY
        if name in self.links:
            link, linked = self.links[name]
            return ", ".join(self._name_of(link._meta.get_field(linked).related_model, each) for each in value)
        column = self._column(name)
        if isinstance(column, models.ForeignKey):
            return self._name_of(column.related_model, value)
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, dict):
            return "\n".join(f"{key}: {words}" for key, words in sorted(value.items()))
        return "\n…\n".join(value) if isinstance(value, list) else str(value)

    def _name_of(self, model: Any, pk: Any) -> str:
        if (model, pk) not in self.names:
            self.names[model, pk] = revert.name_of(model, pk)
        return self.names[model, pk]


def why_changed(change: revert.Change) -> str:
    """Return the reason that was given for a correction, “” where none was."""
    reason = change.context.get("correction") or {}
    ground = dict(Correction.Ground.choices).get(reason.get("ground", ""), "")
    return f"Reason: {ground}. {reason.get('note', '')}".strip() if ground else ""


def how_changed(change: revert.Change) -> str:
    """Return through what the row was changed: the admin, a command, a revert, or SQL."""
    context = change.context
    if "beginning" in context:
        return "held already when the history began"
    if "lifted" in context:
        return f"the withholding {context['lifted']} was lifted"
    if "reverted_to" in context:
        return f"reverted to change {context['reverted_to']}"
    if "command" in context:
        return f"manage.py {context['command']}"
    return f"the admin: {context['url']}" if "url" in context else "SQL or a script"


def who_changed(change: revert.Change, users: dict[Any, str]) -> str:
    """Return the name of the user who changed the row, or the database role if no user is known. `users`: id → name."""
    user = change.context.get("user")
    return change.context.get("curator") or users.get(user) or (f"user {user}" if user else f"database role {change.role}")


def what_changed(change: revert.Change) -> str:
    if change.after.values is None:
        return "taken out"
    return "changed" if change.before.values else "added"


class HistoryAdmin(admin.ModelAdmin):
    """Makes the history page of a model with events from these events. The page stays when the row is deleted."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        view = self.admin_site.admin_view(self.revert_view)
        return [path("<path:object_id>/history/<int:number>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.model not in EVENTS:
            return super().history_view(request, object_id, extra_context)
        row, changes = self._row_and_changes(request, object_id)
        formatter, users = ChangeFormatter(self.model), users_of(changes)
        shown = [
            ShownChange(
                change,
                what_changed(change),
                who_changed(change, users),
                how_changed(change),
                why_changed(change),
                formatter.field_changes(change.before, change.after),
                self._url(object_id, change.number) if self._may_revert_to(request, change) else "",
            )
            for change in changes
        ]
        title = f"History: {self._name(row, object_id)}"
        return self._page(request, "history", row, object_id, changes=shown, notes=self._notes(object_id), title=title)

    def _notes(self, object_id: str) -> list[LogEntry]:
        """Return what Django's log of the admin tells in words, and the events do not: a merge, the end of an import conflict."""
        log = LogEntry.objects.filter(content_type=get_content_type_for_model(self.model), object_id=object_id)
        return list(log.exclude(change_message="").exclude(change_message__startswith="[").select_related("user"))

    def revert_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Show what reverting to the change would change; on POST, do it."""
        if self.model not in EVENTS:
            raise Http404
        row, changes = self._row_and_changes(request, object_id)
        change = next((each for each in changes if each.number == number), None)
        if change is None or change.after.values is None:
            raise Http404
        if not self._may_revert_to(request, change):
            raise PermissionDenied
        if request.method == "POST":
            return self._revert(request, object_id, number)
        now = revert.state(self.model, self._pk(object_id))
        fields = ChangeFormatter(self.model).field_changes(now, change.after)
        title = f"Revert to {timezone.localtime(change.when):%Y-%m-%d %H:%M}: {self._name(row, object_id)}"
        return self._page(request, "revert", row, object_id, fields=fields, change=change, title=title)

    def _revert(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        try:
            done = revert.revert(self.model, self._pk(object_id), number)
        except revert.RevertRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        except IntegrityError as error:
            self.message_user(request, explain_database_error(error).sentence, messages.ERROR)
        else:
            row = self.model._base_manager.get(pk=self._pk(object_id))
            self.log_change(request, row, f"Reverted to change {number}.")
            self.message_user(request, " ".join(done), messages.SUCCESS)
        return HttpResponseRedirect(self._url(object_id))

    def _row_and_changes(self, request: HttpRequest, object_id: str) -> tuple[models.Model | None, list[revert.Change]]:
        """Return the row, None if it was deleted, and its changes. Raises Http404 if there never was such a row."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        changes = revert.changes(self.model, self._pk(object_id)) if self._pk(object_id) is not None else []
        if row is None and not changes:
            raise Http404
        return row, changes

    def _pk(self, object_id: str) -> Any:
        """Return the primary key that the address names, in the type of its column; None for what cannot be one."""
        pk = self.model._meta.pk
        assert pk is not None
        try:
            return pk.to_python(object_id)
        except ValidationError:
            return None

    def _may_revert_to(self, request: HttpRequest, change: revert.Change) -> bool:
        return change.after.values is not None and self.has_change_permission(request)

    def _url(self, object_id: str, number: int | None = None) -> str:
        page, more = ("history", []) if number is None else ("revert", [number])
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[object_id, *more])

    def _name(self, row: models.Model | None, object_id: str) -> str:
        return str(row) if row else revert.name_of(self.model, self._pk(object_id))

    def _page(self, request: HttpRequest, template: str, row: models.Model | None, object_id: str, **context: Any) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": row,
            "object_name": self._name(row, object_id),
            "history_url": self._url(object_id),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/dara/history/{template}.html", context)


def users_of(changes: list[revert.Change]) -> dict[Any, str]:
    """Return the names of the users who made the changes, by their ids."""
    ids = {change.context["user"] for change in changes if isinstance(change.context.get("user"), int)}
    return {user.pk: user.get_username() for user in get_user_model()._default_manager.filter(pk__in=ids)}
