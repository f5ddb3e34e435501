"""Uploads that wait, the drafts that rest on them, and what the groups may do with them; see the SQL beside this file."""

from pathlib import Path

import dara.models.fields
import dara.models.sources
import dara.models.translations
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


def permit(apps, schema_editor) -> None:
    """Let curators do all with uploads, and reviewers look at them."""
    Group, Permission, ContentType = (
        apps.get_model(label) for label in ("auth.Group", "auth.Permission", "contenttypes.ContentType")
    )
    using = schema_editor.connection.alias
    content_type, _ = ContentType.objects.using(using).get_or_create(app_label="dara", model="pendingupload")
    for action in ("view", "add", "change", "delete"):
        permission, _ = Permission.objects.using(using).get_or_create(
            content_type=content_type, codename=f"{action}_pendingupload", defaults={"name": f"Can {action} pending upload"}
        )
        may = ["curator", "reviewer"] if action == "view" else ["curator"]
        for group in Group.objects.using(using).filter(name__in=may):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0015_many_rows"),
    ]

    # There is no way back: the history would lose a column.
    operations = [
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),  # an archive that is being filled has pending events of triggers
        migrations.CreateModel(
            name="DraftingRun",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="Of the source or upload whose text it is.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("asked_by", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "found",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="What became of it, in sentences for curators.",
                        size=None,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PendingUpload",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news article", "News article"),
                            ("press release", "Press release"),
                            ("campaign page", "Campaign page"),
                            ("social post", "Social media post"),
                            ("official results", "Official results"),
                            ("other", "Other document"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "language",
                    dara.models.fields.LanguageField(
                        db_collation="C",
                        db_default="en",
                        default="en",
                        help_text="Of the document: “en”, “es”, “zh-Hant” (BCP 47).",
                        max_length=35,
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="Where `inferred` names it, it is ours, and shown in brackets.", max_length=300),
                ),
                ("author", models.CharField(blank=True, help_text="As the document names them.", max_length=200)),
                ("url", models.URLField(blank=True, max_length=2000, verbose_name="address")),
                ("published_on", dara.models.fields.PartialDateField(blank=True, db_collation="C", max_length=10, null=True)),
                ("captured_on", dara.models.fields.PartialDateField(blank=True, db_collation="C", max_length=10, null=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("full", "The whole text"),
                            ("excerpts", "The paragraphs that hold evidence, and their neighbours"),
                        ],
                        max_length=10,
                    ),
                ),
                ("document", models.CharField(help_text="The original's path in the archive package.", max_length=300)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the original")),
                (
                    "extractor",
                    models.CharField(
                        db_default="text v1",
                        default="text v1",
                        help_text="What made its text: name and version, e.g. “html v1”.",
                        max_length=40,
                    ),
                ),
                (
                    "collector_header",
                    models.CharField(
                        blank=True,
                        help_text="What the collector wrote before the text; not the publisher's words.",
                        max_length=2100,
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="In the archive's words.")),
                (
                    "inferred",
                    dara.models.sources.InferredField(
                        blank=True,
                        default=dict,
                        help_text="Values that the source does not state, each with the basis of our inference.",
                    ),
                ),
                (
                    "translations",
                    dara.models.translations.TranslationsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="Our own words in other languages: language → field → words.",
                    ),
                ),
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="That of the source that it becomes.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "new_publisher",
                    models.CharField(
                        blank=True,
                        help_text="Whom the archive does not have yet, as the document names them.",
                        max_length=200,
                        verbose_name="or new publisher",
                    ),
                ),
                (
                    "make_publisher",
                    models.BooleanField(
                        default=False,
                        help_text="The organization comes into the archive together with the source.",
                        verbose_name="make this publisher",
                    ),
                ),
                ("uploaded_by", models.CharField(max_length=150)),
                ("uploaded_on", models.DateField()),
                (
                    "edited_by",
                    models.CharField(blank=True, help_text="The user who last changed what is said of it.", max_length=150),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dara.entity"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        help_text="An earlier capture, which is published.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PendingParagraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="From 1.")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("body", models.TextField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterField(
            model_name="draft",
            name="source",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="dara.source"
            ),
        ),
        migrations.AlterField(
            model_name="draftevent",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="dara.source",
            ),
        ),
        migrations.CreateModel(
            name="PendingDocument",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="dara.pendingupload",
                    ),
                ),
                ("original", models.BinaryField()),
                (
                    "sha256",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func("original", function="pg_catalog.sha256"), models.Value("hex"), function="pg_catalog.encode"
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
                ("extractor", models.CharField(max_length=40)),
                ("made_with", models.CharField(blank=True, max_length=200)),
                ("remarks", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("body", models.TextField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                help_text="In place of a source, until it is one.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="drafts",
                to="dara.pendingupload",
            ),
        ),
        migrations.AddField(
            model_name="draftevent",
            name="upload",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="dara.pendingupload",
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["upload", "state", "start"], name="draft_queue_of_upload"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("upload", "name"), name="draft_upload_name"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source", None), ("upload__isnull", False)),
                    models.Q(("source__isnull", False), ("upload", None)),
                    _connector="OR",
                ),
                name="draft_of_a_source_or_an_upload",
                violation_error_message="A draft rests on a source, or on an upload that waits.",
            ),
        ),
        migrations.AddField(
            model_name="pendingparagraph",
            name="upload",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="paragraphs", to="dara.pendingupload"
            ),
        ),
        migrations.AddIndex(
            model_name="pendingdocument",
            index=models.Index(django.db.models.functions.text.MD5("body"), name="pendingdocument_body_md5"),
        ),
        migrations.AddIndex(
            model_name="pendingupload",
            index=models.Index(fields=["sha256"], name="pendingupload_sha256"),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__regex", "^https?://[^[:space:]]+$"), _connector="OR"),
                name="pendingupload_url_is_of_the_web",
                violation_error_message="An address begins with http:// or https://.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.UniqueConstraint(fields=("key", "sha256"), name="pendingupload_key_sha256"),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.UniqueConstraint(fields=("key", "extractor"), name="pendingupload_key_extractor"),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.UniqueConstraint(fields=("document",), name="pendingupload_document"),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__regex", "^documents/([^/.][^/]*/)*[^/.][^/]*$")),
                name="pendingupload_document_is_below_documents",
                violation_error_message="The original's path is below documents/, and no part of it begins with a dot.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="pendingupload_sha256_is_hex",
                violation_error_message="A SHA-256 checksum is 64 hexadecimal digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
                name="pendingupload_language_is_a_tag",
                violation_error_message="A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                name="pendingupload_key_is_8_letters_and_digits",
                violation_error_message="A key is 8 small letters and digits.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingupload",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("make_publisher", False),
                    models.Q(("publisher", None), models.Q(("new_publisher", ""), _negated=True)),
                    _connector="OR",
                ),
                name="pendingupload_has_one_publisher",
                violation_error_message="Choose a publisher, or name a new one and tick “make this publisher”: not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pendingparagraph",
            constraint=models.UniqueConstraint(fields=("upload", "number"), name="pendingparagraph_upload_number"),
        ),
        migrations.AddConstraint(
            model_name="pendingparagraph",
            constraint=models.UniqueConstraint(fields=("upload", "start"), name="pendingparagraph_upload_start"),
        ),
        migrations.RunSQL(SQL),
        migrations.RunPython(permit),
    ]
