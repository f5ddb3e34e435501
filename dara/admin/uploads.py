"""Documents in by the admin: one or many files, each brought in by itself, and what became of it. Nothing of one that is refused is kept."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.defaults import bad_request

from dara.admin.base import link, public_address
from dara.curation.draft_queue import draft_new
from dara.ingest import folder
from dara.ingest.sandbox import limits
from dara.ingest.sandbox.process import Sandbox
from dara.ingest.store import IngestedDocument, Outcome, ingest_file
from dara.text.revisions import summary

TOTAL = 5 * limits.SIZE  # bytes of one upload, with all of its files


class UpToLimit(TemporaryFileUploadHandler):
    """Keeps an upload on disk while it comes, lets go of a file that is too large, and goes on with the next."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > TOTAL:
            raise RequestDataTooBig(f"The upload has {limits.size(content_length)}.")

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > limits.SIZE:
            self.request.too_large = [*too_large(self.request), self.file_name]
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def too_large(request: HttpRequest) -> list[str]:
    """The names of the files that were let go of."""
    return getattr(request, "too_large", [])


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list; an empty one is not the form's fault but that file's."""

    widget = FilesInput

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class UploadForm(forms.Form):
    files = FilesField(
        allow_empty_file=True,
        max_length=255,
        help_text="Plain text, HTML, PDF, WARC or WACZ, also packed with gzip. Choose one or many, or drop them here. "
        f"A file may have {limits.size(limits.SIZE)}, all together {limits.size(TOTAL)}.",
        error_messages={"required": "No file came. Choose one or more."},
    )


def upload(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """The page that takes files and says of each what became of it."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES) if request.method == "POST" else UploadForm()
    arrivals = [
        IngestedDocument(folder.printable(name), Outcome.REFUSED, why=f"{folder.too_large(limits.SIZE + 1)}")
        for name in too_large(request)
    ]
    if request.method == "POST" and form.is_valid():
        arrivals += _brought_in(model_admin, request, form.cleaned_data["files"])
    elif arrivals:
        form = UploadForm()  # all that came was too large, as is said already
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Add source",
        "opts": model_admin.opts,
        "form": form,
        "arrivals": [_shown(arrival) for arrival in arrivals],
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/dara/source/upload.html", context)


def _brought_in(model_admin: admin.ModelAdmin, request: HttpRequest, files: list[UploadedFile]) -> list[IngestedDocument]:
    arrivals: list[IngestedDocument] = []
    with Sandbox() as sandbox:
        for file in files:
            arrivals += ingest_file(folder.printable(file.name or "a file without a name"), file.read(), sandbox)
    for arrival in arrivals:
        if arrival.source and arrival.outcome in (Outcome.CREATED, Outcome.LATER):
            model_admin.log_addition(request, arrival.source, f"Brought in as “{arrival.name}”.")
        if (
            arrival.source and arrival.outcome is Outcome.CREATED
        ):  # of a later capture, most is said by the records of the earlier one
            draft_new(arrival.source)
    return arrivals


def _shown(arrival: IngestedDocument) -> dict:
    """With links, for the page."""
    later = arrival.outcome is Outcome.LATER and arrival.source
    return {
        "arrival": arrival,
        "source": link(arrival.source),
        "drafts": arrival.source.drafts.open().count() if arrival.source else 0,
        "earlier": link(arrival.earlier),
        "summary": arrival.changes and summary(arrival.changes),
        "differences": public_address(arrival.source, "changes") if later else "",
    }


def too_much(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be taken (400): what was too much, where that is known."""
    if isinstance(exception, TooManyFilesSent):
        why = "These are more files than are taken at once. Nothing of them was kept: send them in several parts."
    elif isinstance(exception, RequestDataTooBig):
        why = f"This is more than is taken at once ({limits.size(TOTAL)}). Nothing of it was kept: send the files in several parts."
    else:
        return bad_request(request, exception)
    return render(request, "admin/too_much.html", {"why": why}, status=400)
