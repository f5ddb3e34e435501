"""A thing's history in the admin: what changed, field by field, by whom, when and through which door; and the way back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst

from dara.curation import revert
from dara.models import EVENTS
from dara.models.database_errors import explain_database_error


@dataclass(frozen=True)
class Line:
    """One field of a change, for people."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change, for people. `what`: “added”, “changed” or “taken out”; `way_back`: where it can be reverted to."""

    change: revert.Change
    what: str
    who: str
    door: str
    lines: list[Line]
    way_back: str


class Names:
    """What rows are called, each asked for once."""

    def __init__(self, model: revert.Model):
        self.model = model
        self.known: dict[tuple[Any, Any], str] = {}

    def lines(self, before: revert.State, after: revert.State) -> list[Line]:
        return [
            Line(self.label(name), self.shown(name, was), self.shown(name, now))
            for name, (was, now) in before.differences(after).items()
        ]

    def label(self, name: str) -> str:
        if name in revert.LINKS.get(self.model, {}):
            return capfirst(name)
        return capfirst(next(str(each.verbose_name) for each in self.model._meta.local_fields if each.attname == name))

    def shown(self, name: str, value: Any) -> str:
        links = revert.LINKS.get(self.model, {})
        if value in (None, "", [], {}):
            return "–"
        if name in links:
            link, linked = links[name]
            return ", ".join(self.called(link._meta.get_field(linked).related_model, each) for each in value)
        column = next(each for each in self.model._meta.local_fields if each.attname == name)
        if isinstance(column, models.ForeignKey):
            return self.called(column.related_model, value)
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, dict):
            return "\n".join(f"{key}: {words}" for key, words in sorted(value.items()))
        return "\n…\n".join(value) if isinstance(value, list) else str(value)

    def called(self, model: Any, pk: Any) -> str:
        if (model, pk) not in self.known:
            self.known[model, pk] = revert.called(model, pk)
        return self.known[model, pk]


def door(change: revert.Change) -> str:
    """Through what it was changed."""
    context = change.context
    if "beginning" in context:
        return "held already when the history began"
    if "reverted_to" in context:
        return f"reverted to change {context['reverted_to']}"
    if "command" in context:
        return f"manage.py {context['command']}"
    return f"the admin: {context['url']}" if "url" in context else "SQL or a script"


def who(change: revert.Change, users: dict[Any, str]) -> str:
    user = change.context.get("user")
    return change.context.get("curator") or users.get(user) or (f"user {user}" if user else f"database role {change.role}")


class WithHistory(admin.ModelAdmin):
    """For an admin of a model with events: its history page is made of them, also when the thing itself is gone."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_revert"
        back = path("<path:object_id>/history/<int:number>/", self.admin_site.admin_view(self.revert_view), name=name)
        return [back, *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.model not in EVENTS:
            return super().history_view(request, object_id, extra_context)
        thing, changes = self._past(request, object_id)
        names = Names(self.model)
        user = get_user_model()
        numbers = {change.context["user"] for change in changes if isinstance(change.context.get("user"), int)}
        users = {each.pk: each.get_username() for each in user._default_manager.filter(pk__in=numbers)}
        entries = [
            Entry(
                change,
                "taken out" if change.after.values is None else "changed" if change.before.values else "added",
                who(change, users),
                door(change),
                names.lines(change.before, change.after),
                self._address(object_id, change.number) if self._may_go_back(request, change) else "",
            )
            for change in changes
        ]
        title = f"History: {self._called(thing, object_id)}"
        return self._page(request, "history", thing, object_id, entries=entries, notes=self._notes(object_id), title=title)

    def _notes(self, object_id: str) -> list[LogEntry]:
        """What was done at the desk, in words, as far as the changes do not say it: a merge, a conflict that was settled."""
        done = LogEntry.objects.filter(content_type=get_content_type_for_model(self.model), object_id=object_id)
        return list(done.exclude(change_message="").exclude(change_message__startswith="[").select_related("user"))

    def revert_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """Shows what would change, and on POST does it."""
        if self.model not in EVENTS:
            raise Http404
        thing, changes = self._past(request, object_id)
        change = next((each for each in changes if each.number == number), None)
        if change is None or change.after.values is None:
            raise Http404
        if not self._may_go_back(request, change):
            raise PermissionDenied
        if request.method == "POST":
            return self._revert(request, thing, object_id, number)
        lines = Names(self.model).lines(revert.state(self.model, self._key(object_id)), change.after)
        title = f"Revert to {change.when:%Y-%m-%d %H:%M} UTC: {self._called(thing, object_id)}"
        return self._page(request, "revert", thing, object_id, lines=lines, change=change, title=title)

    def _revert(self, request: HttpRequest, thing: models.Model | None, object_id: str, number: int) -> HttpResponse:
        try:
            done = revert.revert(self.model, self._key(object_id), number)
        except revert.RevertRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        except IntegrityError as error:
            self.message_user(request, explain_database_error(error).sentence, messages.ERROR)
        else:
            back = self.model._base_manager.get(pk=self._key(object_id))
            self.log_change(request, back, f"Reverted to change {number}.")
            self.message_user(request, " ".join(done), messages.SUCCESS)
        return HttpResponseRedirect(self._address(object_id))

    def _past(self, request: HttpRequest, object_id: str) -> tuple[models.Model | None, list[revert.Change]]:
        """The thing, None where it is gone, and what happened to it. Raises Http404 where there never was one."""
        thing = self.get_object(request, object_id)
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        changes = revert.changes(self.model, self._key(object_id)) if self._key(object_id) is not None else []
        if thing is None and not changes:
            raise Http404
        return thing, changes

    def _key(self, object_id: str) -> Any:
        """What identifies the row, as its column has it; None for what cannot be one."""
        key = self.model._meta.pk
        assert key is not None
        return key.to_python(object_id) if not isinstance(key, models.AutoField) or object_id.isdecimal() else None

    def _may_go_back(self, request: HttpRequest, change: revert.Change) -> bool:
        return change.after.values is not None and self.has_change_permission(request)

    def _address(self, object_id: str, number: int | None = None) -> str:
        page, more = ("history", []) if number is None else ("revert", [number])
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=[object_id, *more])

    def _called(self, thing: models.Model | None, object_id: str) -> str:
        return str(thing) if thing else revert.called(self.model, self._key(object_id))

    def _page(
        self, request: HttpRequest, template: str, thing: models.Model | None, object_id: str, **context: Any
    ) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": thing,
            "called": self._called(thing, object_id),
            "history": self._address(object_id),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/dara/{template}.html", context)
