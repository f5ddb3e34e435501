"""What every page of the admin shares: links, permanent fields, refusals shown in the form, and evidence that is only read."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from dara.admin.fields import InferredLinesField, TranslationLinesField
from dara.admin.history import WithHistory
from dara.models import ImportConflict, Reply, Source, Tombstone
from dara.models.database_errors import Explanation, explain_database_error
from dara.models.fields import PartialDateField
from dara.models.record_format import kind_of
from dara.models.sources import InferredField
from dara.models.translations import QUOTED, TranslationsField

WORDS_SHOWN = 120  # characters of words in a line of a list
TITLE_SHOWN = 40  # characters of a source's title there
LONG_LINE = 200  # characters a field may have to be shown as wide as a text


def shortened(words: str, length: int = WORDS_SHOWN) -> str:
    return Truncator(words).chars(length)


def link(thing: models.Model | None, words: str = "") -> SafeString | None:
    """A link to the thing's page in the admin; None for nothing, which the admin shows as “-”."""
    if thing is None:
        return None
    address = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    return format_html('<a href="{}">{}</a>', address, words or str(thing))


def public_address(thing: Any, fragment: str = "") -> str:
    """The thing's page on the public site, which is another one than this."""
    return f"{settings.DARA_BASE_URL}{thing.get_absolute_url()}{fragment and '#'}{fragment}"


def replies_to(row: models.Model) -> SafeString:
    """The sources that were archived because they answer a record or source, and the way to link another."""
    kind = Tombstone.kind_of(row)
    held = [(link(reply.source), link(reply, "linked as a reply")) for reply in Reply.objects.to(kind, [row.pk])]
    address = f"{reverse('admin:dara_reply_add')}?{urlencode({'kind': kind, 'key': row.pk})}"
    shown = format_html_join("", "{} ({})<br>", held)
    return format_html("{}<a href='{}'>Link a source that is a reply to it</a>", shown, address)


class CuratedForm(forms.ModelForm):
    """Shows what the database refused when it was tried with these very values (see CuratedAdmin.changeform_view)."""

    refusal: Explanation | None = None

    def clean(self):
        cleaned = super().clean()
        if self.refusal:
            field, sentence = self.refusal
            self.add_error(field if field in self.fields else None, sentence)
        return cleaned


class CuratedAdmin(WithHistory):
    form = CuratedForm
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}
    list_per_page = 50
    permanent: tuple[str, ...] = ()  # part of the address: read-only once the thing is there
    named_with: tuple[str, ...] = ()  # what its line in a list and its name show of other tables, fetched with it

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.named_with)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.permanent if obj else ()))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def view_on_site(self, obj) -> str | None:
        return public_address(obj) if hasattr(obj, "get_absolute_url") else None

    def save_related(self, request, form, formsets, change):
        """A translation is of words that may just have been corrected."""
        super().save_related(request, form, formsets, change)
        if "translations" in form.fields and "translations" not in form.changed_data:
            changed = {QUOTED if name == "pieces" else name for name in form.changed_data}
            stale = sorted(changed & {name for words in form.instance.translations.values() for name in words})
            if stale:
                messages.warning(request, f"The translation of {', '.join(stale)} is of the words before. Please correct it too.")

    def changeform_view(self, request, *args, **kwargs):
        """Whatever the database refuses comes back as the same form, with the refusal on its field and nothing typed lost.

        The first attempt has been rolled back whole; the second only shows."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            request.refusal = explain_database_error(error)
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Says where an import brought something else than the record says (see dara.admin.import_conflicts)."""
        if (kind := kind_of(obj)) is not None:
            conflict = ImportConflict.objects.filter(kind=kind.name, key=kind.key_of(obj)).first()
            context["conflict_address"] = conflict and reverse("admin:dara_importconflict_change", args=[conflict.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)  # a class made for this request
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, InferredField):
            no_values = ("id", "key", "inferred", "translations", "note", "summary")
            names = {field.name for field in self.model._meta.fields if field.name not in no_values}
            return InferredLinesField(
                names=names,
                required=False,
                widget=AdminTextareaWidget(attrs={"rows": 4}),
                help_text="What the source does not state and we conclude, one a line, each with its basis: "
                "“said_on: ‘on Friday’, in a story dated 2020-11-06, a Friday”. "
                f"Fields: {', '.join(sorted(names))}. Without a line here, a value stands as the source's.",
            )
        if isinstance(db_field, TranslationsField):
            return TranslationLinesField(names=db_field.names, required=False, widget=AdminTextareaWidget(attrs={"rows": 4}))
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"  # of an address typed without one
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(db_field) is models.CharField and not db_field.choices and (db_field.max_length or 0) >= LONG_LINE:
            formfield.widget.attrs["class"] = "vLargeTextField"
        if db_field.is_relation and db_field.related_model is Source and hasattr(formfield.widget, "can_add_related"):
            formfield.widget.can_add_related = False  # made of a file, on a page of its own
        if isinstance(db_field, PartialDateField):
            formfield.help_text = (
                f"{formfield.help_text} As precise as the source is: 2020, 2020-03 or 2020-03-05. Empty where nothing says; "
                "where we conclude it, say so under “inferred”."
            ).strip()
        return formfield


class ReadOnlyAdmin(CuratedAdmin):
    """Evidence: what the database keeps as it is, whoever asks."""

    show_full_result_count = False  # of every paragraph in the archive, on each page

    def get_readonly_fields(self, request, obj=None):
        return tuple(self.fields or ())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SourceFilter(SimpleListFilter):
    """`?source=KEY`, as the links on a source's page have it; not offered as a list, for there may be thousands."""

    title = "source"
    parameter_name = "source"
    path = "passage__source"

    def lookups(self, request, model_admin):
        if not (key := self.value()):
            return []
        source = Source.objects.filter(pk=key).first() if key.isalnum() else None
        return [(key, str(source) if source else f"{key} (no such source)")]

    def queryset(self, request, queryset):
        if not (key := self.value()):
            return queryset
        return queryset.filter(**{self.path: key}) if key.isalnum() else queryset.none()


class OwnSourceFilter(SourceFilter):
    path = "source"


class SourceKindFilter(SimpleListFilter):
    title = "kind of source"
    parameter_name = "source_kind"
    path = "passage__source__kind"

    def lookups(self, request, model_admin):
        return Source.Kind.choices

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() in Source.Kind else queryset
