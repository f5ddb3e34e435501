"""How a statement, an endorsement, a result or a source is cited. Pure functions over loaded rows; nothing here asks the database.

`item` makes the CSL-JSON item that everything else is made of: `styles` (APA, MLA, Chicago) and `files` (BibTeX, RIS). `newsroom`
is our own plain form; `links` leads into a live page; `annotation` is the W3C Web Annotation of a passage; `metadata` is what a
page's <head> tells software.

What is not stated by the source but concluded by us is marked in every form: in square brackets, as bibliographies have it, or by
“(inferred)”; a date by `circa`; and with its basis wherever there is room for it."""
