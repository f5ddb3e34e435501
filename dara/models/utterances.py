"""Which statements are renderings of the same words."""

from django.db import models

from dara.models.fields import SlugField, is_slug
from dara.models.translations import TranslationsField


class Utterance(models.Model):
    """One thing said once, which several statements report. A curator joins the statements and gives the reason.

    The same speaker, event or hashtag is not enough."""

    slug = SlugField(max_length=100)
    reason = models.TextField(help_text="Why the statements are one utterance, in the archive's words, for the public.")
    translations = TranslationsField("reason")

    class Meta:
        constraints = [
            is_slug(),
            models.CheckConstraint(
                condition=models.Q(reason__regex="[^[:space:]]"),
                name="utterance_has_a_reason",
                violation_error_message="Say why these statements are one utterance.",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
