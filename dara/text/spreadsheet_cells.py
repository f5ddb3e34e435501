"""Write values as cells of a CSV file so that a spreadsheet takes none of them for a formula, and no text is lost."""

import json
import re
from typing import Any

# What starts a formula (OWASP, “CSV Injection”), after any apostrophes. Japanese and Chinese spreadsheets accept the full-width signs too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def escape_formula(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula. dara/models/downloads.py tells readers how to undo it."""
    return f"'{text}" if _FORMULA.match(text) else text


def cell(value: Any) -> str | int | float:
    """A JSON value as a cell: numbers stay numbers, empty values are "", booleans are “true” or “false”, lists and objects are JSON."""
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return escape_formula(value)
    return json.dumps(value, ensure_ascii=False)
