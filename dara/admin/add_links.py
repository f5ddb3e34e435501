"""“+” beside a choice of a form: it opens a small window with the form of something new, which is chosen once it is added there."""

import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode


class AddLink(RelatedFieldWidgetWrapper):
    """A choice with “+”. `model`: what the window adds; `query`: what its address says of the form that opens it."""

    model: type[Model]

    def __init__(self, *args, model: type[Model], **kwargs):
        super().__init__(*args, **kwargs)
        self.model = model
        self.query: dict[str, Any] = {}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        opts = self.model._meta
        context |= {"model": opts.verbose_name, "add_related_url": reverse(f"admin:{opts.app_label}_{opts.model_name}_add")}
        context["url_params"] = "&".join(filter(None, [context["url_params"], urlencode(self.query)]))
        return context


def add_link(form: type[forms.ModelForm], name: str, relation: Any, model: type[Model], request: HttpRequest) -> None:
    """Put “+” beside a choice of a form's class, for who may add such a thing. `relation`: the field of a model that the choice is for."""
    if name not in form.base_fields:  # of who may only look
        return
    field: Any = form.base_fields[name]
    field = form.base_fields[name] = copy.copy(field)  # a declared field belongs to all classes of the form
    widget = field.widget
    links = ("can_change_related", "can_delete_related", "can_view_related")
    field.widget = AddLink(
        widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget,
        relation.remote_field,
        admin.site,
        model=model,
        can_add_related=admin.site.get_model_admin(model).has_add_permission(request),
        **{each: getattr(widget, each, False) for each in links},
    )
