"""What can be had as data: the page that explains it, and the downloads."""

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_safe

from dara.models import Candidate, Topic
from dara.models.downloads import CONTENT_TYPES, SPREADSHEET_RULE, Snapshot
from dara.public.feeds import ENTRIES
from dara.public.pages.lists import A_PAGE

DESCRIBED = {  # in the order of the page
    "dara-datapackage.zip": _(
        "Tables as CSV files, with a description that programs read (Frictionless Data Package). For spreadsheets, R and Python."
    ),
    "dara.sqlite": _("The same tables as one SQLite file, with full-text search and views that join names. Opens in Datasette."),
    "dara-bag.zip": _(
        "The archive’s own record files, one record a line, and the originals that may be shown whole (BagIt bag, with checksums of each file). For keeping."
    ),
}

LISTS = {
    "statements": _("Statements"),
    "endorsements": _("Endorsements"),
    "results": _("Results"),
    "facts": _("Facts of candidacies"),
    "sources": _("Sources"),
    "paragraphs": _("Paragraphs of the sources that the public may read"),
    "elections": _("Elections"),
    "topics": _("Topics"),
    "candidates": _("Candidates"),
    "voices": _("Voices"),
}


@require_safe
def data(request: HttpRequest, status: int = 200) -> HttpResponse:
    snapshot = Snapshot.offered()
    context = {
        "snapshot": snapshot,
        "outdated": snapshot is None and Snapshot.current() is not None,
        "downloads": [(snapshot.files[name], described) for name, described in DESCRIBED.items()] if snapshot else [],
        "lists": LISTS,
        "candidates": Candidate.objects.by_name()[:A_PAGE],  # all alike, by surname
        "topic": Topic.objects.first(),
        "entries": ENTRIES,
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
    """One of the files; `name` is one of three, by the address's pattern. Before they are made: the page that says so, as not found."""
    snapshot = Snapshot.offered()
    if snapshot is None:
        return data(request, status=404)
    return FileResponse(snapshot.path(name).open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[name])


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the downloads are, for programs: sizes, checksums, the moment of the snapshot, rows by table."""
    snapshot = Snapshot.offered()
    return JsonResponse(snapshot.to_json()) if snapshot else data(request, status=404)
