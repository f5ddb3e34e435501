"""{% load archive_text %}: how the archive's own values read on a page."""

from dara.public.presentation.display import register

__all__ = ["register"]
