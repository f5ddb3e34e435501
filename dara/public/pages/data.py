"""The page on the archive as data, and the files that it offers to download."""

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe

from dara.models import Candidate, Topic
from dara.models.downloads import CONTENT_TYPES, SPREADSHEET_RULE, Snapshot
from dara.public.feeds import MAX_ENTRIES
from dara.public.pages.lists import PAGE_SIZE

DESCRIPTIONS = {  # in the order of the page
    "dara-datapackage.zip": _(
        "Tables as CSV files, with a description that programs read (Frictionless Data Package). For spreadsheets, R and Python."
    ),
    "dara.sqlite": _("The same tables as one SQLite file, with full-text search and views that join names. Opens in Datasette."),
    "dara-bag.zip": _(
        "The archive’s own record files, one record a line, and the originals that may be shown whole (BagIt bag, with checksums of each file). For keeping."
    ),
}

LISTS = {  # that can be downloaded as files
    "statements": _("Statements"),
    "endorsements": _("Support and opposition"),
    "results": _("Results"),
    "facts": _("Facts of candidacies"),
    "sources": _("Sources"),
    "paragraphs": _("Paragraphs of the sources that the public may read"),
    "elections": _("Elections"),
    "topics": _("Topics"),
    "candidates": _("Candidates"),
    "voices": _("People and organizations"),
}


@require_safe
def data(request: HttpRequest, status: int = 200) -> HttpResponse:
    """Return the page on the archive as data."""
    snapshot = Snapshot.offered()
    context = {
        "snapshot": snapshot,
        "outdated": snapshot is None and Snapshot.current() is not None,
        "downloads": [(snapshot.files[name], text) for name, text in DESCRIPTIONS.items()] if snapshot else [],
        "lists": LISTS,
        "candidates": Candidate.objects.by_name()[:PAGE_SIZE],  # in the order of surnames, as everywhere
        "topic": Topic.objects.first(),
        "entries": MAX_ENTRIES,
        "rule_of_cells": gettext(SPREADSHEET_RULE),
    }
    return render(request, "site/data.html", context, status=status)


def _etag(request: HttpRequest, name: str) -> str | None:
    snapshot = Snapshot.offered()
    return f'"{snapshot.files[name].sha256}"' if snapshot else None


def _last_modified(request: HttpRequest, name: str):
    snapshot = Snapshot.offered()
    return snapshot.made if snapshot else None


@require_safe
@condition(etag_func=_etag, last_modified_func=_last_modified)
def download(request: HttpRequest, name: str) -> FileResponse | HttpResponse:
    """Return a file; `name` is one of three, by the pattern of the address. Before the files are made, return the page that says so, with status 404."""
    snapshot = Snapshot.offered()
    if snapshot is None:
        return data(request, status=404)
    return FileResponse(snapshot.path(name).open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[name])


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what the downloads are, for programs: sizes, checksums, the time of the snapshot, and the number of rows of each table."""
    snapshot = Snapshot.offered()
    return JsonResponse(snapshot.to_json()) if snapshot else data(request, status=404)
