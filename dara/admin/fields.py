"""How a curator types what is not a single line: the pieces of a quotation, and what was inferred."""

import re
from collections.abc import Iterable

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

OMISSION = "…"  # alone on its line: between two pieces


def plain_newlines(text: str | None) -> str:
    """A browser sends a typed newline as CRLF; texts have LF."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class PiecesField(forms.CharField):
    """A textarea ⇄ the list of pieces. A line with only “…” parts them: a newline may be part of a piece (a post has several
    lines), and a piece that is not parted is refused, where a wrongly parted one would show an omission that is none."""

    widget = AdminTextareaWidget

    def prepare_value(self, value: list[str] | str | None) -> str | None:
        return f"\n{OMISSION}\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: str | None) -> str:
        return plain_newlines(super().to_python(value))

    def clean(self, value: str | None) -> list[str]:  # type: ignore[override]  # the stubs allow a text only
        lines = super().clean(value)
        pieces = (piece.strip(" \n") for piece in re.split(rf"(?m)^[ \t]*(?:{OMISSION}|\.\.\.)[ \t]*$", lines))
        return [piece for piece in pieces if piece]

    def has_changed(self, initial: list[str] | None, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)


class InferredLinesField(forms.CharField):
    """A textarea ⇄ {field name: basis}, one a line: `said_on: “on Friday”, in a story of …`; an indented line goes on."""

    widget = AdminTextareaWidget

    def __init__(self, *, names: Iterable[str], **kwargs):
        self.names = sorted(names)
        super().__init__(**kwargs)

    def prepare_value(self, value: dict[str, str] | str | None) -> str | None:
        if isinstance(value, dict):
            return "\n".join(f"{name}: {basis}".replace("\n", "\n  ") for name, basis in sorted(value.items()))
        return value

    def to_python(self, value: str | None) -> str:
        return plain_newlines(super().to_python(value))

    def clean(self, value: str | None) -> dict[str, str]:  # type: ignore[override]  # the stubs allow a text only
        inferred: dict[str, str] = {}
        for line in re.sub(r"\n[ \t]+", "\0", super().clean(value)).splitlines():
            if not line.strip():
                continue
            name, _, basis = (part.strip() for part in line.replace("\0", "\n").partition(":"))
            if not basis:
                raise ValidationError(
                    f"“{line}”: write the field, a colon and the basis, as `said_on: “on Friday”, in a story of …`."
                )
            if name not in self.names:
                raise ValidationError(f"There is no field “{name}”; it is one of {', '.join(self.names)}.")
            if name in inferred:
                raise ValidationError(f"“{name}” stands there twice.")
            inferred[name] = basis
        return inferred

    def has_changed(self, initial: dict[str, str] | None, data: str | None) -> bool:
        return super().has_changed(self.prepare_value(initial or {}), data)
