"""The tables of events, and the rules that fill them: see the SQL beside this file."""

from pathlib import Path

import dara.models.fields
import dara.models.sources
import dara.models.translations
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import pghistory.utils
from django.db import migrations, models

SQL = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [
        ("dara", "0002_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="TopicEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("slug", models.CharField(db_collation="C", max_length=100)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=100)),
                ("position", models.PositiveSmallIntegerField(help_text="Order on the page.")),
                ("description", models.CharField(blank=True, help_text="In the archive's words.", max_length=300)),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="topicevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="topicevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntityEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("slug", models.CharField(db_collation="C", max_length=100)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "sort_name",
                    models.CharField(db_collation="C", help_text="“Lacey, Jackie”; for a group, its name.", max_length=200),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("organization", "Organization"),
                            ("group", "Group, as one source describes it"),
                        ],
                        max_length=12,
                    ),
                ),
                ("private", models.BooleanField(default=False, help_text="A bystander quoted once: kept out of search engines.")),
                (
                    "note",
                    models.TextField(blank=True, help_text="In the archive's words, e.g. which names we take to be this one."),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="entityevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="entityevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RaceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("slug", models.CharField(db_collation="C", max_length=50)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="raceevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="raceevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
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
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="sourceevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="sourceevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassageEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("start", models.PositiveIntegerField(help_text="In Unicode code points, from 0.")),
                ("end", models.PositiveIntegerField(help_text="Exclusive.")),
                ("exact", models.TextField()),
                ("first_paragraph", models.PositiveIntegerField(default=0, editable=False)),
                ("last_paragraph", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="passageevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="passageevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("slug", models.CharField(db_collation="C", max_length=50)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[("primary", "Primary"), ("runoff", "Runoff"), ("general", "General election")],
                        help_text="Empty where no source held says.",
                        max_length=10,
                    ),
                ),
                ("held_on", dara.models.fields.PartialDateField(blank=True, db_collation="C", max_length=10, null=True)),
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
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.election",
                    ),
                ),
                (
                    "race",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="electionevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="electionevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidacyEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.candidacy",
                    ),
                ),
                (
                    "race",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="candidacyevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="candidacyevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UtteranceEvent",
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
                    "reason",
                    models.TextField(help_text="Why the statements are one utterance, in the archive's words, for the public."),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.utterance",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="utteranceevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="utteranceevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One neutral line in the archive's words, only where a voter needs it.",
                        max_length=300,
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
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quotation"),
                            ("post", "Social media post"),
                            ("position", "Campaign’s own words"),
                            ("paraphrase", "Paraphrase by the source"),
                            ("report", "Report by the publisher"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "pieces",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), help_text="The words, in order, as they stand in the passage.", size=None
                    ),
                ),
                ("text", models.TextField(editable=False, help_text="The pieces joined by “ … ”, by the database.")),
                ("speaker_as_named", models.CharField(blank=True, help_text="In the source's own words.", max_length=200)),
                (
                    "said_on",
                    dara.models.fields.PartialDateField(
                        blank=True, db_collation="C", help_text="For a post: posted on.", max_length=10, null=True
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
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statement",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "utterance",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.utterance",
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="statementevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="statementevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementAboutEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "entity",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statementabout",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="statementaboutevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True),
                        fields=["pgh_id"],
                        name="statementaboutevent_later",
                    ),
                    models.Index(fields=["statement"], name="statementaboutevent_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementTopicEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statementtopic",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statement",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.topic",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="statementtopicevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True),
                        fields=["pgh_id"],
                        name="statementtopicevent_later",
                    ),
                    models.Index(fields=["statement"], name="statementtopicevent_by"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EndorsementEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One neutral line in the archive's words, only where a voter needs it.",
                        max_length=300,
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
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                ("endorser_as_named", models.CharField(blank=True, help_text="In the source's own words.", max_length=200)),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("endorses", "endorsing"),
                            ("supports", "supporting"),
                            ("opposes", "opposing"),
                            ("withdraws", "withdrawing an endorsement"),
                            ("funds", "spending money to elect"),
                        ],
                        max_length=10,
                    ),
                ),
                ("verb", models.CharField(help_text="The source's, found in the passage.", max_length=100)),
                ("stated_on", dara.models.fields.PartialDateField(blank=True, db_collation="C", max_length=10, null=True)),
                (
                    "amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount in dollars"),
                ),
                ("amount_as_stated", models.CharField(blank=True, help_text="“more than $1.5 Million”", max_length=60)),
                (
                    "recipient",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("candidate's committee", "The candidate’s committee"),
                            ("other committee", "Another committee"),
                            ("the race", "The race; no recipient is named"),
                            ("not stated", "Not stated"),
                        ],
                        max_length=25,
                    ),
                ),
                ("purpose", models.CharField(blank=True, help_text="In the source's words.", max_length=300)),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.election",
                    ),
                ),
                (
                    "endorser",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.endorsement",
                    ),
                ),
                (
                    "race",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
                (
                    "within",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="endorsementevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="endorsementevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionResultEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One neutral line in the archive's words, only where a voter needs it.",
                        max_length=300,
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
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                ("percent", models.DecimalField(blank=True, decimal_places=4, help_text="0 to 100.", max_digits=7, null=True)),
                ("votes", models.PositiveBigIntegerField(blank=True, null=True)),
                ("qualifier", models.CharField(blank=True, help_text="The source's, e.g. “almost”.", max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[("partial", "Partial count"), ("certified", "Certified"), ("not stated", "Not stated")],
                        max_length=10,
                    ),
                ),
                (
                    "as_of",
                    dara.models.fields.PartialDateField(
                        blank=True, db_collation="C", help_text="When the count was taken, where stated.", max_length=10, null=True
                    ),
                ),
                ("ballots_out", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="ballots still out")),
                ("ballots_out_as_stated", models.CharField(blank=True, help_text="“more than 790,000”", max_length=60)),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "ballots_out_authority",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.election",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.electionresult",
                    ),
                ),
                (
                    "race",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="electionresultevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True),
                        fields=["pgh_id"],
                        name="electionresultevent_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidacyFactEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One neutral line in the archive's words, only where a voter needs it.",
                        max_length=300,
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
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("incumbent", "Incumbent"),
                            ("withdrew", "Withdrew"),
                            ("conceded", "Conceded"),
                            ("outcome", "Outcome"),
                        ],
                        max_length=10,
                    ),
                ),
                ("occurred_on", dara.models.fields.PartialDateField(blank=True, db_collation="C", max_length=10, null=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.election",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.passage",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.candidacyfact",
                    ),
                ),
                (
                    "race",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.race",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="candidacyfactevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True),
                        fields=["pgh_id"],
                        name="candidacyfactevent_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TombstoneEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sources", "Source"),
                            ("statements", "Statement"),
                            ("endorsements", "Endorsement"),
                            ("results", "Result"),
                            ("facts", "Candidacy fact"),
                        ],
                        max_length=12,
                    ),
                ),
                ("withdrawn_on", models.DateField()),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("error", "Error"),
                            ("rights", "Rights"),
                            ("privacy", "Privacy"),
                            ("safety", "Safety"),
                            ("legal", "Legal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="In the archive's words, for the public.")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.tombstone",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="tombstoneevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="tombstoneevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WithholdingEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "start",
                    models.PositiveIntegerField(
                        blank=True, help_text="In Unicode code points, from 0; empty: the whole text.", null=True
                    ),
                ),
                ("end", models.PositiveIntegerField(blank=True, help_text="Exclusive.", null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("error", "Error"),
                            ("rights", "Rights"),
                            ("privacy", "Privacy"),
                            ("safety", "Safety"),
                            ("legal", "Legal"),
                        ],
                        max_length=10,
                    ),
                ),
                ("withheld_on", models.DateField(default=datetime.date.today)),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="In the archive's words, for the public; without repeating what is withheld."
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.withholding",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="withholdingevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="withholdingevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sources", "Source"),
                            ("statements", "Statement"),
                            ("endorsements", "Endorsement"),
                            ("results", "Result"),
                            ("facts", "Candidacy fact"),
                        ],
                        help_text="Of what it answers.",
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(db_collation="C", help_text="Of what it answers.", max_length=8)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.reply",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="replyevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="replyevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RedirectEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("topics", "Topic"),
                            ("entities", "Person or organization"),
                            ("groups", "Group, as one source describes it"),
                            ("statements", "Statement"),
                            ("endorsements", "Endorsement"),
                            ("results", "Result"),
                            ("facts", "Candidacy fact"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("old", models.CharField(db_collation="C", help_text="The key or slug that it had.", max_length=100)),
                (
                    "new",
                    models.CharField(db_collation="C", help_text="The key or slug of what it was merged into.", max_length=100),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.redirect",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="redirectevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="redirectevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_role", models.TextField()),
                ("pgh_transaction", models.BigIntegerField()),
                ("key", models.CharField(db_collation="C", max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "name",
                    models.CharField(db_collation="C", help_text="Among the source's drafts: “quote-312-540”.", max_length=200),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quote", "Quotation"),
                            ("post", "Social media post"),
                            ("position", "Campaign’s own words"),
                            ("paraphrase", "Paraphrase by the source"),
                            ("report", "Report by the publisher"),
                            ("endorsement", "Endorsement"),
                            ("result", "Election result"),
                            ("fact", "Candidacy fact"),
                        ],
                        max_length=12,
                    ),
                ),
                ("start", models.PositiveIntegerField(help_text="In Unicode code points, from 0.")),
                ("end", models.PositiveIntegerField(help_text="Exclusive.")),
                ("values", models.JSONField(blank=True, default=dict)),
                ("typed", models.JSONField(blank=True, default=dict)),
                (
                    "rule",
                    models.CharField(blank=True, help_text="That found it; empty for what a curator selected.", max_length=100),
                ),
                (
                    "sureness",
                    models.DecimalField(blank=True, decimal_places=2, help_text="Of the rule: 0 to 1.", max_digits=3, null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("accepted", "Published"), ("rejected", "Rejected")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True, help_text="The user who selected or last corrected it; empty: the rules.", max_length=150
                    ),
                ),
                ("record", models.CharField(blank=True, help_text="The key of the record that it became.", max_length=8)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, help_text="Why it was rejected, for the other curators.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.draft",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["pgh_obj", "pgh_id"], name="draftevent_of_row"),
                    models.Index(
                        condition=models.Q(("pgh_label", "insert"), _negated=True), fields=["pgh_id"], name="draftevent_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("record", models.CharField(max_length=160)),
                ("changed_at", models.DateTimeField()),
                ("changes", models.JSONField()),
            ],
            options={
                "db_table": "dara_correction",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Corrected",
            fields=[
                ("record", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("corrected_at", models.DateTimeField()),
            ],
            options={
                "db_table": "dara_corrected",
                "managed": False,
            },
        ),
        migrations.RunSQL(SQL),  # there is no way back: what happened would be forgotten
    ]
