"""Groups of synonyms for search, their history, and what the groups of curators may do with them."""

import dara.models.fields
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
import pghistory.utils
from django.db import migrations, models


def permit(apps, schema_editor) -> None:
    """Let curators do all with groups of synonyms, and reviewers look at them, as at the history of both."""
    Group, Permission, ContentType = (
        apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    using = schema_editor.connection.alias
    for model in ("synonymgroup", "synonymgroupevent"):
        content_type, _ = ContentType.objects.using(using).get_or_create(app_label="dara", model=model)
        name = apps.get_model("dara", model)._meta.verbose_name_raw
        for action in ("view", "add", "change", "delete"):
            may = ["curator", "reviewer"] if action == "view" else ["curator"] * (model == "synonymgroup")
            if may:
                permission, _ = Permission.objects.using(using).get_or_create(
                    content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {name}"}
                )
                for group in Group.objects.using(using).filter(name__in=may):
                    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0005_topic_parent"),
    ]

    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", max_length=100, unique=True)),
                (
                    "english",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=60,
                        ),
                        blank=True,
                        default=list,
                        help_text="Words and short phrases in English, with commas between them. Their other forms are found too: “gun” stands for “guns”.",
                        size=None,
                    ),
                ),
                (
                    "spanish",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=60,
                        ),
                        blank=True,
                        default=list,
                        help_text="Words and short phrases in Spanish, with commas between them. Their other forms are found too: “gun” stands for “guns”.",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "group of synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="synonymgroup_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Regex(
                            models.Func(
                                models.Func(models.F("english"), models.F("spanish"), function="array_cat"),
                                models.Value("\n"),
                                function="array_to_string",
                                output_field=models.TextField(),
                            ),
                            "^\\w+(['’-]\\w+)*( \\w+(['’-]\\w+)*){0,3}(\\n\\w+(['’-]\\w+)*( \\w+(['’-]\\w+)*){0,3}){1,11}$",
                        ),
                        name="synonymgroup_has_phrases",
                        violation_error_message="A group has two to 12 words or phrases, each of one to four words.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SynonymGroupEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("slug", models.CharField(db_collation="C", max_length=100)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "english",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=60,
                        ),
                        blank=True,
                        default=list,
                        help_text="Words and short phrases in English, with commas between them. Their other forms are found too: “gun” stands for “guns”.",
                        size=None,
                    ),
                ),
                (
                    "spanish",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            max_length=60,
                        ),
                        blank=True,
                        default=list,
                        help_text="Words and short phrases in Spanish, with commas between them. Their other forms are found too: “gun” stands for “guns”.",
                        size=None,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.synonymgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="synonymgroupevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True),
                        fields=["pgh_id"],
                        name="synonymgroupevent_later",
                    ),
                ],
            },
        ),
        migrations.RunSQL("SELECT public.dara_keep_history('public.dara_synonymgroup')"),  # there is no way back
        migrations.RunPython(permit, migrations.RunPython.noop),
    ]
