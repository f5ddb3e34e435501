"""The admin of uploads that wait: the report of each, in which it is corrected, published as a source, or taken out with its drafts."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from dara.admin import uploads
from dara.admin.base import CuratedAdmin, CuratedForm, link, public_url
from dara.admin.drafts.text_and_drafts import source_drafts_url
from dara.curation import drafting_runs
from dara.curation.uploads import UploadGone, publish, why_not_published
from dara.models import Draft, Entity, PendingDocument, PendingUpload, Source


class PendingUploadForm(CuratedForm):
    def clean(self):
        cleaned = super().clean()
        name = (cleaned.get("new_publisher") or "").strip()
        known = Entity.objects.with_page().filter(name__iexact=name).first() if cleaned.get("make_publisher") and name else None
        if known:
            self.add_error("publisher", f"{known} is held already: choose {known} here, and do not make a new one.")
        return cleaned


@admin.register(PendingUpload)
class PendingUploadAdmin(CuratedAdmin):
    form = PendingUploadForm
    list_display = ["__str__", "kind", "publisher_shown", "published_on", "open_drafts", "uploaded_by", "uploaded_on", "key"]
    list_filter = ["kind", "uploaded_by"]
    search_fields = ["title", "publisher__name", "new_publisher", "author", "url", "=key"]
    ordering = ["-uploaded_on", "key"]
    autocomplete_fields = ["publisher", "supersedes"]
    select_related = ("publisher",)
    readonly_fields = ["drafts", "remarks", "key", "sha256", "size", "collector_header", "extractor", "made_with", "edited"]
    fieldsets = [
        (None, {"fields": ["drafts", "remarks"]}),
        (
            "What it is",
            {
                "fields": [
                    *("kind", "language", "title", "publisher", ("new_publisher", "make_publisher")),
                    *("author", "url", "published_on", "captured_on", "supersedes"),
                ]
            },
        ),
        ("What the public will read", {"fields": ["visibility"]}),
        ("In the archive's words", {"fields": ["note", "inferred", "translations"]}),
        ("As received", {"fields": ["edited", "key", "size", "sha256", "collector_header", "extractor", "made_with"]}),
    ]

    def get_queryset(self, request):
        drafts = Count("drafts", filter=Q(drafts__state=Draft.State.OPEN))
        return super().get_queryset(request).annotate(number_of_drafts=drafts)

    def add_view(self, request, form_url="", extra_context=None):
        return uploads.upload(self, request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        upload = PendingUpload.objects.filter(pk=object_id).first() if object_id.isalnum() else None
        context = {"drafting": upload and drafting_runs.state_of(upload), "source": upload, "may_draft": False}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Lead to the source that the upload has become."""
        if object_id.isalnum() and Source.objects.filter(pk=object_id).exists():
            messages.info(request, "The upload was published: this is the source that it has become.")
            return redirect("admin:dara_source_change", object_id)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    # --- what was read of it

    @admin.display(description="publisher", ordering="publisher__name")
    def publisher_shown(self, upload) -> str | None:
        return f"{upload.new_publisher} (new)" if upload.make_publisher else upload.publisher and str(upload.publisher)

    @admin.display(description="open drafts", ordering="number_of_drafts")
    def open_drafts(self, upload) -> int:
        return upload.number_of_drafts

    @admin.display(description="text")
    def drafts(self, upload) -> SafeString:
        return format_html("<a href='{}'>Text and drafts ({} open)</a>", source_drafts_url(upload.pk), upload.number_of_drafts)

    @admin.display(description="remarks")
    def remarks(self, upload) -> SafeString:
        (remarks,) = PendingDocument.objects.filter(pk=upload.pk).values_list("remarks", flat=True)
        return format_html_join(SafeString("<br>"), "{}", [(remark,) for remark in remarks])

    @admin.display(description="size")
    def size(self, upload) -> str:
        return filesizeformat(uploads.size_of(upload))

    @admin.display(description="made with")
    def made_with(self, upload) -> str | None:
        return PendingDocument.objects.filter(pk=upload.pk).values_list("made_with", flat=True).get() or None

    @admin.display(description="by whom")
    def edited(self, upload) -> str:
        edited = f"; last changed by {upload.edited_by}" if upload.edited_by else ""
        return f"uploaded by {upload.uploaded_by} on {upload.uploaded_on}{edited}"

    # --- what becomes of it

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            obj.edited_by = request.user.get_username()
        super().save_model(request, obj, form, change)

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            return self._publish(request, obj)
        return super().response_change(request, obj)

    def _publish(self, request: HttpRequest, upload: PendingUpload) -> HttpResponse:
        """Make a source of the upload, as it has just been saved."""
        if reason := why_not_published(upload, request.user):
            messages.warning(request, f"{reason} What you typed is kept.")
            return redirect(request.path)
        try:
            source = publish(upload)
        except UploadGone:
            return self._get_obj_does_not_exist_redirect(request, self.opts, upload.pk)
        self.log_addition(request, source, "Published from an upload.")
        messages.success(request, format_html("Published: {} (<a href='{}'>its page</a>).", link(source), public_url(source)))
        return redirect("admin:dara_source_change", source.pk)

    def get_deleted_objects(self, objs, request):
        """Name what is taken out: the uploads, and the drafts of each. Its bytes and paragraphs, which may be very many, are not listed."""
        drafts = Draft.objects.filter(upload__in=objs).count()
        names = [link(upload) for upload in objs]
        counts = {self.opts.verbose_name_plural: len(names), Draft._meta.verbose_name_plural: drafts}
        listed = [*names, f"{drafts} draft{'' if drafts == 1 else 's'} that rest on {'it' if len(names) == 1 else 'them'}"]
        return listed, counts, set(), []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {
            "why_not_published": obj and why_not_published(obj, request.user),
            "delete_url": obj and reverse("admin:dara_pendingupload_delete", args=[obj.pk]),
        }
        return super().render_change_form(request, context, add, change, form_url, obj)
