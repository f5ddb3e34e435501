"""Registers the archive's models with the admin site: importing these modules does."""

from dara.admin import elections, entities, import_conflicts, merge, records, sources, withholding
from dara.admin.drafts import queue

__all__ = ["elections", "entities", "import_conflicts", "merge", "queue", "records", "sources", "withholding"]
