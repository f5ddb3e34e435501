"""Drafting: canonical text → proposed records, each with its passage. Pure: no Django, no database, no network.

    for draft in drafting.draft(text, published_on="2026-03-02"):
        draft.form()     # a JSON object, in the names of the archive's records

Rules of our own, small, ordered and named; a draft says which rule found it and how sure it is (0 to 1). They see one text, know nobody of
the archive, and name nobody rather than somebody wrong. A curator decides.

    reading → names → posts, quotations → speakers → endorsements, results, positions, paraphrases

Offsets are code points of the text, `end` exclusive."""

from dara.drafting.document import draft
from dara.drafting.forms import Draft, Endorsement, Party, Passage, Result, Statement

__all__ = ["Draft", "Endorsement", "Party", "Passage", "Result", "Statement", "draft"]
