"""The archive's own words in the language of the page, and the `lang` of words that are in another."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from dara.models import Source, Statement, translations
from dara.models.translations import OURS, QUOTED


def archive_words(row: Any, name: str) -> str:
    """Return what the archive itself writes in a field of a row (a note, a summary, a description), in the language of the page.

    Where it has no translation, it is in English and marked as English."""
    shown = translations.in_language(row, name)
    if not shown or get_language() == OURS or translations.translation(row, name):
        return shown
    return format_html('<span lang="{}">{}</span>', OURS, shown)


def basis(row: Any, name: str) -> str:
    """Return why the archive infers a field of a row, in the language of the page; "" where the field is not inferred."""
    return archive_words(row, f"inferred.{name}")


def other_inferences(row: Any, shown: str) -> dict[str, str]:
    """Return the inferred fields of a row, each with its basis, without those named in `shown`, which the page explains elsewhere."""
    return {name: basis(row, name) for name in row.inferred if name not in shown.split()}


def translation_of(statement: Statement) -> str:
    """Return a reviewed translation of a statement's words into the language of the page, or "". It is never cited."""
    return translations.translation(statement, QUOTED)


def lang_of(source: Source) -> str:
    """Return the attribute ` lang="en"` for a source's words on a page in another language; "" where the languages are the same."""
    return format_html(' lang="{}"', source.language) if source.language != get_language() else ""


def original_language(source: Source) -> str:
    """Return what a page in another language says of a source's words: that they stand as in the original, and in which language."""
    if source.language == OURS:
        return _("in English, as in the original")
    return _("in the language of the original: %(language)s") % {"language": get_language_info(source.language)["name_translated"]}


def lang_of_title(source: Source) -> str:
    """Return the same for a source's title; "" where the archive gave the title."""
    return "" if "title" in source.inferred else lang_of(source)
