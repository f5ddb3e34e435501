"""The public pages' stylesheet: several files in static/css/, served as one, so that a browser makes one request.

`collectstatic` and `runserver` ask finders for static files, so a finder joins the parts; nothing else needs to know."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "dara.css"
FOLDER = "css"  # in static/
PARTS = (  # in their order in the stylesheet
    "base",
    "layout",
    "components",
    "lists",
    "statements",
    "sources",
    "candidates",
    "comparison",
    "elections",
    "records",
    "citations",
    "embeds",
    "search",
    "responsive",
    "print",
)


def joined() -> str:
    """Return the text of the whole stylesheet."""
    folder = settings.BASE_DIR / "static" / FOLDER
    return "\n".join((folder / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)


class StaticFiles(FileSystemFinder):
    """Finds the files of static/, and the joined stylesheet instead of its parts. The joined file is kept in the data directory."""

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        yield from super().list([*(ignore_patterns or ()), FOLDER])
        yield NAME, FileSystemStorage(location=self._write().parent)

    def find(self, path: str, find_all: Any = False) -> Any:
        if path != NAME:
            return super().find(path, find_all=find_all)
        found = str(self._write())
        return [found] if find_all else found

    def _write(self) -> Path:
        path = settings.DARA_DATA_DIR / "stylesheet" / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        text = joined()
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # collectstatic copies what is newer
            path.write_text(text, encoding="utf-8")
        return path
