"""Registers the models of the archive with the admin site, by importing the modules that do."""

from dara.admin import (
    elections,
    entities,
    import_conflicts,
    log_in_records,
    merge,
    pending_uploads,
    records,
    sources,
    synonyms,
    users,
    withholding,
)
from dara.admin.drafts import queue

__all__ = [
    "elections",
    "entities",
    "import_conflicts",
    "log_in_records",
    "merge",
    "pending_uploads",
    "queue",
    "records",
    "sources",
    "synonyms",
    "users",
    "withholding",
]
