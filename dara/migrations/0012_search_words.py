"""The columns for search are made anew, of words as `dara_words` reads them: see the SQL beside this file."""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models
from django.db.models.fields.json import KT

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
# The columns, by weight.
SEARCHED = {
    "topic": {"A": ("name", KT("translations__es__name")), "B": ("description", KT("translations__es__description"))},
    "entity": {"A": ("name",), "D": ("note",)},
    "source": {"A": ("title",), "B": ("author",), "D": ("note",)},
    "publicparagraph": {"A": ("body",)},
    "statement": {"A": ("text",), "D": ("found_by",)},
    "endorsement": {"A": ("found_by",)},
}
WORDED = SEARCHED | {"topic": {"A": ("name", "description")}}


def generated(expression) -> models.GeneratedField:
    return models.GeneratedField(db_persist=True, expression=expression, output_field=SearchVectorField())


def search(weights) -> models.GeneratedField:
    first, *others = (
        SearchVector(
            *(models.Func(text, function="public.dara_searched_words", output_field=models.TextField()) for text in texts),
            config="public.dara_english",
            weight=weight,
        )
        for weight, texts in weights.items()
    )
    return generated(sum(others, start=first))


def wording(weights) -> models.GeneratedField:
    texts = (text for texts in weights.values() for text in texts)
    return generated(models.Func(*texts, function="public.dara_wording", output_field=SearchVectorField()))


class Migration(migrations.Migration):
    dependencies = [("dara", "0011_numbers")]

    operations = [
        migrations.RunSQL(SQL),
        *(
            operation
            for model, weights in SEARCHED.items()
            for operation in (
                migrations.RemoveIndex(model, f"{model}_search"),
                migrations.RemoveField(model, "search"),
                migrations.RemoveField(model, "wording"),
                migrations.AddField(model, "search", search(weights)),
                migrations.AddField(model, "wording", wording(WORDED[model])),
                migrations.AddIndex(model, GinIndex(fields=["search"], name=f"{model}_search")),
            )
        ),
    ]
