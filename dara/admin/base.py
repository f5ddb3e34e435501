"""What all pages of the admin share: links, fields that never change, database errors shown in the form, and evidence that is only read."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from dara.admin.corrections import CORRECTED, FIELDSET, ReasonForm
from dara.admin.fields import InferredLinesField, LookupSelect, PartialDate, SourceField, TranslationLinesField, name_to_choose
from dara.admin.gone import what_became_of
from dara.admin.history import HistoryAdmin
from dara.admin.submitted import Difference, Values, differences, digest, plain_values, untouched_values
from dara.models import ImportConflict, Reply, Source, Tombstone, Utterance
from dara.models.database_errors import Explanation, explain_database_error
from dara.models.fields import PartialDateField
from dara.models.record_format import kind_of
from dara.models.sources import InferredField, SourceFields
from dara.models.translations import QUOTED, TranslationsField

WORDS_SHOWN = 120  # characters of a passage in a row of a list
TITLE_SHOWN = 40  # characters of a source's title in a row of a list
EARLIEST = "1850"  # a year; an earlier date is asked about
LONG_LINE = 200  # a text field of this length, in characters, or longer gets a wide input


def shorten(words: str, length: int = WORDS_SHOWN) -> str:
    return Truncator(words).chars(length)


def link(row: models.Model | None, words: str = "") -> SafeString | None:
    """Return a link to the row's page in the admin; None for no row, which the admin shows as “-”."""
    if row is None:
        return None
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, words or str(row))


def public_url(row: Any, fragment: str = "") -> str:
    """Return the address of the row's page on the public site, which is another site than the admin."""
    return f"{settings.DARA_BASE_URL}{row.get_absolute_url()}{fragment and '#'}{fragment}"


def reply_links(row: models.Model) -> SafeString:
    """Return links to the replies to a record or source, and one to the form that adds a reply."""
    kind = Tombstone.kind_of(row)
    replies = [(link(reply.source), link(reply, "linked as a reply")) for reply in Reply.objects.to(kind, [row.pk])]
    url = f"{reverse('admin:dara_reply_add')}?{urlencode({'kind': kind, 'key': row.pk})}"
    shown = format_html_join("", "{} ({})<br>", replies)
    return format_html("{}<a href='{}'>Link a source that is a reply to it</a>", shown, url)


def warn_of_utterances(request: HttpRequest, utterances: Iterable[Utterance]) -> None:
    """Tell the user which utterances join fewer than two statements, now that a statement was withdrawn."""
    for utterance in utterances:
        messages.warning(
            request, f"“{utterance}” joins fewer than two statements now. Join another one, or delete it: its statements stay."
        )


class CuratedForm(ReasonForm):
    """Shows the error that the database raised when these very values were saved (see CuratedAdmin.changeform_view).

    It is not valid either if what it shows has been changed by somebody else since: the page then shows both (`differences`), with the new
    version, so that to send it again is to choose."""

    database_error: Explanation | None = None
    version_sent = ""  # the version that the page showed; empty for a form that adds something
    confirmed: Sequence[str] = ()  # the dates that the page asked about before it was sent
    differences: Sequence[Difference] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked: list[str] = []  # dates that may be wrong, “said_on=2099”, which the page sends back

    @cached_property
    def stored(self) -> Values:
        """The values that the form has without what was typed into it."""
        return untouched_values(self)

    @cached_property
    def version(self) -> str:
        return digest(self.stored)

    def clean(self):
        cleaned = super().clean()
        if self.version_sent and self.version_sent != self.version:
            self.differences = differences(self, self.stored, plain_values(dict(self.data.lists()), self))
            self.add_error(
                None, "Somebody else has changed this since you opened it. Below is what is stored now beside what you typed."
            )
        self._ask_about_dates()
        if self.database_error:
            field, sentence = self.database_error
            self.add_error(field if field in self.fields else None, sentence)
        return cleaned

    def _ask_about_dates(self) -> None:
        """Ask whether a date is right that lies ahead or long ago. To send the form again says so."""
        dates = [column.name for column in self._meta.model._meta.fields if isinstance(column, PartialDateField)]
        for name in [*dates, *(name for name, field in self.fields.items() if isinstance(field, PartialDate))]:
            value = self.cleaned_data.get(name)
            if not value or not value[:4].isdecimal() or EARLIEST <= value <= str(timezone.localdate()):
                continue
            self.asked.append(f"{name}={value}")
            if self.asked[-1] not in self.confirmed:
                self.add_error(name, f"{value}: is that right? Correct it; or, if the source says so, save again as it is.")


class CuratedAdmin(HistoryAdmin):
    """The base class of all admin classes of the archive.

    `permanent_fields` cannot be changed once the row is added, because its address depends on them. `select_related` names what a row's name shows of
    other tables, to be fetched with it."""

    form = CuratedForm
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}
    list_per_page = 50
    permanent_fields: tuple[str, ...] = ()
    select_related: tuple[str, ...] = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.select_related)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.permanent_fields if obj else ()))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_view_on_site_url(self, obj=None):
        """Link the row as it is stored: a form that is not valid has changed `obj`, and that may have no page."""
        return super().get_view_on_site_url(obj and self.model._base_manager.filter(pk=obj.pk).first())

    def view_on_site(self, obj) -> str | None:
        return public_url(obj) if hasattr(obj, "get_absolute_url") else None

    def save_related(self, request, form, formsets, change):
        """Warn about translations of words that have just been changed."""
        super().save_related(request, form, formsets, change)
        if "translations" in form.fields and "translations" not in form.changed_data:
            changed = {QUOTED if name == "pieces" else name for name in form.changed_data}
            stale = sorted(changed & {name for words in form.instance.translations.values() for name in words})
            if stale:
                messages.warning(request, f"The translation of {', '.join(stale)} is of the words before. Please correct it too.")

    def get_fieldsets(self, request, obj=None):
        """Ask last why something published is corrected."""
        fieldsets = super().get_fieldsets(request, obj)
        is_asked = obj and self.model in CORRECTED and self.has_change_permission(request, obj)
        return [*fieldsets, FIELDSET] if is_asked else fieldsets

    def save_form(self, request, form, change):
        if change:
            form.tell_reason()
        return super().save_form(request, form, change)

    def lookup_allowed(self, lookup, value, request):
        """Refuse a range, which no list has: of one value, Django would make an error of the server."""
        return not lookup.endswith("__range") and super().lookup_allowed(lookup, value, request)

    def get_object(self, request, object_id, from_field=None):
        """Lock the row that a form is sent for, so that a second one that is sent meanwhile finds the new version."""
        from_field = from_field or None  # of an empty `_to_field`, Django would look for a field without a name
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return row
        list(self.model._base_manager.select_for_update().filter(pk=row.pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Say what became of a row that is gone; where its form was sent, on a page that keeps what was typed into it."""
        gone = what_became_of(self.model, self._pk(unquote(object_id))) if self.has_view_permission(request) else None
        if gone is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        successor = gone.successor
        url = reverse(f"admin:dara_{opts.model_name}_change", args=[successor.pk]) if successor else self._url(object_id)
        if "_version" not in request.POST:
            messages.warning(request, gone.sentence)
            return redirect(url)
        form = self.get_form(request, None, change=True)(request.POST)
        typed = differences(form, {}, plain_values(dict(request.POST.lists()), form))
        context = {"title": f"This {opts.verbose_name} is gone", "opts": opts, "gone": gone, "url": url, "typed": typed}
        return TemplateResponse(request, "admin/dara/gone.html", self.admin_site.each_context(request) | context, status=410)

    def changeform_view(self, request, *args, **kwargs):
        """Show an error of the database in the form, on its field, with all that was typed.

        The first attempt has been rolled back as a whole. The second does not validate, and so saves nothing."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            request.database_error = explain_database_error(error)
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Link the import conflict of the row, if there is one (see dara.admin.import_conflicts)."""
        if (kind := kind_of(obj)) is not None:
            conflict = ImportConflict.objects.filter(kind=kind.name, key=kind.key_of(obj)).first()
            context["conflict_url"] = conflict and reverse("admin:dara_importconflict_change", args=[conflict.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.related_model is Source:
            kwargs["form_class"] = SourceField
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LookupSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.database_error = getattr(request, "database_error", None)  # the class is made for this request
        form.asks_reason = change and self.model in CORRECTED
        form.version_sent = request.POST.get("_version", "") if obj else ""
        form.confirmed = request.POST.getlist("_asked")
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, InferredField):
            return self._inferred_field()
        if isinstance(db_field, TranslationsField):
            return TranslationLinesField(names=db_field.names, required=False, widget=AdminTextareaWidget(attrs={"rows": 4}))
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"  # of an address typed without one
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(db_field) is models.CharField and not db_field.choices and (db_field.max_length or 0) >= LONG_LINE:
            formfield.widget.attrs["class"] = "vLargeTextField"
        if db_field.is_relation and db_field.related_model is Source and hasattr(formfield.widget, "can_add_related"):
            formfield.widget.can_add_related = False  # a source is made of a file, on a page of its own
        if isinstance(db_field, PartialDateField):
            formfield.help_text = (
                f"{formfield.help_text} As precise as the source is: 2020, 2020-03 or 2020-03-05. Empty where nothing says; "
                "where we conclude it, say so under “inferred”."
            ).strip()
        return formfield

    def _inferred_field(self) -> InferredLinesField:
        without_values = ("id", "key", "inferred", "translations", "note", "summary")
        described = Source if issubclass(self.model, SourceFields) else self.model
        return InferredLinesField(names=[field.name for field in described._meta.fields if field.name not in without_values])


class ReadOnlyAdmin(CuratedAdmin):
    """For rows that nobody changes in the admin, such as evidence, which the database refuses to change for anybody."""

    show_full_result_count = False  # it would count every paragraph of the archive on each page

    def get_readonly_fields(self, request, obj=None):
        return tuple(self.fields or ())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class SourceFilter(SimpleListFilter):
    """Filters by `?source=KEY`, as links on a source's page do. The sidebar offers no choice, because there may be thousands."""

    title = "source"
    parameter_name = "source"
    path = "passage__source"

    def lookups(self, request, model_admin):
        if not (key := self.value()):
            return []
        source = Source.objects.filter(pk=key).first() if key.isalnum() else None
        return [(key, name_to_choose(source) if source else f"{key} (no such source)")]

    def queryset(self, request, queryset):
        if not (key := self.value()):
            return queryset
        return queryset.filter(**{self.path: key}) if key.isalnum() else queryset.none()


class OwnSourceFilter(SourceFilter):
    """The same for models with a source of their own."""

    path = "source"


class SourceKindFilter(SimpleListFilter):
    title = "kind of source"
    parameter_name = "source_kind"
    path = "passage__source__kind"

    def lookups(self, request, model_admin):
        return Source.Kind.choices

    def queryset(self, request, queryset):
        return queryset.filter(**{self.path: self.value()}) if self.value() in Source.Kind else queryset
