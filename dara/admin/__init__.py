"""The Django admin: forms and screens for curators, one file a family of models, as in `dara.models`.

`site` is the admin site, `registration` names the modules that register with it. `base` holds what all of them share, `passages` how
pasted words become a passage, `fields` how lists are typed. What a screen does to the archive is done by `dara.curation`.

This file stays empty of imports: `site` is loaded while other apps register their models."""
