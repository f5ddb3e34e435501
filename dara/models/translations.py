"""The archive's own words in other languages than English, in which they are written.

A row's `translations` maps language → field → words, and of `inferred` field → basis:

    {"es": {"name": "Fianza en efectivo", "inferred": {"said_on": "“on Friday”, en un artículo con fecha del …"}}}

What is not translated is read in English. A source's words are not ours: a statement's `text` here is a reviewed translation of them, to stand
beside them, never in their place; it is the only one that may be into English."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

OURS = "en"  # the language of our own words
QUOTED = "text"  # the one field that is in a source's words


class Fault(NamedTuple):
    """What is wrong with translations: a sentence; the name that is wrong, if it is one, and those that it could be."""

    sentence: str
    name: str = ""
    known: frozenset[str] = frozenset()


class TranslationsField(models.JSONField):
    """Translations of the fields `names` of a row. The database keeps the form, a row's validation knows what there is to translate."""

    def __init__(self, *names: str, **kwargs):
        self.names = names  # not in migrations: nothing of it is in the database
        # in the database too: SQL, and a process that does not know of them yet, may leave them out
        kwargs |= {"default": dict, "db_default": {}, "blank": True}
        kwargs.setdefault("help_text", "Our own words in other languages: language → field → words.")
        super().__init__(**kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        found = [fault.sentence for fault in self.faults(value, model_instance)]
        if found:
            raise ValidationError(found)

    def faults(self, value: Any, row: Any) -> "Iterator[Fault]":
        """What is wrong with them, as translations of that row."""
        return faults(value, translatable(self.names, {name: getattr(row, name) for name in self.names}))


def flat(words: Mapping[str, Any]) -> dict[str, Any]:
    """The same with each basis under a name of its own: {"note": …, "inferred.said_on": …}."""
    bases = words.get("inferred")
    if not isinstance(bases, dict):
        return dict(words)
    return {name: each for name, each in words.items() if name != "inferred"} | {
        f"inferred.{name}": basis for name, basis in bases.items()
    }


def translatable(names: Iterable[str], held: Mapping[str, Any]) -> frozenset[str]:
    """Which of a row's or a form's values are there to be translated: “note”, “inferred.said_on” …; of a title, only one of ours."""
    ours = flat({name: held.get(name) for name in names if held.get(name) or name == QUOTED})
    if "inferred.title" not in ours:
        ours.pop("title", None)
    return frozenset(ours)


def faults(translations: Any, known: frozenset[str]) -> Iterator[Fault]:
    """What is wrong with the translations of a row of which `known` can be translated."""
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
    """The words of a row's field, or of a basis (“inferred.said_on”), in that language, by default the active one; "" where none are held."""
    return flat(row.translations.get(language or get_language(), {})).get(name, "")


def in_language(row: Any, name: str, language: str | None = None) -> str:
    """The same, and in English where no translation is held."""
    field, _, basis = name.partition(".")
    words = getattr(row, field)
    return translation(row, name, language) or (words.get(basis, "") if basis else words)


def as_in_language(name: str, of: str = "") -> Combinable:
    """What a query reads for the words of a column in the active language, of a row or of what the path `of` leads to: “topic__”."""
    language = get_language()
    english = models.F(f"{of}{name}")
    if language in (None, OURS):
        return english
    translated = KeyTextTransform(name, KeyTextTransform(language, f"{of}translations"))
    return Coalesce(translated, english, output_field=models.TextField())
