"""A file, or the part of it that is asked for (RFC 9110, 14): what lets a reader go on with a download that broke off.

One part at a time; several are answered with the whole file, which RFC 9110 allows (14.2)."""

import re
from http import HTTPStatus
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from whitenoise.responders import SlicedFile

ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


def file_response(request: HttpRequest, path: Path, validators: dict[str, str]) -> FileResponse | HttpResponse:
    """Return the file, 206 with a part of it, or 416 where it has nothing of that part.

    `validators`: its ETag, a strong one, and Last-Modified, which the caller sets, too."""
    size = path.stat().st_size
    part = _range(request, size, validators)
    if part is None:
        return FileResponse(path.open("rb"), headers={"Accept-Ranges": "bytes"})
    if not part:
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    return FileResponse(
        SlicedFile(path.open("rb"), part.start, part.stop - 1),
        status=HTTPStatus.PARTIAL_CONTENT,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Length": str(len(part)),
            "Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}",
        },
    )


def _range(request: HttpRequest, size: int, validators: dict[str, str]) -> range | None:
    """Return the bytes that are asked for, none of them if the file has none; None where the whole file is to be sent."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if_range = request.headers.get("If-Range")  # of a part of another file than this nobody has any use
    if request.method != "GET" or asked is None or (if_range is not None and if_range.strip() not in validators.values()):
        return None
    first, last = asked.groups()
    if first and not (last and int(last) < int(first)):
        return range(int(first), min(int(last) + 1, size) if last else size)
    return range(max(size - int(last), 0), size) if last and not first else None
