"""Curation: the Django admin, one file a family of models, as in `dara.models`.

`desk` holds what all of them share, `passages` how pasted words become a passage, `fields` how lists are typed, and `refusals`
how the database's refusals reach the field that they are about."""

from django.conf import settings
from django.contrib import admin

from dara.admin import drafts, elections, imports, merging, people, records, sources, visibility

# importing them registers the models
__all__ = ["drafts", "elections", "imports", "merging", "people", "records", "sources", "visibility"]

admin.site.site_header = "dara — curation"
admin.site.site_title = "dara — curation"
admin.site.index_title = "The archive"
admin.site.site_url = settings.DARA_BASE_URL  # “View site” leads to the public one
