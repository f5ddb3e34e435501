"""Synonyms for search: words that denote the same thing, so that whoever types one of them finds the others too."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.lookups import Regex

from dara.models.fields import SlugField, is_slug

MAX_WORDS = 12  # of a group, in both languages together: a search looks for each of them
# One to four words with single spaces between them: “cash bail”, “pena de muerte”. The signs of the search syntax are in none.
PHRASE = r"\w+(['’-]\w+)*( \w+(['’-]\w+)*){0,3}"


def _phrases(language: str) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text=f"Words and short phrases in {language}, with commas between them. Their other forms are found too: “gun” stands for “guns”.",
    )


class SynonymGroup(models.Model):
    """Words and short phrases with one denotation, in English and in Spanish: bail, bond, fianza.

    Never a person, a party, a slogan or an evaluation; nor words for things that only often go together (jail, prison)."""

    slug = SlugField(max_length=100)
    english = _phrases("English")
    spanish = _phrases("Spanish")

    class Meta:
        ordering = ["slug"]
        verbose_name = "group of synonyms"
        verbose_name_plural = "synonyms"
        constraints = [
            is_slug(),
            models.CheckConstraint(
                condition=Regex(
                    models.Func(
                        models.Func(models.F("english"), models.F("spanish"), function="array_cat"),
                        models.Value("\n"),
                        function="array_to_string",
                        output_field=models.TextField(),
                    ),
                    rf"^{PHRASE}(\n{PHRASE}){{1,{MAX_WORDS - 1}}}$",
                ),
                name="synonymgroup_has_phrases",
                violation_error_message=f"A group has two to {MAX_WORDS} words or phrases, each of one to four words.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
