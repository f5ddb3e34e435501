"""Rows of the files: of RFC 4180, with plain names. No database."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dara.public.exports import EXPORTS, lines
from dara.text.spreadsheet_cells import cell, escape_formula


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_rows_are_of_rfc_4180(rows):
    written = lines([[cell(text) for text in row] for row in rows])
    assert not written or written.endswith("\r\n")
    assert list(csv.reader(io.StringIO(written, newline=""))) == [[escape_formula(text) for text in row] for row in rows]


@pytest.mark.parametrize("export", EXPORTS.values(), ids=lambda export: export.name)
def test_columns_have_plain_names(export):
    assert all(re.fullmatch("[a-z0-9_]+", name) for name in export.columns)
    assert next(iter(export.columns)) in ("key", "slug", "candidate", "source")
