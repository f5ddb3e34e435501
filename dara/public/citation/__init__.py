"""How a statement, an endorsement, a result or a source is cited. Pure functions over loaded rows: nothing here asks the database.

`item` makes the CSL-JSON item, from which `styles` (APA, MLA, Chicago) and `files` (CSL-JSON, BibTeX, RIS) are made. `newsroom`
writes the archive's own plain citation. `words` has what they share: what a record is called, its words, and through whom they
came. `links` makes links to live and archived copies, `annotation` the W3C Web Annotation of a passage, and `metadata` the
metadata of a page's <head>.

Every citation marks what the archive infers and no source states: in square brackets, as bibliographies do, or by “(inferred)”; a
date by `circa`; and with the basis where there is room."""
