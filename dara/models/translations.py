"""Translations of the archive's own words, which are written in English, into the other languages of the site: Spanish.

A row's `translations` maps language → field → words, and for `inferred` field → basis:

    {"es": {"name": "Fianza en efectivo", "inferred": {"said_on": "“on Friday”, en un artículo con fecha del …"}}}

What is not translated is shown in English. A source's words are not the archive's: the `text` of a statement here is a reviewed
translation of them, shown beside them and never in their place. It is the only translation that may be into English.

The words of the interface are translated elsewhere: in locale/es/."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

OURS = "en"  # the language of the archive's own words
QUOTED = "text"  # the only field with a source's words


class Fault(NamedTuple):
    """What is wrong with translations, in a sentence; if it is a name, the name and those that are possible."""

    sentence: str
    name: str = ""
    known: frozenset[str] = frozenset()


class TranslationsField(models.JSONField):
    """The translations of the fields `names` of a row. The database checks their structure, and the model's validation also checks
    that there is something to translate."""

    def __init__(self, *names: str, **kwargs):
        self.names = names  # not in migrations, because the database does not know the names
        # The default is also in the database, for SQL and for processes that do not know the column yet.
        kwargs |= {"default": dict, "db_default": {}, "blank": True}
        kwargs.setdefault("help_text", "Our own words in other languages: language → field → words.")
        super().__init__(**kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        found = [fault.sentence for fault in self.faults(value, model_instance)]
        if found:
            raise ValidationError(found)

    def faults(self, value: Any, row: Any) -> "Iterator[Fault]":
        """Yield what is wrong with them as translations of the row."""
        return faults(value, translatable(self.names, {name: getattr(row, name) for name in self.names}))


def flat(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words with each basis under a name of its own: {"note": …, "inferred.said_on": …}."""
    bases = words.get("inferred")
    if not isinstance(bases, dict):
        return dict(words)
    return {name: each for name, each in words.items() if name != "inferred"} | {
        f"inferred.{name}": basis for name, basis in bases.items()
    }


def translatable(names: Iterable[str], values: Mapping[str, Any]) -> frozenset[str]:
    """Return which values of a row or a record there are to translate: “note”, “inferred.said_on” … A title only if it is the archive's."""
    ours = flat({name: values.get(name) for name in names if values.get(name) or name == QUOTED})
    if "inferred.title" not in ours:
        ours.pop("title", None)
    return frozenset(ours)


def faults(translations: Any, known: frozenset[str]) -> Iterator[Fault]:
    """Yield what is wrong with translations, where `known` are the names that can be translated."""
    if not isinstance(translations, dict):
        yield Fault('“translations” is language → field → words, as in {"es": {"note": "…"}}.')
        return
    languages = frozenset(code for code, _ in settings.LANGUAGES)
    for language, words in translations.items():
        if language not in languages:
            yield Fault(f"“translations” names the language “{language}”, which the archive does not have.", language, languages)
        elif not isinstance(words, dict) or not words:
            yield Fault(f"“translations.{language}” should be a table of fields and their words.")
        else:
            yield from _faults(language, flat(words), known & {QUOTED} if language == OURS else known)


def _faults(language: str, words: Mapping[str, Any], known: frozenset[str]) -> Iterator[Fault]:
    for name, said in words.items():
        if name not in known:
            yield Fault(f"“translations.{language}” names “{name}”, of which there is nothing to translate.", name, known)
        elif not isinstance(said, str) or not said.strip():
            yield Fault(f"“translations.{language}.{name}” should be a text.")


def translation(row: Any, name: str, language: str | None = None) -> str:
    """Return the translation of a field, or of a basis (“inferred.said_on”), into a language, by default the active one; or ""."""
    return flat(row.translations.get(language or get_language(), {})).get(name, "")


def in_language(row: Any, name: str, language: str | None = None) -> str:
    """Return the same, or the English words where there is no translation."""
    field, _, basis = name.partition(".")
    words = getattr(row, field)
    return translation(row, name, language) or (words.get(basis, "") if basis else words)


def as_in_language(name: str, of: str = "") -> Combinable:
    """Return the same as an expression for a query. `of` is the path to the row, as “topic__”; "" for the row itself."""
    language = get_language()
    english = models.F(f"{of}{name}")
    if language in (None, OURS):
        return english
    translated = KeyTextTransform(name, KeyTextTransform(language, f"{of}translations"))
    return Coalesce(translated, english, output_field=models.TextField())
