"""Draft records from a canonical text, each with its passage. No Django, no database, no network.

    for draft in drafting.draft(text, published_on="2026-03-02"):
        draft.values()     # a JSON object, in the names of the archive's records

The rules are our own: small, ordered and named. A draft says which rule found it and with how much confidence (0 to 1). The rules see one
text, know nothing of the archive, and would rather name nobody than the wrong person. A curator decides.

    pipeline        all rules, over one text
    proposals       the drafts that they produce
    whitespace      white space normalized for the rules, and mapped back
    segmentation    paragraphs and sentences
    capitals, names         who is named, and whom a surname, title, acronym or role refers to
    posts, quotations       what is said, and where
    phrases, speakers       who says it, by noun phrases and pronouns
    endorsers, endorsements, endorsement_lists, money       who endorses, opposes or funds whom
    results         counts of votes
    positions, paraphrases  campaign prose, and reported speech
    dates           dates that a text states
    vocabulary      the lists of words in words/: words of the language, none of the archive
    rules           a rule as a row: name, pattern over those lists, example, counter-example, confidence

Offsets are code points of the text; `end` is exclusive."""

from dara.drafting.pipeline import draft
from dara.drafting.proposals import Draft, Endorsement, Party, Passage, Result, Statement

__all__ = ["Draft", "Endorsement", "Party", "Passage", "Result", "Statement", "draft"]
