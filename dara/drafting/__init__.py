"""Drafting: canonical text → proposed records, each with its passage. Pure: no Django, no database, no network.

    for draft in drafting.draft(text, published_on="2026-03-02"):
        draft.form()     # a JSON object, in the names of the archive's records

Rules of our own, small, ordered and named; a draft says which rule found it and how sure it is (0 to 1). They see one text, know nobody of
the archive, and name nobody rather than somebody wrong. A curator decides.

    smoothing   odd spaces made plain, and the way back
    reading     paragraphs and sentences
    capitals, names        capital letters → who is named, and whom a surname, title, acronym or role means
    posts, quotations      what is said, and where
    phrases, speakers      noun phrases and pronouns → who says it
    endorsers, endorsements, endorsement_lists, money      who stands by whom
    results     counts of votes
    positions, paraphrases      campaign prose; what somebody is told to have said
    vocabulary  the words that the rules know: of the language, never of the archive
    document    one text through all of it

Offsets are code points of the text, `end` exclusive."""

from dara.drafting.pipeline import draft
from dara.drafting.proposals import Draft, Endorsement, Party, Passage, Result, Statement

__all__ = ["Draft", "Endorsement", "Party", "Passage", "Result", "Statement", "draft"]
