"""The Django admin: forms and screens for curators, in one file for each family of models, as in `dara.models`.

`base` holds what they share, `passages` the form that makes a passage of pasted words, `fields` the form fields of several lines, `drafts` the queue and
the workbench. `site` is the admin site, `registration` imports the modules that register models with it. The screens hold no rules: what they do to
the archive is done by `dara.curation`.

This file imports nothing, because Django loads `site` while other apps register their models."""
