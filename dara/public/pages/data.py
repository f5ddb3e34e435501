"""The page on the archive as data, and the files that it offers to download."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dara.models import Candidate, Topic
from dara.models.downloads import CONTENT_TYPES, SPREADSHEET_RULE, Snapshot
from dara.public.feeds import MAX_ENTRIES
from dara.public.pages.lists import PAGE_SIZE
from dara.public.ranges import file_response

ACCEL = "/-/downloads/"  # where the proxy has the folder of the downloads, open to nobody but the site (deploy/nginx/nginx.conf)

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


@require_safe
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a file; `name` is one of three, by the pattern of the address. Before the files are made, return the page that says so, with status 404."""
    snapshot = Snapshot.offered()
    if snapshot is None:
        return data(request, status=404)
    made = int(snapshot.made.timestamp())
    validators = {"ETag": f'"{snapshot.files[name].sha256}"', "Last-Modified": http_date(made)}
    answered = get_conditional_response(request, etag=validators["ETag"], last_modified=made)
    response: HttpResponseBase = answered or _file(request, snapshot, name, validators)
    # Whoever keeps it asks each time: it may be withheld by then.
    for header, value in (validators | {"Cache-Control": "no-cache"}).items():
        response[header] = value
    return response


def _file(request: HttpRequest, snapshot: Snapshot, name: str, validators: dict[str, str]) -> HttpResponseBase:
    if settings.DARA_ACCEL:
        response: HttpResponseBase = HttpResponse(headers={"X-Accel-Redirect": f"{ACCEL}{snapshot.folder}/{name}"})
    else:
        response = file_response(request, snapshot.path(name), validators)
    if response.status_code < 300:
        response["Content-Type"] = CONTENT_TYPES[name]
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Return what the downloads are, for programs: sizes, checksums, the time of the snapshot, and the number of rows of each table."""
    snapshot = Snapshot.offered()
    return JsonResponse(snapshot.to_json()) if snapshot else data(request, status=404)
