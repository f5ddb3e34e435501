"""Values as cells of a CSV that somebody may open in a spreadsheet: no text is a formula there, and none is lost."""

import json
import re
from typing import Any

from django.utils.translation import gettext_noop

# OWASP, “CSV Injection”; the full-width signs are taken for the plain ones where Japanese or Chinese is spoken
ARMED = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
RULE = gettext_noop(
    "Spreadsheets run a cell that begins with =, +, -, @, a tab or a line break as a formula. A text that begins so, also behind apostrophes "
    "of its own, has one apostrophe put before it; take that one away to have the exact text. Numbers are left alone."
)


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `RULE` says how it is undone."""
    return f"'{text}" if ARMED.match(text) else text


def cell(value: Any) -> str | int | float:
    """A JSON value as the cell of a spreadsheet."""
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return disarmed(value)
    return json.dumps(value, ensure_ascii=False)
