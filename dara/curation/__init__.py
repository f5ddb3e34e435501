"""Write operations of the archive, whoever asks for them: the admin, an import or a command.

`draft_queue` finds drafts in a text; `drafts` selects, keeps, rejects and publishes them. `records` adds records, `entities` the entities that they
name, `utterances` joins statements. `merge`, `redirects` and `incoming_references` merge duplicates. `withdrawal` takes records out, `withholding` words of a
text. `revert` brings back an earlier state. `permissions` says who may do what, and `history_context` who is acting."""
