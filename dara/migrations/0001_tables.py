"""The tables of the archive, and the configuration of text search, which their search columns are made with."""

import dara.models.fields
import dara.models.sources
import dara.models.translations
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

TEXT_SEARCH = """
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

CREATE TEXT SEARCH CONFIGURATION public.dara_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.dara_english
    ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, pg_catalog.english_stem;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(TEXT_SEARCH),
        migrations.CreateModel(
            name="Entity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", max_length=100, unique=True)),
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
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("name", config="public.dara_english", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("note", config="public.dara_english", weight="D"),
                            django.contrib.postgres.search.SearchConfig("public.dara_english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
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
            ],
            options={
                "verbose_name_plural": "entities",
                "indexes": [
                    models.Index(fields=["sort_name", "slug"], name="entity_by_name"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="entity_search"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="entity_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[],
            options={
                "proxy": True,
            },
            bases=("dara.entity",),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once; the permalink.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published",
                        to="dara.entity",
                        verbose_name="publisher",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        help_text="An earlier capture.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="dara.source",
                    ),
                ),
                (
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector("title", config="public.dara_english", weight="A"),
                                "||",
                                django.contrib.postgres.search.SearchVector("author", config="public.dara_english", weight="B"),
                                django.contrib.postgres.search.SearchConfig("public.dara_english"),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("note", config="public.dara_english", weight="D"),
                            django.contrib.postgres.search.SearchConfig("public.dara_english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
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
                    "translations",
                    dara.models.translations.TranslationsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="Our own words in other languages: language → field → words.",
                    ),
                ),
                (
                    "extractor",
                    models.CharField(
                        db_default="text v1",
                        default="text v1",
                        help_text="What made its text: name and version, e.g. “html v1”.",
                        max_length=40,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="source_search"),
                    django.contrib.postgres.indexes.HashIndex(fields=["url"], name="source_url"),
                    models.Index(fields=["sha256"], name="source_sha256"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="source_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), ("url__regex", "^https?://[^[:space:]]+$"), _connector="OR"),
                        name="source_url_is_of_the_web",
                        violation_error_message="An address begins with http:// or https://.",
                    ),
                    models.UniqueConstraint(fields=("key", "sha256"), name="source_key_sha256"),
                    models.UniqueConstraint(fields=("key", "extractor"), name="source_key_extractor"),
                    models.UniqueConstraint(fields=("document",), name="source_document"),
                    models.CheckConstraint(
                        condition=models.Q(("document__regex", "^documents/([^/.][^/]*/)*[^/.][^/]*$")),
                        name="source_document_is_below_documents",
                        violation_error_message="The original's path is below documents/, and no part of it begins with a dot.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("supersedes__isnull", True), models.Q(("supersedes", models.F("key")), _negated=True), _connector="OR"
                        ),
                        name="source_does_not_supersede_itself",
                        violation_error_message="A source does not supersede itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="source_sha256_is_hex",
                        violation_error_message="A SHA-256 checksum is 64 hexadecimal digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__regex", "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")),
                        name="source_language_is_a_tag",
                        violation_error_message="A language is a tag of BCP 47: “en”, “es”, “zh-Hant”.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="entity",
            name="source",
            field=models.ForeignKey(
                blank=True,
                help_text="Only of a group.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="dara.source",
            ),
        ),
        migrations.AddConstraint(
            model_name="entity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "group"), ("source__isnull", False)),
                    models.Q(models.Q(("kind", "group"), _negated=True), ("source__isnull", True)),
                    _connector="OR",
                ),
                name="entity_group_has_a_source",
                violation_error_message="A group, and only a group, belongs to the source that describes it.",
            ),
        ),
        migrations.CreateModel(
            name="Original",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="original",
                        serialize=False,
                        to="dara.source",
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "sha256",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func("content", function="pg_catalog.sha256"), models.Value("hex"), function="pg_catalog.encode"
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SourceText",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="dara.source",
                    ),
                ),
                ("extractor", models.CharField(help_text="Name and version, e.g. “text v1”.", max_length=40)),
                ("body", models.TextField()),
                (
                    "made_with",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="The libraries that decide the text, with their versions.",
                        max_length=200,
                    ),
                ),
                (
                    "remarks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=[],
                        default=list,
                        help_text="What was noticed as it was made, for curators.",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "indexes": [models.Index(django.db.models.functions.text.MD5("body"), name="sourcetext_body_md5")],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="From 1.")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("body", models.TextField()),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="paragraphs", to="dara.source"),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("body", config="public.dara_english", weight="A"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="paragraph_search")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="paragraph_source_number"),
                    models.UniqueConstraint(fields=("source", "start"), name="paragraph_source_start"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicParagraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="From 1.")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("body", models.TextField()),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING, related_name="public_paragraphs", to="dara.source"
                    ),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "dara_publicparagraph",
                "ordering": ["source_id", "number"],
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.PositiveIntegerField(help_text="In Unicode code points, from 0.")),
                ("end", models.PositiveIntegerField(help_text="Exclusive.")),
                ("exact", models.TextField()),
                ("first_paragraph", models.PositiveIntegerField(default=0, editable=False)),
                ("last_paragraph", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="passages", to="dara.source"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["source", "last_paragraph", "first_paragraph"], name="passage_by_paragraph")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "start", "end"), name="passage_source_start_end"),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))),
                        name="passage_start_before_end",
                        violation_error_message="A passage starts before it ends.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", max_length=100, unique=True)),
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
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "name",
                                django.db.models.fields.json.KeyTextTransform(
                                    "name", django.db.models.fields.json.KeyTextTransform("es", "translations")
                                ),
                                config="public.dara_english",
                                weight="A",
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "description",
                                django.db.models.fields.json.KeyTextTransform(
                                    "description", django.db.models.fields.json.KeyTextTransform("es", "translations")
                                ),
                                config="public.dara_english",
                                weight="B",
                            ),
                            django.contrib.postgres.search.SearchConfig("public.dara_english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "ordering": ["position", "slug"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="topic_search")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="topic_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Race",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", unique=True)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="race_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "candidate",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="dara.entity"),
                ),
                (
                    "race",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="dara.race"),
                ),
            ],
            options={
                "verbose_name_plural": "candidacies",
                "constraints": [models.UniqueConstraint(fields=("candidate", "race"), name="candidacy_candidate_race")],
            },
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", unique=True)),
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
                    "passage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="dara.passage"),
                ),
                ("race", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="elections", to="dara.race")),
                (
                    "translations",
                    dara.models.translations.TranslationsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        help_text="Our own words in other languages: language → field → words.",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="election_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.UniqueConstraint(fields=("id", "race"), name="election_race"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Utterance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", dara.models.fields.SlugField(db_collation="C", max_length=100, unique=True)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[-a-zA-Z0-9_]+$")),
                        name="utterance_slug_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "[^[:space:]]")),
                        name="utterance_has_a_reason",
                        violation_error_message="Say why these statements are one utterance.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once; the permalink.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "passage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="dara.passage"),
                ),
                (
                    "speaker",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="dara.entity"),
                ),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it is quoted in.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quoted",
                        to="dara.statement",
                    ),
                ),
                (
                    "found_by",
                    models.TextField(
                        default="",
                        editable=False,
                        help_text="What else it is found by: names, the passage around the words. By the database.",
                    ),
                ),
                (
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "utterance",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where another statement gives the same utterance.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="dara.utterance",
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("text", config="public.dara_english", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("found_by", config="public.dara_english", weight="D"),
                            django.contrib.postgres.search.SearchConfig("public.dara_english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
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
            ],
            options={
                "abstract": False,
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="statement_search")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="statement_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("within__isnull", True), models.Q(("within", models.F("key")), _negated=True), _connector="OR"
                        ),
                        name="statement_not_within_itself",
                        violation_error_message="A statement is not quoted in itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementAbout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entity", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="dara.entity")),
                ("statement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="dara.statement")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("statement", "entity"), name="statementabout_once")],
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="about",
            field=models.ManyToManyField(blank=True, related_name="told_of", through="dara.StatementAbout", to="dara.entity"),
        ),
        migrations.CreateModel(
            name="StatementTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("statement", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="dara.statement")),
                ("topic", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="dara.topic")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("statement", "topic"), name="statementtopic_once")],
            },
        ),
        migrations.AddField(
            model_name="statement",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="statements", through="dara.StatementTopic", to="dara.topic"),
        ),
        migrations.CreateModel(
            name="Endorsement",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once; the permalink.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "election",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="dara.election",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="dara.entity",
                    ),
                ),
                (
                    "endorser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="endorsements_given", to="dara.entity"
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="dara.passage"),
                ),
                (
                    "race",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="endorsements", to="dara.race"),
                ),
                (
                    "within",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who reports it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="endorsements",
                        to="dara.statement",
                    ),
                ),
                (
                    "found_by",
                    models.TextField(
                        default="",
                        editable=False,
                        help_text="What it is found by: the names, and the words of the passage. By the database.",
                    ),
                ),
                (
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "found_by", config="public.dara_english", weight="A"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
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
            ],
            options={
                "abstract": False,
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["search"], name="endorsement_search")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="endorsement_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verb__regex", "[^[:space:]]")),
                        name="endorsement_has_a_verb",
                        violation_error_message="An endorsement has the source's verb.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("candidate__isnull", False), ("stance", "funds"), _connector="OR"),
                        name="endorsement_names_a_candidate",
                        violation_error_message="Only money can go to a race without naming a candidate.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stance", "funds"), models.Q(("recipient", ""), _negated=True)),
                            models.Q(
                                models.Q(("stance", "funds"), _negated=True),
                                ("amount__isnull", True),
                                ("amount_as_stated", ""),
                                ("recipient", ""),
                            ),
                            _connector="OR",
                        ),
                        name="endorsement_money_is_funding",
                        violation_error_message="An amount and a recipient belong to “funds”, and funding says who received it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionResult",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once; the permalink.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "election",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="results", to="dara.election"),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whom the source cites.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "ballots_out_authority",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who said so, where stated.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dara.entity",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="results", to="dara.entity"),
                ),
                (
                    "passage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="dara.passage"),
                ),
                (
                    "race",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="results", to="dara.race"
                    ),
                ),
                (
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
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
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="electionresult_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__isnull", False), ("votes__isnull", False), _connector="OR"),
                        name="electionresult_has_a_count",
                        violation_error_message="A result states a percentage, a number of votes, or both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent__isnull", True), models.Q(("percent__gte", 0), ("percent__lte", 100)), _connector="OR"
                        ),
                        name="electionresult_percent_0_to_100",
                        violation_error_message="A percentage is between 0 and 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidacyFact",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once; the permalink.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "election",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="dara.election"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="dara.entity"),
                ),
                (
                    "passage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="dara.passage"),
                ),
                ("race", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="facts", to="dara.race")),
                (
                    "version",
                    dara.models.fields.VersionField(db_default=django.contrib.postgres.functions.TransactionNow(), editable=False),
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
            ],
            options={
                "verbose_name": "candidacy fact",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="candidacyfact_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="Of the record that is withdrawn.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="tombstone_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="8 letters and digits, given once.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="withholdings", to="dara.source"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="withholding_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end__isnull", True), ("start__isnull", True)),
                            models.Q(("end__isnull", False), ("start__isnull", False), ("start__lt", models.F("end"))),
                            _connector="OR",
                        ),
                        name="withholding_is_a_span_or_all",
                        violation_error_message="Give both start and end, the start before the end, or neither for the whole text.",
                    ),
                    models.UniqueConstraint(
                        fields=("source", "start", "end"),
                        name="withholding_once",
                        nulls_distinct=False,
                        violation_error_message="These very words are withheld already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "source",
                    models.ForeignKey(
                        help_text="The reply.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="dara.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "kind", "key"), name="reply_once", violation_error_message="This reply is held already."
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="reply_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "indexes": [models.Index(fields=["kind", "new"], name="redirect_by_new")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old__regex", "^[-a-zA-Z0-9_]+$")),
                        name="redirect_old_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("new__regex", "^[-a-zA-Z0-9_]+$")),
                        name="redirect_new_is_a_slug",
                        violation_error_message="A slug is letters, digits, hyphens and underscores.",
                    ),
                    models.UniqueConstraint(fields=("kind", "old"), name="redirect_kind_old"),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="redirect_leads_elsewhere",
                        violation_error_message="A redirect leads to something else than itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(db_collation="C", help_text="As in the record files: “statements”, “topics” …", max_length=20),
                ),
                ("key", models.CharField(db_collation="C", help_text="Its key or slug.", max_length=160)),
                ("digest", models.BinaryField(help_text="SHA-256 of its canonical form.", max_length=32)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="importedrecord_kind_key")],
            },
        ),
        migrations.CreateModel(
            name="ImportConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(db_collation="C", help_text="As in the record files.", max_length=20)),
                ("key", models.CharField(db_collation="C", help_text="Its key or slug.", max_length=160)),
                ("form", models.JSONField(help_text="The canonical form that the files give it.")),
                (
                    "since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When an import first brought this form.", verbose_name="since"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="importconflict_kind_key")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "key",
                    dara.models.fields.KeyField(
                        db_collation="C",
                        help_text="Its own, not that of the record that it becomes.",
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
                ("source", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="dara.source")),
            ],
            options={
                "indexes": [models.Index(fields=["source", "state", "start"], name="draft_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                        name="draft_key_is_8_letters_and_digits",
                        violation_error_message="A key is 8 small letters and digits.",
                    ),
                    models.UniqueConstraint(fields=("source", "name"), name="draft_source_name"),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))),
                        name="draft_start_before_end",
                        violation_error_message="A draft's words start before they end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "accepted"), ("record", ""), _connector="XOR"),
                        name="draft_accepted_has_a_record",
                        violation_error_message="A published draft names the record that it became, and only such a one does.",
                    ),
                ],
            },
        ),
    ]
