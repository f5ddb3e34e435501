"""Draft records from a canonical text, each with its passage. No Django, no database, no network.

    for draft in drafting.draft(text, published_on="2026-03-02"):
        draft.values()     # a JSON object, in the names of the archive's records

The rules are our own: small, ordered and named. A draft says which rule found it and with how much confidence (0 to 1). The rules see one
text, know nothing of the archive, and would rather name nobody than the wrong person. A curator decides.

    pipeline        all rules, over one text
    proposals       the drafts that they produce
    whitespace      white space normalized for the rules, and mapped back
    segmentation    paragraphs and sentences
    mentions        where somebody is named
    names           whom a surname, title, acronym or role refers to
    posts, quotations       what is said, and where
    references      noun phrases in the clauses around quotations, and whom they refer to
    speakers        who says it, and when
    prose           campaign prose, and reported speech
    forms           sentences with “●” for each noun phrase that may be somebody: what the rules for stances, money and counts are patterns over
    parties         the subject and the objects of a verb in a form, lists of several, and whose “we” it is
    endorsements, money     who endorses, supports, opposes, withdraws from or funds whom
    endorsement_lists       the same in lists and tables
    results         counts of votes, in sentences and in rows
    tables          rows of cells
    candidacies     who runs, and facts of their candidacies
    dates           dates that a text states
    vocabulary      the lists of words in words/: words of the language, none of the archive
    rules           a rule as a row: name, pattern over those lists, example, counter-example, confidence

Offsets are code points of the text; `end` is exclusive."""

from dara.drafting.mentions import Held
from dara.drafting.pipeline import Proposals, draft, propose
from dara.drafting.proposals import Draft, Endorsement, Fact, Party, Passage, Result, Statement, Unsure

__all__ = [
    "Draft",
    "Endorsement",
    "Fact",
    "Held",
    "Party",
    "Passage",
    "Proposals",
    "Result",
    "Statement",
    "Unsure",
    "draft",
    "propose",
]
