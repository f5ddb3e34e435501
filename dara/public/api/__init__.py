"""All that the public may see of the archive, as JSON: read only, without a key, for anyone.

**Objects.** Each has every field of its kind each time, in one order. `null` means: not stated in the source, or the archive has nothing to say.
`permalink` is the address of the page for people; it never changes. Entities are given as `{slug, name, private}`, topics, races and elections as
`{slug, name}`, sources with what a citation needs; `within` is the key of the statement that something is quoted in. `version` says since when a
record says what it says (UTC).

**Evidence.** `passage` is the span of the source's text that a record rests on: `exact` words, `start` and `end` (exclusive) in Unicode code
points from 0, and up to 32 code points before (`prefix`) and after (`suffix`), where the public may read on (W3C Web Annotation: TextPositionSelector,
TextQuoteSelector). A statement's `pieces` are the words themselves; `text` is the pieces joined by “ … ”.

**Withheld.** Words of a text may be withheld, for rights, privacy, safety or law: `withholdings` says where, when and on what ground, and in
paragraphs “█” stands for each of their characters, so that all other places stay true. No record rests on them. `replies` names the sources that
were archived because they answer a record.

**Dates** of events are ISO 8601 with the precision that is known: `2020`, `2020-03` or `2020-03-05`.

**Inferred.** `inferred` maps the name of a field to the basis on which we inferred its value; no source states it. Say so when you use it.

**Languages.** A source's `language` (BCP 47) is that of its text, and so of every passage, quotation and title of its own. `translations` holds the
archive's own words (names of topics, races and elections, summaries, notes, bases …) in other languages than English: language → field → words.
Under `text`, a statement may have a reviewed translation of its words. It is the archive's: never quote it as what was said.

**Numbers.** `percent`, `votes` and `amount` (US dollars) are JSON numbers that read as the source gives them. Amounts are never to be added up:
passages may speak of the same money.

**Private persons.** `private: true` marks a bystander who is quoted once. Their pages are kept out of search engines; please keep their names
out of headlines, feeds and indexes too.

**Lists** come in pages: `count`, `next`, `previous`, `results`; `page` from 1, `page_size` up to 500. Filters are those of the site's pages. A
parameter that is unknown, given twice or wrong is refused (400) with the reason under its name. A page beyond the last is 404; a withdrawn
record is 410, with its tombstone; what was merged into another is 301, and `redirects` lists it. Every list of the site is also there whole, as .csv and .jsonl.

**Rights.** The licence covers the archive's own metadata, not the texts of third parties."""
