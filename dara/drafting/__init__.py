"""Draft records from a canonical text, each with its passage. No Django, no database, no network.

    for draft in drafting.draft(text, published_on="2026-03-02"):
        draft.values()     # a JSON object, in the names of the archive's records

The rules are our own: small, ordered and named. A draft says which rule found it and with how much confidence (0 to 1). The rules see one
text, know nothing of the archive, and would rather name nobody than the wrong person. A curator decides.

A text passes the stages that `pipeline` names, one after the other: white space is normalized and the text is cut into sentences (`whitespace`,
`segmentation`); who is named where is found, and who may be meant (`mentions`, `names`, `references`); then what is said and by whom (`posts`,
`quotations`, `speakers`, `prose`). For stances, money and counts each sentence is written as a form, in which “●” is somebody (`forms`,
`parties`), and rules are rows of patterns over it (`endorsements`, `endorsement_lists`, `money`, `results`, `candidacies`). The patterns name
lists of words in words/ (`rules`), which are words of the language, none of the archive.

Offsets are code points of the text; `end` is exclusive."""

from dara.drafting.mentions import Held
from dara.drafting.pipeline import Proposals, draft, propose
from dara.drafting.proposals import Draft, Statement, Unsure

__all__ = ["Draft", "Held", "Proposals", "Statement", "Unsure", "draft", "propose"]
