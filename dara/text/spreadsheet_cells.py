"""Values as cells of a CSV that somebody may open in a spreadsheet: no text is a formula there, and none is lost."""

import json
import re
from typing import Any

# OWASP, “CSV Injection”; the full-width signs are taken for the plain ones where Japanese or Chinese is spoken
ARMED = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula; the public is told how it is undone (dara/models/downloads.py)."""
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
