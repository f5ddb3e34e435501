"""Uploading documents: one or many files, each added by itself, as an upload that waits. Nothing of a file that is refused is kept."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.db.models import Func, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views import defaults

from dara.admin.base import link
from dara.curation import drafting_runs
from dara.ingest import folder
from dara.ingest.sandbox import limits
from dara.ingest.sandbox.process import Sandbox
from dara.ingest.store import IngestedDocument, Outcome, ingest_file
from dara.models import PendingDocument, PendingUpload
from dara.text.revisions import summary

TOTAL = 5 * limits.SIZE  # bytes of all files of one upload


class UploadTooBig(RequestDataTooBig):
    """The files of an upload have more than TOTAL bytes together."""


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes the files of an upload to disk while they arrive, but skips a file that is too large."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > TOTAL:
            raise UploadTooBig(f"The upload has {limits.size(content_length)}.")

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > limits.SIZE:
            self.request.too_large = [*skipped_files(self.request), self.file_name]
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def skipped_files(request: HttpRequest) -> list[str]:
    """Return the names of the files that were skipped because they are too large."""
    return getattr(request, "too_large", [])


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list. An empty file is valid here, and refused when it is read."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class UploadForm(forms.Form):
    files = FilesField(
        allow_empty_file=True,
        max_length=255,
        help_text="Plain text, HTML, PDF, WARC or WACZ, mail or MHTML, also packed with gzip. Choose one or many, or drop them here. "
        f"A file may have {limits.size(limits.SIZE)}, all together {limits.size(TOTAL)}.",
        error_messages={"required": "No file came. Choose one or more."},
    )


def upload(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Show the page that takes files and says what became of each."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES) if request.method == "POST" else UploadForm()
    arrivals = [
        IngestedDocument(folder.printable(name), Outcome.REFUSED, why=f"{folder.too_large(limits.SIZE + 1)}")
        for name in skipped_files(request)
    ]
    if request.method == "POST" and form.is_valid():
        arrivals += _add_documents(model_admin, request, form.cleaned_data["files"])
    elif arrivals:
        form = UploadForm()  # every file was too large, which the page says already
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Add source",
        "opts": model_admin.opts,
        "form": form,
        "arrivals": [_shown(arrival) for arrival in arrivals],
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/dara/source/upload.html", context)


def _add_documents(model_admin: admin.ModelAdmin, request: HttpRequest, files: list[UploadedFile]) -> list[IngestedDocument]:
    arrivals: list[IngestedDocument] = []
    user = request.user.get_username()
    with Sandbox() as sandbox:
        for file in files:
            name = folder.printable(file.name or "a file without a name")
            arrivals += ingest_file(name, file.read(), sandbox, uploaded_by=user)
    for arrival in arrivals:
        if arrival.upload and arrival.outcome in (Outcome.CREATED, Outcome.LATER):
            model_admin.log_addition(request, arrival.upload, f"Brought in as “{arrival.name}”.")
    # a later capture says what the earlier one's records say
    drafting_runs.draft_new((each.upload for each in arrivals if each.upload and each.outcome is Outcome.CREATED), user)
    return arrivals


def size_of(upload: PendingUpload) -> int:
    """Return the number of bytes of an upload, without reading them."""
    size = Func("original", function="octet_length", output_field=IntegerField())
    return PendingDocument.objects.filter(pk=upload.pk).values_list(size, flat=True).get()


def _shown(arrival: IngestedDocument) -> dict:
    """Return what the page shows of a document."""
    held = arrival.upload or arrival.source
    return {
        "arrival": arrival,
        "held": held,
        "link": link(held, f"{'upload' if arrival.upload else 'source'} {held.pk}") if held else None,
        "drafts": held.drafts.open().count() if held else 0,
        "drafting": drafting_runs.state_of(held) if held else None,
        "earlier": link(arrival.earlier),
        "summary": arrival.changes and summary(arrival.changes),
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a bad request (400), such as an upload that is too large."""
    if isinstance(exception, TooManyFilesSent):
        why = "These are more files than are taken at once. Nothing of them was kept: send them in several parts."
    elif isinstance(exception, UploadTooBig):
        why = f"This is more than is taken at once ({limits.size(TOTAL)}). Nothing of it was kept: send the files in several parts."
    elif isinstance(exception, RequestDataTooBig):
        why = (
            f"This form has more than {limits.size(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)} in it, more than a record takes. Nothing of it was "
            "saved. Go back, where what you typed still stands, and shorten it; or open the form again."
        )
    elif isinstance(exception, BadRequest) and str(exception):
        why = str(exception)
    else:
        return defaults.bad_request(request, exception)
    return render(request, "admin/refused.html", {"why": why}, status=400)
