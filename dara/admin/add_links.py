"""“+” beside a choice of a form: it opens a small window with the form of something new, which is chosen once it is added there."""

import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.urls import reverse
from django.utils.http import urlencode

OTHER_LINKS = ("can_change_related", "can_delete_related", "can_view_related")


class AddLink(RelatedFieldWidgetWrapper):
    """A choice with “+”. `page`: the name of the window's address; `query`: what its address says of the form that opens it."""

    def __init__(self, *args, page: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        self.query: dict[str, Any] = {}

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs) | {"add_related_url": reverse(self.page)}
        told = {
            name: value for name, value in self.query.items() if value is not None
        }  # of a form that came without its fields, nothing
        context["url_params"] = "&".join(filter(None, [context["url_params"], urlencode(told)]))
        return context


def add_link(form: type[forms.ModelForm], name: str, relation: Any, page: str, *, may_add: bool) -> None:
    """Put “+” beside a choice of a form's class. `relation`: the field of a model that the choice is for; `page`: as of AddLink."""
    if name not in form.base_fields:  # of who may only look
        return
    field: Any = copy.copy(form.base_fields[name])  # a declared field belongs to all classes of the form
    widget = field.widget
    bare = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
    links = {each: getattr(widget, each, False) for each in OTHER_LINKS}
    field.widget = AddLink(bare, relation.remote_field, admin.site, page=page, can_add_related=may_add, **links)
    form.base_fields[name] = field
